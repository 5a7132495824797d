package org.jiaohui.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jiaohui.exchange.access.AdministratorKeys;
import org.jiaohui.exchange.alert.AlertNotices;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.calendar.WorkingCalendar;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.CatalogueLog;
import org.jiaohui.exchange.dataset.Withdrawals;
import org.jiaohui.exchange.delivery.DeliveryEvidence;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.FailedDeliveries;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.delivery.TargetRegister;
import org.jiaohui.exchange.drift.HeldRuns;
import org.jiaohui.exchange.mend.Mendings;
import org.jiaohui.exchange.operation.OperationLedger;
import org.jiaohui.exchange.receipt.ReceiptBook;
import org.jiaohui.exchange.receipt.ReceiptIssuer;
import org.jiaohui.exchange.receipt.RunEvidence;
import org.jiaohui.exchange.reconcile.ReconciliationBook;
import org.jiaohui.exchange.reconcile.Retransmissions;
import org.jiaohui.exchange.run.OpenTasks;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.schedule.ScheduleLedger;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.exchange.source.account.Acknowledgements;
import org.jiaohui.exchange.source.account.Releases;

/** The hub's own database, opened: every port that it serves. Safe for use by many threads. */
public final class Ledger {
    private static final int POOL_SIZE = 10;

    private final Database database;
    private final Secrets secrets;

    private Ledger(Database database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /**
     * Brings the schema up to date and opens the ledger.
     *
     * @param secretKey file with the key that encrypts the secrets of sources; made, readable by its owner only, when it is missing
     * @throws org.jiaohui.exchange.fault.ExchangeException SETTINGS_WRONG when the schema is newer than this program or the key file is no key,
     *     DATABASE_UNAVAILABLE when the database does not answer
     */
    public static Ledger open(DataSource dataSource, Path secretKey) {
        LedgerSchema.migrate(dataSource);
        return new Ledger(new Database(dataSource), Secrets.of(secretKey));
    }

    /** A small connection pool on PostgreSQL; it connects when first used. The caller closes it. */
    public static HikariDataSource pool(String url, String user, String password) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("ledger");
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(POOL_SIZE);
        pool.setConnectionTimeout(5_000);
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        pool.addDataSourceProperty("ApplicationName", "jiaohui");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("connectTimeout", "5");
        pool.addDataSourceProperty("socketTimeout", "120");
        return pool;
    }

    /** Runs that end without a receipt. */
    public RunLedger runs() {
        return new PostgresRunLedger(database, Optional.empty());
    }

    /** Runs of which each gets its receipt in the transaction that ends it. */
    public RunLedger runs(ReceiptIssuer issuer, RunEvidence evidence) {
        return new PostgresRunLedger(
                database, Optional.of(new RunReceipts(database, new ReceiptChains(database, issuer), evidence)));
    }

    public ReconciliationBook reconciliations() {
        return new PostgresReconciliations(database);
    }

    /** @param issuer signs the statements where chains end */
    public ReceiptBook receipts(ReceiptIssuer issuer) {
        return new ReceiptChains(database, issuer);
    }

    /** @param alerts of this ledger: told in the transaction of what they tell */
    public HeldRuns held(Alerts alerts) {
        return new PostgresHeldRuns(database, alerts);
    }

    public Acknowledgements acknowledgements() {
        return new PostgresAcknowledgements(database);
    }

    public Retransmissions retransmissions() {
        return new PostgresRetransmissions(database);
    }

    public Mendings mendings() {
        return new PostgresMendings(database);
    }

    public Withdrawals withdrawals() {
        return new PostgresWithdrawals(database);
    }

    public Releases releases() {
        return new PostgresReleases(database, new PostgresSourceRegister(database, secrets));
    }

    public TaskRegister tasks() {
        return new PostgresTaskRegister(database);
    }

    public OpenTasks openTasks() {
        return new PostgresOpenTasks(database);
    }

    public SourceRegister sources() {
        return new PostgresSourceRegister(database, secrets);
    }

    public TargetRegister targets() {
        return new PostgresTargetRegister(database, secrets);
    }

    public SubscriptionRegister subscriptions() {
        return new PostgresSubscriptionRegister(database);
    }

    /** Deliveries that end without a receipt. */
    public DeliveryLedger deliveries() {
        return new PostgresDeliveryLedger(database, Optional.empty());
    }

    /** Deliveries of which each gets its receipt in the transaction that ends it, and each later word on one its own. */
    public DeliveryLedger deliveries(ReceiptIssuer issuer, DeliveryEvidence evidence) {
        return new PostgresDeliveryLedger(
                database, Optional.of(new DeliveryReceipts(new ReceiptChains(database, issuer), evidence)));
    }

    /** @param alerts of this ledger: told in the transaction that looks */
    public FailedDeliveries failedDeliveries(Alerts alerts) {
        return new PostgresFailedDeliveries(database, alerts);
    }

    public CatalogueLog log() {
        return new PostgresCatalogueLog(database);
    }

    public CatalogueEntries entries() {
        return new PostgresCatalogueEntries(database);
    }

    /** @param channels names of the channels that are told of what is raised */
    public Alerts alerts(Set<String> channels) {
        return new PostgresAlerts(database, channels);
    }

    public AlertNotices alertNotices() {
        return new PostgresAlerts(database, Set.of());
    }

    public ScheduleLedger schedules() {
        return new PostgresScheduleLedger(database);
    }

    public WorkingCalendar calendar() {
        return new PostgresWorkingCalendar(database);
    }

    /** @param alerts of this ledger: told in the transaction of what they tell */
    public OperationLedger operation(Alerts alerts) {
        return new PostgresOperationLedger(database, alerts);
    }

    public AdministratorKeys keys() {
        return new PostgresAdministratorKeys(database);
    }

    /** Whether the database answers within two seconds. */
    public boolean ping() {
        return database.ping();
    }
}
