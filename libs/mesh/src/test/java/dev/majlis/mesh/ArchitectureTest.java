package dev.majlis.mesh;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the library (architecture §1). */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.majlis.mesh");

    @Test
    void keepsQuarkusAtTheRim() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.majlis.mesh.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.vertx..", "dev.majlis.mesh.rest..")
                .check(CLASSES);
    }

    @Test
    void keepsKafkaOutOfErrorsJsonAndCouncil() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.majlis.mesh.error..", "dev.majlis.mesh.json..", "dev.majlis.mesh.council..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void knowsNoServiceAndNoOtherLibrary() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.majlis.models..", "dev.majlis.gateway..", "dev.majlis.testkit..")
                .check(CLASSES);
    }
}
