package org.jiaohui.dataset.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysOnDiskTest {
    /** So many that the runs of a stripe are merged. */
    private static final int MANY = 2_000_000;

    private static final int SOME = 500_000;

    @TempDir
    Path folder;

    @Test
    void hashesThatMemoryDoesNotHoldAreFoundOnDisk() throws IOException {
        KeyMemory memory = new KeyMemory(4 << 20);
        try (HashKeys keys = new HashKeys(memory, folder)) {
            claimsEachKeyOnce(MANY, key -> keys.add(mixed(key), mixed(key + 1)));
            assertThat(keys.onDisk()).isGreaterThan(MANY / 2);
            assertThat(memory.taken()).isLessThan(8 << 20);
        }
        nothingIsLeft(memory);
    }

    @Test
    void sparseNumbersGoToDiskWhenMemoryEnds() throws IOException {
        KeyMemory memory = new KeyMemory(1 << 20);
        try (HashKeys overflow = new HashKeys(memory, folder)) {
            NumberKeys keys = new NumberKeys(memory, overflow);
            claimsEachKeyOnce(SOME, key -> keys.add(key * 1_000_003L));
            assertThat(overflow.onDisk()).isPositive();
            keys.close();
        }
        nothingIsLeft(memory);
    }

    @Test
    void denseNumbersStayInMemoryAndOnlyLaterOnesGoToDisk() throws IOException {
        KeyMemory memory = new KeyMemory(0);
        try (HashKeys overflow = new HashKeys(memory, folder)) {
            NumberKeys keys = new NumberKeys(memory, overflow);
            claimsEachKeyOnce(SOME, keys::add);
            assertThat(overflow.onDisk()).isLessThan(SOME);
            keys.close();
        }
        nothingIsLeft(memory);
    }

    @Test
    void exactlyOneOfManyWorkersClaimsAKeyAlsoOnDisk() throws Exception {
        KeyMemory memory = new KeyMemory(0);
        LongAdder claimed = new LongAdder();
        try (HashKeys keys = new HashKeys(memory, folder)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int key = 0; key < 500_000; key++) {
                        claimed.add(keys.add(mixed(key), mixed(~key)) ? 1 : 0);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(keys.onDisk()).isPositive();
        }
        assertThat(claimed.sum()).isEqualTo(500_000);
        nothingIsLeft(memory);
    }

    /** Every key is new once; now and then one that was there long ago or just now comes again. */
    private static void claimsEachKeyOnce(int keys, LongPredicate add) {
        for (int key = 0; key < keys; key++) {
            if (!add.test(key)) {
                throw new AssertionError("new key " + key + " was called known");
            }
            boolean again =
                    key % 16 == 0 && (add.test(key / 2) || add.test(key) || add.test((mixed(key) >>> 1) % (key + 1)));
            if (again) {
                throw new AssertionError("a known key was called new at " + key);
            }
        }
    }

    private static long mixed(long value) {
        long mixed = value * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
        return mixed ^ (mixed >>> 29);
    }

    private void nothingIsLeft(KeyMemory memory) throws IOException {
        assertThat(memory.taken()).isZero();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
