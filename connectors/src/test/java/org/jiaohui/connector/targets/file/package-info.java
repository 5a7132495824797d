@NullMarked
package org.jiaohui.connector.targets.file;

import org.jspecify.annotations.NullMarked;
