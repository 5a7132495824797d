package org.jiaohui.dataset.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small files of formats that nobody writes by hand. */
final class MadeFiles {
    private static final String ODS_HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
             xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
             xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">
            <office:body><office:spreadsheet>
            """;

    private MadeFiles() {}

    static Path zip(Path file, Map<String, String> members) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    /** A zip with one member of so many bytes, nearly all equal. */
    static Path bomb(Path file, String member, String head, long bytes) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(member));
            zip.write(head.getBytes(StandardCharsets.UTF_8));
            repeat(zip, "0 , 0 ,\n", bytes);
        }
        return file;
    }

    static void repeat(OutputStream out, String text, long bytes) throws IOException {
        byte[] block = text.repeat((1 << 20) / text.length()).getBytes(StandardCharsets.UTF_8);
        for (long written = 0; written < bytes; written += block.length) {
            out.write(block);
        }
    }

    /** A spreadsheet with these {@code table:table} elements. */
    static Path ods(Path file, String tables) throws IOException {
        return odsOf(file, ODS_HEAD + tables + "</office:spreadsheet></office:body></office:document-content>");
    }

    static Path odsOf(Path file, String content) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
        members.put("META-INF/manifest.xml", "<manifest/>");
        members.put("content.xml", content);
        return zip(file, members);
    }

    /** A workbook with these {@code sheetData} contents, the sheets called {@code 表1}, {@code 表2} … */
    static Path xlsx(Path file, List<String> sheets) throws IOException {
        return xlsx(file, sheets, "<sst/>");
    }

    static Path xlsx(Path file, List<String> sheets, String sharedTexts) throws IOException {
        StringBuilder names = new StringBuilder("<workbook xmlns:r=\"x\"><sheets>");
        StringBuilder relations = new StringBuilder("<Relationships>");
        Map<String, String> members = new LinkedHashMap<>();
        for (int i = 1; i <= sheets.size(); i++) {
            names.append("<sheet name=\"表%d\" sheetId=\"%d\" r:id=\"r%d\"/>".formatted(i, i, i));
            relations.append("<Relationship Id=\"r%d\" Target=\"worksheets/sheet%d.xml\"/>".formatted(i, i));
            String data = sheets.get(i - 1);
            boolean whole = data.startsWith("<?xml");
            members.put(
                    "xl/worksheets/sheet" + i + ".xml",
                    whole ? data : "<worksheet><sheetData>" + data + "</sheetData></worksheet>");
        }
        members.put("xl/sharedStrings.xml", sharedTexts);
        members.put("xl/workbook.xml", names.append("</sheets></workbook>").toString());
        members.put(
                "xl/_rels/workbook.xml.rels",
                relations.append("</Relationships>").toString());
        return zip(file, members);
    }

    /** A row of cells that are written in the sheet itself: numbers as numbers, others as texts. */
    static String row(String... cells) {
        StringBuilder row = new StringBuilder("<row>");
        for (String cell : cells) {
            row.append(
                    cell.matches("-?[0-9.]+")
                            ? "<c><v>" + cell + "</v></c>"
                            : "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>");
        }
        return row.append("</row>").toString();
    }
}
