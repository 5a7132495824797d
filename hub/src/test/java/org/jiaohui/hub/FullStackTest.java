package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jiaohui.catalog.search.SearchNodeProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What docker/compose.yaml sets up, without Docker: two hub processes on a PostgreSQL, an Elasticsearch and an S3 server that were started apart from them,
 * joined by settings alone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FullStackTest {
    @TempDir
    static Path folder;

    private EmbeddedPostgres postgres;
    private SearchNodeProcess search;
    private ObjectServer objects;
    private HubProcess one;
    private HubProcess two;
    private final int searchPort = HubProcess.freePort();
    private final int objectsPort = HubProcess.freePort();

    @BeforeAll
    void startServersAndThenHubs() throws Exception {
        postgres = EmbeddedPostgres.start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role jiaohui login password 'secret'");
            statement.execute("create database jiaohui owner jiaohui");
        }
        objects = ObjectServer.start(folder, objectsPort);
        search = startSearch();
        Files.createDirectories(folder.resolve("inbox"));
        // Both at once, as after a power cut: each finds the other making the same tables and the same bucket.
        List<HubProcess> hubs =
                HubProcess.startTogether(List.of(folder.resolve("one"), folder.resolve("two")), settings());
        one = hubs.getFirst();
        two = hubs.getLast();
    }

    @AfterAll
    void stop() throws Exception {
        one.close();
        two.close();
        search.close();
        objects.close();
        postgres.close();
    }

    private Map<String, String> settings() {
        return Map.of(
                "jiaohui.database.url",
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/jiaohui",
                "jiaohui.database.user",
                "jiaohui",
                "jiaohui.database.password",
                "secret",
                "jiaohui.search.address",
                "http://127.0.0.1:" + searchPort,
                "jiaohui.objects.endpoint",
                "http://127.0.0.1:" + objectsPort,
                "jiaohui.objects.access-key",
                ObjectServer.ACCESS_KEY,
                "jiaohui.objects.secret-key",
                ObjectServer.SECRET_KEY,
                "jiaohui.uploads",
                folder.resolve("shared/uploads").toString(),
                "jiaohui.secret-key-file",
                folder.resolve("shared/secret.key").toString(),
                "jiaohui.file-roots",
                folder.resolve("inbox").toString());
    }

    private SearchNodeProcess startSearch() {
        SearchNodeProcess node = SearchNodeProcess.start(
                Path.of(System.getProperty("java.home")),
                List.of(
                        HubProcess.searchNode().resolve("classes").toString(),
                        HubProcess.searchNode().resolve("lib").toString() + "/*"),
                folder.resolve("search"),
                searchPort);
        Runtime.getRuntime().addShutdownHook(new Thread(node::close));
        return node;
    }

    @Test
    void whatOneHubPublishesTheOtherFindsReadsAndServes() throws Exception {
        Path file =
                Files.writeString(folder.resolve("inbox/ports.csv"), "code,港口,berths\nCNSHA,上海港,100\nCNNGB,宁波舟山港,80\n");
        one.registerFile("ports", file);
        JsonNode run = one.awaitRun(one.begin("ports"));
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        for (HubProcess hub : List.of(one, two)) {
            HubProcess.await("found on " + hub.address, () -> found(hub, "ports") == 1);
            assertThat(hub.get("/api/v1/datasets/ports/records?where=berths%20%3E%2090")
                            .path("rows")
                            .get(0)
                            .get(1)
                            .asString(""))
                    .isEqualTo("上海港");
            HttpResponse<String> csv = hub.send("GET", "/api/v1/datasets/ports/download/csv", "");
            assertThat(csv.body()).contains("CNNGB,宁波舟山港,80");
            HubProcess.await(
                    "in the graph of " + hub.address,
                    () -> hub.send(
                                    "GET",
                                    "/sparql?query=ASK%20%7B%20%3Fd%20a%20%3Chttp%3A%2F%2Fwww.w3.org%2Fns%2Fdcat%23Dataset%3E%20%7D",
                                    "")
                            .body()
                            .contains("true"));
        }
        assertThat(folder.resolve("one/objects")).doesNotExist();
        assertThat(folder.resolve("one/postgres")).doesNotExist();
    }

    @Test
    void anUploadIsReadByWhicheverHubClaimsItsRun() {
        for (int i = 0; i < 6; i++) {
            HubProcess receiver = i % 2 == 0 ? one : two;
            JsonNode begun = receiver.publish("upload-" + i, "up.csv", "a,b\n1," + i + "\n");
            JsonNode run = two.awaitRun(begun.path("id").asString(""));
            assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        }
    }

    @Test
    void whileTheSearchIsDownEverythingElseGoesOnAndItCatchesUpByItself() throws Exception {
        Path file = Files.writeString(folder.resolve("inbox/quiet.csv"), "a,b\n1,2\n");
        one.registerFile("quiet", file);
        ProcessHandle node = ProcessHandle.of(search.pid()).orElseThrow();
        node.destroyForcibly();
        node.onExit().get(20, TimeUnit.SECONDS);
        for (int i = 0; i < 3; i++) {
            Files.writeString(file, "a,b\n1,2\n3," + i + "\n");
            assertThat(one.awaitRun(one.begin("quiet")).path("outcome").asString(""))
                    .isEqualTo("Published");
        }
        HubProcess.await(
                "the search is DOWN by name", () -> health(one, "search").equals("DOWN"));
        assertThat(health(one, "database")).isEqualTo("UP");
        assertThat(health(one, "graph")).isEqualTo("UP");
        assertThat(health(one, "objects")).isEqualTo("UP");
        assertThat(one.send("GET", "/actuator/health/readiness", "").statusCode())
                .isEqualTo(200);
        assertThat(one.get("/api/v1/datasets/quiet").path("version").asString(""))
                .isEqualTo("v3");
        search = startSearch();
        HubProcess.await("found again", () -> found(one, "quiet") == 1);
        HubProcess.await("the search is UP", () -> health(one, "search").equals("UP"));
    }

    @Test
    @Order(Integer.MAX_VALUE) // one hub is gone afterwards
    void theOtherHubTakesOverTheRunOfOneThatWasKilled() throws Exception {
        CountDownLatch firstCame = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        HttpServer source = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        source.setExecutor(Executors.newCachedThreadPool());
        source.createContext("/", exchange -> {
            byte[] body = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
            boolean allowed =
                    "Bearer token-of-source".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (calls.incrementAndGet() == 1) {
                firstCame.countDown();
                awaitQuietly(killed);
            }
            exchange.sendResponseHeaders(allowed ? 200 : 401, allowed ? body.length : -1);
            if (allowed) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        source.start();
        try {
            one.post(
                    "/api/v1/sources",
                    Map.of(
                            "id",
                            "slow",
                            "connector",
                            "http",
                            "settings",
                            Map.of(
                                    "url",
                                    "http://127.0.0.1:" + source.getAddress().getPort() + "/slow.csv",
                                    "bearer-token",
                                    "token-of-source")));
            one.post("/api/v1/tasks", Map.of("id", "slow", "source", "slow"));
            String run = one.begin("slow");
            assertThat(firstCame.await(60, TimeUnit.SECONDS)).isTrue();
            boolean first = owner(run)
                    .equals(Files.readString(folder.resolve("one/node-id")).strip());
            HubProcess dying = first ? one : two;
            HubProcess living = first ? two : one;
            dying.kill();
            killed.countDown();
            JsonNode ended = living.awaitRun(run);
            assertThat(ended.path("outcome").asString("")).as(ended.toString()).isEqualTo("Published");
            assertThat(ended.path("attempt").asInt()).isEqualTo(2);
            assertThat(living.get("/api/v1/datasets/slow/versions")
                            .path("versions")
                            .size())
                    .isEqualTo(1);
        } finally {
            killed.countDown();
            source.stop(0);
        }
    }

    private String owner(String run) throws Exception {
        try (Connection connection = postgres.getDatabase("jiaohui", "jiaohui").getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select owner from ledger.run where id = '" + run + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    private static long found(HubProcess hub, String words) {
        HttpResponse<String> answer = hub.send("GET", "/api/v1/datasets?q=" + words, "");
        return answer.statusCode() == 200
                ? HubProcess.JSON.readTree(answer.body()).path("total").asLong()
                : -1;
    }

    private static String health(HubProcess hub, String part) {
        return HubProcess.JSON
                .readTree(hub.send("GET", "/actuator/health", "").body())
                .path("components")
                .path(part)
                .path("status")
                .asString("");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(3, TimeUnit.MINUTES);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
