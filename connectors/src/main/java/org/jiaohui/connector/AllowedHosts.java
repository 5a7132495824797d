package org.jiaohui.connector;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/**
 * Hosts that an administrator lets connectors reach. Link-local addresses, where clouds keep the secrets of a machine, are always refused.
 *
 * @param patterns {@code *}, {@code *.example.cn} or a whole name; case does not matter
 */
public record AllowedHosts(List<String> patterns) {
    public static final AllowedHosts ANY = new AllowedHosts(List.of("*"));

    public AllowedHosts {
        patterns = patterns.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
    }

    /**
     * The addresses of a host that may be reached. A connection goes to one of these very addresses, so that a name that resolves differently a moment
     * later changes nothing.
     *
     * @throws ExchangeException HOST_NOT_ALLOWED, or SOURCE_UNREACHABLE when the name is unknown
     */
    public InetAddress[] resolve(String host) {
        String name = bare(host);
        if (patterns.stream().noneMatch(pattern -> matches(pattern, name))) {
            throw refused(
                    host,
                    "不在允许名单中，请管理员加入设置项 jiaohui.allowed-hosts / is not in the setting jiaohui.allowed-hosts; ask the administrator");
        }
        try {
            InetAddress[] addresses = InetAddress.getAllByName(name);
            for (InetAddress address : addresses) {
                if (isLinkLocal(address)) {
                    throw refused(
                            host, "指向链路本地地址 " + address.getHostAddress() + " / is a link-local or metadata address");
                }
            }
            return addresses;
        } catch (UnknownHostException unknown) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_UNREACHABLE,
                    "主机名 \"" + host + "\" 无法解析，请检查地址 / the host name \"" + host + "\" is unknown",
                    unknown);
        }
    }

    /**
     * The same for the host of a target.
     *
     * @throws ExchangeException HOST_NOT_ALLOWED, or TARGET_UNREACHABLE when the name is unknown
     */
    public InetAddress[] resolveTarget(String host) {
        try {
            return resolve(host);
        } catch (ExchangeException unknown) {
            throw unknown.code() == ErrorCode.SOURCE_UNREACHABLE
                    ? new ExchangeException(ErrorCode.TARGET_UNREACHABLE, unknown.getMessage(), unknown)
                    : unknown;
        }
    }

    /** Whether every host may be reached, as on a first node. */
    public boolean allowsAny() {
        return patterns.contains("*");
    }

    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static boolean matches(String pattern, String host) {
        return pattern.equals("*")
                || pattern.equals(host)
                || (pattern.startsWith("*.") && host.endsWith(pattern.substring(1)));
    }

    private static boolean isLinkLocal(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean amazonMetadata = address instanceof Inet6Address
                && (bytes[0] & 0xff) == 0xfd
                && bytes[1] == 0
                && bytes[2] == 0x0e
                && (bytes[3] & 0xff) == 0xc2;
        return address.isLinkLocalAddress() || address.isAnyLocalAddress() || amazonMetadata;
    }

    private static ExchangeException refused(String host, String why) {
        return new ExchangeException(ErrorCode.HOST_NOT_ALLOWED, "主机 \"" + host + "\" " + why);
    }
}
