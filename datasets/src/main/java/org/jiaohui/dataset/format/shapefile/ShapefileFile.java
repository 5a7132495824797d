package org.jiaohui.dataset.format.shapefile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiaohui.dataset.format.archive.ArchiveLimits;
import org.jiaohui.dataset.format.archive.LeftOut;
import org.jiaohui.dataset.format.archive.SafeZip;
import org.jiaohui.dataset.format.archive.ZipArchive;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.exchange.dataset.Formats.DeliveredTable;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.source.FormatOptions;

/** Shapefiles: a .shp whose siblings lie beside it, or a zip with one layer or more. */
public final class ShapefileFile {
    private ShapefileFile() {}

    /** Opens a .shp file; .dbf is looked for beside it. */
    public static OpenedTables open(Path shp, String name, FormatOptions options) throws IOException {
        String own = String.valueOf(shp.getFileName());
        Optional<Path> dbf = sibling(shp, own, "dbf");
        if (dbf.isEmpty()) {
            throw missing(name, "dbf");
        }
        int dot = name.lastIndexOf('.');
        ShapeLayer layer = new ShapeLayer(
                dot > 0 ? name.substring(0, dot) : name,
                name,
                shp,
                dbf.get(),
                sibling(shp, own, "cpg"),
                sibling(shp, own, "prj"),
                options.encoding());
        return OpenedTables.of("Shapefile", layer.table());
    }

    private static Optional<Path> sibling(Path shp, String own, String extension) throws IOException {
        String wanted = base(own) + "." + extension;
        try (Stream<Path> beside =
                Files.list(Optional.ofNullable(shp.getParent()).orElse(Path.of(".")))) {
            return beside.filter(path -> wanted.equalsIgnoreCase(String.valueOf(path.getFileName())))
                    .findFirst();
        }
    }

    /** Opens every layer of a zip; it is unpacked into a private folder that closing the file removes. */
    public static OpenedTables openZip(
            Path file, String name, FormatOptions options, Path workFolder, ArchiveLimits limits) throws IOException {
        Path folder = Files.createTempDirectory(workFolder, "layers");
        try (SafeZip zip = SafeZip.open(file, name, limits)) {
            List<DeliveredTable> tables = new ArrayList<>();
            AtomicLong total = new AtomicLong();
            for (SafeZip.Member member : zip.members()) {
                if (SafeZip.extension(member.fileName()).equals("shp")
                        && !member.path().startsWith("__MACOSX/")) {
                    Path own = Files.createDirectory(folder.resolve(Integer.toString(tables.size())));
                    tables.add(layer(zip, member, name, options, own, total).table());
                }
            }
            List<Finding> notes = LeftOut.members(notOfLayers(zip)).stream().toList();
            return new OpenedTables("Shapefile", tables, () -> notes, () -> ZipArchive.remove(folder));
        } catch (RuntimeException e) {
            ZipArchive.remove(folder);
            throw e;
        }
    }

    /** Members that belong to no layer: whatever is not called like a .shp. */
    private static List<String> notOfLayers(SafeZip zip) {
        Set<String> layers = zip.members().stream()
                .filter(member -> SafeZip.extension(member.fileName()).equals("shp"))
                .map(member -> base(member.path()).toLowerCase(Locale.ROOT) + ".")
                .collect(Collectors.toSet());
        return zip.members().stream()
                .map(SafeZip.Member::path)
                .filter(path -> !ZipArchive.isSystemFile(path))
                .filter(path -> layers.stream().noneMatch(path.toLowerCase(Locale.ROOT)::startsWith))
                .toList();
    }

    private static ShapeLayer layer(
            SafeZip zip, SafeZip.Member shp, String name, FormatOptions options, Path folder, AtomicLong total) {
        String base = base(shp.path());
        String shown = name + "!" + shp.path();
        Optional<Path> dbf = extract(zip, base, "dbf", folder, total);
        if (dbf.isEmpty()) {
            throw missing(shown, "dbf");
        }
        return new ShapeLayer(
                base(shp.fileName()),
                shown,
                zip.extract(shp, folder, "layer.shp", total),
                dbf.get(),
                extract(zip, base, "cpg", folder, total),
                extract(zip, base, "prj", folder, total),
                options.encoding());
    }

    private static Optional<Path> extract(SafeZip zip, String base, String extension, Path folder, AtomicLong total) {
        return zip.find(base + "." + extension).map(member -> zip.extract(member, folder, "layer." + extension, total));
    }

    private static String base(String path) {
        return path.toLowerCase(Locale.ROOT).endsWith(".shp") ? path.substring(0, path.length() - 4) : path;
    }

    private static org.jiaohui.exchange.fault.ExchangeException missing(String name, String extension) {
        return Broken.format(
                name,
                "缺少同名的 ." + extension + " 文件，请把 .shp/.dbf/.shx/.prj 打成一个 zip",
                "its ." + extension + " file is missing; deliver .shp, .dbf, .shx and .prj in one zip");
    }
}
