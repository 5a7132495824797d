package org.jiaohui.connector.kamelet;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/**
 * The Kamelets that sources may name: those that lie in the administrator's folder, and those of Camel's catalogue that the administrator allows by name.
 *
 * @param folder with {@code NAME.kamelet.yaml} files, and jars of components that do not come with the hub; read anew for every run
 * @param allowed names out of the catalogue; {@code *} for all of it
 */
public record Kamelets(Optional<Path> folder, List<String> allowed) {
    private static final String SUFFIX = ".kamelet.yaml";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,99}");
    private static final int MOST_BYTES = 1 << 20;

    public Kamelets {
        allowed = List.copyOf(allowed);
    }

    /** @throws ExchangeException SETTINGS_WRONG when there is none of that name, or it is not allowed */
    Kamelet get(String name) {
        if (!NAME.matcher(name).matches()) {
            throw unknown(name);
        }
        Optional<Kamelet> known = find(name);
        if (known.isPresent()) {
            return known.get();
        }
        if (shipped(name).isPresent()) {
            throw SettingValues.wrong(
                    "管理员没有允许 Kamelet \"" + name + "\"，请其加入设置项 jiaohui.kamelets.allowed；可用的有 " + known()
                            + " / the Kamelet \"" + name
                            + "\" is not allowed; ask the administrator to add it to the setting jiaohui.kamelets.allowed; usable: "
                            + known());
        }
        throw unknown(name);
    }

    /** One that exists and is allowed. */
    Optional<Kamelet> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        boolean free = allowed.contains(name) || allowed.contains("*");
        return own(name).or(() -> free ? shipped(name) : Optional.empty()).map(text -> Kamelet.parse(name, text));
    }

    private RuntimeException unknown(String name) {
        return SettingValues.wrong(
                "没有 Kamelet \"" + name + "\"；可用的有 " + known() + "，其余须由管理员允许或放入目录 jiaohui.kamelets.folder"
                        + " / there is no Kamelet \"" + name + "\"; usable: " + known()
                        + "; others must be allowed or laid into the folder jiaohui.kamelets.folder by the administrator");
    }

    /** What may be named. */
    private List<String> known() {
        TreeSet<String> names = new TreeSet<>(allowed);
        files(SUFFIX).forEach(each -> {
            String file = String.valueOf(each.getFileName());
            names.add(file.substring(0, file.length() - SUFFIX.length()));
        });
        return List.copyOf(names);
    }

    private Optional<String> own(String name) {
        Optional<Path> file = folder.map(each -> each.resolve(name + SUFFIX)).filter(Files::isRegularFile);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file.get())) {
            return Optional.of(text(in));
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    private static Optional<String> shipped(String name) {
        try (InputStream in = Kamelets.class.getClassLoader().getResourceAsStream("kamelets/" + name + SUFFIX)) {
            return in == null ? Optional.empty() : Optional.of(text(in));
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    private static String text(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("more than " + MOST_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Classes of the hub, and of the jars in the folder. */
    URLClassLoader classes() {
        List<URL> jars = new ArrayList<>();
        for (Path each : files(".jar")) {
            try {
                jars.add(each.toUri().toURL());
            } catch (MalformedURLException odd) {
                throw new IllegalStateException(odd);
            }
        }
        return new URLClassLoader("kamelet", jars.toArray(URL[]::new), Kamelets.class.getClassLoader());
    }

    private List<Path> files(String suffix) {
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder.get())) {
            return all.filter(each -> each.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    private static ExchangeException unreadable(IOException why) {
        return new ExchangeException(
                ErrorCode.SETTINGS_WRONG, "无法读取 Kamelet / a Kamelet cannot be read: " + why.getMessage(), why);
    }
}
