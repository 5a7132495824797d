package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.run.BackFill;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.TableResult;
import org.jiaohui.openapi.access.TroubleView;

/** A run as docs/api.md shows it. */
@Schema(name = "Run")
public record RunView(
        String id,
        String task,
        String source,
        String status,
        Optional<String> outcome,
        String step,
        int attempt,
        String trigger,
        Optional<Integer> retry,
        Optional<OffsetDateTime> notBefore,
        long read,
        long refused,
        long published,
        long bytes,
        Optional<String> dataset,
        Optional<String> version,
        OffsetDateTime queuedAt,
        Optional<OffsetDateTime> startedAt,
        Optional<OffsetDateTime> finishedAt,
        Optional<Long> durationMillis,
        Optional<TroubleView> error,
        boolean valuesWithheld,
        List<FindingView> findings,
        List<TableView> tables,
        Optional<BackFill> backFill,
        Optional<String> mends) {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final Pattern QUOTED = Pattern.compile("([“\"])[^“”\"]*([”\"]|$)");

    public record FindingView(
            String rule,
            String severity,
            String column,
            long count,
            String message,
            String messageEn,
            List<SampleView> samples) {}

    /** {@code row} counts rows of data from 1, the header not among them; {@code value} is absent for readers without the key. */
    public record SampleView(long row, Optional<String> value, String reason) {}

    public record TableView(
            String table,
            String dataset,
            String outcome,
            Optional<String> version,
            long read,
            long refused,
            long published) {}

    /** What anybody may see: without values out of refused rows, and without the words of the error. */
    public static RunView of(ExchangeRun run) {
        return of(run, false);
    }

    /** @param whole whether the reader may see values out of refused rows and which inner systems there are */
    static RunView of(ExchangeRun run, boolean whole) {
        Optional<TableResult> first = run.tables().stream().findFirst();
        return new RunView(
                run.id().value(),
                run.task().value(),
                run.source().value(),
                run.status().name().toLowerCase(Locale.ROOT),
                run.outcome().map(RunOutcome::label),
                run.step(),
                run.attempt(),
                run.order().trigger().label(),
                Optional.of(run.order().retry()).filter(retry -> retry > 0),
                Optional.of(run.order().notBefore())
                        .filter(time -> run.status() == ExchangeRun.Status.QUEUED
                                && run.order().retry() > 0)
                        .map(RunView::beijing),
                run.read(),
                run.refused(),
                run.published(),
                run.bytes(),
                first.map(table -> table.dataset().value()),
                first.flatMap(TableResult::version).map(VersionNumber::toString),
                beijing(run.queuedAt()),
                run.startedAt().map(RunView::beijing),
                run.finishedAt().map(RunView::beijing),
                run.startedAt()
                        .flatMap(start -> run.finishedAt()
                                .map(end -> Duration.between(start, end).toMillis())),
                run.error().map(error -> TroubleView.of(error, whole)),
                !whole
                        && run.findings().stream()
                                .anyMatch(finding -> !finding.samples().isEmpty()),
                run.findings().stream().map(finding -> finding(finding, whole)).toList(),
                run.tables().stream().map(RunView::table).toList(),
                run.backFill(),
                run.mends().map(RunId::value));
    }

    static OffsetDateTime beijing(Instant instant) {
        return instant.atZone(BEIJING).toOffsetDateTime();
    }

    private static FindingView finding(Finding finding, boolean values) {
        return new FindingView(
                finding.rule(),
                finding.severity().name().toLowerCase(Locale.ROOT),
                finding.column(),
                finding.count(),
                finding.message(),
                finding.messageEn(),
                finding.samples().stream()
                        .map(sample -> values ? shown(sample) : withheld(sample))
                        .toList());
    }

    private static SampleView shown(Finding.Sample sample) {
        return new SampleView(sample.row(), Optional.of(sample.value()), sample.reason());
    }

    private static SampleView withheld(Finding.Sample sample) {
        return new SampleView(sample.row(), Optional.empty(), withoutValue(sample.reason(), sample.value()));
    }

    /** Reasons repeat the value between quotation marks; where one repeats it otherwise, it goes as a whole. One or two signs give nobody away. */
    private static String withoutValue(String reason, String value) {
        if (value.isEmpty()) {
            return reason;
        }
        String without = QUOTED.matcher(reason.replace("“" + value + "”", "“…”").replace("\"" + value + "\"", "\"…\""))
                .replaceAll("$1…$2");
        String beginning = value.substring(0, Math.min(8, value.length()));
        return beginning.length() > 2 && without.contains(beginning) ? "" : without;
    }

    private static TableView table(TableResult table) {
        return new TableView(
                table.table(),
                table.dataset().value(),
                table.outcome().label(),
                table.version().map(VersionNumber::toString),
                table.read(),
                table.refused(),
                table.published());
    }
}
