package dev.majlis.models;

import dev.majlis.models.store.StoreSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * What a {@link LocalModelHub} needs.
 *
 * @param store where files lie and how sources are reached
 * @param catalogs the user's catalog files, merged over the built-in one in order
 * @param threads that one batch or decoding step may use
 * @param clock for deadlines
 * @param registry where meters go
 */
public record HubSettings(StoreSettings store, List<Path> catalogs, int threads, Clock clock, MeterRegistry registry) {

    public HubSettings {
        catalogs = List.copyOf(catalogs);
    }
}
