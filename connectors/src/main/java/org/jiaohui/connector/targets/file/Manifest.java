package org.jiaohui.connector.targets.file;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.delivery.BatchId;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What lies beside a delivered file and says that it is complete. */
record Manifest(
        DeliveryOrder order,
        String format,
        String fileName,
        long bytes,
        String digest,
        DeliveryEffect effect,
        Instant createdAt) {
    private static final JsonMapper JSON = JsonMapper.shared();

    String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("resourceCode", order.dataset().value());
        members.put("batchId", order.batch().value());
        members.put("version", order.to().toString());
        order.from().ifPresent(from -> members.put("previousVersion", from.toString()));
        members.put("content", order.mode().tellsOperations() ? "operations" : "rows");
        members.put("format", format);
        members.put("fileName", fileName);
        members.put("bytes", bytes);
        members.put("rows", effect.rows());
        members.put("digestAlg", "SHA-256");
        members.put("digest", digest);
        members.put("rowBytes", effect.bytes());
        members.put("rowDigest", effect.digest());
        members.put("encoding", "UTF-8");
        members.put("createdAt", createdAt.toString());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(members) + "\n";
    }

    /** The effect that a manifest tells of, when it is of this batch and whole. */
    static Optional<DeliveryEffect> effectIn(byte[] json, BatchId batch) {
        return told(json, batch)
                .map(manifest -> new DeliveryEffect(
                        manifest.path("rows").asLong(),
                        manifest.path("rowBytes").asLong(),
                        manifest.path("rowDigest").asString("")));
    }

    /** In which format the file of this batch is, as its manifest says. */
    static Optional<DeliveredFormat> formatIn(byte[] json, BatchId batch) {
        return told(json, batch)
                .flatMap(manifest -> Arrays.stream(DeliveredFormat.values())
                        .filter(format ->
                                format.word().equals(manifest.path("format").asString("")))
                        .findFirst());
    }

    /** Whether a manifest is of this batch and tells of just this file and effect. */
    static boolean tells(byte[] json, BatchId batch, long bytes, String digest, DeliveryEffect effect) {
        return told(json, batch)
                        .filter(manifest -> manifest.path("bytes").asLong() == bytes
                                && manifest.path("digest").asString("").equals(digest))
                        .isPresent()
                && effectIn(json, batch).filter(effect::equals).isPresent();
    }

    private static Optional<JsonNode> told(byte[] json, BatchId batch) {
        try {
            return Optional.of(JSON.readTree(json))
                    .filter(manifest -> manifest.path("batchId").asString("").equals(batch.value()));
        } catch (JacksonException broken) {
            return Optional.empty();
        }
    }
}
