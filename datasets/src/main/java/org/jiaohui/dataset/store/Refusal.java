package org.jiaohui.dataset.store;

import org.jiaohui.exchange.table.RawRow;

/** One refused row; {@code row} counts from 0 within its part. */
record Refusal(long row, String column, String rule, String value, String reason, RawRow raw) {}
