package dev.majlis.models.llama;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the defaults that the loaded natives return with those that this binding was written for (llama-runtime §2).
 * A struct that has changed its layout shows here as a wrong value, instead of as a wild pointer later.
 */
final class LayoutGuard {

    private final List<String> differences = new ArrayList<>();

    private LayoutGuard() {}

    /** @throws ModelException {@code ENGINE} naming each field, its expected value and the value seen */
    static void check(ModelParams model, ContextParams context) {
        var guard = new LayoutGuard();
        guard.same("n_gpu_layers", 0, model.nGpuLayers);
        guard.same("split_mode", 1, model.splitMode);
        guard.same("vocab_only", 0, model.vocabOnly);
        guard.same("use_mmap", 1, model.useMmap);
        guard.same("n_ctx", 512, context.nCtx);
        guard.same("n_batch", 2048, context.nBatch);
        guard.same("n_ubatch", 512, context.nUbatch);
        guard.same("n_seq_max", 1, context.nSeqMax);
        guard.same("n_threads", 4, context.nThreads);
        guard.same("pooling_type", -1, context.poolingType);
        guard.same("yarn_ext_factor", -1.0f, context.yarnExtFactor);
        guard.same("defrag_thold", -1.0f, context.defragThold);
        guard.same("type_k", 1, context.typeK);
        guard.same("flash_attn", 0, context.flashAttn);
        guard.same("offload_kqv", 1, context.offloadKqv);
        guard.same("no_perf", 1, context.noPerf);
        if (!guard.differences.isEmpty()) {
            throw new ModelException(
                    Code.ENGINE,
                    "these llama.cpp natives do not have the structure layout this engine was built for ("
                            + String.join("; ", guard.differences) + "); use de.kherud:llama 4.2.0");
        }
    }

    private void same(String field, Number expected, Number seen) {
        if (expected.doubleValue() != seen.doubleValue()) {
            differences.add(field + " should be " + expected + " but is " + seen);
        }
    }
}
