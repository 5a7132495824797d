package org.jiaohui.exchange.operation;

import java.time.Instant;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;

/** A task whose retries are used up, with its last run and why that failed. */
public record DeadLetter(TaskId task, RunId run, int retries, ExchangeRun.RunError reason, Instant since) {}
