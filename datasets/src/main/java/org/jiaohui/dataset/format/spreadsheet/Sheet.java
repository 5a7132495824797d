package org.jiaohui.dataset.format.spreadsheet;

import org.jiaohui.dataset.format.row.RowCursor;

/** A sheet as rows of cells from column A on, before anybody asks where its table begins. */
record Sheet(String name, RowCursor.Opener rows) {}
