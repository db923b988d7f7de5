package dev.majlis.foe.job;

import dev.majlis.mesh.blob.BlobRef;
import java.time.Instant;

/**
 * A report on the policies of a pool.
 *
 * @param report JSON; {@code table} for a person; {@code pareto} SVG
 */
public record EvaluationRecord(
        String id,
        String pool,
        String dataset,
        String fuser,
        int rows,
        BlobRef report,
        BlobRef table,
        BlobRef pareto,
        Instant createdAt) {}
