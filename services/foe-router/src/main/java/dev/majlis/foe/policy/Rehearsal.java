package dev.majlis.foe.policy;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.frugal.StopReason;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.Classes;
import dev.majlis.foe.table.OutputTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** A council on labelled rows that its fuser has never seen, where also the oracle can answer. */
public final class Rehearsal {
    private final Council council;
    private final OutputTable test;

    public Rehearsal(Council council, OutputTable test) {
        this.council = requireNonNull(council, "council is null");
        this.test = requireNonNull(test, "test is null");
        OutputTable fitted = council.router().fuser().rows();
        if (test.experts() != fitted.experts()
                || test.targets().classes() != fitted.targets().classes()) {
            throw Failures.dimMismatch("test rows are of another pool than the fuser");
        }
    }

    public OutputTable test() {
        return test;
    }

    public Pool pool() {
        return council.pool();
    }

    /** One answer for each row of the test table. */
    public List<Answer> answers(Policy policy) {
        return answers(policy, row -> {});
    }

    /** @param before told each row before it is answered; what it throws ends the rehearsal */
    public List<Answer> answers(Policy policy, IntConsumer before) {
        List<Answer> answers = new ArrayList<>();
        for (int row = 0; row < test.rows(); row++) {
            before.accept(row);
            answers.add(
                    policy instanceof Policy.Oracle
                            ? oracle(row)
                            : council.answer(policy, new StoredCalls(test, row), row));
        }
        return answers;
    }

    private Answer oracle(int row) {
        // best answer first; of equal ones the cheapest, then the first
        int best = IntStream.range(0, test.experts())
                .boxed()
                .min(Comparator.<Integer>comparingDouble(k -> -gain(row, k))
                        .thenComparingDouble(k -> council.router().price(k)))
                .orElseThrow();
        float[] distribution = council.alone(best, test.block(best).row(row));
        Step step = new Step(best, council.router().price(best), true, Double.NaN, Double.NaN);
        return new Answer(
                Classes.argmax(distribution), distribution, List.of(step), StopReason.COST, Double.NaN, false);
    }

    private double gain(int row, int expert) {
        return test.targets()
                .gain(
                        row,
                        Classes.argmax(council.alone(expert, test.block(expert).row(row))));
    }
}
