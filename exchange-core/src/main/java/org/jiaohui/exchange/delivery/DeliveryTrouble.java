package org.jiaohui.exchange.delivery;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiaohui.exchange.run.ExchangeRun.RunError;
import org.jiaohui.exchange.run.TaskId;

/**
 * What an alert says of the subscriptions of one task that are failing.
 *
 * @param failed the last delivery of each, in the order of the subscriptions
 */
public record DeliveryTrouble(TaskId task, List<DeliveryRun> failed) {
    private static final int MOST_NAMED = 10;

    public DeliveryTrouble {
        failed = List.copyOf(failed);
        if (failed.isEmpty()) {
            throw new IllegalArgumentException("without a failed delivery there is no trouble");
        }
    }

    public String message() {
        return "任务 " + task + " 的数据有 " + failed.size() + " 个订阅交付失败："
                + named(
                        "；",
                        run -> "订阅 " + run.subscription() + " → 目标 " + run.target() + "，版本 " + run.to() + "，交付 "
                                + run.id() + "，" + reason(run))
                + rest("；另有 ", " 个");
    }

    public String messageEn() {
        return "deliveries of task " + task + "'s data have failed for " + failed.size() + " subscription(s): "
                + named(
                        "; ",
                        run -> "subscription " + run.subscription() + " → target " + run.target() + ", version "
                                + run.to() + ", delivery " + run.id() + ", " + reason(run))
                + rest("; and ", " more");
    }

    private String named(String between, Function<DeliveryRun, String> words) {
        return failed.stream().limit(MOST_NAMED).map(words).collect(Collectors.joining(between));
    }

    private String rest(String before, String after) {
        return failed.size() <= MOST_NAMED ? "" : before + (failed.size() - MOST_NAMED) + after;
    }

    private static String reason(DeliveryRun run) {
        return run.error().map(DeliveryTrouble::reason).orElse("");
    }

    private static String reason(RunError error) {
        return error.code() + " " + error.message();
    }
}
