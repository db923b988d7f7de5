package dev.majlis.foe.serve;

import dev.majlis.mesh.blob.BlobRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Labelled rows of a pool.
 *
 * @param rows that it holds
 * @param parts JSONL, compressed with gzip, one for each request that added rows
 */
public record DatasetRecord(
        String pool,
        String name,
        DatasetRole role,
        int rows,
        List<BlobRef> parts,
        Instant createdAt,
        Instant changedAt) {
    public DatasetRecord {
        parts = List.copyOf(parts);
    }

    DatasetRecord with(BlobRef part, int added, Instant now) {
        List<BlobRef> all = new ArrayList<>(parts);
        all.add(part);
        return new DatasetRecord(pool, name, role, rows + added, all, createdAt, now);
    }
}
