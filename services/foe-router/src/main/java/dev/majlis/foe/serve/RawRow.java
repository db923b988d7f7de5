package dev.majlis.foe.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.error.MeshException;

/**
 * A row as it came.
 *
 * @param line from 1
 * @param json null when it could not be read
 * @param failure why, or null
 */
public record RawRow(int line, JsonNode json, MeshException failure) {}
