package org.jiaohui.exchange.drift;

import java.util.Locale;
import org.jiaohui.exchange.table.Column;

/** How alike names of columns are. */
final class Names {
    /** From here on a new name may stand for an old one. */
    static final double ALIKE = 0.6;

    private static final int LONGEST = 100;

    private Names() {}

    /** 0–1: the new name against the name and the titles of an old column. Case, blanks and punctuation do not count. */
    static double likeness(Column old, String name) {
        double most = Math.max(likeness(old.name(), name), likeness(old.title(), name));
        return old.titleEn().map(title -> Math.max(most, likeness(title, name))).orElse(most);
    }

    private static double likeness(String one, String other) {
        String a = bare(one);
        String b = bare(other);
        int longer = Math.max(a.length(), b.length());
        if (longer == 0) {
            return 0;
        }
        int shorter = Math.min(a.length(), b.length());
        boolean within = shorter >= 2 && (a.contains(b) || b.contains(a));
        double apart = 1 - (double) distance(a, b) / longer;
        return within ? Math.max(apart, ALIKE) : apart;
    }

    private static String bare(String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
        return letters.length() <= LONGEST ? letters : letters.substring(0, LONGEST);
    }

    /** Edit distance of Levenshtein, in UTF-16 units. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(change, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[b.length()];
    }
}
