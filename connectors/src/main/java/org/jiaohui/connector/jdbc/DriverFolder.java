package org.jiaohui.connector.jdbc;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/**
 * The JDBC drivers that an administrator laid into a folder: each jar, or each folder of jars that belong together, with a class loader of its own that sees
 * the JDK and nothing of the hub or of other drivers. A changed folder is noticed at the next connection. Drivers that come with the hub are asked first.
 */
public final class DriverFolder {
    private final Optional<Path> folder;
    private String seen = "";
    private List<Driver> drivers = List.of();

    public DriverFolder(Optional<Path> folder) {
        this.folder = folder;
    }

    Connection connect(String url, Properties properties) throws SQLException {
        for (Candidate each : candidates(url)) {
            Connection connection = connect(each.driver(), each.url(), properties);
            if (connection != null) {
                return connection;
            }
        }
        throw new SQLException(
                "No suitable driver found; looked in "
                        + folder.map(Path::toString).orElse("no folder"),
                "08001");
    }

    /** A driver, and the address as it takes it. */
    private record Candidate(Driver driver, String url) {}

    /** openGauss' own driver takes PostgreSQL's scheme; the folder keeps it apart from PostgreSQL's driver all the same. */
    private List<Candidate> candidates(String url) throws SQLException {
        List<Candidate> fitting = new ArrayList<>();
        Optional<Driver> own =
                DriverManager.drivers().filter(each -> accepts(each, url)).findFirst();
        own.ifPresent(each -> fitting.add(new Candidate(each, url)));
        if (own.isEmpty()) {
            String alias = url.replaceFirst("^jdbc:opengauss:", "jdbc:postgresql:");
            for (Driver each : current()) {
                if (each.acceptsURL(url)) {
                    fitting.add(new Candidate(each, url));
                } else if (!alias.equals(url) && each.acceptsURL(alias)) {
                    fitting.add(new Candidate(each, alias));
                }
            }
        }
        return fitting;
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException odd) {
            return false;
        }
    }

    /** Some drivers find their own parts through the thread's class loader. */
    private static @org.jspecify.annotations.Nullable Connection connect(
            Driver driver, String url, Properties properties) throws SQLException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(driver.getClass().getClassLoader());
        try {
            return driver.connect(url, properties);
        } catch (LinkageError incomplete) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "驱动 " + driver.getClass().getName() + " 缺少类 " + incomplete.getMessage()
                            + "，请把它所需的 jar 一并放入同一子目录 / the driver lacks a class; lay the jars that it needs into one folder with it",
                    incomplete);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private synchronized List<Driver> current() {
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return List.of();
        }
        try {
            StringBuilder looks = new StringBuilder();
            List<List<Path>> groups = new ArrayList<>();
            try (Stream<Path> entries = Files.list(folder.get())) {
                for (Path each : entries.sorted().toList()) {
                    List<Path> jars = jars(each);
                    if (!jars.isEmpty()) {
                        groups.add(jars);
                        for (Path jar : jars) {
                            looks.append(jar)
                                    .append(' ')
                                    .append(Files.getLastModifiedTime(jar))
                                    .append('\n');
                        }
                    }
                }
            }
            if (!seen.contentEquals(looks)) {
                drivers = groups.stream().flatMap(jars -> load(jars).stream()).toList();
                seen = looks.toString();
            }
            return drivers;
        } catch (IOException unreadable) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "无法读取驱动目录 " + folder.get() + " / cannot read the folder of drivers: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    private static List<Path> jars(Path entry) throws IOException {
        if (!Files.isDirectory(entry)) {
            return entry.toString().endsWith(".jar") ? List.of(entry) : List.of();
        }
        try (Stream<Path> inside = Files.list(entry)) {
            return inside.filter(each -> each.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** The class loader stays open for as long as its drivers are in use; it goes with them. */
    @SuppressWarnings("resource")
    private static List<Driver> load(List<Path> jars) {
        URL[] urls = jars.stream().map(DriverFolder::url).toArray(URL[]::new);
        URLClassLoader loader = new URLClassLoader(
                "driver " + jars.getFirst().getFileName(), urls, ClassLoader.getPlatformClassLoader());
        List<Driver> found = new ArrayList<>();
        try {
            for (Driver each : ServiceLoader.load(Driver.class, loader)) {
                if (loader.equals(each.getClass().getClassLoader())) {
                    found.add(each);
                }
            }
        } catch (ServiceConfigurationError broken) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "驱动 " + jars + " 无法装载 / the driver cannot be loaded: " + broken.getMessage(),
                    broken);
        }
        return found;
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException odd) {
            throw new IllegalStateException(odd);
        }
    }
}
