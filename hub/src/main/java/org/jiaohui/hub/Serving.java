package org.jiaohui.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.access.AdministratorKeys;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.hub.cli.Arguments;
import org.jiaohui.hub.embedded.EmbeddedSearchNode;
import org.jiaohui.hub.embedded.HubHome;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code serve}: starts everything, says where it is, and stays. */
final class Serving {
    /** Not an exit code: the hub's threads keep the process alive. */
    static final int GOES_ON = -1;

    private Serving() {}

    static int start(Arguments arguments) {
        HubHome home = HubHome.open(arguments.home());
        home.findRunning().filter(known -> HubHome.lives(known.pid(), "serve")).ifPresent(known -> {
            throw new ExchangeException(
                    ErrorCode.CONFLICT,
                    "此目录已有节点在运行：" + known.address() + " / a hub already runs on this home: " + known.address());
        });
        int port = port(arguments, System.getenv());
        home.claim();
        requireFree(port);
        home.clearUnfinished();
        home.requireSpace();
        say("① 目录 / home: " + home.folder());
        say("② 启动 PostgreSQL 与检索节点 / starting PostgreSQL and the search node …");
        String address = "http://127.0.0.1:" + port;
        ConfigurableApplicationContext context = new SpringApplicationBuilder(HubConfiguration.class)
                .properties(Map.of("jiaohui.base-url", address))
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .logStartupInfo(false)
                .build()
                .run(decided(arguments, home, port));
        writeRunning(home, port, address, context);
        writeDatabaseUrl(home, context.getBean(DatabaseConnection.class));
        say("③ 节点已就绪，等待检索 / the hub answers, waiting for search …");
        context.getBean(EmbeddedSearchNode.class).awaitReady();
        writeRunning(home, port, address, context);
        String key = ensureKey(home, context.getBean(AdministratorKeys.class));
        announce(address, key, arguments);
        return GOES_ON;
    }

    /** {@code --port}, or else the variable that Spring knows. */
    static int port(Arguments arguments, Map<String, String> environment) {
        String told = arguments
                .option("--port")
                .or(() -> Optional.ofNullable(environment.get("SERVER_PORT")))
                .orElse("8080");
        if (!told.matches("\\d{1,5}") || Integer.parseInt(told) < 1 || Integer.parseInt(told) > 65_535) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "端口须为 1–65535 / the port is a number from 1 to 65535, not \"" + told + "\"");
        }
        return Integer.parseInt(told);
    }

    /** What the command line decided, as Spring's own command line: it outranks files and the environment. */
    static String[] decided(Arguments arguments, HubHome home, int port) {
        List<String> decided = new ArrayList<>();
        decided.add("--jiaohui.home=" + home.folder());
        decided.add("--server.port=" + port);
        arguments.option("--search-node").ifPresent(folder -> decided.add("--jiaohui.search.node-folder=" + folder));
        return decided.toArray(String[]::new);
    }

    private static void writeRunning(HubHome home, int port, String address, ConfigurableApplicationContext context) {
        home.writeRunning(new HubHome.Running(
                ProcessHandle.current().pid(),
                port,
                address,
                context.getBean(EmbeddedSearchNode.class).pid(),
                context.getBean(DatabaseConnection.class).pid()));
    }

    /** Lets the demonstration make its front-end database beside the ledger. */
    private static void writeDatabaseUrl(HubHome home, DatabaseConnection database) {
        try {
            if (database.embedded().isPresent()) {
                Files.writeString(home.resolve("database.url"), database.url() + "\n");
            } else {
                Files.deleteIfExists(home.resolve("database.url"));
            }
        } catch (IOException unwritable) {
            throw new ExchangeException(
                    ErrorCode.DISK_FULL,
                    "无法写入 " + home.folder() + " / cannot write: " + unwritable.getMessage(),
                    unwritable);
        }
    }

    static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"))) {
            probe.setReuseAddress(true);
        } catch (IOException taken) {
            throw new ExchangeException(
                    ErrorCode.CONFLICT,
                    "端口 " + port + " 已被占用，请用 --port 另选 / port " + port + " is taken: choose another with --port",
                    taken);
        }
    }

    /** The key lies in the home, readable by its owner alone, so that the commands of this machine can write. Returns it when it is new. */
    private static String ensureKey(HubHome home, AdministratorKeys keys) {
        Path file = home.resolve("administrator.key");
        try {
            if (Files.exists(file) && keys.verify(Files.readString(file).strip())) {
                return "";
            }
            String key = keys.create();
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, key + "\n");
            return key;
        } catch (IOException unwritable) {
            throw new ExchangeException(
                    ErrorCode.DISK_FULL,
                    "无法写入管理员密钥 / cannot write " + file + ": " + unwritable.getMessage(),
                    unwritable);
        }
    }

    private static void announce(String address, String key, Arguments arguments) {
        say("");
        say("交汇已就绪 / Jiaohui is ready:  " + address);
        say("接口文档 / Swagger:            " + address + "/swagger-ui/index.html");
        if (!key.isEmpty()) {
            say("管理员密钥（只显示一次） / administrator key (shown once):  " + key);
        }
        say("");
        say("试一试 / try:");
        hints(address, arguments).forEach(line -> say("  " + line));
        say("就绪 / READY");
    }

    /** Commands for this very hub: they name its home where the one who started it did. */
    static List<String> hints(String address, Arguments arguments) {
        String home = arguments
                .option("--home")
                .map(folder -> " --home "
                        + (folder.matches("[\\w./~:@%+,-]+") ? folder : "'" + folder.replace("'", "'\\''") + "'"))
                .orElse("");
        return List.of(
                "%-36s %s".formatted("./jiaohui demo" + home, "装入演示数据 / load demonstration data"),
                "%-36s %s".formatted("./jiaohui publish FILE.csv" + home, "发布一个文件 / publish a file"),
                "%-36s %s".formatted(address + "/search", "找数据 / find data"));
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
