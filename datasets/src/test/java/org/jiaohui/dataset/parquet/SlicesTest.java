package org.jiaohui.dataset.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlicesTest {
    @Test
    void slicesAreEqualWhenEveryByteIsAndOnlyThen() {
        Random random = new Random(7);
        for (int length = 0; length <= 40; length++) {
            byte[] one = new byte[64];
            byte[] other = new byte[64];
            random.nextBytes(one);
            random.nextBytes(other);
            System.arraycopy(one, 3, other, 11, length);
            assertThat(Slices.equal(one, 3, other, 11, length)).isTrue();
            assertThat(Slices.hash(one, 3, length)).isEqualTo(Slices.hash(other, 11, length));
            for (int at = 0; at < length; at++) {
                other[11 + at] ^= 0x40;
                assertThat(Slices.equal(one, 3, other, 11, length))
                        .as("byte %s of %s differs", at, length)
                        .isFalse();
                assertThat(Slices.hash(one, 3, length)).isNotEqualTo(Slices.hash(other, 11, length));
                other[11 + at] ^= 0x40;
            }
        }
    }

    @Test
    void numbersAsTextAndZeroesOfAnyLengthHaveDifferentHashes() {
        Set<Long> hashes = new HashSet<>();
        int slices = 0;
        for (int i = 0; i < 300_000; i++) {
            byte[] text = Integer.toString(i).getBytes(US_ASCII);
            hashes.add(Slices.hash(text, 0, text.length));
            slices++;
        }
        byte[] zeroes = new byte[40];
        for (int length = 0; length <= zeroes.length; length++) {
            hashes.add(Slices.hash(zeroes, 0, length));
            slices++;
        }
        assertThat(hashes).hasSize(slices);
    }
}
