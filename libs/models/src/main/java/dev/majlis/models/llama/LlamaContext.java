package dev.majlis.models.llama;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;

/**
 * A llama.cpp context: the KV cells and the computation. Not thread-safe, but for {@link #abort()}: one thread owns it.
 */
final class LlamaContext implements AutoCloseable {

    /** What became of a batch. */
    enum Decoded {
        DONE,
        /** {@link #abort()} was called; the cells of the batch are undefined. */
        ABORTED,
        /** The free cells lie in pieces too small for this batch. */
        NO_SLOT
    }

    /** The header says 1; these natives return −3. */
    private static final int NO_SLOT = -3;

    private static final int ABORTED = 2;

    /** One call moves a limited number of pieces. */
    private static final int DEFRAGMENTATIONS = 16;

    private final Pointer pointer;
    private final int cells;
    private final int width;
    private final Memory abortFlag = new Memory(2);
    private boolean closed;

    LlamaContext(LlamaModel model, LlamaSettings settings, int cells, int threads) {
        ContextParams params = LlamaLibrary.llama_context_default_params();
        params.nCtx = cells;
        params.nBatch = settings.batch();
        params.nUbatch = settings.batch();
        params.nSeqMax = settings.maxSequences() + settings.prefixEntries();
        params.nThreads = threads;
        params.nThreadsBatch = threads;
        params.flashAttn = (byte) (settings.flashAttention() ? 1 : 0);
        this.pointer = LlamaLibrary.llama_init_from_model(model.pointer(), params);
        if (pointer == null) {
            throw new ModelException(
                    Code.ENGINE, "llama.cpp cannot make a context of " + cells + " cells (its log has the reason)");
        }
        this.cells = LlamaLibrary.llama_n_ctx(pointer);
        this.width = model.width();
        abortFlag.clear();
        LlamaLibrary.llama_set_abort_callback(pointer, LlamaLibrary.notEmpty(), abortFlag);
    }

    int cells() {
        return cells;
    }

    /** Stops the batch that is being computed; any thread, also after {@link #close()}. */
    synchronized void abort() {
        if (!closed) {
            abortFlag.setByte(0, (byte) 1);
        }
    }

    void clearAbort() {
        abortFlag.setByte(0, (byte) 0);
    }

    /** @throws ModelException {@code ENGINE} when the batch fails for another reason than {@link #abort()} */
    Decoded decode(TokenBatch batch) {
        int code = LlamaLibrary.llama_decode(pointer, batch.struct());
        for (int i = 0; (code == NO_SLOT || code == 1) && i < DEFRAGMENTATIONS; i++) {
            LlamaLibrary.llama_kv_self_defrag(pointer);
            LlamaLibrary.llama_kv_self_update(pointer);
            code = LlamaLibrary.llama_decode(pointer, batch.struct());
        }
        return switch (code) {
            case 0 -> Decoded.DONE;
            case 1, NO_SLOT -> Decoded.NO_SLOT;
            case ABORTED -> Decoded.ABORTED;
            default ->
                throw new ModelException(
                        Code.ENGINE,
                        "llama_decode of " + batch.size() + " tokens failed with code " + code + ", " + usedCells()
                                + " of " + cells + " cells in use");
        };
    }

    /** Copies a row of logits of the last batch. */
    void logits(int row, float[] out) {
        LlamaLibrary.llama_get_logits_ith(pointer, row).read(0, out, 0, out.length);
    }

    void embeddings(boolean on) {
        LlamaLibrary.llama_set_embeddings(pointer, (byte) (on ? 1 : 0));
    }

    /** Hidden state of a row of the last batch, after the last norm. */
    float[] hiddenState(int row) {
        return LlamaLibrary.llama_get_embeddings_ith(pointer, row).getFloatArray(0, width);
    }

    /** Lets {@code target} see the cells of {@code source} at positions 0 … length − 1. */
    void share(int source, int target, int length) {
        LlamaLibrary.llama_kv_self_seq_cp(pointer, source, target, 0, length);
    }

    /** Takes a sequence's cells from position {@code from} on; cells without a sequence are free. */
    void release(int sequence, int from) {
        LlamaLibrary.llama_kv_self_seq_rm(pointer, sequence, from, -1);
    }

    int usedCells() {
        return LlamaLibrary.llama_kv_self_used_cells(pointer);
    }

    @Override
    public synchronized void close() {
        closed = true;
        LlamaLibrary.llama_free(pointer);
        abortFlag.close();
    }
}
