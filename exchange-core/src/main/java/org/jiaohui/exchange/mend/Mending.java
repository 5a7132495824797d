package org.jiaohui.exchange.mend;

import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.drift.Hold;
import org.jiaohui.exchange.run.RunId;

/**
 * What a run is for that brings refused rows back.
 *
 * @param refusedBy the run that refused the rows
 * @param dataset the table of that run
 * @param file the mended rows as a person sent them; absent when the refused rows are checked again as they came
 */
public record Mending(RunId refusedBy, DatasetId dataset, Optional<Hold.HeldFile> file) {}
