package dev.majlis.cappy.model;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what became of published versions, in words. */
final class RecordedEvents implements ScorerEvents {
    private final List<String> all = new CopyOnWriteArrayList<>();

    List<String> all() {
        return all;
    }

    @Override
    public void served(String model, String version) {
        all.add("served " + model + " " + version);
    }

    @Override
    public void refused(String model, String version, String why) {
        all.add("refused " + model + " " + version + " " + why);
    }

    @Override
    public void withdrawn(String model) {
        all.add("withdrawn " + model);
    }
}
