@NullMarked
package org.jiaohui.connector.file;

import org.jspecify.annotations.NullMarked;
