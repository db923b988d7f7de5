package dev.majlis.models.store;

/** Hears how far a fetch has come; called often, on the fetching thread: must be quick. */
@FunctionalInterface
public interface Progress {

    /** Hears nothing. */
    Progress NONE = (name, bytes, total) -> {};

    /**
     * @param name file in the store
     * @param bytes that are here, those of an earlier, broken fetch included
     * @param total exact length; 0 when unknown
     */
    void update(String name, long bytes, long total);
}
