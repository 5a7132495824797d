package org.jiaohui.dataset.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ByteSlicesTest {
    @Test
    void slicesAreEqualWhenEveryByteIsAndOnlyThen() {
        Random random = new Random(7);
        for (int length = 0; length <= 40; length++) {
            byte[] one = new byte[64];
            byte[] other = new byte[64];
            random.nextBytes(one);
            random.nextBytes(other);
            System.arraycopy(one, 3, other, 11, length);
            assertThat(ByteSlices.equal(one, 3, other, 11, length)).isTrue();
            assertThat(ByteSlices.hash(one, 3, length)).isEqualTo(ByteSlices.hash(other, 11, length));
            for (int at = 0; at < length; at++) {
                other[11 + at] ^= 0x40;
                assertThat(ByteSlices.equal(one, 3, other, 11, length))
                        .as("byte %s of %s differs", at, length)
                        .isFalse();
                assertThat(ByteSlices.hash(one, 3, length)).isNotEqualTo(ByteSlices.hash(other, 11, length));
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
            hashes.add(ByteSlices.hash(text, 0, text.length));
            slices++;
        }
        byte[] zeroes = new byte[40];
        for (int length = 0; length <= zeroes.length; length++) {
            hashes.add(ByteSlices.hash(zeroes, 0, length));
            slices++;
        }
        assertThat(hashes).hasSize(slices);
    }

    @Test
    void ordersAsUnsignedBytesAlsoAtTheEndsOfArrays() {
        Random random = new Random(11);
        for (int round = 0; round < 200_000; round++) {
            byte[] one = slice(random);
            byte[] other = random.nextInt(3) == 0 ? Arrays.copyOf(one, random.nextInt(20)) : slice(random);
            int from = random.nextInt(one.length + 1);
            int to = random.nextInt(other.length + 1);
            assertThat(Integer.signum(ByteSlices.compare(one, from, one.length - from, other, to, other.length - to)))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(one, from, one.length, other, to, other.length)));
        }
    }

    private static byte[] slice(Random random) {
        byte[] bytes = new byte[random.nextInt(20)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(4) * 85);
        }
        return bytes;
    }
}
