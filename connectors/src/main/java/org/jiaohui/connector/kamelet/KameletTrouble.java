package org.jiaohui.connector.kamelet;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/** What a component of Camel threw, as trouble that says who must act. Credentials in messages are masked. */
final class KameletTrouble {
    private static final Pattern NO_COMPONENT = Pattern.compile("No component found with scheme: ([A-Za-z0-9+.-]+)");
    private static final Pattern LOGIN = Pattern.compile(
            "(?s).*\\b(530|not logged in|auth fail\\w*|authentication|authenticate|login|not authorized|access ?denied|forbidden|permission denied|invalid credentials)\\b.*");
    private static final Pattern TIMED_OUT = Pattern.compile("(?s).*\\b(timed out|timeout|time-out)\\b.*");
    private static final Pattern REFUSED =
            Pattern.compile("(?s).*\\b(connection refused|unknown host|no route to host|cannot connect to)\\b.*");

    private KameletTrouble() {}

    /** @throws ExchangeException SETTINGS_WRONG naming the artifact that is missing */
    static void checkDependencies(Kamelet kamelet, ClassLoader classes, String version) {
        for (String each : kamelet.dependencies()) {
            if (each.startsWith("camel:") && !each.equals("camel:core") && !each.equals("camel:kamelet")) {
                String artifact = "camel-" + each.substring("camel:".length());
                if (classes.getResource("META-INF/maven/org.apache.camel/" + artifact + "/pom.properties") == null) {
                    throw missing(kamelet, "org.apache.camel:" + artifact + ":" + version, null);
                }
            }
        }
    }

    private static ExchangeException missing(Kamelet kamelet, String artifact, @Nullable Throwable cause) {
        return new ExchangeException(
                ErrorCode.SETTINGS_WRONG,
                "Kamelet \"" + kamelet.name() + "\" 需要 " + artifact
                        + "，本节点没有；请管理员把它及其依赖的 jar 放入目录 jiaohui.kamelets.folder"
                        + " / the Kamelet needs " + artifact
                        + ", which does not come with the hub; the administrator lays it and the jars that it needs into the folder jiaohui.kamelets.folder",
                cause);
    }

    static ExchangeException of(PropertyValues values, Throwable thrown, String version) {
        List<Throwable> causes = causes(thrown);
        for (Throwable each : causes) {
            if (each instanceof ExchangeException known) {
                return known;
            }
            Matcher scheme = NO_COMPONENT.matcher(String.valueOf(each.getMessage()));
            if (scheme.find()) {
                return missing(values.kamelet(), "org.apache.camel:camel-" + scheme.group(1) + ":" + version, thrown);
            }
            if (each instanceof ClassNotFoundException || each instanceof NoClassDefFoundError) {
                return missing(
                        values.kamelet(),
                        "class " + each.getMessage() + " " + values.kamelet().dependencies(),
                        thrown);
            }
        }
        Throwable root = causes.getLast();
        return new ExchangeException(
                code(causes),
                values.masked("Kamelet \"" + values.kamelet().name() + "\" 出错 / failed: "
                        + thrown.getMessage()
                        + (causes.size() == 1 ? "" : " (" + root + ")")),
                thrown);
    }

    private static ErrorCode code(List<Throwable> causes) {
        for (Throwable each : causes) {
            switch (each) {
                case HttpOperationFailedException answer -> {
                    return answer.getStatusCode() == 401 || answer.getStatusCode() == 403
                            ? ErrorCode.SOURCE_REFUSED_LOGIN
                            : ErrorCode.SOURCE_ANSWERED_WRONGLY;
                }
                case UnknownHostException _, ConnectException _, NoRouteToHostException _ -> {
                    return ErrorCode.SOURCE_UNREACHABLE;
                }
                case SocketTimeoutException _ -> {
                    return ErrorCode.SOURCE_TIMED_OUT;
                }
                default -> {}
            }
        }
        StringBuilder said = new StringBuilder();
        causes.forEach(each -> said.append(each).append('\n'));
        String text = said.toString().toLowerCase(Locale.ROOT);
        if (LOGIN.matcher(text).matches()) {
            return ErrorCode.SOURCE_REFUSED_LOGIN;
        }
        if (REFUSED.matcher(text).matches()) {
            return ErrorCode.SOURCE_UNREACHABLE;
        }
        if (TIMED_OUT.matcher(text).matches()) {
            return ErrorCode.SOURCE_TIMED_OUT;
        }
        return causes.stream().anyMatch(IOException.class::isInstance)
                ? ErrorCode.SOURCE_INTERRUPTED
                : ErrorCode.SOURCE_ANSWERED_WRONGLY;
    }

    private static List<Throwable> causes(Throwable thrown) {
        List<Throwable> all = new ArrayList<>();
        for (Throwable each = thrown; each != null && all.size() < 20; each = each.getCause()) {
            all.add(each);
        }
        return all;
    }

    /** The same code and cause, when nothing answers at a place that a property names. */
    static RuntimeException onlyInRuns() {
        return SettingValues.wrong("Kamelet 只能在任务运行中读取 / Kamelets are read by runs alone");
    }
}
