@NullMarked
package org.jiaohui.connector.jdbc;

import org.jspecify.annotations.NullMarked;
