package dev.majlis.foe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the service (architecture §1). */
class ArchitectureTest {
    private static final String[] RIM = {"..foe.rest..", "..foe.kafka..", "..foe.config.."};

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.majlis.foe");

    @Test
    void keepsFrameworksAndTheMeshsTransportAtTheRim() {
        noClasses()
                .that()
                .resideOutsideOfPackages(RIM)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.smallrye..",
                        "jakarta..",
                        "org.apache.kafka..",
                        "dev.majlis.mesh.work..",
                        "dev.majlis.mesh.client..")
                .check(CLASSES);
    }

    @Test
    void fusersKnowTablesButNotPolicies() {
        noClasses()
                .that()
                .resideInAnyPackage("..foe.table..", "..foe.neighbour..", "..foe.fuse..", "..foe.frugal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..foe.policy..", "..foe.evaluate..", "..foe.data..")
                .check(CLASSES);
    }

    @Test
    void knowsNoOtherService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.majlis.cappy..", "dev.majlis.jaischat..", "dev.majlis.gateway..")
                .check(CLASSES);
    }
}
