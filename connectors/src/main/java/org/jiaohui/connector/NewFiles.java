package org.jiaohui.connector;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.SpooledFile;

/**
 * Which files of a listing a fetch takes: all, when anything of the listing changed, or with {@code only-new} those that no published fetch has taken as they are
 * now. The position then holds a fingerprint of eight bytes for each listed file that was taken.
 *
 * @param listed in the order in which they are to be taken
 */
public record NewFiles<F>(List<Listed<F>> listed) {
    private static final String ONLY_NEW = "only-new";
    private static final String MOST_FILES = "max-files";
    private static final String PREFIX = "taken:";

    /** What a listing says of a file. {@code tag} is a digest that the store keeps; empty where it keeps none. */
    public record FileMark(String name, long bytes, long modified, String tag) {
        private long fingerprint() {
            String text = name + "\n" + bytes + "\n" + modified + "\n" + tag;
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
                return ByteBuffer.wrap(digest).getLong();
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException(missing);
            }
        }
    }

    /** A file of the connector's own kind with what its listing says of it. */
    public record Listed<F>(F file, FileMark mark) {}

    /** The listing of files whose marks are at hand. */
    public static <F> NewFiles<F> of(List<F> files, Function<F, FileMark> mark) {
        return new NewFiles<>(
                files.stream().map(each -> new Listed<>(each, mark.apply(each))).toList());
    }

    public NewFiles {
        listed = List.copyOf(listed);
    }

    /** Brings one file into the spool. */
    @FunctionalInterface
    public interface Bringing<F, X extends Exception> {
        SpooledFile bring(F file) throws X;
    }

    /** The settings of a connector that lists files, and those that say which of them are taken. */
    public static List<Setting> with(List<Setting> settings) {
        return Stream.concat(
                        settings.stream(),
                        Stream.of(
                                Setting.optional(
                                        ONLY_NEW,
                                        "只取新增或改动的文件",
                                        "Take only files that are new or changed",
                                        SettingType.BOOLEAN,
                                        "false"),
                                Setting.optional(
                                        MOST_FILES,
                                        "only-new 时每次最多文件数",
                                        "With only-new: files a run takes at most",
                                        SettingType.INTEGER,
                                        "1000")))
                .toList();
    }

    /** Takes what is to be taken; not modified when that is nothing. */
    public <X extends Exception> Delivery deliver(Fetch fetch, Bringing<F, X> bringing) throws X {
        if (!fetch.settings().find(ONLY_NEW).orElse("false").equals("true")) {
            String position = fingerprint();
            return fetch.since().filter(position::equals).isPresent()
                    ? new Delivery.NotModified()
                    : new Delivery.Files(brought(listed, bringing), position);
        }
        Set<Long> before = taken(fetch.since());
        List<Listed<F>> news = listed.stream()
                .filter(each -> !before.contains(each.mark().fingerprint()))
                .limit(Math.max(1, fetch.settings().integer(MOST_FILES)))
                .toList();
        if (news.isEmpty()) {
            return new Delivery.NotModified();
        }
        Set<Long> now = new HashSet<>();
        // What is no longer there need not be remembered.
        listed.stream()
                .map(each -> each.mark().fingerprint())
                .filter(before::contains)
                .forEach(now::add);
        news.forEach(each -> now.add(each.mark().fingerprint()));
        return new Delivery.Files(brought(news, bringing), position(now), Delivery.Extent.NEWS);
    }

    /** The fingerprint of the whole listing. */
    public String fingerprint() {
        Fingerprint fingerprint = new Fingerprint();
        for (Listed<F> each : listed) {
            FileMark mark = each.mark();
            fingerprint.add(
                    mark.tag().isEmpty() ? mark.name() : mark.name() + " " + mark.tag(), mark.bytes(), mark.modified());
        }
        return fingerprint.value();
    }

    private static <F, X extends Exception> List<SpooledFile> brought(List<Listed<F>> files, Bringing<F, X> bringing)
            throws X {
        List<SpooledFile> spooled = new ArrayList<>();
        for (Listed<F> each : files) {
            spooled.add(bringing.bring(each.file()));
        }
        return spooled;
    }

    private static Set<Long> taken(Optional<String> since) {
        Set<Long> taken = new HashSet<>();
        since.filter(text -> text.startsWith(PREFIX)).ifPresent(text -> {
            ByteBuffer marks = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(PREFIX.length())));
            while (marks.remaining() >= Long.BYTES) {
                taken.add(marks.getLong());
            }
        });
        return taken;
    }

    private static String position(Set<Long> taken) {
        ByteBuffer marks = ByteBuffer.allocate(taken.size() * Long.BYTES);
        taken.stream().sorted().forEach(marks::putLong);
        return PREFIX + Base64.getEncoder().encodeToString(marks.array());
    }
}
