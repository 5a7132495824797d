package org.jiaohui.connector.http;

import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Reach;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/** The trial of every HTTP-based source: one request, told in steps. */
public final class HttpTrial {
    private HttpTrial() {}

    /** @param small makes a delivery of the answer to the one request */
    public static void of(
            Fetch fetch,
            Trial trial,
            AllowedHosts hosts,
            URI address,
            Map<String, String> headers,
            Function<HttpAnswer, Delivery> small) {
        of(fetch, trial, hosts, address, transfer -> transfer.ask(address, headers), small);
    }

    /** @param request sends the one request, whatever the answer is */
    static void of(
            Fetch fetch,
            Trial trial,
            AllowedHosts hosts,
            URI address,
            Function<HttpTransfer, HttpAnswer> request,
            Function<HttpAnswer, Delivery> small) {
        HttpSettings settings = HttpSettings.of(fetch.settings());
        if (address.getHost() == null) {
            throw SettingValues.wrong("设置项 \"url\" 没有主机 / the setting \"url\" names no host");
        }
        Reach.steps(trial, hosts, address.getHost(), Reach.portOf(address), settings.connectTimeout());
        try (HttpTransfer transfer = new HttpTransfer(settings, hosts, fetch.watch());
                HttpAnswer answer = trial.step(
                        TrialStep.AUTHENTICATE,
                        () -> authenticated(request.apply(transfer)),
                        each -> settings.hasCredentials()
                                ? "凭据被接受 / the credentials are accepted"
                                : "无需登录 / no login was asked for")) {
            trial.step(TrialStep.PERMISSION, () -> permitted(answer), each -> "HTTP " + each.status());
            fetch.sample(trial, () -> small.apply(answer));
        }
    }

    private static HttpAnswer authenticated(HttpAnswer answer) {
        if (answer.status() == 401 || answer.status() == 407) {
            answer.close();
            throw answer.refused();
        }
        return answer;
    }

    private static HttpAnswer permitted(HttpAnswer answer) {
        if (answer.status() >= 300) {
            throw answer.refused();
        }
        return answer;
    }
}
