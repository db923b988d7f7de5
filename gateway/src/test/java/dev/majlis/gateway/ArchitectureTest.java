package dev.majlis.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the gateway (architecture §1): the domain in the middle, HTTP, database and mesh around it. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.majlis.gateway");

    @Test
    void keepsFrameworksOutOfTheDomain() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.majlis.gateway.route..",
                        "dev.majlis.gateway.chat..",
                        "dev.majlis.gateway.answer..",
                        "dev.majlis.gateway.admission..",
                        "dev.majlis.gateway.forward..",
                        "dev.majlis.gateway.job..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.vertx..",
                        "jakarta..",
                        "java.sql..",
                        "javax.sql..",
                        "io.agroal..",
                        "org.flywaydb..",
                        "org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void touchesNoKafkaClassAndNoModel() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "dev.majlis.models..",
                        "dev.majlis.testkit..",
                        "dev.majlis.jaischat..",
                        "dev.majlis.cappy..")
                .check(CLASSES);
    }

    @Test
    void speaksSqlOnlyInItsStores() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.majlis.gateway.state..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "io.agroal..", "org.flywaydb..")
                .check(CLASSES);
    }

    @Test
    void looksInwardsOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("route")
                .definedBy("dev.majlis.gateway.route..")
                .layer("chat")
                .definedBy("dev.majlis.gateway.chat..")
                .layer("answer")
                .definedBy("dev.majlis.gateway.answer..")
                .layer("job")
                .definedBy("dev.majlis.gateway.job..")
                .layer("state")
                .definedBy("dev.majlis.gateway.state..")
                .layer("kafka")
                .definedBy("dev.majlis.gateway.kafka..")
                .layer("rim")
                .definedBy("dev.majlis.gateway.rest..", "dev.majlis.gateway.config..")
                .whereLayer("rim")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("kafka")
                .mayOnlyBeAccessedByLayers("rim")
                .whereLayer("state")
                .mayOnlyBeAccessedByLayers("kafka", "rim")
                .whereLayer("job")
                .mayOnlyBeAccessedByLayers("state", "kafka", "rim")
                .whereLayer("answer")
                .mayOnlyBeAccessedByLayers("job", "rim")
                .whereLayer("chat")
                .mayOnlyBeAccessedByLayers("answer", "rim")
                .check(CLASSES);
    }
}
