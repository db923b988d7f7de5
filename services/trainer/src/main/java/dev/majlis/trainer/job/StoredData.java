package dev.majlis.trainer.job;

import dev.majlis.mesh.blob.BlobRef;

/**
 * The rows of a job as they were when they were taken in, kept in the blob store until the job is forgotten.
 *
 * @param blob content, compressed if it came so; its hash is the data's in the lineage
 * @param name tells the format by its end, for example {@code train.jsonl.gz}
 * @param rows in it
 */
public record StoredData(BlobRef blob, String name, long rows) {}
