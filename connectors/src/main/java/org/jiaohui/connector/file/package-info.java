/** Files, folders and globs below the roots that an operator allows. May use the connector package; nothing else of the hub. */
@NullMarked
package org.jiaohui.connector.file;

import org.jspecify.annotations.NullMarked;
