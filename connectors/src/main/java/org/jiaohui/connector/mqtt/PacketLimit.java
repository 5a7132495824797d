package org.jiaohui.connector.mqtt;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Breaks off where a packet says that it is longer than memory should hold: MQTT allows 256 MB, and a client holds each packet whole. */
final class PacketLimit extends FilterInputStream {
    private static final long MOST = 16 << 20;

    private boolean inLength;
    private long length;
    private int shift;
    private long left;

    PacketLimit(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            step(value);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        int read = super.read(buffer, offset, size);
        int at = offset;
        while (at < offset + read) {
            if (left > 0) {
                int passed = (int) Math.min(left, offset + read - at);
                left -= passed;
                at += passed;
            } else {
                step(buffer[at++] & 0xff);
            }
        }
        return read;
    }

    /** A packet is a byte, its length in seven bits a byte, and so many bytes. */
    private void step(int value) throws IOException {
        if (left > 0) {
            left--;
        } else if (!inLength) {
            inLength = true;
            length = 0;
            shift = 0;
        } else {
            length |= (long) (value & 0x7f) << shift;
            shift += 7;
            inLength = value >= 0x80;
            if (length > MOST) {
                throw new IOException("an MQTT packet is longer than " + (MOST >> 20) + " MB");
            }
            left = inLength ? 0 : length;
        }
    }
}
