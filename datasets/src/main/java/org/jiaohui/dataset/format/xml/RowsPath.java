package org.jiaohui.dataset.format.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/**
 * Which elements of a document are rows: the part of XPath that a stream can answer. {@code /a/b} from the root, {@code //b} at any depth, {@code *} for any
 * name, {@code [@x='y']} for an attribute; several paths joined by {@code |}. {@code b} means the local name whatever its namespace, {@code p:b} the name as the document writes it.
 */
record RowsPath(List<List<Step>> alternatives) {
    private static final Pattern STEP = Pattern.compile(
            "(//?)([\\p{L}_][\\p{L}\\p{N}_.-]*(?::[\\p{L}_][\\p{L}\\p{N}_.-]*)?|\\*)(?:\\[@([\\p{L}_][\\p{L}\\p{N}_.:-]*)=(?:'([^']*)'|\"([^\"]*)\")])?");

    /** One step; {@code anywhere} when any number of elements may lie between it and the step before. */
    record Step(boolean anywhere, String name, Optional<Condition> condition) {
        boolean matches(XmlElement element) {
            boolean named = name.equals("*")
                    || (name.indexOf(':') < 0 ? name.equals(element.name()) : name.equals(element.qualifiedName()));
            return named
                    && condition
                            .map(each -> element.attribute(each.attribute())
                                    .filter(each.value()::equals)
                                    .isPresent())
                            .orElse(true);
        }
    }

    /** An attribute that must have a value. */
    record Condition(String attribute, String value) {}

    RowsPath {
        alternatives = List.copyOf(alternatives);
    }

    static RowsPath parse(String text) {
        List<List<Step>> alternatives = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        String path = text.strip();
        Matcher step = STEP.matcher(path);
        int at = 0;
        while (step.find() && step.start() == at) {
            at = step.end();
            String value = step.group(4) == null ? step.group(5) : step.group(4);
            steps.add(new Step(
                    step.group(1).equals("//"),
                    step.group(2),
                    Optional.ofNullable(step.group(3)).map(name -> new Condition(name, value))));
            if (at < path.length() && path.charAt(at) == '|') {
                alternatives.add(List.copyOf(steps));
                steps.clear();
                at++;
            }
        }
        alternatives.add(List.copyOf(steps));
        if (steps.isEmpty() || at != path.length()) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "rowsPath “%s”不是可用的 XML 路径，应如 /a/b、//b、//b[@x='y'] / the rowsPath \"%s\" is no path that can be used for XML; write /a/b, //b or //b[@x='y']"
                            .formatted(text, text));
        }
        return new RowsPath(alternatives);
    }

    /** Whether the innermost of the open elements, given from the root on, is a row. */
    boolean matches(List<XmlElement> open) {
        return matches(open, Step::matches);
    }

    /** Whether the last of these local names, given from the root on, may be a row's. */
    boolean mayMatch(List<String> names) {
        return matches(
                names,
                (step, name) -> step.name().equals("*")
                        || step.name().substring(step.name().indexOf(':') + 1).equals(name));
    }

    private <T> boolean matches(List<T> open, BiPredicate<Step, T> fits) {
        return alternatives.stream().anyMatch(steps -> matches(open, open.size() - 1, steps, steps.size() - 1, fits));
    }

    private static <T> boolean matches(
            List<T> open, int element, List<Step> steps, int step, BiPredicate<Step, T> fits) {
        if (element < 0 || !fits.test(steps.get(step), open.get(element))) {
            return false;
        }
        boolean anywhere = steps.get(step).anywhere();
        if (step == 0) {
            return anywhere || element == 0;
        }
        for (int above = element - 1; above >= (anywhere ? 0 : element - 1); above--) {
            if (matches(open, above, steps, step - 1, fits)) {
                return true;
            }
        }
        return false;
    }
}
