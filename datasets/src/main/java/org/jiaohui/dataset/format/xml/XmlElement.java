package org.jiaohui.dataset.format.xml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An element with what lies in it: a row, or a part of one. Elements around a row keep their attributes, and of what came before the row only short texts.
 */
final class XmlElement {
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    private static final Set<String> NO_DATA = Set.of("nil", "schemaLocation", "noNamespaceSchemaLocation");

    private final String prefix;
    private final String name;
    private final Optional<XmlElement> parent;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<XmlElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private long size = 1;

    private XmlElement(String prefix, String name, Optional<XmlElement> parent) {
        this.prefix = prefix;
        this.name = name;
        this.parent = parent;
    }

    /** The element that has just started, without what lies in it. */
    static XmlElement started(XMLStreamReader xml, Optional<XmlElement> parent) {
        String prefix = xml.getPrefix() == null ? "" : xml.getPrefix();
        XmlElement element = new XmlElement(prefix, xml.getLocalName(), parent);
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String name = xml.getAttributeLocalName(i);
            boolean instance = INSTANCE.equals(xml.getAttributeNamespace(i));
            if (!instance || !NO_DATA.contains(name)) {
                element.attributes.putIfAbsent(name, xml.getAttributeValue(i));
            }
        }
        return element;
    }

    String name() {
        return name;
    }

    /** With the prefix that the document writes. */
    String qualifiedName() {
        return prefix.isEmpty() ? name : prefix + ":" + name;
    }

    Optional<XmlElement> parent() {
        return parent;
    }

    List<XmlElement> children() {
        return children;
    }

    /** Values by local name. */
    Map<String, String> attributes() {
        return attributes;
    }

    Optional<String> attribute(String written) {
        return Optional.ofNullable(attributes.get(written.substring(written.indexOf(':') + 1)));
    }

    /** How many elements it was before some of them were forgotten. */
    long size() {
        return size;
    }

    void grow(long by) {
        size += by;
    }

    /** What its attributes take of the memory, counted as their characters and something for each. */
    long attributesLength() {
        long length = 0;
        for (String value : attributes.values()) {
            length += 50 + value.length();
        }
        return length;
    }

    StringBuilder text() {
        return text;
    }

    /** Its own text without the white space at both ends. */
    String value() {
        return text.toString().strip();
    }

    boolean isLeaf() {
        return children.isEmpty();
    }

    /** Whether it is no more than a value. */
    boolean isPlain() {
        return children.isEmpty() && attributes.isEmpty();
    }

    /** A plain element is its text; any other an object of {@code @attributes}, children by name, in lists where there are several, and {@code #text}. */
    JsonNode json() {
        if (isPlain()) {
            String value = value();
            return value.isEmpty() ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.stringNode(value);
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        attributes.forEach((key, value) -> object.put("@" + key, value));
        for (XmlElement child : children) {
            JsonNode before = object.get(child.name);
            if (before == null) {
                object.set(child.name, child.json());
            } else if (before instanceof ArrayNode list) {
                list.add(child.json());
            } else {
                object.set(
                        child.name,
                        JsonNodeFactory.instance.arrayNode().add(before).add(child.json()));
            }
        }
        String value = value();
        if (!value.isEmpty()) {
            object.put("#text", value);
        }
        return object;
    }
}
