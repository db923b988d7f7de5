package dev.majlis.mesh.telemetry;

/**
 * What one call used: published on {@link #TOPIC}, keyed by tenant, schema {@code usage} (platform §4.5).
 *
 * @param promptTokens read by the model
 * @param completionTokens written by the model, over all candidates
 * @param gpuMillis time on a GPU
 * @param cpuMillis time on CPU cores
 * @param costMicros price in millionths of the configured currency
 * @param cacheHit whether a stored answer was given
 */
public record Usage(
        String tenant,
        String model,
        String operation,
        long promptTokens,
        long completionTokens,
        long gpuMillis,
        long cpuMillis,
        long costMicros,
        boolean cacheHit) {

    /** Without the mesh's prefix. */
    public static final String TOPIC = "usage.events.v1";

    /** Kind of the fact, and name of its schema. */
    public static final String KIND = "usage";
}
