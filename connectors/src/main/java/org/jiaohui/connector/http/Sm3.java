package org.jiaohui.connector.http;

import java.util.Arrays;

/** The hash SM3 (GB/T 32905-2016) and its HMAC (RFC 2104 with a block of 64 bytes), which the JDK lacks. For short texts: all is in memory. */
final class Sm3 {
    private static final int BLOCK = 64;
    private static final int[] START = {
        0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e
    };

    private Sm3() {}

    static byte[] hash(byte[] message) {
        int[] state = START.clone();
        byte[] padded = padded(message);
        for (int at = 0; at < padded.length; at += BLOCK) {
            compress(state, padded, at);
        }
        byte[] digest = new byte[32];
        for (int i = 0; i < 32; i++) {
            digest[i] = (byte) (state[i / 4] >>> (24 - 8 * (i % 4)));
        }
        return digest;
    }

    static byte[] hmac(byte[] key, byte[] message) {
        byte[] block = Arrays.copyOf(key.length > BLOCK ? hash(key) : key, BLOCK);
        return hash(joined(xored(block, 0x5c), hash(joined(xored(block, 0x36), message))));
    }

    private static byte[] padded(byte[] message) {
        byte[] padded = Arrays.copyOf(message, (message.length + 9 + BLOCK - 1) / BLOCK * BLOCK);
        padded[message.length] = (byte) 0x80;
        long bits = 8L * message.length;
        for (int i = 0; i < 8; i++) {
            padded[padded.length - 1 - i] = (byte) (bits >>> (8 * i));
        }
        return padded;
    }

    private static void compress(int[] state, byte[] data, int at) {
        int[] w = new int[68];
        for (int i = 0; i < 16; i++) {
            int from = at + 4 * i;
            w[i] = ((data[from] & 0xff) << 24)
                    | ((data[from + 1] & 0xff) << 16)
                    | ((data[from + 2] & 0xff) << 8)
                    | (data[from + 3] & 0xff);
        }
        for (int i = 16; i < 68; i++) {
            int x = w[i - 16] ^ w[i - 9] ^ Integer.rotateLeft(w[i - 3], 15);
            w[i] = x
                    ^ Integer.rotateLeft(x, 15)
                    ^ Integer.rotateLeft(x, 23)
                    ^ Integer.rotateLeft(w[i - 13], 7)
                    ^ w[i - 6];
        }
        int[] v = state.clone();
        for (int i = 0; i < 64; i++) {
            round(v, w, i);
        }
        for (int i = 0; i < 8; i++) {
            state[i] ^= v[i];
        }
    }

    private static void round(int[] v, int[] w, int i) {
        int a12 = Integer.rotateLeft(v[0], 12);
        int constant = Integer.rotateLeft(i < 16 ? 0x79cc4519 : 0x7a879d8a, i % 32);
        int ss1 = Integer.rotateLeft(a12 + v[4] + constant, 7);
        int ss2 = ss1 ^ a12;
        int ff = i < 16 ? v[0] ^ v[1] ^ v[2] : (v[0] & v[1]) | (v[0] & v[2]) | (v[1] & v[2]);
        int gg = i < 16 ? v[4] ^ v[5] ^ v[6] : (v[4] & v[5]) | (~v[4] & v[6]);
        int tt1 = ff + v[3] + ss2 + (w[i] ^ w[i + 4]);
        int tt2 = gg + v[7] + ss1 + w[i];
        v[3] = v[2];
        v[2] = Integer.rotateLeft(v[1], 9);
        v[1] = v[0];
        v[0] = tt1;
        v[7] = v[6];
        v[6] = Integer.rotateLeft(v[5], 19);
        v[5] = v[4];
        v[4] = tt2 ^ Integer.rotateLeft(tt2, 9) ^ Integer.rotateLeft(tt2, 17);
    }

    private static byte[] xored(byte[] block, int with) {
        byte[] result = new byte[block.length];
        for (int i = 0; i < block.length; i++) {
            result[i] = (byte) (block[i] ^ with);
        }
        return result;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
