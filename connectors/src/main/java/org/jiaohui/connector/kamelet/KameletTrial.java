package org.jiaohui.connector.kamelet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/** The trial of a Kamelet: its hosts, its route, its login and the first message, told in steps. */
record KameletTrial(
        Fetch fetch, Trial trial, PropertyValues values, Kamelets kamelets, AllowedHosts hosts, long mostBytes) {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    /** @param folder for the first message */
    void run(Path folder) {
        resolve();
        listen(folder);
    }

    private void resolve() {
        List<KameletHosts.Place> places = KameletHosts.of(values);
        if (places.isEmpty()) {
            trial.notNeeded(TrialStep.RESOLVE_HOST, "属性中没有主机 / the properties name no host");
        } else {
            trial.step(
                    TrialStep.RESOLVE_HOST,
                    () -> {
                        places.forEach(each -> hosts.resolve(each.host()));
                        return places;
                    },
                    found -> found.stream()
                            .map(KameletHosts.Place::host)
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Keeps the first message for the sample and has the source keep it too. */
    private void listen(Path folder) {
        Taken taken = new Taken(new Arrivals(folder, fetch.settings(), mostBytes));
        try (KameletRoute route = trial.step(
                TrialStep.CONNECT,
                () -> {
                    KameletHosts.reach(values, hosts, fetch.settings().duration("connect-timeout"));
                    return KameletRoute.start(values, kamelets, hosts, message -> {
                        if (taken.messages() == 0) {
                            taken.lay(message);
                        }
                        throw new RejectedExecutionException("a trial takes nothing");
                    });
                },
                started -> "路由已启动 / the route was started: " + values.kamelet().name())) {
            Optional<ExchangeException> trouble = trial.step(
                    TrialStep.AUTHENTICATE,
                    () -> refusedLogin(await(route, taken)),
                    none -> "没有被拒绝 / nothing was refused");
            trial.notNeeded(TrialStep.PERMISSION, "由 Kamelet 自己检查 / the Kamelet itself finds out");
            fetch.sample(trial, () -> {
                trouble.filter(any -> taken.messages() == 0).ifPresent(each -> {
                    throw each;
                });
                if (taken.messages() == 0) {
                    throw new ExchangeException(
                            ErrorCode.SOURCE_EMPTY,
                            "10 秒内没有消息；数据源可能只是安静 / no message arrived within 10 seconds; the source may just be quiet");
                }
                return new Delivery.Files(Inbox.disk(() -> Inbox.spooled(fetch, List.of(folder))), "");
            });
        }
    }

    private Optional<ExchangeException> await(KameletRoute route, Taken taken) {
        long end = System.nanoTime() + WINDOW.toNanos();
        while (taken.messages() == 0 && route.trouble().isEmpty() && System.nanoTime() < end) {
            fetch.watch().pause(KameletProtocol.LOOK_EVERY);
        }
        return route.trouble();
    }

    private static Optional<ExchangeException> refusedLogin(Optional<ExchangeException> trouble) {
        trouble.filter(each -> each.code() == ErrorCode.SOURCE_REFUSED_LOGIN).ifPresent(each -> {
            throw each;
        });
        return trouble;
    }
}
