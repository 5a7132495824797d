@NullMarked
package org.jiaohui.connector;

import org.jspecify.annotations.NullMarked;
