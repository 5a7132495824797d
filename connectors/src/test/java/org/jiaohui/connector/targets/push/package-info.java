@NullMarked
package org.jiaohui.connector.targets.push;

import org.jspecify.annotations.NullMarked;
