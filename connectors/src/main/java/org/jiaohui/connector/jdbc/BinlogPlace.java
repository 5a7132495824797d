package org.jiaohui.connector.jdbc;

/** A file of MariaDB's binary log and a position in it. */
record BinlogPlace(String file, long position) implements Comparable<BinlogPlace> {
    static BinlogPlace parse(String text) {
        int colon = text.lastIndexOf(':');
        return new BinlogPlace(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
    }

    private long number() {
        return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
    }

    @Override
    public int compareTo(BinlogPlace other) {
        int files = Long.compare(number(), other.number());
        return files != 0 ? files : Long.compare(position, other.position);
    }

    @Override
    public String toString() {
        return file + ":" + position;
    }
}
