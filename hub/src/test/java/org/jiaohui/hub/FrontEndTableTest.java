package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A front-end exchange table from its waiting rows to a published version, and what the table says afterwards. */
class FrontEndTableTest {
    private final RunningHub hub = RunningHub.get();
    private final DatabaseConnection database = hub.context.getBean(DatabaseConnection.class);

    @Test
    void rowsAreTakenOnceAndTheTableIsToldUntilItKnows() throws Exception {
        sql("CREATE SCHEMA front");
        sql(
                "CREATE TABLE front.gates (id BIGINT PRIMARY KEY, name TEXT, status CHAR(1) NOT NULL, claim VARCHAR(40), err TEXT)");
        sql("INSERT INTO front.gates SELECT i, '站' || i, '0', NULL, NULL FROM generate_series(1, 1000) i");
        // The hub can publish but cannot tell the table: as if it had been killed between the two.
        sql("""
            CREATE FUNCTION front.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN IF NEW.status = '2' THEN RAISE EXCEPTION 'the table cannot be told'; END IF; RETURN NEW; END $$""");
        sql("CREATE TRIGGER refuse BEFORE UPDATE ON front.gates FOR EACH ROW EXECUTE FUNCTION front.refuse()");
        Map<String, String> settings = Map.of(
                "url",
                database.url(),
                "user",
                database.user(),
                "password",
                database.password(),
                "schema",
                "front",
                "table",
                "gates",
                "status-column",
                "status",
                "claim-column",
                "claim",
                "error-column",
                "err",
                "order-columns",
                "id");
        JsonNode run = hub.exchange("front-gates", "frontend-db", settings, Map.of(), Map.of());
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(run.path("published").asLong()).isEqualTo(1_000);
        assertThat(statuses()).containsExactly("1:1000");

        JsonNode idle = hub.run("front-gates");
        assertThat(idle.path("outcome").asString(""))
                .as("nothing is taken twice")
                .isEqualTo("Unchanged");

        sql("DROP TRIGGER refuse ON front.gates");
        hub.await("the table is told", () -> statuses().equals(List.of("2:1000")));

        sql("INSERT INTO front.gates VALUES (1001, '新站', '0', NULL, NULL)");
        JsonNode next = hub.run("front-gates");
        assertThat(next.path("read").asLong()).as(next.toString()).isEqualTo(1);
        hub.await("the new row is told too", () -> statuses().equals(List.of("2:1001")));
    }

    private List<String> statuses() {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT status || ':' || COUNT(*) FROM front.gates GROUP BY status ORDER BY status")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
        return found;
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }
}
