package org.jiaohui.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.junit.jupiter.api.Test;

class JdbcAddressTest {
    private static final AllowedHosts LOCAL = new AllowedHosts(List.of("127.0.0.1"));

    @Test
    void everyHostOfAnAddressMustBeAllowed() {
        for (String url : List.of(
                "jdbc:postgresql://127.0.0.1:5432/hub",
                "jdbc:postgresql://127.0.0.1,127.0.0.1:5433/hub?ApplicationName=x",
                "jdbc:mysql://address=(host=127.0.0.1)(port=3306)/hub",
                "jdbc:mysql://(host=127.0.0.1,port=3306)/hub",
                "jdbc:oracle:thin:@127.0.0.1:1521/hub",
                "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=127.0.0.1)(PORT=1521)))",
                "jdbc:oracle:thin:@//127.0.0.1:1521/hub",
                "jdbc:sqlserver://127.0.0.1:1433;databaseName=hub;trustServerCertificate=true",
                "jdbc:postgresql://127.0.0.1/hub?user=a@b.example&targetServerType=primary",
                "jdbc:dm://?host=127.0.0.1&port=5236")) {
            assertThatCode(() -> new JdbcAddress(url).check(LOCAL)).as(url).doesNotThrowAnyException();
        }
        for (String url : List.of(
                "jdbc:postgresql://10.0.0.9/hub",
                "jdbc:postgresql://127.0.0.1,10.0.0.9/hub",
                "jdbc:postgresql://127.0.0.1/hub?PGHOST=10.0.0.9",
                "jdbc:mysql://10.0.0.9,(host=127.0.0.1)/hub",
                "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=127.0.0.1))(ADDRESS=(HOST=10.0.0.9)))",
                "jdbc:mysql://(port=3306)/hub")) {
            refuses(url);
        }
    }

    @Test
    void anOptionThatNamesAnAllowedHostDoesNotHideTheHostItself() {
        refuses("jdbc:postgresql://10.0.0.9/hub?ApplicationName=host=127.0.0.1");
        refuses("jdbc:oracle:thin:@10.0.0.9:1521/hub?x=host=127.0.0.1");
        refuses("jdbc:oracle:thin:@10.0.0.9:1521/hub?x=//127.0.0.1/");
        refuses("jdbc:sqlserver://127.0.0.1:1433;serverName=10.0.0.9;databaseName=hub");
        refuses("jdbc:oracle:thin:@//10.0.0.9:1521/hub?x=(HOST=127.0.0.1)");
    }

    private static void refuses(String url) {
        assertThatThrownBy(() -> new JdbcAddress(url).check(LOCAL))
                .as(url)
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.HOST_NOT_ALLOWED));
    }
}
