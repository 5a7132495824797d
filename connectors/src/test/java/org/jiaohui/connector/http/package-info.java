@NullMarked
package org.jiaohui.connector.http;

import org.jspecify.annotations.NullMarked;
