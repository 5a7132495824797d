/** The source descriptions of the Mobility Database, in a folder or a zip file. */
@NullMarked
package org.jiaohui.connector.mobility;

import org.jspecify.annotations.NullMarked;
