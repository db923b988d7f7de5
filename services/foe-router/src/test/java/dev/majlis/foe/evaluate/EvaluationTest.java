package dev.majlis.foe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.Rehearsal;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.twin.RandomTables;
import dev.majlis.foe.twin.TwinCouncil;
import dev.majlis.mesh.json.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final List<String> LABELS = List.of("a", "b", "c");
    private static final List<Policy> POLICIES = List.of(
            new Policy.BestSingle(),
            new Policy.Majority(),
            new Policy.FoeFull(),
            new Policy.FoeFrugal(0.05, Caps.NONE),
            new Policy.RandomExperts(2, 1),
            new Policy.Oracle());

    @Test
    void sameSeedSameBytes() throws Exception {
        byte[] json = EvaluationJson.write(evaluation());
        byte[] svg = ParetoSvg.draw(evaluation());

        assertThat(EvaluationJson.write(evaluation())).isEqualTo(json);
        assertThat(ParetoSvg.draw(evaluation())).isEqualTo(svg);
        assertThat(Json.mapper().readTree(json).path("policies")).hasSize(POLICIES.size());
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg))
                        .getElementsByTagName("circle")
                        .getLength())
                .isEqualTo(POLICIES.size());
        assertThat(new String(svg, StandardCharsets.UTF_8)).contains("foe_frugal(0.05)");
    }

    @Test
    void tellsEveryPriceOfASweepAndProgress() throws Exception {
        List<Double> told = new ArrayList<>();
        Evaluation evaluation = Evaluation.of(
                rehearsal(), List.of(new Policy.FoeFull()), List.of(0.01, 0.2), Bootstrap.DEFAULT, told::add);

        assertThat(evaluation.sweep())
                .extracting(PolicyReport::policy)
                .containsExactly("foe_frugal(0.01)", "foe_frugal(0.2)");
        assertThat(evaluation.sweep().get(0).meanCost())
                .isGreaterThan(evaluation.sweep().get(1).meanCost());
        assertThat(told).isSorted().hasSize(4 * 300);
        assertThat(told.get(told.size() - 1)).isBetween(0.99, 1.0);
        assertThat(Json.mapper().readTree(EvaluationJson.write(evaluation)).path("lambda_sweep"))
                .hasSize(2);
        String text = new String(EvaluationText.write(evaluation), StandardCharsets.UTF_8);
        assertThat(text).contains("300 rows", "foe_full", "Price of a cost unit", "foe_frugal(0.2)", "By domain");
        assertThat(text.lines().filter(line -> line.startsWith("foe_frugal(0")).mapToInt(String::length))
                .containsOnly(text.lines()
                        .filter(line -> line.startsWith("foe_frugal(0"))
                        .findFirst()
                        .orElseThrow()
                        .length());
    }

    @Test
    void frontRisesAndLeavesOutWhatIsBeatenAndTheOracle() {
        PolicyReport cheap = report("cheap", 0.5, 1);
        PolicyReport worse = report("worse", 0.4, 2);
        PolicyReport dear = report("dear", 0.9, 3);
        PolicyReport oracle = report("oracle", 1, 1);
        assertThat(ParetoFront.of(List.of(dear, oracle, worse, cheap))).containsExactly(cheap, dear);
    }

    @Test
    void intervalsNarrowAndHoldTheMean() {
        double[] half = IntStream.range(0, 1_000).mapToDouble(i -> i % 2).toArray();
        Interval interval = Bootstrap.DEFAULT.mean(half);
        // 1.96 standard errors of 0.5 / sqrt(1000)
        assertThat(interval.low()).isCloseTo(0.5 - 0.031, within(0.004));
        assertThat(interval.high()).isCloseTo(0.5 + 0.031, within(0.004));
        assertThat(Bootstrap.DEFAULT.difference(half, half)).isEqualTo(new Interval(0, 0));
        assertThat(Bootstrap.DEFAULT.difference(half, new double[1_000]).excludes(0))
                .isTrue();
    }

    @Test
    void metricsAreThoseOfACountByHand() {
        Evaluation evaluation = evaluation();
        PolicyReport full = evaluation.reports().get(2);
        PolicyReport single = evaluation.reports().get(0);

        assertThat(full.meanExperts()).isEqualTo(4);
        assertThat(full.p95Experts()).isEqualTo(4);
        assertThat(full.meanCost()).isEqualTo(1 + 2 + 3 + 4);
        assertThat(single.meanExperts()).isEqualTo(1);
        assertThat(full.accuracy()).isGreaterThan(single.accuracy());
        assertThat(full.byDomain())
                .containsExactlyEntriesOf(
                        Map.of("all", new DomainScore(300, full.accuracy(), full.accuracyInterval())));
        assertThat(full.costs()).isEqualTo(new Cost(10, 40, 0, 0));
        assertThat(full.overBestSingle().low()).isPositive();
        assertThat(single.overBestSingle()).isEqualTo(new Interval(0, 0));
        assertThat(IntStream.range(0, 3).map(i -> full.choices().counts()[i][i]).sum())
                .isEqualTo((int) Math.round(300 * full.accuracy()));
        assertThat(full.macroF1()).isCloseTo(full.accuracy(), within(0.03));
        assertThat(full.calibrationError()).isBetween(0.0, 0.3);
        assertThat(evaluation.reports().get(5).accuracy()).isGreaterThan(full.accuracy());
    }

    private static Rehearsal rehearsal() {
        OutputTable rows = RandomTables.labelledTwin(new Random(1), 500, 4, 3, 0.6);
        OutputTable test = RandomTables.labelledTwin(new Random(2), 300, 4, 3, 0.6);
        Council council = TwinCouncil.of(pool(), new KnnFuser(rows, 9), FrugalSettings.DEFAULT);
        return new Rehearsal(council, test);
    }

    private static Evaluation evaluation() {
        return Evaluation.of(rehearsal(), POLICIES, Bootstrap.DEFAULT);
    }

    private static Pool pool() {
        Expert[] experts = new Expert[4];
        Arrays.setAll(experts, k -> Expert.classifier("e" + k, LABELS, new Cost(k + 1, 10, 0, 0), "1"));
        return new Pool("p", List.of(experts), LABELS);
    }

    private static PolicyReport report(String name, double accuracy, double cost) {
        Interval wide = new Interval(0, 1);
        Confusion none = new Confusion(List.of(), new int[0][0]);
        return new PolicyReport(name, accuracy, wide, wide, 0, 0, 0, 0, cost, Cost.ofMoney(cost), 1, 1, Map.of(), none);
    }
}
