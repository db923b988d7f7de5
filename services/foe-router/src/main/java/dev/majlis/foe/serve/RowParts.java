package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.blob.BlobStore;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Rows as blobs: JSONL, compressed with gzip. Thread-safe; blocks. */
public final class RowParts {
    private final BlobStore blobs;

    public RowParts(BlobStore blobs) {
        this.blobs = requireNonNull(blobs, "blobs is null");
    }

    BlobRef write(List<DatasetRow> rows) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            for (DatasetRow row : rows) {
                zip.write(Json.write(row));
                zip.write('\n');
            }
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.INTERNAL, "rows could not be written", e);
        }
        return blobs.put(bytes.toByteArray());
    }

    /** Every row of a data set, in the order they came; one part at a time is held. */
    public void read(DatasetRecord dataset, Consumer<DatasetRow> rows) {
        for (BlobRef part : dataset.parts()) {
            try (var lines = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(new ByteArrayInputStream(blobs.get(part))), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    rows.accept(row(line));
                }
            } catch (IOException e) {
                throw new MeshException(ProblemSlug.INTERNAL, "rows could not be read", e);
            }
        }
    }

    private static DatasetRow row(String line) throws JsonProcessingException {
        return Json.mapper().readValue(line, DatasetRow.class);
    }
}
