package org.jiaohui.dataset.store;

/** One refused row; {@code row} counts from 0 within its part. */
record Refusal(long row, String column, String rule, String value, String reason, String raw) {}
