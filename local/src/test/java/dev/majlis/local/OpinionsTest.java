package dev.majlis.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class OpinionsTest {
    @Test
    void whatIsAskedIsNotWhatIsLearnt() {
        List<String> learnt = lowerCase(Opinions.toLearn());

        assertThat(learnt).hasSize(1_200).doesNotHaveDuplicates();
        assertThat(lowerCase(Opinions.toAsk())).hasSize(200).doesNotContainAnyElementsOf(learnt);
    }

    @Test
    void praiseStandsFirstInHalfOfThem() {
        assertThat(Opinions.toLearn())
                .hasSize(600)
                .filteredOn(one -> one.label() == 0)
                .hasSize(300);
        assertThat(Opinions.toAsk())
                .hasSize(100)
                .filteredOn(one -> one.label() == 1)
                .hasSize(50);
    }

    @Test
    void aRowSaysWhichChoiceIsRight() {
        assertThat(new Opinions("Which?", List.of("It works.", "It broke."), 0).row())
                .hasToString("{\"instruction\":\"Which?\",\"choices\":[\"It works.\",\"It broke.\"],\"label\":0}");
    }

    @Test
    void aProofIsShownWithItsIntervals() throws Exception {
        var report = new ObjectMapper()
                .readTree(
                        """
                        {"measure":"accuracy","policies":[
                          {"policy":"first","value":0.5,"gain_over_first":{"mean":0,"low":0,"high":0}},
                          {"policy":"after","value":0.81,"gain_over_first":{"mean":0.31,"low":0.254,"high":0.37}}],
                         "gain_over_before":{"mean":0.2,"low":0.1,"high":0.3}}""");

        assertThat(ProofTable.of(report).lines().map(String::strip))
                .containsExactly(
                        "policy  accuracy × 100  gain over first  95 %",
                        "first   50.0            +0.0             +0.0 to +0.0",
                        "after   81.0            +31.0            +25.4 to +37.0",
                        "",
                        "after over before: +20.0 points, 95 % interval +10.0 to +30.0");
    }

    private static List<String> lowerCase(List<Opinions> opinions) {
        return opinions.stream()
                .flatMap(one -> one.choices().stream())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .toList();
    }
}
