package dev.majlis.models;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.majlis.models");

    @Test
    void knowsNoFrameworkAndNoService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "io.vertx..",
                        "org.apache.kafka..",
                        "dev.majlis.mesh..",
                        "dev.langchain4j..")
                .check(CLASSES);
    }

    @Test
    void keepsContractsFreeOfEngines() {
        noClasses()
                .that()
                .resideInAnyPackage("..models.text..", "..models.catalog..", "..models.batch..", "..models.sampling..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..models.llama..", "..models.remote..", "..models.store..", "ai.onnxruntime..", "ai.djl..")
                .check(CLASSES);
    }

    @Test
    void keepsNetworksOutOfEnginesInThisProcess() {
        noClasses()
                .that()
                .resideInAnyPackage("..models.encode..", "..models.llama..", "..models.batch..", "..models.catalog..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "software.amazon..", "..models.store..")
                .check(CLASSES);
    }

    @Test
    void neverDeserialisesObjects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(CLASSES);
    }

    @Test
    void hasNoCyclesBetweenPackages() {
        slices().matching("dev.majlis.models.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
