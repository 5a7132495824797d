package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorCatalogue;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.KeptSecrets;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.exchange.source.trial.SourceTrial;
import org.jiaohui.exchange.source.trial.TrialReport;
import org.jiaohui.openapi.problem.Required;
import org.jiaohui.openapi.trial.TrialCheckView;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Trying sources out before they are relied on, saved or not. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "sources", description = "数据源与连接器 / Sources and connectors")
final class SourceTrialController {
    private final SourceRegister register;
    private final ConnectorCatalogue connectors;
    private final SourceTrial trials;

    SourceTrialController(SourceRegister register, ConnectorCatalogue connectors, SourceTrial trials) {
        this.register = register;
        this.connectors = connectors;
        this.trials = trials;
    }

    /** @param source the saved source whose secrets count where they came back masked */
    record TrialBody(
            @Nullable Map<String, String> settings,
            SourceController.@Nullable FormatBody format,
            Optional<String> source) {}

    record SampleColumn(String name, String type) {}

    record SampleView(String table, List<SampleColumn> columns, List<List<@Nullable String>> rows) {
        static SampleView of(TrialReport.Sample sample) {
            return new SampleView(
                    sample.table(),
                    sample.columns().stream()
                            .map(each ->
                                    new SampleColumn(each.name(), each.type().toString()))
                            .toList(),
                    sample.rows().stream().map(SampleView::plain).toList());
        }

        private static List<@Nullable String> plain(List<Optional<String>> row) {
            List<@Nullable String> values = new java.util.ArrayList<>();
            row.forEach(value -> values.add(value.orElse(null)));
            return values;
        }
    }

    record TrialView(boolean passed, long millis, List<TrialCheckView> checks, Optional<SampleView> sample) {
        static TrialView of(TrialReport report) {
            return new TrialView(
                    report.passed(),
                    report.millis(),
                    report.checks().stream().map(TrialCheckView::of).toList(),
                    report.sample().map(SampleView::of));
        }
    }

    @PostMapping("/sources/{id}/test")
    @Operation(summary = "测试已登记的数据源 / Try out a registered source; changes nothing")
    TrialView test(@PathVariable String id) {
        Source source = register.find(new SourceId(id))
                .orElseThrow(
                        () -> new ExchangeException(ErrorCode.UNKNOWN_SOURCE, "没有这个数据源 / no source \"" + id + "\""));
        return TrialView.of(trials.test(source));
    }

    @PostMapping("/connectors/{type}/test")
    @Operation(summary = "测试未保存的设置 / Try out settings that are not saved")
    TrialView test(@PathVariable String type, @RequestBody TrialBody body) {
        Source source = new Source(
                new SourceId("trial"),
                type,
                type,
                KeptSecrets.opened(
                        body.settings() == null ? Map.of() : body.settings(),
                        connectors.secretSettings(type),
                        saved(type, body.source())),
                body.format() == null ? FormatOptions.DETECT : body.format().options());
        connectors.validate(source);
        return TrialView.of(trials.test(source));
    }

    /** Another kind of system never gets the secrets of a source. */
    private Map<String, String> saved(String type, Optional<String> source) {
        return source.map(id -> Required.form("source", () -> new SourceId(id)))
                .flatMap(register::find)
                .filter(known -> known.connector().equals(type))
                .map(Source::settings)
                .orElse(Map.of());
    }
}
