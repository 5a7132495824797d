package org.jiaohui.hub.alert;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.alert.Alert;
import org.jiaohui.exchange.alert.AlertNotice;
import org.jiaohui.exchange.run.RunId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How a notice reads. */
public final class NoticeText {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter FOR_PEOPLE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss XXX").withZone(BEIJING);

    private final URI baseUrl;

    /** @param baseUrl address under which people reach the hub */
    public NoticeText(URI baseUrl) {
        this.baseUrl = baseUrl;
    }

    String json(AlertNotice notice) {
        Alert alert = notice.alert();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("notice", notice.id());
        body.put("event", notice.event().label());
        body.put("alert", alert.id());
        body.put("rule", alert.rule().label());
        body.put("task", alert.task().value());
        body.put("run", alert.run().map(RunId::value).orElse(null));
        body.put("message", alert.message());
        body.put("messageEn", alert.messageEn());
        body.put("raisedAt", beijing(alert.raisedAt()));
        body.put("recoveredAt", alert.recoveredAt().map(NoticeText::beijing).orElse(null));
        body.put("link", link(alert));
        return JsonMapper.shared().writeValueAsString(body);
    }

    /** One line, without control characters: a header. */
    String subject(AlertNotice notice) {
        Alert alert = notice.alert();
        boolean over = notice.event() == AlertNotice.Event.RECOVERED;
        return (over ? "[恢复 / recovered] " : "[告警 / alert] ") + alert.rule().title() + " / "
                + alert.rule().titleEn() + ": " + alert.task();
    }

    String letter(AlertNotice notice) {
        Alert alert = notice.alert();
        Optional<Instant> over = alert.recoveredAt();
        return alert.message() + "\n" + alert.messageEn() + "\n\n任务 / task: " + alert.task()
                + alert.run().map(run -> "\n运行 / run: " + run).orElse("")
                + "\n出现 / raised: " + FOR_PEOPLE.format(alert.raisedAt())
                + over.map(at -> "\n恢复 / recovered: " + FOR_PEOPLE.format(at)).orElse("") + "\n\n" + link(alert) + "\n";
    }

    private String link(Alert alert) {
        return baseUrl + alert.run().map(run -> "/exchange/runs/" + run).orElse("/exchange/tasks");
    }

    private static String beijing(Instant instant) {
        return instant.atZone(BEIJING).toOffsetDateTime().toString();
    }
}
