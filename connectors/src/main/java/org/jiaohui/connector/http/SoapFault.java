package org.jiaohui.connector.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** What a SOAP service says when it fails: {@code faultcode} and {@code faultstring} of SOAP 1.1, {@code Code} and {@code Reason} of SOAP 1.2. */
record SoapFault(String code, String reason) {
    private static final int MOST = 300;
    private static final int MOST_EVENTS = 10_000;

    /** Looks no further than the first element of the body; empty when it is no fault, or the document no envelope. */
    static Optional<SoapFault> find(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return find(in);
        } catch (IOException e) {
            throw new ExchangeException(
                    ErrorCode.DISK_FULL, "无法读取暂存文件 " + file + " / a spooled file cannot be read", e);
        }
    }

    static Optional<SoapFault> find(InputStream in) throws IOException {
        BufferedInputStream body = new BufferedInputStream(in);
        body.mark(16);
        byte[] head = body.readNBytes(16);
        body.reset();
        if (!new String(head, java.nio.charset.StandardCharsets.ISO_8859_1)
                .replace("\u00ef\u00bb\u00bf", "")
                .stripLeading()
                .startsWith("<")) {
            return Optional.empty();
        }
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(body);
            try {
                return atFault(xml) ? Optional.of(read(xml)) : Optional.empty();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException noXml) {
            return Optional.empty();
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /** Goes to the first element in the body of an envelope; true when it is a fault. */
    private static boolean atFault(XMLStreamReader xml) throws XMLStreamException {
        int depth = 0;
        boolean inBody = false;
        for (int i = 0; i < MOST_EVENTS && xml.hasNext(); i++) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = xml.getLocalName();
                depth++;
                if ((depth == 1 && !name.equals("Envelope")) || inBody) {
                    return inBody && name.equals("Fault");
                }
                inBody = depth == 2 && name.equals("Body");
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
        return false;
    }

    private static SoapFault read(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder code = new StringBuilder();
        StringBuilder reason = new StringBuilder();
        Deque<String> path = new ArrayDeque<>();
        int depth = 1;
        for (int i = 0; i < MOST_EVENTS && depth > 0 && xml.hasNext(); i++) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    path.push(xml.getLocalName());
                    add(code, " ");
                    add(reason, " ");
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    path.poll();
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    String at = String.valueOf(path.peek());
                    if (at.equals("faultcode") || (at.equals("Value") && path.contains("Code"))) {
                        add(code, xml.getText());
                    } else if (at.equals("faultstring") || (at.equals("Text") && path.contains("Reason"))) {
                        add(reason, xml.getText());
                    }
                }
                default -> {}
            }
        }
        return new SoapFault(tidy(code), tidy(reason));
    }

    private static String tidy(StringBuilder text) {
        return text.toString().strip().replaceAll("\\s+", " ");
    }

    private static void add(StringBuilder to, String text) {
        to.append(text, 0, Math.clamp(MOST - to.length(), 0, text.length()));
    }

    /** The sentence for people. */
    String told() {
        return "返回 SOAP 错误：faultcode “" + code + "”，faultstring “" + reason
                + "” / answered with a SOAP Fault: faultcode \"" + code + "\", faultstring \"" + reason + "\"";
    }
}
