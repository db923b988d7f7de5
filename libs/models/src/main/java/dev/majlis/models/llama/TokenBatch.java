package dev.majlis.models.llama;

import com.sun.jna.Memory;
import com.sun.jna.Native;

/** Tokens for one {@code llama_decode}, in native memory that is allocated once. */
final class TokenBatch implements AutoCloseable {

    private final int capacity;
    private final Memory tokens;
    private final Memory positions;
    private final Memory sequenceCounts;
    private final Memory sequencePointers;
    private final Memory sequences;
    private final Memory logits;
    private final BatchStruct struct = new BatchStruct();
    private int size;

    TokenBatch(int capacity) {
        this.capacity = capacity;
        this.tokens = new Memory(4L * capacity);
        this.positions = new Memory(4L * capacity);
        this.sequenceCounts = new Memory(4L * capacity);
        this.sequencePointers = new Memory((long) Native.POINTER_SIZE * capacity);
        this.sequences = new Memory(4L * capacity);
        this.logits = new Memory(capacity);
        for (int i = 0; i < capacity; i++) {
            sequenceCounts.setInt(4L * i, 1);
            sequencePointers.setPointer((long) Native.POINTER_SIZE * i, sequences.share(4L * i));
        }
        struct.token = tokens;
        struct.pos = positions;
        struct.nSeqId = sequenceCounts;
        struct.seqId = sequencePointers;
        struct.logits = logits;
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int capacity() {
        return capacity;
    }

    /** Returns the row of this token, by which its logits are fetched. */
    int add(int token, int position, int sequence, boolean wantLogits) {
        int row = size++;
        tokens.setInt(4L * row, token);
        positions.setInt(4L * row, position);
        sequences.setInt(4L * row, sequence);
        logits.setByte(row, (byte) (wantLogits ? 1 : 0));
        return row;
    }

    BatchStruct struct() {
        struct.nTokens = size;
        return struct;
    }

    @Override
    public void close() {
        tokens.close();
        positions.close();
        sequenceCounts.close();
        sequencePointers.close();
        sequences.close();
        logits.close();
    }
}
