package dev.majlis.bench.llama;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.majlis.models.llama.BatchStruct;
import dev.majlis.models.llama.ContextParams;
import java.nio.file.Path;

/** The least that can be done: one prefill, cells shared, then decode, read each row, take its largest logit. */
final class BareLoop implements AutoCloseable {

    private final Pointer model;
    private final Pointer context;
    private final int vocabulary;
    private final int capacity;
    private final Memory tokens;
    private final Memory positions;
    private final Memory counts;
    private final Memory pointers;
    private final Memory sequences;
    private final Memory flags;
    private final BatchStruct batch = new BatchStruct();

    BareLoop(Path gguf, int vocabulary, int capacity, int cells, int maxSequences) {
        this.vocabulary = vocabulary;
        this.capacity = capacity;
        this.model = BareLibrary.llama_model_load_from_file(gguf.toString(), BareLibrary.llama_model_default_params());
        ContextParams params = BareLibrary.llama_context_default_params();
        params.nCtx = cells;
        params.nBatch = capacity;
        params.nUbatch = capacity;
        params.nSeqMax = maxSequences;
        params.nThreads = Runtime.getRuntime().availableProcessors();
        params.nThreadsBatch = params.nThreads;
        this.context = BareLibrary.llama_init_from_model(model, params);
        this.tokens = new Memory(4L * capacity);
        this.positions = new Memory(4L * capacity);
        this.counts = new Memory(4L * capacity);
        this.pointers = new Memory((long) Native.POINTER_SIZE * capacity);
        this.sequences = new Memory(4L * capacity);
        this.flags = new Memory(capacity);
        for (int i = 0; i < capacity; i++) {
            counts.setInt(4L * i, 1);
            pointers.setPointer((long) Native.POINTER_SIZE * i, sequences.share(4L * i));
        }
        batch.token = tokens;
        batch.pos = positions;
        batch.nSeqId = counts;
        batch.seqId = pointers;
        batch.logits = flags;
    }

    /** Decodes {@code steps} steps of {@code n} sequences; returns the seconds of the steps, prefill left out. */
    double run(int[] prompt, int n, int steps) {
        BareLibrary.llama_kv_self_clear(context);
        for (int from = 0; from < prompt.length; from += capacity) {
            int to = Math.min(prompt.length, from + capacity);
            for (int i = from; i < to; i++) {
                put(i - from, prompt[i], i, 0, i == prompt.length - 1);
            }
            decode(to - from);
        }
        for (int sequence = 1; sequence < n; sequence++) {
            BareLibrary.llama_kv_self_seq_cp(context, 0, sequence, 0, prompt.length);
        }
        float[] row = new float[vocabulary];
        int[] next = new int[n];
        java.util.Arrays.fill(next, best((prompt.length - 1) % capacity, row));
        long start = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            for (int i = 0; i < n; i++) {
                put(i, next[i], prompt.length + step, i, true);
            }
            decode(n);
            for (int i = 0; i < n; i++) {
                next[i] = best(i, row);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void put(int at, int token, int position, int sequence, boolean logits) {
        tokens.setInt(4L * at, token);
        positions.setInt(4L * at, position);
        sequences.setInt(4L * at, sequence);
        flags.setByte(at, (byte) (logits ? 1 : 0));
    }

    private void decode(int count) {
        batch.nTokens = count;
        int code = BareLibrary.llama_decode(context, batch);
        if (code != 0) {
            throw new IllegalStateException("llama_decode: " + code);
        }
    }

    private int best(int index, float[] row) {
        BareLibrary.llama_get_logits_ith(context, index).read(0, row, 0, vocabulary);
        int best = 0;
        for (int id = 1; id < vocabulary; id++) {
            if (row[id] > row[best]) {
                best = id;
            }
        }
        return best;
    }

    @Override
    public void close() {
        BareLibrary.llama_free(context);
        BareLibrary.llama_model_free(model);
    }
}
