package dev.majlis.foe.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.error.MeshException;

/**
 * A row as it came.
 *
 * @param json null when it could not be read
 * @param failure why, or null
 */
public record RawRow(RowPlace place, JsonNode json, MeshException failure) {
    public static RawRow of(RowPlace place, JsonNode json) {
        return new RawRow(place, json, null);
    }

    public static RawRow unreadable(RowPlace place, MeshException failure) {
        return new RawRow(place, null, failure);
    }
}
