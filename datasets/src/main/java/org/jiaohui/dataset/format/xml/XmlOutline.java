package org.jiaohui.dataset.format.xml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jiaohui.dataset.format.row.Broken;

/**
 * Which elements repeat in a document, so that one of them can be its rows: those that occur several times inside an element that occurs once, and that have
 * attributes or elements of their own.
 */
final class XmlOutline {
    private static final int MOST_PATHS = 10_000;

    private final XmlText text;
    private final Place root = new Place("", Optional.empty());
    private int places;

    private XmlOutline(XmlText text) {
        this.text = text;
    }

    /** All elements of one path. */
    private static final class Place {
        private final String path;
        private final Optional<Place> parent;
        private final Map<String, Place> children = new LinkedHashMap<>();
        private long count;
        private boolean attributes;

        private Place(String path, Optional<Place> parent) {
            this.path = path;
            this.parent = parent;
        }

        private boolean hasParts() {
            return attributes || !children.isEmpty();
        }

        private boolean isRow() {
            return count > 1
                    && hasParts()
                    && parent.map(around -> around.count == 1).orElse(false);
        }

        /** One element that has nothing but values in it, as a list with a single entry has. */
        private boolean isOnlyRow() {
            return count == 1
                    && !children.isEmpty()
                    && children.values().stream().noneMatch(Place::hasParts);
        }
    }

    static XmlOutline of(XmlText text) {
        XmlOutline outline = new XmlOutline(text);
        XMLStreamReader xml = text.open();
        try {
            outline.read(xml);
        } catch (XMLStreamException e) {
            throw text.broken(e);
        } finally {
            close(xml);
        }
        return outline;
    }

    private void read(XMLStreamReader xml) throws XMLStreamException {
        Place at = root;
        root.count = 1;
        while (xml.hasNext()) {
            switch (SafeXml.next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    Place around = at;
                    at = around.children.computeIfAbsent(xml.getLocalName(), name -> place(around, name));
                    at.count++;
                    at.attributes |= xml.getAttributeCount() > 0;
                }
                case XMLStreamConstants.END_ELEMENT -> at = at.parent.orElse(root);
                default -> {}
            }
        }
    }

    private Place place(Place around, String name) {
        if (++places > MOST_PATHS) {
            throw Broken.format(
                    text.name(),
                    "元素的路径超过 " + MOST_PATHS + " 种，不像表格；请声明 rowsPath",
                    "has more than " + MOST_PATHS + " different paths of elements: not a table; declare rowsPath");
        }
        return new Place(around.path + "/" + name, Optional.of(around));
    }

    /** The path of the rows. */
    String rows() {
        List<Place> found = candidates();
        long most = found.stream().mapToLong(place -> place.count).max().orElse(0);
        List<Place> best = found.stream().filter(place -> place.count == most).toList();
        if (best.size() == 1) {
            return best.getFirst().path;
        }
        if (found.isEmpty()) {
            List<Place> single = new ArrayList<>();
            collect(root, Place::isOnlyRow, single);
            if (single.size() == 1) {
                return single.getFirst().path;
            }
            throw Broken.noTable(
                    text.name(),
                    "XML 中没有唯一的重复元素可作为行；请声明 rowsPath，如 /根/行",
                    "no element of this XML repeats, so that it could be the rows; declare rowsPath, such as /root/row");
        }
        String paths = String.join(", ", listed(best));
        throw Broken.noTable(
                text.name(),
                "有几种元素重复得一样多（" + paths + "），请声明 rowsPath",
                "several elements repeat equally often (" + paths + "); declare rowsPath");
    }

    /** Every element that could be a row, with its number. */
    List<String> listed() {
        return listed(candidates());
    }

    /** The same without the rows at one path. */
    List<String> beside(String rows) {
        return listed(
                candidates().stream().filter(place -> !place.path.equals(rows)).toList());
    }

    /** Whether any element may be a row at a path. */
    boolean has(RowsPath rows) {
        List<Place> found = new ArrayList<>();
        collect(root, place -> rows.mayMatch(List.of(place.path.substring(1).split("/", -1))), found);
        return !found.isEmpty();
    }

    /** Every element that could be a row, with its number, unless it lies in or around elements of these names. */
    List<String> outside(List<String> names) {
        return listed(candidates().stream()
                .filter(place -> names.stream().noneMatch(name -> (place.path + "/").contains("/" + name + "/")))
                .toList());
    }

    private static List<String> listed(List<Place> places) {
        return places.stream()
                .limit(20)
                .map(place -> place.path + " (" + place.count + ")")
                .toList();
    }

    private List<Place> candidates() {
        List<Place> found = new ArrayList<>();
        collect(root, Place::isRow, found);
        return found;
    }

    private static void collect(Place place, java.util.function.Predicate<Place> wanted, List<Place> into) {
        for (Place child : place.children.values()) {
            if (wanted.test(child)) {
                into.add(child);
            }
            collect(child, wanted, into);
        }
    }

    private static void close(XMLStreamReader xml) {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }
}
