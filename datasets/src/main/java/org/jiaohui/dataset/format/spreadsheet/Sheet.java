package org.jiaohui.dataset.format.spreadsheet;

import org.jiaohui.dataset.format.row.RowCursor;

/**
 * A sheet as rows of cells from column A on, before anybody asks where its table begins.
 *
 * @param hidden its author does not show it: it is published only when it is asked for by name
 */
record Sheet(String name, boolean hidden, RowCursor.Opener rows) {}
