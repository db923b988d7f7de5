package dev.majlis.cappy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleReaderTest {

    @Test
    void readsGenerationsWithTheirSamples() {
        Example example = ExampleReader.read(
                P3.json(
                        """
                        {"dataset":"tense","example_idx":4,"instruction":"q","references":["a","b"],"flan_samples":{
                        "beam4":[{"response":"x","log_likelihood_sum":-2.5,"log_likelihood_mean":-0.5}],"topk40":["y",{"response":""}]}}"""));

        assertThat(example.item()).isEqualTo("tense#4");
        assertThat(example.references()).containsExactly("a", "b");
        assertThat(example.samples()).extracting(Sample::decoding).containsExactly("beam4", "topk40", "topk40");
        assertThat(example.samples()).extracting(Sample::response).containsExactly("x", "y", "");
        assertThat(example.samples().get(0).logLikelihoodMean()).contains(-0.5);
    }

    @Test
    void readsRowsOfPromptCollections() {
        Example example = P3.rows().stream()
                .filter(row -> !row.choices().isEmpty())
                .findFirst()
                .orElseThrow();

        assertThat(example.choices()).hasSizeGreaterThanOrEqualTo(2).containsAll(example.references());
        assertThat(example.template()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"response":"a"}                                          | /instruction: is required
            {"instruction":"q"}                                       | /response: is required
            {"instruction":"q","references":[]}                       | /references: is empty
            {"instruction":"q","references":["a",7]}                  | /references/1: expected a string
            {"instruction":"q","response":"a","choices":"a"}          | /choices: expected an array
            {"instruction":"q","response":"a","row":1.5}              | /row: expected a whole number
            {"instruction":"q","response":"a\\u0000"}                 | /response: has a NUL
            {"instruction":"q\\ud800","response":"a"}                 | /instruction: has a NUL or a lone surrogate
            {"instruction":"q","response":"a","samples":{"topk40":[{}]}} | /samples/topk40/0/response: is required
            [1]                                                       | expected an object
            """)
    void namesWhatIsWrongWithARow(String row, String message) {
        assertThatThrownBy(() -> ExampleReader.read(P3.json(row))).hasMessageContaining(message);
    }
}
