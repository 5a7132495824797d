package org.jiaohui.connector.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** What a JDBC address reveals: its hosts, which must be allowed, and options that would let a server or a setting reach into this machine. */
record JdbcAddress(String url) {
    private static final Pattern AUTHORITY = Pattern.compile("^[^?;]*?//([^/?;]*)");
    private static final Pattern AT_HOST = Pattern.compile("@(?://)?([^:/(,]+)");
    private static final Pattern HOST_OPTION =
            Pattern.compile("(?:host|server|servername|failoverpartner)=([^),;&]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PLACE =
            Pattern.compile("(?://|@)(?://)?(\\[[^\\]]+\\]|[^\\[/?;:,@(]+)(?::(\\d{1,5}))?");
    private static final Map<String, Integer> DEFAULT_PORTS = Map.of(
            "postgresql:", 5432,
            "mysql:", 3306,
            "mariadb:", 3306,
            "oracle:", 1521,
            "sqlserver:", 1433,
            "dm:", 5236,
            "kingbase8:", 54321,
            "opengauss:", 5432);
    private static final List<String> DANGEROUS = List.of(
            "socketfactory",
            "sslfactory",
            "sslpasswordcallback",
            "loggerfile",
            "authenticationpluginclassname",
            "allowloadlocalinfile=true",
            "allowlocalinfile=true",
            "allowurlinlocalinfile",
            "autodeserialize",
            "init=",
            "interceptors",
            "exceptioninterceptors",
            "jndi",
            "credentialtype",
            "serversslcert=",
            "socketfactoryarg");

    Dialect dialect() {
        return Dialect.of(url);
    }

    boolean isPostgres() {
        return dialect() == Dialect.POSTGRES;
    }

    boolean isMySqlFamily() {
        return dialect().isMySqlFamily();
    }

    /** A host and its port. */
    record Place(String host, int port) {}

    /** Where the first server listens, when the address tells it in a way that is known. */
    Optional<Place> place() {
        Matcher matcher = PLACE.matcher(url);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String host = matcher.group(1);
        return matcher.group(2) == null
                ? DEFAULT_PORTS.entrySet().stream()
                        .filter(each -> url.startsWith("jdbc:" + each.getKey()))
                        .findFirst()
                        .map(each -> new Place(host, each.getValue()))
                : Optional.of(new Place(host, Integer.parseInt(matcher.group(2))));
    }

    void check(AllowedHosts allowed) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("jdbc:")) {
            throw SettingValues.wrong("设置项 \"url\" 应以 jdbc: 开头 / the setting \"url\" must start with jdbc:");
        }
        for (String option : DANGEROUS) {
            if (lower.contains(option)) {
                throw SettingValues.wrong("JDBC 地址中不允许选项 \"" + option + "\" / the option \"" + option
                        + "\" is not allowed in a JDBC address");
            }
        }
        // Drivers differ in which of several hosts wins: an address may name none that is not allowed.
        boolean named = checkAll(HOST_OPTION.matcher(url), allowed);
        named |= checkAll(AT_HOST.matcher(toString()), allowed);
        Matcher authority = AUTHORITY.matcher(url);
        if (authority.find() && !authority.group(1).isBlank()) {
            named |= checkAuthority(authority.group(1), allowed);
        }
        if (!named && !allowed.allowsAny()) {
            throw new ExchangeException(
                    ErrorCode.HOST_NOT_ALLOWED,
                    "从 JDBC 地址看不出主机，不能核对允许名单 / the JDBC address names no host that could be held against allowed-hosts");
        }
    }

    private static boolean checkAll(Matcher hosts, AllowedHosts allowed) {
        boolean any = false;
        while (hosts.find()) {
            allowed.resolve(hosts.group(1).strip());
            any = true;
        }
        return any;
    }

    /** Each server of a list; a part such as {@code (host=a,port=1)} names its server by the option that is checked apart. */
    private static boolean checkAuthority(String authority, AllowedHosts allowed) {
        boolean any = false;
        for (String each : authority.split(",", -1)) {
            if (each.chars().noneMatch(letter -> letter == '(' || letter == ')' || letter == '=')) {
                allowed.resolve(withoutPort(each.substring(each.lastIndexOf('@') + 1)));
                any = true;
            }
        }
        return any;
    }

    private static String withoutPort(String host) {
        if (host.startsWith("[")) {
            return host.substring(0, host.indexOf(']') + 1);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    /** The address without its options, which may hold secrets. */
    @Override
    public String toString() {
        return url.split("[?;]", 2)[0];
    }
}
