package org.jiaohui.connector.kafka;

import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.jiaohui.connector.SettingValues;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes a JSON object of a record's value. */
@FunctionalInterface
interface RecordDecoder {
    JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws IOException when the value is not what the settings say */
    ObjectNode decode(byte[] value) throws IOException;

    static RecordDecoder of(SettingValues settings) {
        return switch (settings.text("value-format")) {
            case "avro" -> avro(schema(settings.text("avro-schema")), 0);
            case "avro-with-header" -> avro(schema(settings.text("avro-schema")), 5);
            default -> RecordDecoder::json;
        };
    }

    private static ObjectNode json(byte[] value) throws IOException {
        try {
            JsonNode node = JSON.readTree(value);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new IOException("no JSON object");
        } catch (JacksonException broken) {
            throw new IOException(broken.getOriginalMessage(), broken);
        }
    }

    /** @param header bytes before the value: five where a schema registry has put its mark and number there */
    private static RecordDecoder avro(Schema schema, int header) {
        GenericData types = new GenericData();
        types.addLogicalTypeConversion(new Conversions.DecimalConversion());
        types.addLogicalTypeConversion(new TimeConversions.DateConversion());
        types.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        types.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
        types.addLogicalTypeConversion(new TimeConversions.LocalTimestampMillisConversion());
        GenericDatumReader<Object> reader = new GenericDatumReader<>(schema, schema, types);
        return value -> {
            if (value.length < header) {
                throw new IOException("shorter than its header");
            }
            try {
                Object read = reader.read(
                        null, DecoderFactory.get().binaryDecoder(value, header, value.length - header, null));
                return json(types.toString(read).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } catch (AvroRuntimeException | IndexOutOfBoundsException broken) {
                throw new IOException(String.valueOf(broken.getMessage()), broken);
            }
        };
    }

    private static Schema schema(String text) {
        try {
            return new Schema.Parser().parse(text);
        } catch (SchemaParseException broken) {
            throw SettingValues.wrong("设置项 \"avro-schema\" 不是 Avro 结构 / is no Avro schema: " + broken.getMessage());
        }
    }
}
