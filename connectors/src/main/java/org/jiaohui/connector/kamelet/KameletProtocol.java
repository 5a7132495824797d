package org.jiaohui.connector.kamelet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jiaohui.connector.AcknowledgedProtocol;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.SettingValues;
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
    static final Duration LOOK_EVERY = Duration.ofMillis(50);

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
            KameletHosts.reach(values, hosts, fetch.settings().duration("connect-timeout"));
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
                route.trouble().ifPresent(trouble -> {
                    throw trouble;
                });
                fetch.watch().pause(LOOK_EVERY);
                long now = System.nanoTime();
                more = now - start < window
                        && taken.messages() < most
                        && taken.bytes() < mostBytesNow
                        && (taken.messages() == 0 || now - taken.last() < idle);
            }
            route.drain();
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
        Path folder = new Inbox(inboxes).begin(".trial-" + UUID.randomUUID());
        try {
            new KameletTrial(fetch, trial, values(fetch), kamelets, hosts, mostBytes).run(folder);
        } finally {
            Inbox.delete(folder);
        }
    }

    private PropertyValues values(Fetch fetch) {
        return PropertyValues.of(kamelets.get(fetch.settings().text("name")), fetch.settings());
    }
}
