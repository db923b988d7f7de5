package dev.majlis.jaischat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the service (architecture §1). */
class ArchitectureTest {
    private static final String[] RIM = {"..jaischat.rest..", "..jaischat.kafka..", "..jaischat.config.."};

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.majlis.jaischat");

    @Test
    void keepsFrameworksAtTheRim() {
        noClasses()
                .that()
                .resideOutsideOfPackages(RIM)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.vertx..",
                        "jakarta..",
                        "org.apache.kafka..",
                        "org.eclipse.microprofile..")
                .check(CLASSES);
    }

    @Test
    void letsTheRimKnowTheDomainAndNotTheOtherWay() {
        noClasses()
                .that()
                .resideOutsideOfPackages(RIM)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(RIM)
                .check(CLASSES);
    }

    @Test
    void keepsHttpAndTheMeshApart() {
        noClasses()
                .that()
                .resideInAPackage("..jaischat.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..jaischat.kafka..", "..mesh.work..", "..mesh.client..", "..mesh.kafka..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..jaischat.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..jaischat.rest..", "jakarta.ws.rs..")
                .check(CLASSES);
    }

    @Test
    void keepsTelemetryInItsPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..jaischat.telemetry..", "..jaischat.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.opentelemetry..", "io.micrometer..")
                .check(CLASSES);
    }

    @Test
    void asksModelsOnlyThroughTheirContracts() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..models.llama..", "..models.remote..", "..models.encode..", "..models.store..")
                .check(CLASSES);
    }

    @Test
    void knowsNoOtherService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.majlis.cappy..", "dev.majlis.gateway..", "dev.majlis.local..", "dev.majlis.testkit..")
                .check(CLASSES);
    }
}
