@NullMarked
package org.jiaohui.hub.alert;

import org.jspecify.annotations.NullMarked;
