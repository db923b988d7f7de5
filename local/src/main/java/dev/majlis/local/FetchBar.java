package dev.majlis.local;

import dev.majlis.models.store.Progress;

/** A progress bar for a model that is being fetched. */
final class FetchBar implements Progress {
    private static final int CELLS = 30;

    private final Console console;
    private final String model;

    FetchBar(Console console, String model) {
        this.console = console;
        this.model = model;
    }

    @Override
    public void update(String file, long bytes, long total) {
        if (total <= 0) {
            console.live("fetching " + model, "%.1f MB".formatted(bytes / 1e6));
            return;
        }
        int done = (int) (CELLS * bytes / total);
        console.live(
                "fetching " + model,
                "[%s%s] %3d %% of %.1f MB"
                        .formatted("#".repeat(done), "·".repeat(CELLS - done), 100 * bytes / total, total / 1e6));
    }
}
