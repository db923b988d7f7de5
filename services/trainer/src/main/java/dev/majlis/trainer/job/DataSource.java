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
    @JsonSubTypes.Type(value = DataSource.Web.class, name = "url")
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

    /** Fetched when the job starts. */
    record Web(URI url) implements DataSource {
        public Web {
            requireNonNull(url, "url is null");
        }
    }
}
