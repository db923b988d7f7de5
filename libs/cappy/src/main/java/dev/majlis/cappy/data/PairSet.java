package dev.majlis.cappy.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Training data without duplicates, in the order in which it was made.
 *
 * @param pairs each (instruction, response) once
 * @param counts of them by origin
 */
public record PairSet(List<LabelledPair> pairs, PairCounts counts) {
    public PairSet {
        pairs = List.copyOf(pairs);
    }

    /** Shuffled, then repeated and cut (cappy.md §3.2 step 4). The same for the same seed on every machine. */
    public List<LabelledPair> drawn(int trainSize, long seed) {
        if (pairs.isEmpty()) {
            throw new IllegalStateException("no pairs to draw from");
        }
        List<LabelledPair> order = Shuffle.of(pairs, seed);
        List<LabelledPair> drawn = new ArrayList<>(trainSize);
        for (int i = 0; i < trainSize; i++) {
            drawn.add(order.get(i % order.size()));
        }
        return drawn;
    }

    /** SHA-256 over all pairs and labels, for the lineage of what is trained on them; 64 hexadecimal digits. */
    public String sha256() {
        MessageDigest digest = TextHash.sha256();
        for (LabelledPair pair : pairs) {
            text(digest, pair.instruction());
            text(digest, pair.response());
            digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(0, pair.label()));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }
}
