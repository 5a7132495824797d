package org.jiaohui.dataset.format.delimited;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static final String[] PARTS = {"a", "粤", "é", "🚇", "12345678", "收费站", "\u0000", "\uD7FF", "\uE000", "ࠀ", ""
    };

    /** Against the decoder of the JDK, on texts of every kind, whole, cut and with a byte changed. */
    @Test
    void saysWhatAStrictDecoderSays() {
        Random random = new Random(11);
        int wrong = 0;
        for (int round = 0; round < 200_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(9); i >= 0; i--) {
                text.append(PARTS[random.nextInt(random.nextInt(4) == 0 ? PARTS.length : 6)]);
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            if (bytes.length > 0 && random.nextInt(3) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length + 1 - from);
            boolean expected = decodes(bytes, from, to);
            assertThat(Utf8.isText(bytes, from, to))
                    .as(Arrays.toString(Arrays.copyOfRange(bytes, from, to)))
                    .isEqualTo(expected);
            wrong += expected ? 0 : 1;
        }
        assertThat(wrong).isBetween(20_000, 180_000);
    }

    private static boolean decodes(byte[] bytes, int from, int to) {
        try {
            return UTF_8.newDecoder()
                            .decode(ByteBuffer.wrap(bytes, from, to - from))
                            .toString()
                            .indexOf('\u0000')
                    < 0;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
