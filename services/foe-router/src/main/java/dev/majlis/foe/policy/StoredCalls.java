package dev.majlis.foe.policy;

import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.OutputTable;
import java.util.HashMap;
import java.util.Map;

/** Experts that answer from a table: no call is paid twice. */
public record StoredCalls(OutputTable table, int row) implements ExpertCalls {
    @Override
    public Map<Integer, float[]> ask(ExpertSet experts) {
        Map<Integer, float[]> answers = new HashMap<>();
        for (int k : experts.toArray()) {
            answers.put(k, table.block(k).row(row));
        }
        return answers;
    }

    @Override
    public Map<Integer, float[]> known(ExpertSet experts) {
        return ask(experts);
    }
}
