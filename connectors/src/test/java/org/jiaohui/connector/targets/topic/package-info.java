@NullMarked
package org.jiaohui.connector.targets.topic;

import org.jspecify.annotations.NullMarked;
