package dev.majlis.models.llama;

/**
 * A look at a running engine, taken between two steps.
 *
 * @param waiting requests in the queue
 * @param running requests being prefilled or decoded
 * @param usedCells KV cells in use, prefix cache included
 * @param cells KV cells there are
 * @param prefixCells KV cells of the prefix cache, shared ones counted for each entry
 * @param prefillTokens prompt tokens computed so far
 * @param decodedTokens answer tokens so far
 * @param steps decode steps so far
 */
public record LlamaStats(
        int waiting,
        int running,
        int usedCells,
        int cells,
        int prefixCells,
        long prefillTokens,
        long decodedTokens,
        long steps) {

    static final LlamaStats NONE = new LlamaStats(0, 0, 0, 0, 0, 0, 0, 0);
}
