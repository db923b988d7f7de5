package dev.majlis.foe.policy;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.Classes;
import dev.majlis.foe.table.FuserMode;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import java.util.ArrayList;
import java.util.List;

/** Targets that name experts, made of labelled rows of classifiers: the mode {@code expert_pred} (foe.md §2.3). */
public final class ExpertTargets {
    private ExpertTargets() {}

    /**
     * For each row an owner drawn at random among the experts that know its label; where nobody does, among all. An expert is
     * worth 1 where its own label is right.
     *
     * @param labelled a table in discriminative mode
     */
    public static Targets owners(Pool pool, OutputTable labelled, long seed) {
        if (labelled.targets().mode() != FuserMode.DISCRIMINATIVE || labelled.experts() != pool.size()) {
            throw Failures.dimMismatch("owners are drawn for labelled rows of the pool's own experts");
        }
        List<ExpertSet> ownersOfLabel = new ArrayList<>();
        for (String label : pool.labels()) {
            ExpertSet owners = ExpertSet.NONE;
            for (int k = 0; k < pool.size(); k++) {
                owners = pool.experts().get(k).labels().contains(label) ? owners.with(k) : owners;
            }
            ownersOfLabel.add(owners.isEmpty() ? labelled.all() : owners);
        }
        LabelVotes votes = new LabelVotes(pool);
        List<ExpertSet> owners = new ArrayList<>();
        float[][] qualities = new float[labelled.rows()][pool.size()];
        for (int row = 0; row < labelled.rows(); row++) {
            owners.add(ownersOfLabel.get(labelled.targets().of(row)));
            for (int k = 0; k < pool.size(); k++) {
                int said = Classes.argmax(votes.of(k, labelled.block(k).row(row)));
                qualities[row][k] = (float) labelled.targets().gain(row, said);
            }
        }
        return Targets.owners(owners, qualities, seed);
    }
}
