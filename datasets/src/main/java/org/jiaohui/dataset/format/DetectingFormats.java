package org.jiaohui.dataset.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.archive.ArchiveLimits;
import org.jiaohui.dataset.format.archive.ZipArchive;
import org.jiaohui.dataset.format.datex2.DatexFile;
import org.jiaohui.dataset.format.delimited.DelimitedFile;
import org.jiaohui.dataset.format.gtfs.GtfsFile;
import org.jiaohui.dataset.format.gtfsrt.GtfsRealtimeFile;
import org.jiaohui.dataset.format.json.JsonFile;
import org.jiaohui.dataset.format.parquetfile.ParquetFile;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.dataset.format.shapefile.ShapefileFile;
import org.jiaohui.dataset.format.spreadsheet.OdsFile;
import org.jiaohui.dataset.format.spreadsheet.XlsFile;
import org.jiaohui.dataset.format.spreadsheet.XlsxFile;
import org.jiaohui.dataset.format.xml.XmlFile;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** Opens delivered files of every format that the hub knows. */
public final class DetectingFormats implements Formats {
    private final Path workFolder;
    private final ArchiveLimits limits;

    /** Members of archives are unpacked below {@code workFolder}, each opened file in a folder of its own that closing it removes. */
    public DetectingFormats(Path workFolder, ArchiveLimits limits) {
        this.workFolder = workFolder;
        this.limits = limits;
    }

    @Override
    public OpenedFile open(SpooledFile file, FormatOptions options) {
        return open(file.path(), file.name(), options, 0);
    }

    private OpenedFile open(Path path, String name, FormatOptions options, int depth) {
        try {
            Files.createDirectories(workFolder);
            FileKind found =
                    FileSniffer.sniff(path, name, limits, options.format().flatMap(FileKind::declared));
            return open(path, name, options, kind(name, options, found), depth);
        } catch (IOException e) {
            throw Broken.format(name, "可读", e);
        }
    }

    private static FileKind kind(String name, FormatOptions options, FileKind found) {
        if (options.format().isEmpty()) {
            return found;
        }
        String format = options.format().get();
        FileKind declared = FileKind.declared(format)
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.SETTINGS_WRONG,
                        "不认识声明的格式“%s” / the declared format \"%s\" is not known".formatted(format, format)));
        boolean text = found == FileKind.DELIMITED || found == FileKind.JSON;
        boolean declaredText = declared == FileKind.DELIMITED || declared == FileKind.JSON;
        boolean archive = found == FileKind.GTFS || found == FileKind.SHAPEFILE;
        boolean markup = found == FileKind.XML || found == FileKind.DATEX2;
        boolean declaredMarkup = declared == FileKind.XML || declared == FileKind.DATEX2;
        if (found == declared
                || (markup && declaredMarkup)
                || (text && declaredText)
                || (archive && declared == FileKind.ZIP)) {
            return declared;
        }
        if (found == FileKind.ZIP && declared == FileKind.GTFS) {
            return declared;
        }
        throw Broken.format(
                name, "声明的格式是 " + format + "，内容却是 " + found, "declared as " + format + ", but its content is " + found);
    }

    private OpenedFile open(Path path, String name, FormatOptions options, FileKind kind, int depth)
            throws IOException {
        return switch (kind) {
            case DELIMITED -> delimited(path, name, options);
            case JSON -> JsonFile.open(path, name, options);
            case XML -> XmlFile.open(path, name, options);
            case DATEX2 -> DatexFile.open(path, name, options);
            case XLSX -> XlsxFile.open(path, name, options, workFolder, limits);
            case XLS -> XlsFile.open(path, name, options, workFolder);
            case PARQUET -> ParquetFile.open(path, name);
            case SHAPEFILE -> shapefile(path, name, options);
            case ODS -> OdsFile.open(path, name, options, workFolder, limits);
            case ZIP -> archive(path, name, options, depth);
            case GTFS_REALTIME -> GtfsRealtimeFile.open(path, name, options);
            case GTFS -> gtfs(path, name, options, depth);
        };
    }

    private OpenedFile shapefile(Path path, String name, FormatOptions options) throws IOException {
        return FileSniffer.isZip(path)
                ? ShapefileFile.openZip(path, name, options, workFolder, limits)
                : ShapefileFile.open(path, name, options);
    }

    private OpenedFile gtfs(Path path, String name, FormatOptions options, int depth) throws IOException {
        OpenedFile archive = archive(path, name, options, depth);
        try {
            return GtfsFile.of(archive);
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    /** Members are opened as what they are; what the source declares of encoding and dialect holds for them too. */
    private OpenedFile archive(Path path, String name, FormatOptions options, int depth) throws IOException {
        if (depth > 1) {
            throw ZipArchive.tooDeep(name);
        }
        FormatOptions inner = new FormatOptions(
                Optional.empty(),
                options.encoding(),
                options.delimiter(),
                options.recordSeparator(),
                options.quote(),
                options.header(),
                options.headerRow(),
                Optional.empty(),
                options.rowsPath(),
                options.columnPaths());
        return ZipArchive.open(
                path, name, options, workFolder, limits, (file, member) -> open(file, member, inner, depth + 1));
    }

    private static OpenedFile delimited(Path path, String name, FormatOptions options) {
        DelimitedFile file = DelimitedFile.open(path, name, options);
        DeliveredTable table = new DelimitedTable(file, withoutExtension(name));
        return new OpenedTables(file.format(), List.of(table), file::findings, file::close);
    }

    private static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private record DelimitedTable(DelimitedFile file, String name) implements DeliveredTable {
        @Override
        public TableSchema draft() {
            return file.draft();
        }

        @Override
        public List<DeliveredColumn> look(Optional<TableSchema> expected) {
            return file.look(expected);
        }

        @Override
        public TableSource read(Optional<TableSchema> declared) {
            return file.read(declared);
        }
    }
}
