@NullMarked
package org.jiaohui.connector.targets;

import org.jspecify.annotations.NullMarked;
