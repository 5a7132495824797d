package org.jiaohui.connector.targets.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.connector.Reach;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.TargetSide;
import org.jiaohui.connector.targets.StopGuard;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.ColumnFiles;
import org.jiaohui.exchange.delivery.DeliveredBatch;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.delivery.RewritableTarget;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.disk.FullDisk;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;
import org.jspecify.annotations.Nullable;

/**
 * One file a batch, {@code <batch>.csv}, {@code .ndjson} or {@code .parquet}, and after it {@code <batch>.manifest.json}. The file is made here first, so that its size and
 * digest stand before the first byte is sent.
 */
public final class FileTarget implements RewritableTarget {
    private final FolderProtocol protocol;
    private final Path spool;
    private final ColumnFiles columns;
    private final ConnectorDescription description;

    /**
     * @param spool folder of this hub for files that are being sent
     * @param columns writes Parquet
     */
    public FileTarget(FolderProtocol protocol, Path spool, ColumnFiles columns) {
        this.protocol = protocol;
        this.spool = spool;
        this.columns = columns;
        ConnectorDescription reached = protocol.description();
        List<Setting> settings = new ArrayList<>(reached.settings());
        settings.add(DeliveredFormat.SETTING);
        description = new ConnectorDescription(reached.type(), reached.title(), reached.titleEn(), settings);
    }

    @Override
    public ConnectorDescription description() {
        return description;
    }

    @Override
    public Set<DeliveryMode> modes() {
        return EnumSet.of(DeliveryMode.REPLACE, DeliveryMode.UPSERT);
    }

    @Override
    public DeliveryEffect deliver(DeliveryOrder order, RowFeed rows, RunProgress progress) {
        return make(order, rows, progress, DeliveredFormat.of(settings(order.target())), false);
    }

    @Override
    public DeliveryEffect rewrite(DeliveryOrder order, RowFeed rows, RunProgress progress) {
        return make(order, rows, progress, formatThere(order), true);
    }

    private DeliveredFormat formatThere(DeliveryOrder order) {
        try (RemoteFolder folder = protocol.open(settings(order.target()), order.place())) {
            return format(folder.find(manifestName(order)), order);
        } catch (IOException broken) {
            throw interrupted(order, broken);
        }
    }

    /** A batch stays in the format that it was delivered in, also when the target was given another one since. */
    private DeliveredFormat format(Optional<byte[]> manifest, DeliveryOrder order) {
        return manifest.flatMap(json -> Manifest.formatIn(json, order.batch()))
                .orElseGet(() -> DeliveredFormat.of(settings(order.target())));
    }

    private DeliveryEffect make(
            DeliveryOrder order, RowFeed rows, RunProgress progress, DeliveredFormat format, boolean again) {
        SettingValues settings = settings(order.target());
        Path made = null;
        Path manifest = null;
        try {
            Files.createDirectories(spool);
            made = Files.createTempFile(spool, "delivery-", format.ending());
            DeliveryEffect effect = format.write(rows, order.mode(), progress, made, columns);
            String name = order.batch() + format.ending();
            manifest = Files.writeString(
                    spool.resolve(made.getFileName() + ".manifest"),
                    new Manifest(order, format.word(), name, Files.size(made), sha256(made), effect, Instant.now())
                            .json());
            return send(order, settings, progress, made, name, manifest, again).orElse(effect);
        } catch (IOException full) {
            throw new ExchangeException(
                    FullDisk.isBehind(full) ? ErrorCode.DISK_FULL : ErrorCode.INTERNAL,
                    "待交付的文件无法写到本机 / the file to deliver could not be made here: " + full.getMessage(),
                    full);
        } finally {
            remove(made);
            remove(manifest);
        }
    }

    private static void remove(@Nullable Path file) {
        if (file != null) {
            file.toFile().delete();
        }
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /**
     * Sends nothing when the manifest is there already, and says what it tells.
     *
     * @param again sends it whatever is there; the manifest goes first and comes last, so that nobody takes the file meanwhile
     */
    private Optional<DeliveryEffect> send(
            DeliveryOrder order,
            SettingValues settings,
            RunProgress progress,
            Path file,
            String name,
            Path manifest,
            boolean again) {
        try (RemoteFolder folder = protocol.open(settings, order.place());
                StopGuard guard = new StopGuard(progress, folder)) {
            if (again) {
                folder.makeWay(manifestName(order));
                folder.makeWay(name);
            }
            Optional<DeliveryEffect> before = again ? Optional.empty() : find(folder, order);
            if (before.isEmpty()) {
                guard.check();
                folder.put(file, name, order.attempt());
                guard.check();
                folder.put(manifest, manifestName(order), order.attempt());
            }
            return before;
        } catch (IOException broken) {
            progress.checkStop();
            throw interrupted(order, broken);
        } catch (ExchangeException failed) {
            progress.checkStop();
            throw failed;
        }
    }

    @Override
    public Optional<DeliveryEffect> findEffect(DeliveryOrder order) {
        try (RemoteFolder folder = protocol.open(settings(order.target()), order.place())) {
            return find(folder, order);
        } catch (IOException broken) {
            throw interrupted(order, broken);
        }
    }

    private static Optional<DeliveryEffect> find(RemoteFolder folder, DeliveryOrder order) throws IOException {
        return folder.find(manifestName(order)).flatMap(json -> Manifest.effectIn(json, order.batch()));
    }

    /** The manifest is the marker: it was put there last. */
    @Override
    public Optional<Acknowledgement> findAcknowledgement(DeliveryOrder order, DeliveryEffect effect) {
        return findEffect(order).map(kept -> Acknowledgement.kept(kept, Instant.now()));
    }

    @Override
    public Optional<HeldRows> findHeld(DeliveryOrder order, DeliveredBatch batch, Path here, RunProgress progress) {
        try (RemoteFolder folder = protocol.open(settings(order.target()), order.place());
                StopGuard guard = new StopGuard(progress, folder)) {
            Optional<byte[]> manifest = folder.find(manifestName(order));
            DeliveredFormat format = format(manifest, order);
            String name = order.batch() + format.ending();
            Path file = here.resolve("held" + format.ending());
            if (!folder.fetch(name, file)) {
                return Optional.of(new HeldRows.Nothing(
                        "文件 %1$s 不在了 / the file %1$s is gone".formatted(order.place() + "/" + name)));
            }
            guard.check();
            String digest = sha256(file);
            long bytes = Files.size(file);
            Optional<String> fault = manifest.isEmpty()
                    ? Optional.of("清单 %1$s 不在了 / the manifest %1$s is gone".formatted(manifestName(order)))
                    : Manifest.tells(manifest.get(), order.batch(), bytes, digest, batch.effect())
                            ? Optional.empty()
                            : Optional.of(
                                    "文件 %1$s（%2$d 字节，SHA-256 %3$s…）与清单或回执不符 / the file %1$s (%2$d bytes, SHA-256 %3$s…) is not as its manifest and receipt say"
                                            .formatted(name, bytes, digest.substring(0, 12)));
            if (batch.effect().rows() == 0 && fault.isEmpty()) {
                return Optional.of(new HeldRows.Untold(
                        "这一批没有行，文件与清单一致 / the batch has no rows, and the file is as its manifest says"));
            }
            return Optional.of(new HeldRows.File(
                    new SpooledFile(file, name, Optional.empty(), bytes, digest),
                    format.options(),
                    order.mode().tellsOperations(),
                    fault));
        } catch (IOException broken) {
            progress.checkStop();
            throw interrupted(order, broken);
        } catch (ExchangeException failed) {
            progress.checkStop();
            throw failed;
        }
    }

    @Override
    public boolean keepsBatches(DeliveryMode mode) {
        return true;
    }

    @Override
    public void test(Target target, Trial trial) {
        SettingValues settings = settings(target);
        Reach.targetSteps(
                trial,
                protocol.hosts(),
                protocol.host(settings),
                protocol.port(settings),
                settings.duration("connect-timeout"));
        trial.step(
                TrialStep.AUTHENTICATE,
                () -> lookAt(target, settings),
                seen -> settings.find("user")
                        .or(() -> settings.find("access-key"))
                        .orElse("匿名 / anonymous"));
        TargetSide.writingUntold(trial);
    }

    private Optional<byte[]> lookAt(Target target, SettingValues settings) {
        try (RemoteFolder folder = protocol.open(settings, "")) {
            return folder.find("jiaohui-test");
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
        return SettingValues.of(description, target.settings());
    }

    private static String manifestName(DeliveryOrder order) {
        return order.batch() + ".manifest.json";
    }
}
