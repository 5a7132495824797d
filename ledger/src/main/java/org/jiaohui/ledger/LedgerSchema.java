package org.jiaohui.ledger;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.internal.exception.FlywaySqlException;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Brings the schema {@code ledger} to the version of this program; refuses one that a newer program made. */
final class LedgerSchema {
    private LedgerSchema() {}

    static void migrate(DataSource dataSource) {
        try {
            Flyway flyway = Flyway.configure(LedgerSchema.class.getClassLoader())
                    .dataSource(dataSource)
                    .locations("classpath:db/migration")
                    .schemas("ledger")
                    .connectRetries(0)
                    .load();
            refuseNewer(flyway);
            flyway.migrate();
        } catch (FlywaySqlException failed) {
            throw Database.unavailable(failed);
        } catch (FlywayException failed) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "数据库结构无法升级，请恢复备份或联系开发者 / the database schema cannot be brought up to date; restore a backup or ask the developers: "
                            + failed.getMessage(),
                    failed);
        }
    }

    private static void refuseNewer(Flyway flyway) {
        for (MigrationInfo applied : flyway.info().applied()) {
            MigrationState state = applied.getState();
            if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED) {
                throw new ExchangeException(
                        ErrorCode.SETTINGS_WRONG,
                        "数据库由更新版本的程序创建（结构版本 %1$s），请使用新版本程序或恢复旧备份 / the database was made by a newer version of this program (schema version %1$s); start that version, or restore an older backup"
                                .formatted(applied.getVersion()));
            }
        }
    }
}
