package dev.majlis.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the service (architecture §1). */
class ArchitectureTest {
    private static final String[] RIM = {"..trainer.rest..", "..trainer.kafka..", "..trainer.config.."};

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.majlis.trainer");

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
                .resideInAPackage("..trainer.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..trainer.kafka..", "..mesh.work..", "..mesh.client..", "..mesh.kafka..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..trainer.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..trainer.rest..", "jakarta.ws.rs..")
                .check(CLASSES);
    }

    @Test
    void keepsTheEngineInTheTasks() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..trainer.task..", "..trainer.error..", "..trainer.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.majlis.nn..", "dev.majlis.cappy..", "ai.djl..")
                .check(CLASSES);
    }

    @Test
    void knowsNoOtherService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.majlis.jaischat..",
                        "dev.majlis.gateway..",
                        "dev.majlis.foe..",
                        "dev.majlis.local..",
                        "dev.majlis.testkit..")
                .check(CLASSES);
    }
}
