package dev.majlis.foe.serve;

import java.util.List;

/** Rows that lie in topics of the broker. Thread-safe; blocks. */
public interface RowTopics {
    /**
     * The records of a topic from its beginning to its present end, each a row; those without a value are passed over.
     *
     * @param most records; the rest is not read
     * @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_TOPIC}, {@code INVALID_FIELD} for one that is not for rows
     */
    List<RawRow> read(String topic, int most);
}
