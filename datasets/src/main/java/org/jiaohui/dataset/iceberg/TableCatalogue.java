package org.jiaohui.dataset.iceberg;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.dataset.parquet.ParquetSchema;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Iceberg's catalogue of the tables {@code datasets.<id>} in PostgreSQL: opening, finding and making tables. */
final class TableCatalogue implements AutoCloseable {
    private static final Namespace NAMESPACE = Namespace.of("datasets");

    /** States of PostgreSQL in which another connection may do: it was stopped, crashed, or is starting. */
    private static final String DATABASE_WENT_AWAY = "57P01,57P02,57P03,08001,08004";

    /** Advisory lock of PostgreSQL that is held while the catalogue's tables are made. */
    private static final long MAKING = 0x6a68_0003L;

    private final ObjectStore objects;
    private final JdbcCatalog catalog;

    /** Makes what is missing in the database; hubs that start at the same moment do so one after the other. */
    TableCatalogue(CatalogSettings settings, ObjectStore objects) {
        this.objects = objects;
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + MAKING + ")");
            statement.execute("CREATE SCHEMA IF NOT EXISTS iceberg");
            catalog = open(settings, objects);
            if (!catalog.namespaceExists(NAMESPACE)) {
                catalog.createNamespace(NAMESPACE, Map.of("owner", "jiaohui"));
            }
        } catch (SQLException e) {
            throw databaseUnavailable(e);
        }
    }

    private static JdbcCatalog open(CatalogSettings settings, ObjectStore objects) {
        JdbcCatalog opened = new JdbcCatalog(
                properties -> new ObjectFileIO(objects),
                properties -> new JdbcClientPool(settings.url(), properties),
                true);
        opened.initialize(
                "jiaohui",
                Map.of(
                        CatalogProperties.URI,
                        settings.url(),
                        CatalogProperties.WAREHOUSE_LOCATION,
                        objects.address() + "/" + ObjectFileIO.TABLES,
                        "retryable_status_codes",
                        DATABASE_WENT_AWAY,
                        JdbcCatalog.PROPERTY_PREFIX + "schema-version",
                        "V1",
                        JdbcCatalog.PROPERTY_PREFIX + "user",
                        settings.user(),
                        JdbcCatalog.PROPERTY_PREFIX + "password",
                        settings.password(),
                        JdbcCatalog.PROPERTY_PREFIX + "currentSchema",
                        "iceberg"));
        return opened;
    }

    Optional<Table> find(DatasetId dataset) {
        try {
            return Optional.of(catalog.loadTable(identifier(dataset)));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /** A table and its first version come in one commit. */
    Transaction create(DatasetId dataset, ParquetSchema schema) {
        return catalog.buildTable(identifier(dataset), IcebergSchemas.schema(schema.table(), schema.fieldIds()))
                .withLocation(objects.address() + "/" + ObjectFileIO.TABLES + "/" + dataset)
                .withProperty(TableProperties.FORMAT_VERSION, "2")
                .withProperty(TableProperties.COMMIT_NUM_RETRIES, "0")
                .withProperty(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true")
                .withProperty(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "10")
                .createTransaction();
    }

    private static TableIdentifier identifier(DatasetId dataset) {
        return TableIdentifier.of(NAMESPACE, dataset.value());
    }

    @Override
    public void close() {
        catalog.close();
    }

    /** Carries work out; trouble of the database, the object store and of commits has its error code afterwards. */
    static <T> T guarded(Call<T> call) {
        try {
            return call.run();
        } catch (ObjectFileIO.Unanswered e) {
            throw e.trouble();
        } catch (UncheckedSQLException e) {
            throw databaseUnavailable(e);
        } catch (AlreadyExistsException | CommitFailedException | CommitStateUnknownException e) {
            throw new ExchangeException(
                    ErrorCode.CONFLICT,
                    "数据集版本未能提交，请重新运行 / the version could not be committed, run again: " + e.getMessage(),
                    e);
        }
    }

    private static ExchangeException databaseUnavailable(Exception cause) {
        return new ExchangeException(
                ErrorCode.DATABASE_UNAVAILABLE,
                "数据库无法访问，请检查 PostgreSQL / the catalogue's database does not answer, check PostgreSQL: "
                        + cause.getMessage(),
                cause);
    }

    interface Call<T> {
        T run();
    }
}
