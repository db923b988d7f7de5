package dev.majlis.trainer.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;

/** Where the rows of a job come from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DataSource.Inline.class, name = "inline"),
    @JsonSubTypes.Type(value = DataSource.File.class, name = "file"),
    @JsonSubTypes.Type(value = DataSource.Web.class, name = "url"),
    @JsonSubTypes.Type(value = DataSource.Blob.class, name = "blob")
})
public sealed interface DataSource {

    /** In the request; they are stored when the job is accepted. */
    record Inline(int rows) implements DataSource {}

    /** @param path below the data root, with slashes */
    record File(String path) implements DataSource {
        public File {
            requireNonNull(path, "path is null");
        }
    }

    /**
     * Handed over in the blob store of the mesh by another service; copied when the job is accepted.
     *
     * @param sha256 of the content
     * @param bytes of it
     * @param name tells the format by its end
     */
    record Blob(String sha256, long bytes, String name) implements DataSource {
        public Blob {
            requireNonNull(sha256, "sha256 is null");
            requireNonNull(name, "name is null");
        }
    }

    /** Fetched when the job starts. */
    record Web(URI url) implements DataSource {
        public Web {
            requireNonNull(url, "url is null");
        }
    }
}
