package org.jiaohui.dataset.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.jiaohui.dataset.Digests;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.exchange.drift.HeldDeliveries;
import org.jiaohui.exchange.drift.Hold;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.source.SpooledFile;

/** Deliveries of held runs as objects {@code held/<run>/<number>}. */
public final class HeldFiles implements HeldDeliveries {
    private static final String FOLDER = "held/";

    private final ObjectStore objects;

    public HeldFiles(ObjectStore objects) {
        this.objects = objects;
    }

    @Override
    public void keep(RunId run, List<SpooledFile> files) {
        for (int i = 0; i < files.size(); i++) {
            objects.put(key(run, i), files.get(i).path());
        }
    }

    @Override
    public List<SpooledFile> bring(RunId run, List<Hold.HeldFile> files, Path folder) {
        List<SpooledFile> brought = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Hold.HeldFile file = files.get(i);
            Path path = folder.resolve("held-" + i);
            MessageDigest digest = Digests.sha256();
            try (InputStream in = new DigestInputStream(objects.open(key(run, i)), digest)) {
                Files.copy(in, path);
            } catch (IOException broken) {
                throw lost(run, file.name(), broken.toString());
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(file.sha256())) {
                throw lost(run, file.name(), "SHA-256 " + found);
            }
            brought.add(new SpooledFile(path, file.name(), file.mediaType(), file.bytes(), file.sha256()));
        }
        return brought;
    }

    private static ExchangeException lost(RunId run, String file, String why) {
        return new ExchangeException(
                ErrorCode.OBJECT_STORE_UNAVAILABLE,
                "暂停的运行 %1$s 所保存的文件 %2$s 已不完整，请重新运行任务 / the file %2$s that was kept for the held run %1$s is not what it was, run the task again: %3$s"
                        .formatted(run, file, why));
    }

    @Override
    public void remove(RunId run) {
        objects.list(FOLDER + run + "/").forEach(object -> objects.delete(object.key()));
    }

    @Override
    public int sweep(Predicate<RunId> over) {
        List<RunId> dead = objects.list(FOLDER).stream()
                .flatMap(object -> RunId.findAtStartOf(object.key().substring(FOLDER.length())).stream())
                .distinct()
                .filter(over)
                .toList();
        int removed = 0;
        for (RunId run : dead) {
            List<ObjectStore.StoredObject> kept = objects.list(FOLDER + run + "/");
            kept.forEach(object -> objects.delete(object.key()));
            removed += kept.size();
        }
        return removed;
    }

    private static String key(RunId run, int number) {
        return FOLDER + run + "/" + number;
    }
}
