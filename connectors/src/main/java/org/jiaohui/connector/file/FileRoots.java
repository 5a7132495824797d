package org.jiaohui.connector.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Fingerprint;
import org.jiaohui.connector.NewFiles;
import org.jiaohui.connector.Reach;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/**
 * Folders below which files may be read; links are followed before that is decided.
 *
 * @param roots none means that nothing may be read
 */
public record FileRoots(List<Path> roots) {
    public FileRoots {
        roots = List.copyOf(roots);
    }

    /** The files that a path names, in order of name: itself, those right in a folder, or those that a glob in its last segment matches. */
    public List<Path> list(String path) {
        try {
            Path given = Path.of(path);
            String last = String.valueOf(given.getFileName());
            if (isGlob(last)) {
                Path parent = given.getParent();
                if (parent == null || isGlob(parent.toString())) {
                    throw SettingValues.wrong("通配符只能用在最后一段：\"" + path
                            + "\" / a glob may stand in the last segment only: \"" + path + "\"");
                }
                return inFolder(allowed(parent), FileSystems.getDefault().getPathMatcher("glob:" + last));
            }
            Path real = allowed(given);
            return Files.isDirectory(real) ? inFolder(real, each -> true) : List.of(real);
        } catch (InvalidPathException broken) {
            throw SettingValues.wrong("路径 \"" + path + "\" 不合法 / the path \"" + path + "\" is not valid");
        } catch (IOException gone) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_UNREACHABLE,
                    "文件 \"" + path + "\" 不存在或不可读 / the file \"" + path + "\" does not exist or cannot be read",
                    gone);
        }
    }

    /** Lays the files that a path names down in the spool; absent when names, sizes and times are what they were at the last published fetch. */
    Optional<Brought> bring(Fetch fetch, String path) {
        List<Path> files = list(path);
        if (files.isEmpty()) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_EMPTY, "\"" + path + "\" 中没有文件 / there is no file in \"" + path + "\"");
        }
        try {
            String position = fingerprint(files);
            if (fetch.since().filter(position::equals).isPresent()) {
                return Optional.empty();
            }
            List<SpooledFile> spooled = new ArrayList<>();
            for (Path file : files) {
                try (InputStream from = Files.newInputStream(file)) {
                    spooled.add(fetch.spool().copy(name(file), Optional.empty(), from, fetch.watch()));
                }
            }
            return Optional.of(new Brought(spooled, position));
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_INTERRUPTED,
                    "读取 \"" + path + "\" 时中断：" + broken.getMessage() + " / reading \"" + path + "\" broke off",
                    broken);
        }
    }

    /** What is new of the files that a path names, as the settings of the fetch say. */
    Delivery deliver(Fetch fetch, String path) {
        List<Path> files = list(path);
        if (files.isEmpty()) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_EMPTY, "\"" + path + "\" 中没有文件 / there is no file in \"" + path + "\"");
        }
        try {
            List<NewFiles.Listed<Path>> listed = new ArrayList<>();
            for (Path file : files) {
                listed.add(new NewFiles.Listed<>(
                        file,
                        new NewFiles.FileMark(
                                name(file),
                                Files.size(file),
                                Files.getLastModifiedTime(file).toMillis(),
                                "")));
            }
            return new NewFiles<>(listed).deliver(fetch, file -> {
                try (InputStream from = Files.newInputStream(file)) {
                    return fetch.spool().copy(name(file), Optional.empty(), from, fetch.watch());
                }
            });
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_INTERRUPTED,
                    "读取 \"" + path + "\" 时中断：" + broken.getMessage() + " / reading \"" + path + "\" broke off",
                    broken);
        }
    }

    /** The steps of a trial before the sample; the first of the files that a path names. */
    Path test(Trial trial, String path) {
        Reach.none(trial);
        List<Path> files = trial.step(
                TrialStep.PERMISSION,
                () -> {
                    List<Path> found = list(path);
                    if (found.isEmpty()) {
                        throw new ExchangeException(
                                ErrorCode.SOURCE_EMPTY,
                                "\"" + path + "\" 中没有文件 / there is no file in \"" + path + "\"");
                    }
                    return found;
                },
                found -> found.size() + " 个文件 / files: " + name(found.getFirst()) + (found.size() > 1 ? " …" : ""));
        return files.getFirst();
    }

    /** The fingerprint of what a path names; absent when there is no file yet. */
    Optional<String> listing(String path) {
        try {
            List<Path> files = list(path);
            return files.isEmpty() ? Optional.empty() : Optional.of(fingerprint(files));
        } catch (NoSuchFileException taken) {
            return Optional.empty();
        } catch (ExchangeException trouble) {
            if (trouble.getCause() instanceof NoSuchFileException) {
                return Optional.empty();
            }
            throw trouble;
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_INTERRUPTED,
                    "列出 \"" + path + "\" 时中断 / listing \"" + path + "\" broke off: " + broken.getMessage(),
                    broken);
        }
    }

    private static String fingerprint(List<Path> files) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        for (Path file : files) {
            fingerprint.add(
                    name(file),
                    Files.size(file),
                    Files.getLastModifiedTime(file).toMillis());
        }
        return fingerprint.value();
    }

    /** Files in the spool, and the fingerprint of how they were listed. */
    record Brought(List<SpooledFile> files, String position) {}

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static boolean isGlob(String text) {
        return text.chars().anyMatch(each -> "*?[{".indexOf(each) >= 0);
    }

    private List<Path> inFolder(Path folder, PathMatcher matcher) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> names = all.filter(each -> Files.isRegularFile(each) && matcher.matches(each.getFileName()))
                    .filter(each -> !each.getFileName().toString().startsWith(".")
                            && !each.getFileName().toString().endsWith(".part"))
                    .sorted()
                    .toList();
            for (Path each : names) {
                allowed(each);
            }
            return names;
        }
    }

    private Path allowed(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        boolean named = roots.stream()
                .anyMatch(root -> absolute.startsWith(root.toAbsolutePath().normalize()));
        if (!named && roots.stream().noneMatch(root -> isReallyBelow(absolute, root))) {
            throw outside(path);
        }
        Path real = absolute.toRealPath();
        if (roots.stream().noneMatch(root -> isReallyBelow(real, root))) {
            throw outside(path);
        }
        return real;
    }

    private static boolean isReallyBelow(Path path, Path root) {
        try {
            return path.startsWith(root.toRealPath());
        } catch (IOException missing) {
            return false;
        }
    }

    private ExchangeException outside(Path path) {
        return SettingValues.wrong("路径 \"" + path + "\" 不在允许的目录 " + roots + " 之下 / the path \"" + path
                + "\" is not below the allowed folders " + roots);
    }
}
