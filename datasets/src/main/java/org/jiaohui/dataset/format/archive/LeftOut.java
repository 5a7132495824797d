package org.jiaohui.dataset.format.archive;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.run.Finding;

/** What is said of parts of a delivery that are not published: nothing goes without a word. */
public final class LeftOut {
    private static final int NAMED = 10;

    private LeftOut() {}

    /** A note that names members, the first ten of them; empty when there are none. */
    public static Optional<Finding> members(List<String> paths) {
        if (paths.isEmpty()) {
            return Optional.empty();
        }
        String names = named(paths);
        return Optional.of(note(
                paths.size(),
                "压缩包中 %d 个成员不是数据表，没有发布：%s".formatted(paths.size(), names),
                "%s not published: %s"
                        .formatted(
                                counted(
                                        paths.size(),
                                        "member of the archive is no table and was",
                                        "members of the archive are no tables and were"),
                                names)));
    }

    /** A note that names the lists of objects in a JSON document that are not the published one. */
    public static Optional<Finding> lists(String file, String published, List<String> pointers) {
        if (pointers.isEmpty()) {
            return Optional.empty();
        }
        String names = named(pointers);
        String shown = published.isEmpty() ? "/" : published;
        return Optional.of(note(
                pointers.size(),
                "文件 %s 发布了 %s 处的数组；另有 %d 个对象数组没有发布：%s。要发布其中之一，请声明 rowsPath"
                        .formatted(file, shown, pointers.size(), names),
                "the array at %s of %s was published; %s not: %s. Declare rowsPath to publish one of them"
                        .formatted(
                                shown,
                                file,
                                counted(pointers.size(), "more list of objects was", "more lists of objects were"),
                                names)));
    }

    /** A note that names the repeated elements of an XML document that are not the published ones. */
    public static Optional<Finding> elements(String file, String published, List<String> paths) {
        if (paths.isEmpty()) {
            return Optional.empty();
        }
        String names = named(paths);
        return Optional.of(note(
                paths.size(),
                "文件 %s 发布了 %s 处的元素；另有 %d 种重复的元素没有发布：%s。要发布其中之一，请声明 rowsPath"
                        .formatted(file, published, paths.size(), names),
                "the elements at %s of %s were published; %s not: %s. Declare rowsPath to publish one of them"
                        .formatted(
                                published,
                                file,
                                counted(
                                        paths.size(),
                                        "more kind of repeated elements was",
                                        "more kinds of repeated elements were"),
                                names)));
    }

    /** A note of entities of a GTFS-Realtime feed that are neither vehicles nor trips nor alerts. */
    public static Finding entities(String file, long count) {
        return note(
                count,
                "文件 %s 中 %d 个实体不是车辆位置、行程更新或公告（例如已删除的实体、线形），没有发布".formatted(file, count),
                "%s of %s: no vehicle, trip or alert (deleted ones, shapes …), not published"
                        .formatted(counted(count, "entity", "entities"), file));
    }

    private static String named(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return names.size() > NAMED ? first + " …" : first;
    }

    private static String counted(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    private static Finding note(long count, String chinese, String english) {
        return new Finding("member-left-out", Finding.Severity.INFO, "", count, chinese, english, List.of());
    }
}
