package dev.majlis.cappy.model;

/** Hears what becomes of published versions. Called on the thread that loads; must not block for long. */
public interface ScorerEvents {
    /** Nobody listens. */
    ScorerEvents NONE = new ScorerEvents() {
        @Override
        public void served(String model, String version) {}

        @Override
        public void refused(String model, String version, String why) {}

        @Override
        public void withdrawn(String model) {}
    };

    /** Requests that begin now are judged by this version. */
    void served(String model, String version);

    /** This version could not be loaded; what was served stays. */
    void refused(String model, String version, String why);

    /** No published version of this model is served any longer. */
    void withdrawn(String model);
}
