package dev.majlis.cappy.rouge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** cappy.md §8 row 1, and the whole of the reference implementation. */
class RougeLTest {
    private final RougeL rouge = new RougeL();

    @Test
    void givesTheDoublesOfThePythonPackage() throws IOException {
        JsonNode goldens;
        try (InputStream in = RougeLTest.class.getResourceAsStream("/rouge/pairs.json")) {
            goldens = new ObjectMapper().readTree(in);
        }

        assertThat(goldens).hasSizeGreaterThanOrEqualTo(500);
        for (JsonNode golden : goldens) {
            List<String> references = new ArrayList<>();
            golden.get("references").forEach(reference -> references.add(reference.asText()));
            RougeScore score = rouge.score(references, golden.get("prediction").asText(), RougeMode.COMPAT);
            assertThat(List.of(score.precision(), score.recall(), score.f()))
                    .as("%s", golden)
                    .containsExactly(
                            golden.get("precision").asDouble(),
                            golden.get("recall").asDouble(),
                            golden.get("f").asDouble());
        }
    }

    @Test
    void stemsEnglishWordsAsNltkDoes() throws IOException {
        RougeTokens tokens = new RougeTokens();
        int words = 0;
        try (var reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(RougeLTest.class.getResourceAsStream("/rouge/stems.tsv.gz")),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] golden = line.split("\t", -1);
                assertThat(String.join("", tokens.of(golden[0], RougeMode.COMPAT)))
                        .as(golden[0])
                        .isEqualTo(golden[1]);
                words++;
            }
        }

        assertThat(words).isGreaterThan(10_000);
    }

    @Test
    void reproducesTheCasesOfTheSpecification() {
        assertThat(compat("the cat sat on the mat", "the cat is on the mat")).isCloseTo(0.8333, within(5e-5));
        assertThat(compat("running dogs", "runs dog")).isEqualTo(1.0);
        assertThat(compat("", "")).isZero();
        assertThat(compat("مرحبا بالعالم", "مرحبا بالعالم")).isZero();
        assertThat(unicode("مرحبا بالعالم", "مرحبا بالعالم")).isEqualTo(1.0);
    }

    @Test
    void unicodeModeLooksThroughTatweelVowelSignsAndPresentationForms() {
        assertThat(unicode("العربية", "العـــربيّة")).isEqualTo(1.0);
        assertThat(unicode("سلام", "ﺳﻼﻡ")).isEqualTo(1.0);
        assertThat(unicode("Straße 12", "STRASSE 12")).isEqualTo(0.5);
    }

    @Test
    void takesTheReferenceWithTheHighestF() {
        RougeScore score =
                rouge.score(List.of("the same answer", "another answer", "the answer"), "the answer", RougeMode.COMPAT);

        assertThat(score).isEqualTo(new RougeScore(1, 1, 1, 2));
    }

    @Test
    void aLongRunOfYTakesLinearTime() {
        assertThat(compat("y".repeat(200_000), "y".repeat(200_000))).isEqualTo(1.0);
    }

    @Test
    void refusesToScoreWithoutAReference() {
        assertThatIllegalArgumentException().isThrownBy(() -> rouge.score(List.of(), "x", RougeMode.COMPAT));
    }

    private double compat(String reference, String prediction) {
        return rouge.score(List.of(reference), prediction, RougeMode.COMPAT).f();
    }

    private double unicode(String reference, String prediction) {
        return rouge.score(List.of(reference), prediction, RougeMode.UNICODE).f();
    }
}
