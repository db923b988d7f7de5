package dev.majlis.bench.foe;

import dev.majlis.foe.policy.ExpertCalls;
import dev.majlis.foe.policy.StoredCalls;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.OutputTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Stored answers of which each is lost with a chance. */
final class FailingCalls implements ExpertCalls {
    private final StoredCalls sound;
    private final Random random;
    private final double chance;

    FailingCalls(OutputTable table, int row, double chance) {
        this.sound = new StoredCalls(table, row);
        this.random = new Random(row);
        this.chance = chance;
    }

    @Override
    public Map<Integer, float[]> ask(ExpertSet experts) {
        Map<Integer, float[]> answers = new HashMap<>(sound.ask(experts));
        for (int k : experts.toArray()) {
            if (random.nextDouble() < chance) {
                answers.remove(k);
            }
        }
        return answers;
    }
}
