package dev.majlis.cappy.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.models.encode.ScorerModel.ScoreKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivationTest {

    @ParameterizedTest
    @CsvSource({
        "REGRESSION01,false,NONE,CLAMP01",
        "REGRESSION01,true,NONE,CLAMP01",
        "LOGIT,false,SIGMOID,SIGMOID",
        "LOGIT,true,NONE,SIGMOID",
        "PROBABILITY,false,NONE,NONE",
        "PREFERENCE,false,NONE,NONE",
    })
    void onlyLogitsAreSqueezedAndOnlyTrainedTargetsAreClamped(
            ScoreKind kind, boolean raw, Activation server, Activation relevance) {
        assertThat(Activation.ofServer(kind, raw)).isEqualTo(server);
        assertThat(Activation.ofRelevance(kind)).isEqualTo(relevance);
    }

    @ParameterizedTest
    @CsvSource({"-0.3,0.425557,0", "0.4,0.598688,0.4", "1.2,0.768525,1"})
    void squeezesAndClamps(double score, double sigmoid, double clamped) {
        assertThat(Activation.SIGMOID.apply(score)).isCloseTo(sigmoid, within(1e-6));
        assertThat(Activation.CLAMP01.apply(score)).isEqualTo(clamped);
        assertThat(Activation.NONE.apply(score)).isEqualTo(score);
    }
}
