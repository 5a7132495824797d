package org.jiaohui.dataset.format.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/**
 * Where the value of a column lies, seen from its row: {@code a/b}, {@code @id}, {@code a/@id}, {@code .} for the row's own text, {@code .//b} at any depth,
 * {@code ../@id} for what lies around the row and came before it. Several paths joined by {@code |} are tried in turn.
 */
record ElementPath(List<List<String>> alternatives) {
    private static final Pattern FORM = Pattern.compile(
            "(\\.\\./)*(\\.(//)?)?((\\*|[\\p{L}_][\\p{L}\\p{N}_.:-]*)(//?(\\*|[\\p{L}_][\\p{L}\\p{N}_.:-]*))*)?(/?@[\\p{L}_][\\p{L}\\p{N}_.:-]*)?");

    ElementPath {
        alternatives = List.copyOf(alternatives);
    }

    static ElementPath parse(String text) {
        List<List<String>> alternatives = new ArrayList<>();
        for (String one : text.split("\\|", -1)) {
            String path = one.strip();
            if (path.isEmpty() || !FORM.matcher(path).matches()) {
                throw new ExchangeException(
                        ErrorCode.SETTINGS_WRONG,
                        "columnPaths 中的“%s”不是可用的路径，应如 a/b、@id、a/@id、../@id / \"%s\" in columnPaths is no path that can be used; write a/b, @id, a/@id or ../@id"
                                .formatted(path, path));
            }
            alternatives.add(List.of(path.replace("//", "/\u0000/").split("/", -1)));
        }
        return new ElementPath(alternatives);
    }

    /** What a path leads to: an element, or the value of an attribute. */
    record Found(Optional<XmlElement> element, String value) {
        boolean isValue() {
            return element.isEmpty() || element.get().isLeaf();
        }
    }

    /** Everything that the first alternative with anything leads to, in the order of the document. */
    List<Found> find(XmlElement row) {
        List<Found> found = new ArrayList<>();
        for (List<String> steps : alternatives) {
            walk(row, steps, 0, found);
            if (!found.isEmpty()) {
                break;
            }
        }
        return found;
    }

    private static void walk(XmlElement at, List<String> steps, int step, List<Found> found) {
        if (step == steps.size()) {
            if (!at.isLeaf() || !at.value().isEmpty()) {
                found.add(new Found(Optional.of(at), at.value()));
            }
            return;
        }
        String name = steps.get(step);
        switch (name) {
            case "." -> walk(at, steps, step + 1, found);
            case ".." -> at.parent().ifPresent(parent -> walk(parent, steps, step + 1, found));
            case "\u0000" -> below(at, steps, step + 1, found);
            default -> {
                if (name.startsWith("@")) {
                    at.attribute(name.substring(1))
                            .map(String::strip)
                            .filter(value -> !value.isEmpty())
                            .ifPresent(value -> found.add(new Found(Optional.empty(), value)));
                } else {
                    at.children().stream()
                            .filter(child -> isNamed(child, name))
                            .forEach(child -> walk(child, steps, step + 1, found));
                }
            }
        }
    }

    /** The next step among all descendants. */
    private static void below(XmlElement at, List<String> steps, int step, List<Found> found) {
        for (XmlElement child : at.children()) {
            if (isNamed(child, steps.get(step))) {
                walk(child, steps, step + 1, found);
            }
            below(child, steps, step, found);
        }
    }

    private static boolean isNamed(XmlElement element, String name) {
        return name.equals("*")
                || (name.indexOf(':') < 0 ? name.equals(element.name()) : name.equals(element.qualifiedName()));
    }
}
