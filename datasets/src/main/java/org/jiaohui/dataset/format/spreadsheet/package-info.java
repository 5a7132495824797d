/**
 * Workbooks: XLSX and ODS streamed with StAX, XLS record by record through POI's event reader. Every sheet that looks like a table becomes one; titles, padding and cover sheets
 * are left out; numbers and dates come as ISO text by the style of their cells. Depends on the core, POI and the packages beside it.
 */
@NullMarked
package org.jiaohui.dataset.format.spreadsheet;

import org.jspecify.annotations.NullMarked;
