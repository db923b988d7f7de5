package dev.majlis.foe.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The decision log. Thread-safe; blocks. */
public interface DecisionStore {

    /** Writes entries; one with an id that was used before takes the place of the older. */
    void append(List<KeptDecision> entries);

    Optional<KeptDecision> find(String tenant, String id);

    /** Notes what the right answer was; false when there is no such entry. */
    boolean label(String tenant, String id, byte[] truth);

    /** Entries of a pool, newest first. */
    List<KeptDecision> latest(String pool, int limit);

    /** Deletes what is older than {@code limit}, and the oldest beyond {@code most}; returns how many. */
    int sweep(Instant limit, int most);
}
