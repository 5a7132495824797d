package org.jiaohui.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SpooledFile;

/** Copies a file into the run's spool and digests it on the way, as the hub's file connector does, without the hub's Camel around it. */
record LocalFile(Path file) implements Connector {
    @Override
    public ConnectorDescription description() {
        return new ConnectorDescription("file", "文件", "File", List.of());
    }

    @Override
    public Delivery fetch(Source source, Optional<String> since, Path spool, RunProgress progress) {
        Path copy = spool.resolve("events.csv");
        try (InputStream from = Files.newInputStream(file);
                OutputStream to = Files.newOutputStream(copy)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                digest.update(buffer, 0, read);
            }
            SpooledFile spooled = new SpooledFile(
                    copy,
                    "events.csv",
                    Optional.empty(),
                    Files.size(copy),
                    HexFormat.of().formatHex(digest.digest()));
            return new Delivery.Files(List.of(spooled), "1");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
