package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Refused rows: how many are allowed by which rule, and downloading them. */
class RefusedRowsTest {
    private final RunningHub hub = RunningHub.get();
    private final RefusedDelivery refused = new RefusedDelivery(hub);

    @Test
    void refusedRowsAreDownloadedColumnByColumnWithTheirReasons() throws Exception {
        String run = refused.published("refused-download", 49);
        assertThat(refused.text("/api/v1/runs/" + run + "/quarantine?format=csv"))
                .startsWith("\uFEFFid,plate,weight,note,_row,_rule,_column,_value,_reason,_raw\n")
                .contains("\n2,,2.50,\"no plate, \"\"quoted\"\" here\",2,required,plate,")
                .contains("\n3,粤C12345,heavy,not a number,3,type,weight,heavy,")
                .contains("\n4,粤D12345,99.50,too heavy,4,range,weight,");
        assertThat(refused.text("/api/v1/runs/" + run + "/quarantine"))
                .startsWith("row,column,rule,value,reason,raw\n2,plate,required,")
                .contains("3,粤C12345,heavy,not a number");
        assertThat(RefusedDelivery.sheet(refused.bytes("/api/v1/runs/" + run + "/quarantine?format=xlsx")))
                .contains("_reason")
                .contains("粤D12345");
        assertThat(hub.send("GET", "/api/v1/runs/" + run + "/quarantine?format=pdf", "", "", false)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void limitsOfSingleRulesDecideAndSayWhichOneWasBroken() throws Exception {
        Path file = refused.write("refused-limits", RefusedDelivery.DELIVERY);
        Map<String, Object> task = new HashMap<>();
        task.put("schema", RefusedDelivery.schema(49));
        task.put("thresholds", Map.of("default", Map.of("share", 0.5), "rules", Map.of("range", Map.of("rows", 0))));
        JsonNode run = hub.exchange("refused-limits", "file", Map.of("path", file.toString()), Map.of(), task);
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Rejected");
        List<String> thresholds = new ArrayList<>();
        run.path("findings").forEach(finding -> {
            if (finding.path("rule").asString("").equals("threshold")) {
                thresholds.add(finding.path("messageEn").asString(""));
            }
        });
        assertThat(thresholds)
                .containsExactly(
                        "refused-limits: 1 of 5 rows were refused by the rule range, more than the 0 rows that are allowed (thresholds.rules.range): nothing is published");
        HttpResponse<String> wrong = hub.send(
                "POST",
                "/api/v1/tasks",
                "application/json",
                "{\"id\":\"refused-limits\",\"source\":\"refused-limits\",\"thresholds\":{\"rules\":{\"uniqe\":{\"rows\":0}}}}",
                false);
        assertThat(wrong.statusCode()).isEqualTo(400);
    }
}
