package dev.majlis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReviewTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void noTextHasTwoRoles() {
        List<Review> all = Review.all();

        assertThat(all).hasSize(7_380).extracting(Review::label).containsOnly("good", "bad");
        assertThat(all).extracting(row -> row.text().toLowerCase(Locale.ROOT)).doesNotHaveDuplicates();
        assertThat(all)
                .filteredOn(row -> row.role().equals(Review.TEST))
                .hasSize(950)
                .extracting(Review::place)
                .containsOnly("films", "pros-cons", "players", "cameras-phones", "home-office");
    }

    @Test
    void aRowOfADataSetSaysWhereItIsFrom() {
        assertThat(new Review("test", "films", "good", "a joy .").row(3))
                .hasToString("{\"id\":\"test-3\",\"input\":\"a joy .\",\"label\":\"good\",\"domain\":\"films\"}");
    }

    @Test
    void policiesAreShownWithTheirIntervalsAndCosts() throws IOException {
        JsonNode report = JSON.readTree(
                """
                {"policies":[
                  {"policy":"majority","accuracy":0.712,"accuracy_ci95":[0.68,0.741],"over_best_single_ci95":[-0.01,0.042],
                   "mean_cost":5.0,"mean_experts":5.0}],
                 "lambda_sweep":[
                  {"policy":"foe_frugal(0.02)","accuracy":0.7,"accuracy_ci95":[0.67,0.73],"mean_cost":1.534,"mean_experts":1.534}]}""");

        assertThat(new PolicyTable()
                        .line("majority", report, "majority")
                        .line("frugal", report, "foe_frugal(0.02)")
                        .text()
                        .lines()
                        .map(String::strip))
                .containsExactly(
                        "policy    right   95 % interval     over best single  experts asked  cost",
                        "majority  71.2 %  68.0 % to 74.1 %  -1.0 to +4.2      5.00           5.00",
                        "frugal    70.0 %  67.0 % to 73.0 %  - to -            1.53           1.53");
        assertThatThrownBy(() -> new PolicyTable().line("oracle", report, "oracle"))
                .hasMessage("the evaluation tells nothing of policy oracle");
    }

    @Test
    void aPredictionIsToldInTheOrderInWhichExpertsWereAsked() throws IOException {
        JsonNode prediction = JSON.readTree(
                """
                {"label":"good","cost":2.0,"stop_reason":"COST","experts":[
                  {"expert":"films","cost":1.0,"ms":3,"loss_after":0.31},
                  {"expert":"players","cost":1.0,"ms":4,"loss_before":0.31,"loss_after":0.2}]}""");

        assertThat(PredictionWords.of(new Review("test", "films", "bad", "a joy ."), prediction)
                        .lines())
                .containsExactly(
                        "“a joy .”",
                        "  good, which is wrong (it is from films); asked films (expected loss 0.310) 3 ms,"
                                + " then players (expected loss 0.310 → 0.200) 4 ms",
                        "  cost 2.00, stopped by COST");
    }
}
