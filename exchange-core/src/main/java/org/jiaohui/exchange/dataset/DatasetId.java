package org.jiaohui.exchange.dataset;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A dataset's identity in URLs, file paths and Iceberg table names.
 *
 * @param value 1 to 80 of {@code a-z 0-9 -}, beginning and ending with a letter or digit
 */
public record DatasetId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?");

    public DatasetId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "数据集标识只能用小写字母、数字和连字符 / a dataset id has 1-80 of a-z, 0-9 and -, got \"" + shown(value) + "\"");
        }
    }

    public static DatasetId of(String value) {
        return new DatasetId(value);
    }

    /** An id made from any name: Latin letters and digits are kept, everything else becomes a hyphen; a name without any becomes {@code fallback}. */
    public static DatasetId fromName(String name, String fallback) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        if (slug.length() > 80) {
            slug = slug.substring(0, 80).replaceAll("-+$", "");
        }
        return new DatasetId(slug.isEmpty() ? fallback : slug);
    }

    private static String shown(String value) {
        return value.length() <= 100 ? value : value.substring(0, 100) + "…";
    }

    @Override
    public String toString() {
        return value;
    }
}
