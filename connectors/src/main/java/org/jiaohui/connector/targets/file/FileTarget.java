package org.jiaohui.connector.targets.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.targets.StopGuard;
import org.jiaohui.exchange.delivery.CsvEncoder;
import org.jiaohui.exchange.delivery.CsvFeed;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.disk.FullDisk;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.ConnectorDescription;

/**
 * One CSV file a batch, {@code <batch>.csv}, and after it {@code <batch>.manifest.json}. The file is made here first, so that its size and digest stand before the
 * first byte is sent.
 *
 * @param spool folder of this hub for files that are being sent
 */
public record FileTarget(FolderProtocol protocol, Path spool) implements TargetConnector {
    @Override
    public ConnectorDescription description() {
        return protocol.description();
    }

    @Override
    public Set<DeliveryMode> modes() {
        return EnumSet.of(DeliveryMode.REPLACE, DeliveryMode.UPSERT);
    }

    @Override
    public DeliveryEffect deliver(DeliveryOrder order, RowFeed rows, RunProgress progress) {
        Path made = null;
        try {
            Files.createDirectories(spool);
            made = Files.createTempFile(spool, "delivery-", ".csv");
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            DeliveryEffect effect = write(order, rows, progress, made, digest);
            Path manifest = Files.writeString(
                    spool.resolve(made.getFileName() + ".manifest"),
                    new Manifest(
                                    order,
                                    name(order),
                                    Files.size(made),
                                    HexFormat.of().formatHex(digest.digest()),
                                    effect,
                                    Instant.now())
                            .json());
            try {
                send(order, progress, made, manifest);
            } finally {
                Files.deleteIfExists(manifest);
            }
            return effect;
        } catch (IOException full) {
            throw new ExchangeException(
                    FullDisk.isBehind(full) ? ErrorCode.DISK_FULL : ErrorCode.INTERNAL,
                    "待交付的文件无法写到本机 / the file to deliver could not be made here: " + full.getMessage(),
                    full);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        } finally {
            if (made != null) {
                made.toFile().delete();
            }
        }
    }

    private static DeliveryEffect write(
            DeliveryOrder order, RowFeed rows, RunProgress progress, Path file, MessageDigest digest)
            throws IOException {
        boolean operations = order.mode() == DeliveryMode.UPSERT;
        byte[] header = CsvEncoder.header(rows.schema(), operations);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 17)) {
            out.write(header);
            digest.update(header);
            return CsvFeed.send(rows, operations, false, progress, (bytes, length) -> {
                out.write(bytes, 0, length);
                digest.update(bytes, 0, length);
            });
        }
    }

    private void send(DeliveryOrder order, RunProgress progress, Path file, Path manifest) {
        try (RemoteFolder folder = protocol.open(settings(order.target()), order.place());
                StopGuard guard = new StopGuard(progress, folder)) {
            guard.check();
            folder.put(file, name(order), order.attempt());
            guard.check();
            folder.put(manifest, manifestName(order), order.attempt());
        } catch (IOException broken) {
            progress.checkStop();
            throw interrupted(order, broken);
        }
    }

    @Override
    public Optional<DeliveryEffect> findEffect(DeliveryOrder order) {
        try (RemoteFolder folder = protocol.open(settings(order.target()), order.place())) {
            return folder.find(manifestName(order)).flatMap(json -> Manifest.effectIn(json, order.batch()));
        } catch (IOException broken) {
            throw interrupted(order, broken);
        }
    }

    @Override
    public void check(Target target) {
        try (RemoteFolder folder = protocol.open(settings(target), "")) {
            folder.find("jiaohui-test");
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.TARGET_INTERRUPTED, target.id() + " 应答中断 / broke off: " + broken.getMessage(), broken);
        }
    }

    private static ExchangeException interrupted(DeliveryOrder order, IOException broken) {
        return new ExchangeException(
                ErrorCode.TARGET_INTERRUPTED,
                order.target().id() + " 传输中断 / the transfer broke off: " + broken.getMessage(),
                broken);
    }

    private SettingValues settings(Target target) {
        return SettingValues.of(description(), target.settings());
    }

    private static String name(DeliveryOrder order) {
        return order.batch() + ".csv";
    }

    private static String manifestName(DeliveryOrder order) {
        return order.batch() + ".manifest.json";
    }
}
