package dev.majlis.foe.policy;

import static dev.majlis.foe.twin.TwinCouncil.rehearse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.fuse.LogisticFuser;
import dev.majlis.foe.fuse.LogisticSettings;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import dev.majlis.foe.twin.TwinCouncil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two real models on 14,042 questions, as recorded (foe.md §4, §8 row 6); the subject of a question is its only feature. */
class TwoLanguageModelsTest {
    private static final Pool POOL = new Pool(
            "mmlu",
            List.of(
                    Expert.generator("weak", 57, Cost.ofMoney(1), "mixtral-8x7b"),
                    Expert.generator("strong", 57, Cost.ofMoney(10), "gpt-4-1106")),
            List.of());

    private static OutputTable questions;

    @BeforeAll
    static void readOutcomes() throws IOException {
        List<float[]> qualities = new ArrayList<>();
        List<Integer> subjects = new ArrayList<>();
        try (InputStream file = TwoLanguageModelsTest.class.getResourceAsStream("/mmlu-two-experts.txt")) {
            List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            for (int subject = 0; subject < lines.size(); subject++) {
                String outcomes =
                        lines.get(subject).substring(lines.get(subject).indexOf(' ') + 1);
                for (int i = 0; i < outcomes.length(); i++) {
                    int right = outcomes.charAt(i) - '0';
                    qualities.add(new float[] {right & 1, right >> 1});
                    subjects.add(subject);
                }
            }
        }
        float[] subject = new float[subjects.size() * 57];
        for (int row = 0; row < subjects.size(); row++) {
            subject[row * 57 + subjects.get(row)] = 1;
        }
        DenseBlock features = new DenseBlock(subject, 57);
        questions = OutputTable.of(List.of(features, features), Targets.qualities(qualities.toArray(new float[0][])));
    }

    @Test
    void reproducesWhatWasMeasured() {
        Council council = council(questions);
        assertThat(rehearse(council, questions, new Policy.Single(0)).accuracy())
                .isCloseTo(0.6808, within(5e-5));
        assertThat(rehearse(council, questions, new Policy.Single(1)).accuracy())
                .isCloseTo(0.8058, within(5e-5));
        assertThat(rehearse(council, questions, new Policy.Oracle()).accuracy()).isCloseTo(0.8586, within(5e-5));
    }

    @Test
    void choosingBySubjectIsNoWorseThanTheStrongModelOnOtherQuestions() {
        int[] order = new Random(5)
                .ints(0, questions.rows())
                .distinct()
                .limit(questions.rows())
                .toArray();
        int cut = questions.rows() * 6 / 10;
        OutputTable fit =
                questions.pick(IntStream.range(0, cut).map(i -> order[i]).toArray());
        OutputTable test = questions.pick(
                IntStream.range(cut, order.length).map(i -> order[i]).toArray());

        double routed = rehearse(council(fit), test, new Policy.FoeFull()).accuracy();
        double strong = rehearse(council(fit), test, new Policy.BestSingle()).accuracy();
        double oracle = rehearse(council(fit), test, new Policy.Oracle()).accuracy();

        assertThat(routed).isBetween(strong - 0.02, oracle);
    }

    private static Council council(OutputTable rows) {
        LogisticFuser fuser = LogisticFuser.train(rows, rows, new LogisticSettings(2, 64, 0.01, 1e-3, 0, 1));
        return TwinCouncil.of(POOL, fuser, FrugalSettings.DEFAULT);
    }
}
