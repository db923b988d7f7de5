package dev.majlis.cappy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the library (architecture §1). */
class RulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.majlis.cappy");

    @Test
    void isPlainJava() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "org.apache.kafka..", "dev.majlis.mesh.rest..")
                .check(CLASSES);
    }

    @Test
    void onlyTheGeneratorKnowsTheMesh() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..cappy.generate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..mesh.client..", "..mesh.work..", "..mesh.envelope..")
                .check(CLASSES);
    }
}
