package dev.majlis.foe.policy;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.frugal.FrugalRouter;
import dev.majlis.foe.frugal.StopReason;
import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.Classes;
import dev.majlis.foe.table.ExpertOutputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known about one input and what was asked so far; blocks are prepared as the fuser reads them. Not safe to share.
 */
final class Gathered {
    private final FrugalRouter router;
    private final Fuser fuser;
    private final ExpertCalls calls;
    private final ExpertOutputs known;
    private final ExpertOutputs outputs;
    private final List<Step> steps = new ArrayList<>();

    Gathered(FrugalRouter router, ExpertCalls calls) {
        this.router = router;
        this.fuser = router.fuser();
        this.calls = calls;
        this.known = new ExpertOutputs(fuser.rows().experts());
        this.outputs = new ExpertOutputs(fuser.rows().experts());
        if (!router.known().isEmpty()) {
            Map<Integer, float[]> blocks = calls.known(router.known());
            for (int k : router.known().toArray()) {
                float[] block = requireNonNull(blocks.get(k), "a block that is known before is missing");
                known.put(k, fuser.preparation().of(k, block));
            }
        }
    }

    /** What the fuser reads. */
    ExpertOutputs all() {
        ExpertOutputs all = new ExpertOutputs(fuser.rows().experts());
        known.asked().stream().forEach(k -> all.put(k, known.block(k)));
        outputs.asked().stream().forEach(k -> all.put(k, outputs.block(k)));
        return all;
    }

    ExpertOutputs known() {
        return known;
    }

    /** Of the experts that were asked and answered. */
    ExpertOutputs outputs() {
        return outputs;
    }

    List<Step> steps() {
        return steps;
    }

    void ask(ExpertSet experts) {
        Map<Integer, float[]> answers = new HashMap<>(calls.ask(experts));
        for (int k : experts.toArray()) {
            note(k, answers.get(k), Double.NaN, Double.NaN);
        }
        requireSome();
    }

    void note(int expert, float[] features, double before, double after) {
        steps.add(new Step(expert, router.price(expert), features != null, before, after));
        if (features != null) {
            outputs.put(expert, fuser.preparation().of(expert, features));
        }
    }

    void requireSome() {
        if (outputs.asked().isEmpty()) {
            throw Failures.allExpertsFailed();
        }
    }

    Answer answer(float[] distribution, StopReason reason, double loss) {
        boolean degraded = steps.stream().anyMatch(step -> !step.answered());
        return new Answer(Classes.argmax(distribution), distribution, steps, reason, loss, degraded);
    }
}
