package org.jiaohui.exchange.mend;

import org.jiaohui.exchange.run.RunId;

/** Refused rows that a run has published. */
public record CameBack(RunId run, RowNumbers rows) {}
