package dev.majlis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The guided tour, as a new user takes it. */
@ExtendWith(SharedMajlis.class)
class DemoIT {
    private static final Pattern CANDIDATE = Pattern.compile("[* ]  +-\\d\\.\\d{4}  +\\d+ +\\S.*");

    private final RunningMajlis majlis;

    DemoIT(RunningMajlis majlis) {
        this.majlis = majlis;
    }

    @Test
    void showsEveryStepWithRealAnswers() {
        var tour = majlis.launcher(Duration.ofMinutes(4), "demo");

        assertThat(tour.code()).as(tour.text()).isZero();
        assertThat(tour.text())
                .containsSubsequence(
                        "1. A question to one model",
                        "2. A council",
                        "chosen by self_score_mean",
                        "3. Which text answers the question?",
                        "4. The same request twice",
                        "computed",
                        "stored; no model was asked",
                        "5. kill -9 of the scorer",
                        "killed process",
                        "answer: ",
                        "started again",
                        "That was the tour");
        assertThat(tour.text().lines().filter(line -> CANDIDATE.matcher(line).matches()))
                .as("a score, a number of tokens and a text for each candidate")
                .hasSize(8);
        assertThat(tour.text().lines().filter(line -> line.startsWith("* ")))
                .as("the chosen one is marked")
                .hasSize(1);
        assertThat(tour.text().lines().filter(line -> line.startsWith("0.")).findFirst())
                .as("the best document comes first")
                .hasValueSatisfying(line -> assertThat(line).contains("Baghdad"));
    }
}
