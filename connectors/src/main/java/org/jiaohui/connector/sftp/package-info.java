/** Files on SFTP servers, over Camel's SFTP operations. */
@NullMarked
package org.jiaohui.connector.sftp;

import org.jspecify.annotations.NullMarked;
