package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A download that is resumed after another version was published: the parts of one file, or one whole file. */
class ResumedDownloadsTest {
    private static final String FILE = "/api/v1/datasets/resumed/download/csv";

    private final RunningHub hub = RunningHub.get();

    @Test
    void neverMixesTwoVersions() throws Exception {
        publish("code,lanes\nA1,1\nA2,2\n");
        HttpResponse<String> first = ask("Range", "bytes=0-9");
        String older = first.headers().firstValue("ETag").orElseThrow();
        assertThat(first.body()).isEqualTo("code,lanes");
        HttpResponse<String> rest = ask("Range", "bytes=10-", "If-Range", older);
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.body()).isEqualTo("\nA1,1\nA2,2\n");

        String newer = "code,lanes\nB1,7\nB2,8\n";
        publish(newer);
        HttpResponse<String> whole = ask("Range", "bytes=10-", "If-Range", older);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(newer);
        assertThat(whole.headers().firstValue("Content-Length")).hasValue(String.valueOf(newer.length()));
        assertThat(whole.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        String now = whole.headers().firstValue("ETag").orElseThrow();
        for (String wrong : new String[] {"W/" + now, "Fri, 27 Nov 2026 08:00:00 GMT", "\"x\"", "x"}) {
            HttpResponse<String> answer = ask("Range", "bytes=10-", "If-Range", wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(200);
            assertThat(answer.body()).as(wrong).isEqualTo(newer);
        }
        assertThat(ask("Range", "bytes=900-", "If-Range", older).statusCode())
                .as("a range beyond the end of a file that the reader does not know")
                .isEqualTo(200);
        assertThat(ask("Range", "bytes=900-", "If-Range", now).statusCode()).isEqualTo(416);
    }

    @Test
    void isRefusedWhenTheReaderInsistsOnAnotherFile() throws Exception {
        publish("code,lanes\nC1,3\n");
        String now = ask().headers().firstValue("ETag").orElseThrow();
        for (String wrong : new String[] {"\"x\"", "W/" + now, "\"x\", \"y\""}) {
            HttpResponse<String> refused = ask("If-Match", wrong, "Range", "bytes=0-3");
            assertThat(refused.statusCode()).as(wrong + refused.body()).isEqualTo(412);
            assertThat(refused.body()).contains("PRECONDITION_FAILED", "条件不成立", " / ", now.replace("\"", "\\\""));
        }
        for (String right : new String[] {now, "*", "\"x\", " + now}) {
            assertThat(ask("If-Match", right).statusCode()).as(right).isEqualTo(200);
            assertThat(ask("If-Match", right, "Range", "bytes=0-3").statusCode())
                    .as(right)
                    .isEqualTo(206);
        }
        assertThat(ask("If-Match", now, "If-None-Match", now).statusCode()).isEqualTo(304);
    }

    private HttpResponse<String> ask(String... headers) {
        return hub.send("GET", FILE, "", "", true, headers);
    }

    private void publish(String content) throws Exception {
        Path file = Files.createDirectories(hub.home.resolve("inbox")).resolve("resumed.csv");
        Files.writeString(file, content);
        hub.exchange("resumed", "file", Map.of("path", file.toString()), Map.of(), Map.of());
    }
}
