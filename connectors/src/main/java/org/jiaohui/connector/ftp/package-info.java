/** Files on FTP and FTPS servers. Data connections go to the server that was asked for, never where its answers point. */
@NullMarked
package org.jiaohui.connector.ftp;

import org.jspecify.annotations.NullMarked;
