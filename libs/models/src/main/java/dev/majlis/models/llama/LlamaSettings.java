package dev.majlis.models.llama;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.time.Duration;
import java.util.Optional;

/**
 * How a GGUF model is run.
 *
 * @param contextLength tokens that one prompt and its answer may take; 0 for the model's own, at most 8192
 * @param cells KV cells shared by all running answers and the prefix cache; 0 for 8192 or the context length, whichever is
 *     larger. Memory: cells × layers × 2 × KV heads × head dimension × 2 bytes
 * @param threads computing threads; 0 for the number of cores
 * @param maxSequences answers that run at the same time, 1 … 64
 * @param batch tokens of one prefill step, 16 … 4096; a running answer waits at most for one
 * @param queueLimit requests that may wait
 * @param prefixCells KV cells that recent prompts may keep; 0 switches the prefix cache off
 * @param prefixEntries prompts that the prefix cache may remember
 * @param gpuLayers layers on the GPU, where the natives have one
 * @param flashAttention the attention kernel that skips cells of other sequences; with it a row's logits do not depend on
 *     what else is in the batch
 * @param batchPatience after so long a batch request counts as interactive
 * @param sha256 of the weights, where known; part of the fingerprint
 */
public record LlamaSettings(
        int contextLength,
        int cells,
        int threads,
        int maxSequences,
        int batch,
        int queueLimit,
        int prefixCells,
        int prefixEntries,
        int gpuLayers,
        boolean flashAttention,
        Duration batchPatience,
        Optional<String> sha256) {

    public LlamaSettings {
        range("context length", contextLength, 0, 1 << 20);
        range("KV cells", cells, 0, 1 << 22);
        range("threads", threads, 0, 1024);
        range("parallel sequences", maxSequences, 1, 64);
        range("batch", batch, 16, 4096);
        range("queue limit", queueLimit, 1, 100_000);
        range("prefix cells", prefixCells, 0, 1 << 22);
        range("prefix entries", prefixEntries, 1, 256);
        range("GPU layers", gpuLayers, 0, 100_000);
    }

    /** What runs well on a machine without a GPU. */
    public static LlamaSettings defaults() {
        return new LlamaSettings(0, 0, 0, 16, 256, 256, 2048, 16, 0, true, Duration.ofSeconds(30), Optional.empty());
    }

    public LlamaSettings withContextLength(int tokens) {
        return new LlamaSettings(
                tokens,
                cells,
                threads,
                maxSequences,
                batch,
                queueLimit,
                prefixCells,
                prefixEntries,
                gpuLayers,
                flashAttention,
                batchPatience,
                sha256);
    }

    public LlamaSettings withCells(int kvCells) {
        return new LlamaSettings(
                contextLength,
                kvCells,
                threads,
                maxSequences,
                batch,
                queueLimit,
                prefixCells,
                prefixEntries,
                gpuLayers,
                flashAttention,
                batchPatience,
                sha256);
    }

    public LlamaSettings withThreads(int count) {
        return new LlamaSettings(
                contextLength,
                cells,
                count,
                maxSequences,
                batch,
                queueLimit,
                prefixCells,
                prefixEntries,
                gpuLayers,
                flashAttention,
                batchPatience,
                sha256);
    }

    public LlamaSettings withMaxSequences(int count) {
        return new LlamaSettings(
                contextLength,
                cells,
                threads,
                count,
                batch,
                queueLimit,
                prefixCells,
                prefixEntries,
                gpuLayers,
                flashAttention,
                batchPatience,
                sha256);
    }

    public LlamaSettings withBatch(int tokens) {
        return new LlamaSettings(
                contextLength,
                cells,
                threads,
                maxSequences,
                tokens,
                queueLimit,
                prefixCells,
                prefixEntries,
                gpuLayers,
                flashAttention,
                batchPatience,
                sha256);
    }

    public LlamaSettings withQueueLimit(int requests) {
        return new LlamaSettings(
                contextLength,
                cells,
                threads,
                maxSequences,
                batch,
                requests,
                prefixCells,
                prefixEntries,
                gpuLayers,
                flashAttention,
                batchPatience,
                sha256);
    }

    public LlamaSettings withPrefixCells(int kvCells) {
        return new LlamaSettings(
                contextLength,
                cells,
                threads,
                maxSequences,
                batch,
                queueLimit,
                kvCells,
                prefixEntries,
                gpuLayers,
                flashAttention,
                batchPatience,
                sha256);
    }

    public LlamaSettings withGpuLayers(int layers) {
        return new LlamaSettings(
                contextLength,
                cells,
                threads,
                maxSequences,
                batch,
                queueLimit,
                prefixCells,
                prefixEntries,
                layers,
                flashAttention,
                batchPatience,
                sha256);
    }

    public LlamaSettings withFlashAttention(boolean on) {
        return new LlamaSettings(
                contextLength,
                cells,
                threads,
                maxSequences,
                batch,
                queueLimit,
                prefixCells,
                prefixEntries,
                gpuLayers,
                on,
                batchPatience,
                sha256);
    }

    public LlamaSettings withBatchPatience(Duration patience) {
        return new LlamaSettings(
                contextLength,
                cells,
                threads,
                maxSequences,
                batch,
                queueLimit,
                prefixCells,
                prefixEntries,
                gpuLayers,
                flashAttention,
                patience,
                sha256);
    }

    public LlamaSettings withSha256(String hex) {
        return new LlamaSettings(
                contextLength,
                cells,
                threads,
                maxSequences,
                batch,
                queueLimit,
                prefixCells,
                prefixEntries,
                gpuLayers,
                flashAttention,
                batchPatience,
                Optional.of(hex));
    }

    private static void range(String what, int value, int low, int high) {
        if (value < low || value > high) {
            throw new ModelException(Code.INVALID, what + " must be " + low + " … " + high + " but is " + value);
        }
    }
}
