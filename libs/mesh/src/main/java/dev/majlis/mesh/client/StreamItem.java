package dev.majlis.mesh.client;

/** What a stream delivers: chunks in order without gap or duplicate, then exactly one end. */
public sealed interface StreamItem {

    /** A chunk. */
    record Delta(String correlationId, Chunk chunk) implements StreamItem {}

    /** The last record. */
    record End(String correlationId, Chunk chunk, Reply reply) implements StreamItem {}
}
