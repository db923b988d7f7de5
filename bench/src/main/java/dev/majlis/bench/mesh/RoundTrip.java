package dev.majlis.bench.mesh;

import java.util.concurrent.CompletionStage;

/** A way to ask an echo worker over Kafka. */
interface RoundTrip extends AutoCloseable {

    /** What the result page calls it. */
    String name();

    /** Sends a body and completes with its echo. */
    CompletionStage<byte[]> call(byte[] body);

    @Override
    void close();
}
