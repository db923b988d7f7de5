package dev.majlis.foe.state;

import java.util.Collection;
import java.util.Map;

/** Outputs of experts by their version and the hash of the input. Thread-safe; blocks. */
public interface OutputCache {

    /**
     * What is known.
     *
     * @param inputs SHA-256 of each, {@code InputKey}
     * @return by input; those that were never asked are absent
     */
    Map<String, KeptOutput> find(String expert, String version, Collection<String> inputs);

    /** Which of these inputs are known; reads no features. */
    Collection<String> known(String expert, String version, Collection<String> inputs);

    /** Keeps it; what is there already stays as it is. */
    void put(String expert, String version, String input, KeptOutput output);
}
