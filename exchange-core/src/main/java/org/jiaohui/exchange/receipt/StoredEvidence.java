package org.jiaohui.exchange.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.Quarantine;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunInput;
import org.jiaohui.exchange.run.RunResult;
import org.jiaohui.exchange.run.TableResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the store can prove of a run: the versions that it made, and the rows that it put into quarantine. */
public final class StoredEvidence implements RunEvidence {
    private static final Logger LOG = LoggerFactory.getLogger(StoredEvidence.class);

    private final DatasetStore store;
    private final Quarantine quarantine;

    public StoredEvidence(DatasetStore store, Quarantine quarantine) {
        this.store = store;
        this.quarantine = quarantine;
    }

    @Override
    public ReceiptDraft of(ExchangeRun run, RunResult result, List<RunInput> inputs) {
        List<ReceiptDraft.Version> versions = result.tables().stream()
                .flatMap(table -> version(table).stream())
                .toList();
        return new ReceiptDraft(
                ReceiptDraft.Kind.RUN,
                run.task().value(),
                run.id().value(),
                run.source().value(),
                Optional.empty(),
                result.outcome().label(),
                result.error().map(ExchangeRun.RunError::code),
                new ReceiptDraft.Amount(
                        result.read(),
                        listed(inputs.stream()
                                .map(input -> new Named(input.sha256(), input.name()))
                                .toList())),
                new ReceiptDraft.Amount(result.refused(), refused(run, result)),
                new ReceiptDraft.Amount(
                        result.published(),
                        listed(versions.stream()
                                .map(version -> new Named(
                                        version.sha256(), version.dataset().value()))
                                .toList())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                inputs,
                versions,
                result.position(),
                run.attempt(),
                run.queuedAt(),
                run.startedAt());
    }

    private Optional<ReceiptDraft.Version> version(TableResult table) {
        return table.version()
                .flatMap(number -> store.find(table.dataset(), number))
                .map(version -> new ReceiptDraft.Version(
                        table.table(),
                        version.dataset(),
                        version.number(),
                        version.snapshot(),
                        version.rows(),
                        version.sha256()));
    }

    private record Named(String sha256, String name) {}

    /** The digest of the only one; of several, the digest of their list as {@code sha256sum} writes it. */
    private static Optional<String> listed(List<Named> things) {
        if (things.size() <= 1) {
            return things.stream().map(Named::sha256).findFirst();
        }
        StringBuilder lines = new StringBuilder();
        things.forEach(thing ->
                lines.append(thing.sha256()).append("  ").append(thing.name()).append('\n'));
        return Optional.of(
                HexFormat.of().formatHex(sha256().digest(lines.toString().getBytes(UTF_8))));
    }

    /** Of the quarantine as it is downloaded. A quarantine that cannot be read now leaves the digest out and lets the run end. */
    private Optional<String> refused(ExchangeRun run, RunResult result) {
        if (result.refused() == 0) {
            return Optional.empty();
        }
        try (DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256())) {
            boolean header = true;
            for (TableResult table : result.tables()) {
                if (table.refused() > 0) {
                    quarantine.copy(run.id(), table.dataset(), out, header);
                    header = false;
                }
            }
            return header
                    ? Optional.empty()
                    : Optional.of(
                            HexFormat.of().formatHex(out.getMessageDigest().digest()));
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.warn("the refused rows of run {} could not be digested: {}", run.id(), unreadable.toString());
            return Optional.empty();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
