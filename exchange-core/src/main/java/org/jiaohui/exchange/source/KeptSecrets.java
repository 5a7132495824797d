package org.jiaohui.exchange.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Secrets as people see them: never. One that comes back as it was shown stays what it was. */
public final class KeptSecrets {
    /** Stands wherever a saved secret would be shown. */
    public static final String MASK = "••••";

    private KeptSecrets() {}

    /** Settings to try out: secrets that came back masked are those that are saved, and absent where none is. */
    public static Map<String, String> opened(
            Map<String, String> settings, Set<String> secretSettings, Map<String, String> saved) {
        Map<String, String> opened = new HashMap<>(settings);
        for (String name : secretSettings) {
            opened.computeIfPresent(name, (same, value) -> value.equals(MASK) ? saved.get(name) : value);
        }
        return opened;
    }
}
