@NullMarked
package org.jiaohui.connector.sftp;

import org.jspecify.annotations.NullMarked;
