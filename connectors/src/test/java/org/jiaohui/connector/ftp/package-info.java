/** Tests against a real server. */
@NullMarked
package org.jiaohui.connector.ftp;

import org.jspecify.annotations.NullMarked;
