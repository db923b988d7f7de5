package dev.majlis.nn.text;

/**
 * How many tokens of both segments are kept (cappy.md §2.2, §5 item 4).
 *
 * @param keepA tokens of the instruction
 * @param keepB tokens of the response
 * @param dropAHead whether the instruction loses its first tokens instead of its last
 */
public record TruncationPolicy(int keepA, int keepB, boolean dropAHead) {

    /** Drops tokens one at a time from the end of the segment that is longer now; the instruction on a tie. */
    public static TruncationPolicy longestFirst(int a, int b, int budget) {
        int keepA = a;
        int keepB = b;
        int excess = a + b - budget;
        // first the longer one comes down to the shorter, then both alternate, the instruction first
        int fromLonger = Math.max(0, Math.min(excess, Math.abs(a - b)));
        if (a >= b) {
            keepA -= fromLonger;
        } else {
            keepB -= fromLonger;
        }
        int rest = Math.max(0, excess - fromLonger);
        return new TruncationPolicy(keepA - (rest + 1) / 2, keepB - rest / 2, false);
    }

    /** Drops the instruction's first tokens; when it is used up, the response's last ones. */
    public static TruncationPolicy instructionHead(int a, int b, int budget) {
        int keepB = Math.min(b, budget);
        return new TruncationPolicy(Math.min(a, budget - keepB), keepB, true);
    }
}
