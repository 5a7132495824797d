package org.jiaohui.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.schedule.Schedule;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.Constraint;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.deser.std.FromStringDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The stable JSON form of the domain's records: what the ledger's JSONB columns hold. Identifiers, versions and column types are texts ({@code "v3"},
 * {@code "decimal(10,2)"}), exact numbers are texts, times are ISO 8601, absence is null, alternatives carry a {@code type}. Unknown properties are
 * ignored, so that an older program reads what a newer one wrote.
 */
public final class LedgerJson {
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Constraint.Length.class, name = "length"),
        @JsonSubTypes.Type(value = Constraint.Matches.class, name = "pattern"),
        @JsonSubTypes.Type(value = Constraint.CodeList.class, name = "code-list"),
        @JsonSubTypes.Type(value = Constraint.Range.class, name = "range"),
        @JsonSubTypes.Type(value = Constraint.Unique.class, name = "unique"),
        @JsonSubTypes.Type(value = Constraint.CheckDigit.class, name = "check-digit"),
        @JsonSubTypes.Type(value = Constraint.Fresh.class, name = "fresh")
    })
    interface TaggedConstraint {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = CatalogueChange.Put.class, name = "put"),
        @JsonSubTypes.Type(value = CatalogueChange.Withdraw.class, name = "withdraw")
    })
    interface TaggedChange {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Schedule.Interval.class, name = "interval"),
        @JsonSubTypes.Type(value = Schedule.Cron.class, name = "cron"),
        @JsonSubTypes.Type(value = Schedule.OnWorkingDays.class, name = "working-days"),
        @JsonSubTypes.Type(value = Schedule.OnArrival.class, name = "arrival"),
        @JsonSubTypes.Type(value = Schedule.AfterTask.class, name = "after")
    })
    interface TaggedSchedule {}

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addMixIn(Constraint.class, TaggedConstraint.class)
            .addMixIn(CatalogueChange.class, TaggedChange.class)
            .addMixIn(Schedule.class, TaggedSchedule.class)
            .addModule(texts())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private LedgerJson() {}

    /** A value as JSON. {@code type} is the type that {@link #read} will be asked for: of a {@link CatalogueChange}, the sealed type itself. */
    public static <T> String write(T value, Class<? super T> type) {
        return MAPPER.writerFor(type).writeValueAsString(value);
    }

    /** Text, number, list or map of such. */
    public static <T> String write(T value, TypeReference<? super T> type) {
        return MAPPER.writerFor(type).writeValueAsString(value);
    }

    /** @throws JacksonException when the text is not the JSON of such a value */
    public static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /** @throws JacksonException when the text is not the JSON of such a value */
    public static <T> T read(String json, TypeReference<T> type) {
        return MAPPER.readValue(json, type);
    }

    /** The text as PostgreSQL can hold it: NUL and unpaired surrogates, which foreign data may bring, become U+FFFD. */
    static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        return text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static SimpleModule texts() {
        SimpleModule module = new SimpleModule("ledger");
        text(module, String.class, Function.identity());
        text(module, DatasetId.class, DatasetId::new);
        text(module, RunId.class, RunId::new);
        text(module, TaskId.class, TaskId::new);
        text(module, SourceId.class, SourceId::new);
        text(module, VersionNumber.class, VersionNumber::parse);
        text(module, ColumnType.class, ColumnType::parse);
        text(module, BigDecimal.class, BigDecimal::new);
        return module;
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, new TextSerializer<>(type));
        if (type != String.class) {
            module.addDeserializer(type, new TextDeserializer<>(type, parse));
        }
    }

    private static final class TextSerializer<T> extends StdSerializer<T> {
        TextSerializer(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializationContext context) {
            json.writeString(storable(value.toString()));
        }
    }

    private static final class TextDeserializer<T> extends FromStringDeserializer<T> {
        private final transient Function<String, T> parse;

        TextDeserializer(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        protected T _deserialize(String value, DeserializationContext context) {
            return parse.apply(value);
        }
    }
}
