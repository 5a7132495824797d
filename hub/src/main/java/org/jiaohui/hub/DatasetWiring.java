package org.jiaohui.hub;

import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.download.VersionDownloads;
import org.jiaohui.dataset.format.DetectingFormats;
import org.jiaohui.dataset.format.archive.ArchiveLimits;
import org.jiaohui.dataset.iceberg.CatalogSettings;
import org.jiaohui.dataset.iceberg.DatasetTables;
import org.jiaohui.dataset.objectstore.FolderObjectStore;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.objectstore.MinioObjectStore;
import org.jiaohui.dataset.objectstore.MinioSettings;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.dataset.query.DuckDb;
import org.jiaohui.dataset.query.DuckDbQueries;
import org.jiaohui.dataset.query.QuerySettings;
import org.jiaohui.dataset.store.IcebergDatasetStore;
import org.jiaohui.dataset.store.StagingSettings;
import org.jiaohui.dataset.store.StoredRows;
import org.jiaohui.exchange.dataset.DatasetQueries;
import org.jiaohui.exchange.dataset.Downloads;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.dataset.VersionRows;
import org.jiaohui.hub.embedded.HubHome;
import org.jiaohui.ledger.Ledger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Formats, versions, queries and downloads. */
@Configuration(proxyBeanMethods = false)
class DatasetWiring {
    private static final long CACHE_BYTES = 20L << 30;
    private static final long FILE_BYTES = 512L << 20;

    @Bean
    ObjectStore objectStore(HubHome home, HubSettings settings) {
        HubSettings.ObjectSettings objects = settings.objects();
        return objects.endpoint()
                .<ObjectStore>map(endpoint -> new MinioObjectStore(new MinioSettings(
                        endpoint, objects.bucket(), objects.accessKey(), objects.secretKey(), Optional.empty())))
                .orElseGet(() -> new FolderObjectStore(home.resolve("objects")));
    }

    @Bean
    LocalFiles localFiles(ObjectStore objects, HubHome home) {
        return new LocalFiles(objects, home.resolve("cache"), CACHE_BYTES);
    }

    @Bean
    DatasetTables datasetTables(DatabaseConnection database, ObjectStore objects) {
        return new DatasetTables(new CatalogSettings(database.url(), database.user(), database.password()), objects);
    }

    @Bean
    IcebergDatasetStore datasetStore(
            DatasetTables tables,
            ObjectStore objects,
            LocalFiles local,
            HubHome home,
            HubSettings settings,
            Ledger ledger) {
        return new IcebergDatasetStore(
                tables,
                objects,
                new StagingSettings(home.resolve("staging"), settings.encoders(), FILE_BYTES),
                local,
                ledger.withdrawals());
    }

    @Bean(destroyMethod = "close")
    DuckDb duckDb(HubHome home) {
        return new DuckDb(QuerySettings.under(
                home.folder(), List.of(home.resolve("objects"), home.resolve("cache"), home.resolve("derived"))));
    }

    @Bean
    DatasetQueries datasetQueries(DuckDb engine, IcebergDatasetStore store, LocalFiles local) {
        return new DuckDbQueries(engine, store, store, local);
    }

    @Bean
    VersionRows versionRows(IcebergDatasetStore store, LocalFiles local) {
        return new StoredRows(store, local);
    }

    @Bean
    Downloads downloads(DuckDb engine, IcebergDatasetStore store, LocalFiles local) {
        return new VersionDownloads(engine, store, local, store);
    }

    @Bean
    Formats formats(HubHome home) {
        return new DetectingFormats(home.resolve("work"), ArchiveLimits.DEFAULT);
    }
}
