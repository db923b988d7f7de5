package dev.majlis.cappy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the service (architecture §1). */
class ArchitectureTest {
    private static final String[] RIM = {"..cappy.rest..", "..cappy.kafka..", "..cappy.config.."};

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.majlis.cappy");

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
                .resideInAPackage("..cappy.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..cappy.kafka..", "..mesh.work..", "..mesh.client..", "..mesh.kafka..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..cappy.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..cappy.rest..", "jakarta.ws.rs..")
                .check(CLASSES);
    }

    @Test
    void keepsAlgorithmsFreeOfModels() {
        noClasses()
                .that()
                .resideInAnyPackage("..cappy.rouge..", "..cappy.text..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.majlis.models..", "dev.majlis.mesh.work..", "dev.majlis.mesh.client..")
                .check(CLASSES);
    }

    @Test
    void knowsNoOtherService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.majlis.jaischat..", "dev.majlis.gateway..", "dev.majlis.local..", "dev.majlis.testkit..")
                .check(CLASSES);
    }
}
