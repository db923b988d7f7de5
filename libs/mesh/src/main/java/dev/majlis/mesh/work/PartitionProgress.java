package dev.majlis.mesh.work;

import java.util.Optional;
import java.util.TreeMap;

/**
 * What of a partition has been settled: records may be settled in any order, but a position can be committed only when all
 * before it are. Not thread-safe.
 */
final class PartitionProgress {
    private final TreeMap<Long, Boolean> settledByOffset = new TreeMap<>();
    private long committable = -1;
    private long committed = -1;

    void taken(long offset) {
        settledByOffset.put(offset, false);
    }

    void settled(long offset) {
        settledByOffset.computeIfPresent(offset, (key, value) -> true);
        while (!settledByOffset.isEmpty() && settledByOffset.firstEntry().getValue()) {
            committable = settledByOffset.pollFirstEntry().getKey() + 1;
        }
    }

    /** Position to commit, when it has moved since the last call. */
    Optional<Long> advance() {
        if (committable <= committed) {
            return Optional.empty();
        }
        committed = committable;
        return Optional.of(committable);
    }

    int inHand() {
        return settledByOffset.size();
    }
}
