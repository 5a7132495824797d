/**
 * XML as tables: the elements at a path are rows, read one at a time with StAX, so that at most one row is in memory. Also the guarded reading of XML that
 * other formats share: no document types, no entities, no markup without end. Depends on the core and the row tables.
 */
@NullMarked
package org.jiaohui.dataset.format.xml;

import org.jspecify.annotations.NullMarked;
