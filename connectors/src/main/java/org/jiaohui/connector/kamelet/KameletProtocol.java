package org.jiaohui.connector.kamelet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.apache.camel.Message;
import org.jiaohui.connector.AcknowledgedProtocol;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.account.Acknowledgement;
import org.jiaohui.exchange.source.account.Claim;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/**
 * Takes what a Kamelet brings within a window. Each message lies in the hub's inbox before the Kamelet's source hears that it was taken, and stays there until
 * the ledger knows that it was published: at least once.
 *
 * @param inboxes folder with an {@link Inbox} for each source
 * @param mostBytes of one file
 */
public record KameletProtocol(AllowedHosts hosts, Kamelets kamelets, Path inboxes, long mostBytes)
        implements AcknowledgedProtocol {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "kamelet",
            "Camel Kamelet 数据源",
            "Source of an Apache Camel Kamelet",
            List.of(
                    Setting.required(
                            "name",
                            "Kamelet 名称，如 sftp-source",
                            "Name of the Kamelet, such as sftp-source",
                            SettingType.TEXT),
                    Setting.optional(
                            PropertyValues.PROPERTIES,
                            "属性（每行 名称: 值，或一个 JSON 对象）",
                            "Its properties, one name: value a line, or one JSON object",
                            SettingType.TEXT,
                            ""),
                    Setting.secret(
                            PropertyValues.SECRETS,
                            "密码和凭据类属性（写法同上，加密保存）",
                            "Properties that are credentials, written likewise, kept encrypted"),
                    Setting.choice(
                            "messages",
                            "消息成为行或文件；自动：文件和流成为文件，其余成为行",
                            "What messages become; auto: files and streams are files, others rows",
                            "auto",
                            "rows",
                            "files"),
                    Setting.optional(
                            "headers",
                            "作为列加入各行的消息头，逗号分隔",
                            "Headers of the messages to add to rows as columns, comma-separated",
                            SettingType.TEXT,
                            ""),
                    Setting.optional(
                            "metadata",
                            "各行加入到达时间列",
                            "Add a column for the time of arrival",
                            SettingType.BOOLEAN,
                            "true"),
                    Setting.optional(
                            "window", "每次最长收取时长", "How long a run listens at most", SettingType.DURATION, "30s"),
                    Setting.optional(
                            "idle",
                            "收到后又静默多久即结束",
                            "After so long without another message a run ends",
                            SettingType.DURATION,
                            "5s"),
                    Setting.optional(
                            "max-messages",
                            "每次约最多消息数",
                            "Messages a run takes at most, about",
                            SettingType.INTEGER,
                            "10000"),
                    Setting.optional(
                            "max-bytes",
                            "每次约最多字节数",
                            "Bytes a run takes at most, about",
                            SettingType.INTEGER,
                            "500000000"),
                    Setting.optional(
                            "connect-timeout",
                            "探测主机的时限",
                            "Time-out when hosts are probed",
                            SettingType.DURATION,
                            "10s"),
                    Setting.optional(
                            "total-timeout", "总时限", "Time limit of the whole fetch", SettingType.DURATION, "30m")));
    private static final Duration TRIAL_WINDOW = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MILLIS = 50;

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    /** A Kamelet that is known has properties whose names can be told before the first run, and credentials that must not lie open. */
    @Override
    public void check(SettingValues settings) {
        kamelets.find(settings.text("name")).ifPresent(known -> PropertyValues.checkNames(known, settings));
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        throw KameletTrouble.onlyInRuns();
    }

    @Override
    public Delivery fetch(Fetch fetch, Claim claim) {
        PropertyValues values = values(fetch);
        Inbox inbox = Inbox.of(inboxes, fetch.source().id());
        fetch.since().ifPresent(inbox::published);
        Inbox.Waiting waiting = inbox.waiting();
        long most = fetch.settings().integer("max-messages") - waiting.messages();
        long bytes = fetch.settings().integer("max-bytes") - waiting.bytes();
        if (most > 0 && bytes > 0) {
            reach(fetch, values);
            Path folder = inbox.begin(claim.toString().replace('/', '-'));
            Arrivals arrivals = new Arrivals(folder, fetch.settings(), mostBytes);
            collect(fetch, values, arrivals, most, bytes);
            if (arrivals.messages() == 0) {
                Inbox.delete(folder);
            }
        }
        List<SpooledFile> files = inbox.deliver(fetch, claim);
        return files.isEmpty() ? new Delivery.NotModified() : new Delivery.Files(files, claim.toString());
    }

    private void collect(Fetch fetch, PropertyValues values, Arrivals arrivals, long most, long mostBytesNow) {
        long window = fetch.settings().duration("window").toNanos();
        long idle = fetch.settings().duration("idle").toNanos();
        Taken taken = new Taken(arrivals);
        try (KameletRoute route = KameletRoute.start(values, kamelets, hosts, taken::lay)) {
            long start = System.nanoTime();
            boolean more = true;
            while (more) {
                fetch.watch().check();
                route.trouble().ifPresent(trouble -> {
                    throw trouble;
                });
                pause();
                long now = System.nanoTime();
                more = now - start < window
                        && taken.messages() < most
                        && taken.bytes() < mostBytesNow
                        && (taken.messages() == 0 || now - taken.last() < idle);
            }
            route.drain();
        }
    }

    /** What was taken so far, told by the route's threads to the run's. */
    private static final class Taken {
        private final Arrivals arrivals;
        private volatile int messages;
        private volatile long bytes;
        private volatile long last;

        Taken(Arrivals arrivals) {
            this.arrivals = arrivals;
        }

        void lay(Message message) {
            arrivals.lay(message);
            last = System.nanoTime();
            bytes = arrivals.bytes();
            messages = arrivals.messages();
        }

        int messages() {
            return messages;
        }

        long bytes() {
            return bytes;
        }

        long last() {
            return last;
        }
    }

    @Override
    public void acknowledge(Source source, SettingValues settings, Acknowledgement told) {
        Inbox inbox = Inbox.of(inboxes, source.id());
        told.published().ifPresent(inbox::published);
        if (told.outcome() == RunOutcome.UNCHANGED) {
            inbox.publishedByAny(Claim.prefix(told.run()));
        }
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        PropertyValues values = values(fetch);
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
        Path folder = new Inbox(inboxes).begin(".trial-" + UUID.randomUUID());
        try {
            listen(fetch, trial, values, folder);
        } finally {
            Inbox.delete(folder);
        }
    }

    /** Keeps the first message for the sample and has the source keep it too. */
    private void listen(Fetch fetch, Trial trial, PropertyValues values, Path folder) {
        Taken taken = new Taken(new Arrivals(folder, fetch.settings(), mostBytes));
        try (KameletRoute route = trial.step(
                TrialStep.CONNECT,
                () -> {
                    reach(fetch, values);
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
                    () -> refusedLogin(await(fetch, route, taken)),
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

    private static Optional<ExchangeException> await(Fetch fetch, KameletRoute route, Taken taken) {
        long end = System.nanoTime() + TRIAL_WINDOW.toNanos();
        while (taken.messages() == 0 && route.trouble().isEmpty() && System.nanoTime() < end) {
            fetch.watch().check();
            pause();
        }
        return route.trouble();
    }

    private static Optional<ExchangeException> refusedLogin(Optional<ExchangeException> trouble) {
        trouble.filter(each -> each.code() == ErrorCode.SOURCE_REFUSED_LOGIN).ifPresent(each -> {
            throw each;
        });
        return trouble;
    }

    private PropertyValues values(Fetch fetch) {
        return PropertyValues.of(kamelets.get(fetch.settings().text("name")), fetch.settings());
    }

    /** Every host that a property names must be allowed; one of those that name a port too must answer, since some components wait for it without a word. */
    private void reach(Fetch fetch, PropertyValues values) {
        List<KameletHosts.Place> places = KameletHosts.of(values);
        places.forEach(each -> hosts.resolve(each.host()));
        Optional<ExchangeException> silent = Optional.empty();
        for (KameletHosts.Place each : places) {
            if (each.port().isPresent()) {
                silent = probe(each, fetch.settings().duration("connect-timeout"));
                if (silent.isEmpty()) {
                    return;
                }
            }
        }
        silent.ifPresent(each -> {
            throw each;
        });
    }

    private Optional<ExchangeException> probe(KameletHosts.Place place, Duration timeout) {
        IOException last = new IOException("no address");
        for (InetAddress address : hosts.resolve(place.host())) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, place.port().orElseThrow()), (int)
                        Math.min(Integer.MAX_VALUE, timeout.toMillis()));
                return Optional.empty();
            } catch (IOException refused) {
                last = refused;
            }
        }
        return Optional.of(KameletTrouble.silent(place, last));
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ExchangeException(ErrorCode.STOPPED, "运行被停止 / the run was stopped", stop);
        }
    }
}
