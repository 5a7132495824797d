package org.jiaohui.exchange.operation;

import java.time.Instant;
import java.util.Optional;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.ExchangeTask;

/**
 * A run that has ended, with what decides on what follows.
 *
 * @param run with its tables and findings when it was rejected, otherwise without
 * @param failuresOfSource in a row, before this run
 * @param pausedAt when the task was paused
 */
public record EndedRun(ExchangeRun run, ExchangeTask task, int failuresOfSource, Optional<Instant> pausedAt) {}
