package org.jiaohui.hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The direction of dependencies: a star around exchange-core, and one home for each technology. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.jiaohui");

    private static final String CORE = "org.jiaohui.exchange..";
    private static final String CONNECTORS = "org.jiaohui.connector..";
    private static final String DATASETS = "org.jiaohui.dataset..";
    private static final String CATALOGUE = "org.jiaohui.catalog..";
    private static final String LEDGER = "org.jiaohui.ledger..";
    private static final String OPEN_API = "org.jiaohui.openapi..";
    private static final String HUB = "org.jiaohui.hub..";

    @Test
    void theCoreDependsOnTheJdkSlf4jAndJspecifyAlone() {
        holds(classes()
                .that()
                .resideInAPackage(CORE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CORE, "java..", "org.slf4j..", "org.jspecify.."));
    }

    @Test
    void modulesAroundTheCoreNeverSeeEachOther() {
        apart(CONNECTORS, DATASETS, CATALOGUE, LEDGER, OPEN_API);
        apart(DATASETS, CONNECTORS, CATALOGUE, LEDGER, OPEN_API);
        apart(CATALOGUE, CONNECTORS, DATASETS, LEDGER, OPEN_API);
        apart(LEDGER, CONNECTORS, DATASETS, CATALOGUE, OPEN_API);
        apart(OPEN_API, CONNECTORS, DATASETS, CATALOGUE, LEDGER);
    }

    @Test
    void nothingDependsOnTheHub() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(HUB)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HUB));
    }

    @Test
    void camelLivesInConnectorsAlone() {
        livesOnlyIn(CONNECTORS, "org.apache.camel..");
    }

    @Test
    void jenaAndElasticsearchLiveInTheCatalogueAlone() {
        livesOnlyIn(CATALOGUE, "org.apache.jena..", "co.elastic..");
    }

    @Test
    void parquetIcebergDuckDbAndMinioLiveInDatasetsAlone() {
        livesOnlyIn(DATASETS, "org.apache.parquet..", "org.apache.iceberg..", "org.duckdb..", "io.minio..");
    }

    @Test
    void springJdbcAndFlywayLiveInTheLedgerAlone() {
        livesOnlyIn(LEDGER, "org.springframework.jdbc..", "org.flywaydb..");
    }

    private static void apart(String module, String... others) {
        holds(noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others));
    }

    private static void livesOnlyIn(String module, String... technology) {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(module, "org.jiaohui.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology));
    }

    private static void holds(ArchRule rule) {
        rule.check(ALL);
    }
}
