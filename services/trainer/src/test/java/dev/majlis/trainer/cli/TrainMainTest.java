package dev.majlis.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainMainTest {
    private static final String TINY = "src/test/resources/roberta-tiny-regression";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int run(String... args) {
        return new TrainMain(new PrintStream(said, true, StandardCharsets.UTF_8)).run(args);
    }

    @Test
    void trainsIntoAFolderAndDrawsTheLosses() throws Exception {
        Path data = Files.writeString(
                folder.resolve("pairs.jsonl"),
                IntStream.range(0, 8)
                        .mapToObj(i -> "{\"instruction\":\"question %d\",\"response\":\"%s\",\"label\":%d}"
                                .formatted(i / 2, i % 2 == 0 ? "yes" : "no", 1 - i % 2))
                        .collect(Collectors.joining("\n")));
        Path out = folder.resolve("scorer");

        int code = run(
                "--data",
                data.toString(),
                "--out",
                out.toString(),
                "--base",
                TINY,
                "--parameters",
                "{\"epochs\":3,\"batchSize\":4,\"maxTokens\":32,\"microTokens\":128,\"validationShare\":0.25}");

        assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("on 8 rows").contains("6/6");
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "config.json", "model.safetensors", "tokenizer.json", "loss.svg", "training.json");
        }
        JsonNode record = Json.mapper().readTree(out.resolve("training.json").toFile());
        assertThat(record.at("/metrics/validationRows").asDouble()).isEqualTo(2, within(0.0));
        assertThat(record.at("/lineage/rows").asInt()).isEqualTo(8);
        var drawing = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(out.resolve("loss.svg").toFile());
        assertThat(drawing.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(drawing.getElementsByTagName("circle").getLength()).isEqualTo(3);
    }

    @Test
    void trainsAClassifierWithoutAnyModel() throws Exception {
        Path data = Files.writeString(
                folder.resolve("texts.csv"), "text,label\n" + "it is good,1\nit is bad,0\n".repeat(20));
        Path out = folder.resolve("classifier");

        int code = run("--task", "text-classifier", "--data", data.toString(), "--out", out.toString());

        assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "classifier.json",
                            "mlp.json",
                            "mlp.safetensors",
                            "trained-inputs.bin",
                            "loss.svg",
                            "training.json");
        }
        JsonNode record = Json.mapper().readTree(out.resolve("training.json").toFile());
        assertThat(record.get("task").asText()).isEqualTo("text-classifier");
        assertThat(record.at("/lineage/base").asText()).isEqualTo("none");
    }

    @Test
    void saysWhatIsWrongWithItsArguments() throws Exception {
        Path data = Files.writeString(folder.resolve("pairs.csv"), "instruction,response,label\na,b,7\n");

        assertThat(run("--data", "x.jsonl")).isEqualTo(2);
        assertThat(run("--epochs", "3")).isEqualTo(2);
        assertThat(run("--data", data.toString(), "--out", folder.resolve("o").toString()))
                .isEqualTo(2);
        assertThat(run(
                        "--data",
                        folder.resolve("no.csv").toString(),
                        "--out",
                        folder.resolve("o").toString()))
                .isEqualTo(2);

        assertThat(said.toString(StandardCharsets.UTF_8).lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).contains("--data and --out are needed"),
                        line -> assertThat(line).contains("'--epochs' is unknown"),
                        line -> assertThat(line).contains("line 2: label is \"7\""),
                        line -> assertThat(line).contains("cannot be read"));
    }

    @Test
    void drawsAlsoARunOfOneUpdate() {
        String svg = new LossPlot("a<b", List.of(new LossPlot.Point(1, 0)), List.of()).svg();

        assertThat(svg).contains("a&lt;b").doesNotContain("NaN").doesNotContain("Infinity");
    }
}
