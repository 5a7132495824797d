package org.jiaohui.hub.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jiaohui.exchange.disk.Folders;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder in which one hub keeps everything.
 *
 * @param folder an absolute path
 */
public record HubHome(Path folder) {
    /** Layout of the home that this program reads and writes. */
    private static final int LAYOUT = 1;

    /** What a hub needs to begin: its database alone takes a third of it. */
    private static final long LEAST_BYTES = 200L << 20;

    /** Open as long as the process lives: a channel that is collected gives its lock back. */
    private static final List<FileChannel> CLAIMED = new CopyOnWriteArrayList<>();

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What a running hub writes down for the other commands. */
    public record Running(long pid, int port, String address, long searchPid, long databasePid) {}

    /** Opens or makes a home; refuses one that a newer program made. */
    public static HubHome open(Path folder) {
        try {
            Path absolute = folder.toAbsolutePath().normalize();
            Files.createDirectories(absolute);
            Path layout = absolute.resolve("layout");
            if (!Files.exists(layout)) {
                Files.writeString(layout, LAYOUT + "\n");
                Files.writeString(absolute.resolve("node-id"), UUID.randomUUID() + "\n");
            }
            int found = Integer.parseInt(Files.readString(layout).strip());
            if (found > LAYOUT) {
                throw new ExchangeException(
                        ErrorCode.SETTINGS_WRONG,
                        "目录 " + absolute + " 由更新的版本创建（布局 " + found + "，本程序只懂 " + LAYOUT
                                + "），请升级程序或另选 --home / the home " + absolute
                                + " was made by a newer version: upgrade, or choose another --home");
            }
            return new HubHome(absolute);
        } catch (IOException | NumberFormatException unusable) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "目录 " + folder + " 不可用：" + unusable.getMessage() + " / the home cannot be used",
                    unusable);
        }
    }

    /** This hub's name in leases, the same after a restart. */
    public String nodeId() {
        try {
            return Files.readString(folder.resolve("node-id")).strip();
        } catch (IOException missing) {
            throw new ExchangeException(ErrorCode.SETTINGS_WRONG, "node-id is missing in " + folder, missing);
        }
    }

    /** Takes the home for this process until it ends, in whatever way it ends; refuses when another process has it. */
    public void claim() {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new ExchangeException(
                        ErrorCode.CONFLICT,
                        "目录 " + folder + " 正由另一个节点进程使用 / another hub process uses the home " + folder);
            }
            CLAIMED.add(channel);
        } catch (IOException unusable) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "目录 " + folder + " 不可用：" + unusable.getMessage() + " / the home cannot be used",
                    unusable);
        }
    }

    /** Removes what a killed hub was just writing; called before anything of this hub runs. */
    public void clearUnfinished() {
        for (String name : List.of("staging", "spool", "work", "duckdb-tmp", "objects/.unfinished")) {
            Path unfinished = folder.resolve(name);
            try {
                Folders.clear(unfinished);
            } catch (IOException kept) {
                throw new ExchangeException(
                        ErrorCode.SETTINGS_WRONG,
                        "目录 " + unfinished + " 无法清理 / cannot be cleared: " + kept.getMessage(),
                        kept);
            }
        }
    }

    public void requireSpace() {
        long left = folder.toFile().getUsableSpace();
        if (left < LEAST_BYTES) {
            throw new ExchangeException(
                    ErrorCode.DISK_FULL,
                    "磁盘空间不足：%1$s 只剩 %2$d MiB，至少需要 %3$d MiB / the disk is nearly full: %2$d MiB left in %1$s, %3$d MiB needed"
                            .formatted(folder, left >> 20, LEAST_BYTES >> 20));
        }
    }

    public Path resolve(String name) {
        return folder.resolve(name);
    }

    public void writeRunning(Running running) {
        try {
            Path part = folder.resolve("running.json.part");
            Files.writeString(part, JSON.writeValueAsString(running));
            Files.move(
                    part,
                    folder.resolve("running.json"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.DISK_FULL, "无法写入 " + folder + " / cannot write: " + broken.getMessage(), broken);
        }
    }

    public void forgetRunning() {
        try {
            Files.deleteIfExists(folder.resolve("running.json"));
        } catch (IOException left) {
            throw new ExchangeException(ErrorCode.INTERNAL, "running.json cannot be removed in " + folder, left);
        }
    }

    /** What the hub that runs — or last ran, when it was killed — wrote down. */
    public Optional<Running> findRunning() {
        Path file = folder.resolve("running.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            return Optional.of(new Running(
                    json.get("pid").asLong(),
                    json.get("port").asInt(),
                    json.get("address").asString(),
                    json.get("searchPid").asLong(),
                    json.get("databasePid").asLong()));
        } catch (IOException | RuntimeException torn) {
            return Optional.empty();
        }
    }

    /** Whether a process of this id lives and its command line holds the word; ids are used again by other programs. */
    public static boolean lives(long pid, String word) {
        return pid > 0
                && ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .filter(handle -> commandLine(handle).contains(word))
                        .isPresent();
    }

    private static String commandLine(ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException notLinux) {
            return handle.info().commandLine().orElse("");
        }
    }
}
