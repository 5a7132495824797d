package org.jiaohui.connector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jiaohui.exchange.catalogue.HarvestReader;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.Listing;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.trial.SourceTrial;
import org.jiaohui.exchange.source.trial.TrialReport;

/** The connectors as a hub has them, with a folder to spool into. */
public final class TestConnectors implements AutoCloseable {
    private final CamelContext camel;
    private final Path spool;
    public final Connectors connectors;

    public TestConnectors(Path folder) throws Exception {
        this(folder, new ConnectorSettings(List.of("*"), List.of(folder), 1L << 30, 2, 50));
    }

    public TestConnectors(Path folder, ConnectorSettings settings) throws Exception {
        ConnectorConfiguration configuration = new ConnectorConfiguration();
        spool = folder.resolve("spool");
        camel = configuration.connectorCamelContext(settings);
        connectors = configuration.connectors(settings, camel);
    }

    public Delivery fetch(String connector, Map<String, String> settings) {
        return fetch(connector, settings, Optional.empty(), RunProgress.SILENT);
    }

    public Delivery fetch(
            String connector, Map<String, String> settings, Optional<String> since, RunProgress progress) {
        Source source = new Source(new SourceId("test"), "test", connector, settings, FormatOptions.DETECT);
        return connectors.get(connector).fetch(source, since, spool, progress);
    }

    /** What a source says lies there, without a fetch. */
    public Optional<String> listing(String connector, Map<String, String> settings) {
        Source source = new Source(new SourceId("test"), "test", connector, settings, FormatOptions.DETECT);
        return ((Listing) connectors.get(connector)).listing(source, RunProgress.SILENT);
    }

    /** Tries a source out within 30 seconds; files are read as lines. */
    public TrialReport test(String connector, Map<String, String> settings) {
        return test(connector, settings, Duration.ofSeconds(30));
    }

    public TrialReport test(String connector, Map<String, String> settings, Duration limit) {
        HarvestReader harvests = (source, descriptions) -> {
            throw new AssertionError("catalogues are another module's business");
        };
        Source source = new Source(new SourceId("test"), "test", connector, settings, FormatOptions.DETECT);
        return new SourceTrial(connectors::get, new LinesAsRows(), harvests, spool, limit).test(source);
    }

    /** The steps of a trial in a line each, as {@code CONNECT PASSED} or {@code CONNECT FAILED SOURCE_UNREACHABLE}; steps not reached are left out. */
    public static List<String> steps(TrialReport report) {
        return report.checks().stream()
                .filter(each -> each.result() != TrialReport.Result.NOT_REACHED)
                .map(each -> each.step() + " " + each.result()
                        + each.code().map(code -> " " + code).orElse(""))
                .toList();
    }

    /** Progress whose run is to stop after some milliseconds. */
    public static RunProgress stoppingAfter(long millis) {
        long start = System.nanoTime();
        return new RunProgress() {
            @Override
            public void advanced(long rows, long bytes) {}

            @Override
            public boolean stopRequested() {
                return System.nanoTime() - start > millis * 1_000_000;
            }
        };
    }

    public Path spool() {
        return spool;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
