package org.jiaohui.connector.targets.push;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Reach;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.TargetSide;
import org.jiaohui.connector.http.HttpSettings;
import org.jiaohui.connector.targets.StopGuard;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.CsvFeed;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts a batch as pages of NDJSON, keys {@code <batch>/1}, {@code <batch>/2} …, and then a closing request, key {@code <batch>}, with the counts. The rows only count
 * for the consumer once that has come. A batch that was cut off goes on at the page that the consumer says it lacks, where it says so.
 */
public record HttpTarget(AllowedHosts hosts) implements TargetConnector {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ConnectorDescription DESCRIPTION =
            new ConnectorDescription("http", "HTTP 推送", "HTTP push", settings());

    private static List<Setting> settings() {
        List<Setting> all = new ArrayList<>(List.of(
                Setting.required("url", "接收地址", "Address that receives", SettingType.URI),
                Setting.optional("page-rows", "每页行数", "Rows a page", SettingType.INTEGER, "5000"),
                Setting.secret("signing-secret", "签名密钥（HMAC-SHA256）", "Secret of the signature (HMAC-SHA256)")));
        all.addAll(HttpSettings.OF_HEADERS);
        all.add(Setting.optional("connect-timeout", "连接时限", "Connect time-out", SettingType.DURATION, "10s"));
        all.add(Setting.optional("read-timeout", "应答时限", "Longest wait for an answer", SettingType.DURATION, "30s"));
        return List.copyOf(all);
    }

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Set<DeliveryMode> modes() {
        return EnumSet.of(DeliveryMode.REPLACE, DeliveryMode.UPSERT);
    }

    @Override
    public DeliveryEffect deliver(DeliveryOrder order, RowFeed rows, RunProgress progress) {
        SettingValues values = values(order.target());
        try (PushClient client = new PushClient(values, hosts);
                StopGuard guard = new StopGuard(progress, client)) {
            State before = state(client, order);
            if (before.effect().isPresent()) {
                return before.effect().get();
            }
            Pages pages = new Pages(client, order, Math.max(1, values.integer("page-rows")), before.nextPage());
            DeliveryEffect effect = CsvFeed.send(pages.taking(rows), order.mode(), progress, (bytes, length) -> {});
            pages.finish();
            guard.check();
            close(client, order, effect, pages.count());
            return effect;
        } catch (ExchangeException failed) {
            progress.checkStop();
            throw failed;
        } catch (IOException broken) {
            throw new IllegalStateException("nothing is written but pages", broken);
        }
    }

    private static void close(PushClient client, DeliveryOrder order, DeliveryEffect effect, long pages) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("batchId", order.batch().value());
        members.put("resourceCode", order.dataset().value());
        members.put("place", order.place());
        members.put("version", order.to().toString());
        order.from().ifPresent(from -> members.put("previousVersion", from.toString()));
        members.put("content", order.mode().tellsOperations() ? "operations" : "rows");
        members.put("pages", pages);
        members.put("rows", effect.rows());
        members.put("bytes", effect.bytes());
        members.put("digestAlg", "SHA-256");
        members.put("digest", effect.digest());
        byte[] body = JSON.writeValueAsBytes(members);
        require(
                client,
                client.post(
                        order.batch().value(),
                        Map.of("X-Jiaohui-Batch", order.batch().value(), "X-Jiaohui-Complete", "true"),
                        body,
                        body.length));
    }

    @Override
    public Optional<DeliveryEffect> findEffect(DeliveryOrder order) {
        try (PushClient client = new PushClient(values(order.target()), hosts)) {
            return state(client, order).effect();
        } catch (IOException closing) {
            return Optional.empty();
        }
    }

    /** A consumer that tells what it keeps of a batch is believed; of one that does not, its 2xx to the closing request is the word. */
    @Override
    public Optional<Acknowledgement> findAcknowledgement(DeliveryOrder order, DeliveryEffect effect) {
        return Optional.of(Acknowledgement.kept(findEffect(order).orElse(effect), Instant.now()));
    }

    @Override
    public void test(Target target, Trial trial) {
        SettingValues values = values(target);
        URI address = PushClient.addressOf(values);
        Reach.targetSteps(trial, hosts, address.getHost(), Reach.portOf(address), values.duration("connect-timeout"));
        try (PushClient client = new PushClient(values, hosts)) {
            trial.step(TrialStep.AUTHENTICATE, () -> greet(client), status -> "HTTP " + status);
            TargetSide.writingUntold(trial);
        } catch (IOException closing) {
            throw new IllegalStateException(closing);
        }
    }

    /** An interface need not know the address that is asked for, but it must know who asks. */
    private static int greet(PushClient client) {
        PushClient.Answer answer = client.get("jiaohui-test");
        if (answer.status() == 401 || answer.status() == 403 || answer.status() >= 500) {
            require(client, answer);
        }
        return answer.status();
    }

    /** What the consumer says of a batch, when it tells at all: {@code {"complete":true,"rows":…,"bytes":…,"digest":…}} or {@code {"nextPage":7}}. */
    private record State(Optional<DeliveryEffect> effect, long nextPage) {}

    private static State state(PushClient client, DeliveryOrder order) {
        PushClient.Answer answer = client.get(order.batch().value());
        if (answer.status() != 200) {
            return new State(Optional.empty(), 1);
        }
        try {
            JsonNode told = JSON.readTree(answer.body());
            Optional<DeliveryEffect> effect = told.path("complete").asBoolean(false)
                    ? Optional.of(new DeliveryEffect(
                            told.path("rows").asLong(),
                            told.path("bytes").asLong(),
                            told.path("digest").asString("")))
                    : Optional.empty();
            return new State(effect, Math.max(1, told.path("nextPage").asLong(1)));
        } catch (JacksonException other) {
            return new State(Optional.empty(), 1);
        }
    }

    static void require(PushClient client, PushClient.Answer answer) {
        int status = answer.status();
        if (status / 100 == 2) {
            return;
        }
        String said = answer.body().substring(0, Math.min(500, answer.body().length()));
        ErrorCode code = switch (status) {
            case 401, 403, 407 -> ErrorCode.TARGET_REFUSED_LOGIN;
            case 400, 404, 405, 409, 410, 413, 415, 422 -> ErrorCode.TARGET_REFUSED_ROWS;
            default -> ErrorCode.TARGET_INTERRUPTED;
        };
        throw new ExchangeException(
                code, client.shown() + " 返回 HTTP " + status + " / answered HTTP " + status + ": " + said);
    }

    private static SettingValues values(Target target) {
        return SettingValues.of(DESCRIPTION, target.settings());
    }
}
