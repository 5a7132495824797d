package org.jiaohui.connector.kamelet;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Reach;
import org.jiaohui.exchange.fault.ExchangeException;

/** The hosts that values name: addresses, {@code host:port}, and bare names in properties that are called after hosts. */
final class KameletHosts {
    private static final Pattern HOST_AND_PORT = Pattern.compile(
            "(?:[A-Za-z][A-Za-z0-9+.-]*://)?(?:[^@/]*@)?(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):(\\d{1,5})(?:[/?;].*)?");
    private static final Pattern BARE = Pattern.compile("\\[?[A-Za-z0-9._:-]+]?");
    private static final Pattern CALLED_HOST =
            Pattern.compile("(?i).*(hosts?|hostname|hostaddresses|servers?|brokers?|contactpoints|nodes)$");

    /** @param port absent where none is said */
    record Place(String host, Optional<Integer> port) {}

    private KameletHosts() {}

    static List<Place> of(PropertyValues values) {
        List<Place> places = new ArrayList<>();
        for (Map.Entry<String, String> each : values.byName().entrySet()) {
            KameletProperty property = values.kamelet().properties().get(each.getKey());
            if (property != null && !property.secret() && property.type().equals("string")) {
                for (String part : each.getValue().split("[,\\s]+", -1)) {
                    find(each.getKey(), part).ifPresent(places::add);
                }
            }
        }
        return places;
    }

    /** Every host that a value names must be allowed; one of those that name a port too must answer, since some components wait for it without a word. */
    static void reach(PropertyValues values, AllowedHosts hosts, Duration timeout) {
        List<Place> places = of(values);
        places.forEach(each -> hosts.resolve(each.host()));
        Optional<ExchangeException> silent = Optional.empty();
        for (Place each : places) {
            if (each.port().isPresent()) {
                try {
                    Reach.connect(
                            each.host(), hosts.resolve(each.host()), each.port().get(), timeout);
                    return;
                } catch (ExchangeException trouble) {
                    silent = Optional.of(trouble);
                }
            }
        }
        silent.ifPresent(each -> {
            throw each;
        });
    }

    private static Optional<Place> find(String property, String part) {
        Matcher pair = HOST_AND_PORT.matcher(part);
        if (pair.matches()) {
            int port = Integer.parseInt(pair.group(2));
            return Optional.of(
                    new Place(pair.group(1), port > 0 && port < 65_536 ? Optional.of(port) : Optional.empty()));
        }
        Optional<String> host = host(part);
        if (host.isPresent()) {
            return host.map(each -> new Place(each, Optional.empty()));
        }
        return CALLED_HOST.matcher(property).matches() && BARE.matcher(part).matches()
                ? Optional.of(new Place(part, Optional.empty()))
                : Optional.empty();
    }

    /** The host of an address. */
    static Optional<String> host(String text) {
        try {
            return Optional.ofNullable(URI.create(text).getHost());
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
