package org.jiaohui.dataset.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jiaohui.dataset.format.archive.ArchiveLimits;
import org.jiaohui.dataset.format.archive.SafeZip;
import org.jiaohui.dataset.format.encoding.WideText;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Recognises a file by its first bytes, and by its name only where bytes say nothing. */
final class FileSniffer {
    private static final Set<String> GTFS =
            Set.of("agency.txt", "routes.txt", "trips.txt", "stops.txt", "stop_times.txt");

    private static final String DATEX = "datex2.eu/schema/";
    private static final Pattern XML = Pattern.compile("<[\\p{Alpha}_][\\w.:-]*(\\s[^<>]*)?>\\s*<[\\p{Alpha}_!?/]");

    private FileSniffer() {}

    /** @param declared what the source says, for formats that bytes alone do not always show */
    static FileKind sniff(Path file, String name, ArchiveLimits limits, Optional<FileKind> declared)
            throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(1 << 14);
        }
        if (head.length == 0) {
            throw Broken.empty(name);
        }
        String latin = new String(head, StandardCharsets.ISO_8859_1);
        if (latin.startsWith("PK\u0003\u0004")
                || latin.startsWith("PK\u0005\u0006")
                || latin.startsWith("PK\u0007\b")) {
            return sniffZip(file, name, limits);
        }
        if (latin.startsWith("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")) {
            return FileKind.XLS;
        }
        if (latin.startsWith("PAR1")) {
            return FileKind.PARQUET;
        }
        if (latin.startsWith("\u0000\u0000'\n") && head.length >= 100 && head[28] == (byte) 0xe8 && head[29] == 3) {
            return FileKind.SHAPEFILE;
        }
        refuseKnownOthers(latin, name);
        boolean realtime =
                declared.filter(kind -> kind == FileKind.GTFS_REALTIME).isPresent();
        if (isFeedMessage(head) || (realtime && isBinary(head))) {
            return FileKind.GTFS_REALTIME;
        }
        if (isBinary(head)) {
            throw unknown(name, "二进制内容", "binary content");
        }
        return sniffText(head, latin, name);
    }

    static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 'P' && in.read() == 'K';
        }
    }

    private static void refuseKnownOthers(String head, String name) {
        String found = head.startsWith("%PDF")
                ? "PDF"
                : head.startsWith("\u001f\u008b")
                        ? "GZIP"
                        : head.startsWith("7z\u00bc\u00af")
                                ? "7Z"
                                : head.startsWith("Rar!")
                                        ? "RAR"
                                        : head.startsWith("\u0089PNG")
                                                ? "PNG"
                                                : head.startsWith("\u00ff\u00d8\u00ff")
                                                        ? "JPEG"
                                                        : head.startsWith("SQLite format 3") ? "SQLite" : "";
        if (!found.isEmpty()) {
            throw unknown(name, found + " 文件", "a " + found + " file");
        }
    }

    /** A protobuf message whose first field is a message whose first field is a version: 1.0, 2.0. */
    private static boolean isFeedMessage(byte[] head) {
        return head.length > 6
                && head[0] == 10
                && head[2] == 10
                && head[3] == 3
                && Character.isDigit(head[4])
                && head[5] == '.'
                && Character.isDigit(head[6]);
    }

    /** Zero bytes occur in text only as halves of UTF-16; other control characters are few in any text. */
    private static boolean isBinary(byte[] head) {
        boolean zero = false;
        int control = 0;
        for (byte value : head) {
            zero |= value == 0;
            control += value >= 0 && value < 0x20 && value != '\t' && value != '\n' && value != '\r' ? 1 : 0;
        }
        boolean mark = head.length > 1
                && ((head[0] == (byte) 0xff && head[1] == (byte) 0xfe)
                        || (head[0] == (byte) 0xfe && head[1] == (byte) 0xff));
        if (mark) {
            return false;
        }
        return zero ? WideText.order(head).isEmpty() : control * 20 > head.length;
    }

    private static FileKind sniffText(byte[] head, String latin, String name) {
        String text = latin.startsWith("\u00ef\u00bb\u00bf") ? latin.substring(3) : latin;
        if (head.length > 3 && (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff"))) {
            text = text.substring(2);
        }
        String start = text.replace("\u0000", "").stripLeading();
        String lower = start.substring(0, Math.min(200, start.length())).toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            throw unknown(name, "网页（可能是登录页或错误页）", "a web page, perhaps a login or error page");
        }
        String extension = SafeZip.extension(name);
        boolean tableName = extension.equals("csv") || extension.equals("tsv") || extension.equals("txt");
        if (isXml(start, lower) || (extension.equals("xml") && start.startsWith("<"))) {
            return start.contains(DATEX) ? FileKind.DATEX2 : FileKind.XML;
        }
        boolean object = start.startsWith("{") && start.matches("(?s)\\{\\s*(\"|}).*");
        boolean array = start.startsWith("[") && start.matches("(?s)\\[\\s*([{\\[\"\\-0-9\\]tfn]).*");
        if (((object || array) && !tableName) || extension.matches("json|geojson|ndjson|jsonl")) {
            return FileKind.JSON;
        }
        return FileKind.DELIMITED;
    }

    /** A declaration, a namespace, or a tag that another tag follows. */
    private static boolean isXml(String start, String lower) {
        return lower.startsWith("<?xml")
                || lower.startsWith("<!doctype")
                || lower.matches("(?s)<[a-z].*xmlns.*")
                || XML.matcher(start).lookingAt();
    }

    private static FileKind sniffZip(Path file, String name, ArchiveLimits limits) {
        try (SafeZip zip = SafeZip.open(file, name, limits)) {
            List<SafeZip.Member> members = zip.members();
            if (zip.find("xl/workbook.xml").isPresent()) {
                return FileKind.XLSX;
            }
            if (zip.find("xl/workbook.bin").isPresent()) {
                throw unknown(name, "XLSB 工作簿，请另存为 XLSX", "an XLSB workbook; save it as XLSX");
            }
            if (zip.find("content.xml").isPresent()
                    && zip.find("META-INF/manifest.xml").isPresent()) {
                return FileKind.ODS;
            }
            if (zip.find("word/document.xml").isPresent()
                    || zip.find("ppt/presentation.xml").isPresent()) {
                throw unknown(name, "Office 文档，不是表格", "an office document, not a table");
            }
            if (members.isEmpty()) {
                throw Broken.empty(name);
            }
            long gtfs = members.stream()
                    .filter(member -> GTFS.contains(member.fileName()))
                    .count();
            if (gtfs >= 3) {
                return FileKind.GTFS;
            }
            boolean shape = members.stream()
                    .anyMatch(member -> SafeZip.extension(member.fileName()).equals("shp"));
            return shape ? FileKind.SHAPEFILE : FileKind.ZIP;
        }
    }

    static ExchangeException unknown(String name, String chinese, String english) {
        return new ExchangeException(
                ErrorCode.FORMAT_UNKNOWN,
                "无法作为数据表读取 %s：%s / %s cannot be read as a table: %s".formatted(name, chinese, name, english));
    }
}
