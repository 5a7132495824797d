package org.jiaohui.dataset.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jiaohui.exchange.fault.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every object store promises. */
abstract class ObjectStoreContract {
    @TempDir
    Path folder;

    abstract ObjectStore store();

    @Test
    void keepsBytesUnderChineseKeysAndReadsRanges() throws Exception {
        ObjectStore store = store();
        Path file = Files.writeString(folder.resolve("a"), "0123456789");
        store.put("原始/收费站 1.csv", file);
        assertThat(file).exists();
        assertThat(store.findSize("原始/收费站 1.csv")).hasValue(10);
        try (InputStream range = store.open("原始/收费站 1.csv", 3, 4);
                InputStream tail = store.open("原始/收费站 1.csv", 8, 100)) {
            assertThat(range.readAllBytes()).containsExactly('3', '4', '5', '6');
            assertThat(tail.readAllBytes()).containsExactly('8', '9');
        }
    }

    @Test
    void replacesListsAndDeletes() throws Exception {
        ObjectStore store = store();
        store.put("l/a/1", new byte[1]);
        store.put("l/a/1", new byte[3]);
        store.take("l/b/3", Files.write(folder.resolve("t"), new byte[5]));
        assertThat(folder.resolve("t")).doesNotExist();
        assertThat(store.list("l/"))
                .containsExactly(new ObjectStore.StoredObject("l/a/1", 3), new ObjectStore.StoredObject("l/b/3", 5));
        store.delete("l/a/1");
        store.delete("l/a/1");
        assertThat(store.findSize("l/a/1")).isEmpty();
        assertThat(store.list("nothing/")).isEmpty();
    }

    @Test
    void aListingWhileOthersWriteAndDeleteNamesWhatStays() throws Exception {
        ObjectStore store = store();
        store.put("busy/stays/1", new byte[1]);
        Thread others = Thread.startVirtualThread(() -> {
            for (int i = 0; i < 100; i++) {
                store.put("busy/goes/deep/" + i, new byte[1]);
                store.delete("busy/goes/deep/" + i);
            }
        });
        do {
            assertThat(store.list("busy/")).contains(new ObjectStore.StoredObject("busy/stays/1", 1));
        } while (others.isAlive());
        others.join();
        assertThat(store.list("busy/")).containsExactly(new ObjectStore.StoredObject("busy/stays/1", 1));
    }

    @Test
    void readingWhatIsNotThereSaysSo() {
        ObjectStore store = store();
        assertThatThrownBy(() -> store.open("l/missing").close())
                .hasMessageContaining("l/missing")
                .extracting("code")
                .isEqualTo(ErrorCode.OBJECT_STORE_UNAVAILABLE);
    }

    @Test
    void localCopiesAreTheObject() throws Exception {
        ObjectStore store = store();
        store.put("tables/公路/v1.parquet", "PAR1".getBytes(UTF_8));
        LocalFiles local = new LocalFiles(store, folder.resolve("cache"), 1);
        try (LocalFile copy = local.pin("tables/公路/v1.parquet");
                LocalFile again = local.pin("tables/公路/v1.parquet")) {
            assertThat(copy.path()).hasContent("PAR1");
            assertThat(again.path()).isEqualTo(copy.path());
        }
    }

    @Test
    void refusesKeysThatLeaveTheStore() {
        ObjectStore store = store();
        for (String key : new String[] {"../x", "a//b", "/a", "a/../../b", ""}) {
            assertThatThrownBy(() -> store.put(key, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
