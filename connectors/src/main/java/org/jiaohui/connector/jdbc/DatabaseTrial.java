package org.jiaohui.connector.jdbc;

import java.sql.Connection;
import java.util.Optional;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Reach;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/** The steps that trying out any database has in common. */
final class DatabaseTrial {
    private DatabaseTrial() {}

    /** From the host's name to a connection that is logged in; it is guarded by the fetch's watch. */
    static Connection connect(Fetch fetch, Trial trial, AllowedHosts hosts, JdbcSettings settings) {
        Optional<JdbcAddress.Place> place = settings.address().place();
        if (place.isPresent()) {
            Reach.steps(trial, hosts, place.get().host(), place.get().port(), settings.connectTimeout());
        } else {
            trial.step(
                    TrialStep.RESOLVE_HOST,
                    () -> {
                        settings.address().check(hosts);
                        return settings.address();
                    },
                    JdbcAddress::toString);
            trial.notNeeded(TrialStep.CONNECT, "由驱动连接 / left to the driver");
        }
        settings.address().check(hosts);
        return trial.step(
                TrialStep.AUTHENTICATE,
                () -> fetch.watch().guard(settings.connect()),
                each -> settings.user().orElse("") + " @ " + settings.address());
    }

    static void sample(Fetch fetch, Trial trial, JdbcSettings settings) {
        fetch.sample(
                trial,
                () -> new Delivery.Table(
                        settings.name(),
                        declared -> JdbcProtocol.open(
                                settings, declared, fetch.watch().renewed()),
                        ""));
    }
}
