package dev.majlis.trainer.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The trainer. */
@ConfigMapping(prefix = "majlis.trainer")
public interface TrainerConfig {

    /** Jobs that run at the same time. */
    @WithDefault("1")
    @Min(1)
    @Max(16)
    int devices();

    /** Threads of the engine; 0 for the number of cores. The first job of the process decides for all. */
    @WithDefault("0")
    @Min(0)
    @Max(256)
    int threads();

    /** Jobs that wait; more are answered 429. */
    @WithDefault("100")
    @Min(1)
    @Max(10_000)
    int maxQueued();

    /** After which a job that has not begun is given up. */
    @WithDefault("7D")
    Duration maxWait();

    /** How long the end of the process waits for the checkpoint of a running job. */
    @WithDefault("8S")
    Duration drain();

    /** Event streams that are open at the same time; more are answered 429. */
    @WithDefault("32")
    @Min(1)
    @Max(1_000)
    int maxStreams();

    /** Where training data come from. */
    Data data();

    /** {@code s3://bucket/prefix} where files of models are published; without it the blob folder. */
    Optional<String> models();

    /** Where jobs are kept. */
    Database database();

    /** Sources and limits of training data. */
    interface Data {
        /** Folder whose files requests may name; none may without it. */
        Optional<Path> dir();

        /** Hosts whose addresses requests may name; none may without it. */
        Optional<List<String>> hosts();

        /** Of a file as it lies or comes. */
        @WithDefault("256M")
        MemorySize maxFile();

        /** Of its content after decompression. */
        @WithDefault("512M")
        MemorySize maxExpanded();

        /** Of one line. */
        @WithDefault("1M")
        MemorySize maxLine();

        /** Of one job. */
        @WithDefault("500000")
        @Min(1)
        @Max(10_000_000)
        long maxRows();
    }

    /** A database server; an H2 file below {@code majlis.state-dir} without one. */
    interface Database {
        /** {@code jdbc:postgresql:…}. */
        Optional<String> url();

        @WithDefault("majlis")
        String user();

        Optional<String> password();
    }
}
