package org.jiaohui.dataset.format.spreadsheet;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.xml.SafeXml;

/** The shared strings of an XLSX file: UTF-8 in a mapped temporary file, and in a second one where each begins; the heap holds none of them. */
final class SharedTexts implements AutoCloseable {
    private static final ValueLayout.OfLong START = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Path file;
    private final Arena arena = Arena.ofShared();
    private int count;
    private MemorySegment starts = MemorySegment.NULL;
    private MemorySegment bytes = MemorySegment.NULL;

    private SharedTexts(Path file) {
        this.file = file;
    }

    static SharedTexts empty(Path file) {
        return new SharedTexts(file);
    }

    static SharedTexts read(InputStream in, Path file) throws IOException, XMLStreamException {
        SharedTexts texts = new SharedTexts(file);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                DataOutputStream starts = new DataOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(texts.startsFile()), 1 << 16))) {
            texts.fill(SafeXml.open(in), out, starts);
        } catch (IOException | XMLStreamException | RuntimeException e) {
            texts.close();
            throw e;
        }
        texts.bytes = texts.map(file);
        texts.starts = texts.map(texts.startsFile());
        return texts;
    }

    private Path startsFile() {
        return file.resolveSibling(file.getFileName() + ".starts");
    }

    private MemorySegment map(Path mapped) throws IOException {
        try (FileChannel channel = FileChannel.open(mapped, StandardOpenOption.READ)) {
            return channel.size() == 0
                    ? MemorySegment.NULL
                    : channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    private void fill(XMLStreamReader xml, OutputStream out, DataOutputStream starts)
            throws XMLStreamException, IOException {
        long position = 0;
        StringBuilder text = new StringBuilder();
        boolean inText = false;
        int phonetic = 0;
        while (xml.hasNext()) {
            int event = SafeXml.next(xml);
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "si" -> text.setLength(0);
                    case "t" -> inText = phonetic == 0;
                    case "rPh" -> phonetic++;
                    default -> {}
                }
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                if (inText) {
                    text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                    if (text.length() > XlsxRows.MOST_CHARACTERS) {
                        throw new XMLStreamException(
                                "a text holds more than " + XlsxRows.MOST_CHARACTERS + " characters");
                    }
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "t" -> inText = false;
                    case "rPh" -> phonetic--;
                    case "si" -> {
                        byte[] utf8 = unescape(text.toString()).getBytes(StandardCharsets.UTF_8);
                        out.write(utf8);
                        starts.writeLong(position);
                        count++;
                        position += utf8.length;
                    }
                    default -> {}
                }
            }
        }
        starts.writeLong(position);
    }

    /** {@code _x000D_} is how the format writes characters that XML cannot hold. */
    static String unescape(String text) {
        if (!text.contains("_x")) {
            return text;
        }
        return java.util.regex.Pattern.compile("_x([0-9A-Fa-f]{4})_")
                .matcher(text)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }

    /** Copies one text into a cell; false when there is none with this index. */
    boolean copy(int index, CellRow row, int column) {
        if (index < 0 || index >= count) {
            return false;
        }
        if (row.isFull()) {
            return true;
        }
        long start = starts.get(START, 8L * index);
        long end = starts.get(START, 8L * index + 8);
        byte[] text = bytes.asSlice(start, end - start).toArray(ValueLayout.JAVA_BYTE);
        row.set(column, text, 0, text.length, true);
        return true;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(startsFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
