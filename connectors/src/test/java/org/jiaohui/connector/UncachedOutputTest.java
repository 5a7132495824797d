package org.jiaohui.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.jiaohui.exchange.source.UncachedChannel;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UncachedOutputTest {
    private static final int LARGE = (int) UncachedChannel.LARGE;
    private static final int BLOCK = UncachedChannel.BLOCK;

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsThereWhereverPortionsAndTheFileEnd() throws IOException {
        for (int size :
                new int[] {0, 1, LARGE - 1, LARGE, LARGE + 1, LARGE + BLOCK - 1, LARGE + BLOCK, LARGE + 3 * BLOCK + 4095
                }) {
            assertWritten(folder.resolve("a.bin"), size, false);
        }
    }

    @Test
    void interruptsLoseNothingAndAreStillThereAfterwards() throws IOException {
        assertWritten(folder.resolve("a.bin"), LARGE + 5 * BLOCK + 17, true);
    }

    /** Memory file systems take O_DIRECT or refuse it, by kernel. */
    @Test
    void writesWhereTheFileSystemMayNotOfferIt() throws IOException {
        Path memory = Path.of("/dev/shm");
        Assumptions.assumeTrue(
                Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > 2L * LARGE,
                "没有内存文件系统，跳过 / no memory file system: skipped");
        Path file = Files.createTempFile(memory, "jiaohui", ".bin");
        try {
            assertWritten(file, LARGE + 2 * BLOCK + 1, false);
        } finally {
            Files.delete(file);
        }
    }

    /** Otherwise the other tests would only see the cache. */
    @Test
    void theTestsFolderIsReallyWrittenPastTheCache() throws IOException {
        Path file = Files.createFile(folder.resolve("a.bin"));
        Optional<FileChannel> opened = UncachedChannel.open(file, StandardOpenOption.WRITE);
        Assumptions.assumeTrue(
                opened.isPresent(), "此文件系统不支持直接读写，跳过 / this file system offers no direct access: skipped");
        opened.orElseThrow().close();
    }

    private static void assertWritten(Path file, int size, boolean interrupted) throws IOException {
        Random random = new Random(size);
        byte[] content = new byte[size];
        random.nextBytes(content);
        try (OutputStream out = new UncachedOutput(file)) {
            for (int at = 0; at < size; ) {
                int most = random.nextInt(20) == 0 ? 3 * BLOCK : 300_000;
                int portion = Math.min(size - at, 1 + random.nextInt(most));
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                out.write(content, at, portion);
                at += portion;
            }
        } finally {
            assertThat(Thread.interrupted()).isEqualTo(interrupted);
        }
        byte[] written = Files.readAllBytes(file);
        assertThat(written).hasSize(size);
        assertThat(Arrays.mismatch(written, content)).as("%s bytes", size).isEqualTo(-1);
    }
}
