/**
 * Zip files from anybody: members counted, names checked, inflation bounded before a byte is trusted; and archives whose members are files of any other
 * format. Depends on the core and commons-compress.
 */
@NullMarked
package org.jiaohui.dataset.format.archive;

import org.jspecify.annotations.NullMarked;
