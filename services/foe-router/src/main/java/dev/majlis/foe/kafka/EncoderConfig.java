package dev.majlis.foe.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where models come from; the same keys in every service. */
@ConfigMapping(prefix = "majlis.models")
public interface EncoderConfig {

    /** Where files of models lie; the user's cache when not set. */
    Optional<Path> dir();

    /** Catalog files, merged over the built-in one in order. */
    Optional<List<Path>> catalog();

    /** Whether sources that need a network are left out. */
    @WithDefault("false")
    boolean offline();
}
