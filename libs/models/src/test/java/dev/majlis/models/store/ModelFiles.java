package dev.majlis.models.store;

import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.catalog.CatalogEntry.ModelFile;
import dev.majlis.models.catalog.CatalogEntry.Task;
import dev.majlis.models.catalog.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Builds catalog entries with one file. */
final class ModelFiles {
    private ModelFiles() {}

    /** Bytes that look like a GGUF file. */
    static byte[] gguf(int bytes) {
        byte[] content = new byte[bytes];
        new Random(7).nextBytes(content);
        System.arraycopy("GGUF".getBytes(StandardCharsets.US_ASCII), 0, content, 0, 4);
        return content;
    }

    static CatalogEntry entry(byte[] content, Source... sources) {
        return entry("weights.gguf", content.length, sha256(content), sources);
    }

    static CatalogEntry entry(String file, long bytes, String sha256, Source... sources) {
        return new CatalogEntry(
                "m",
                Task.TEXT_GENERATION,
                "llama.cpp",
                "MIT",
                Optional.empty(),
                Map.of("weights", new ModelFile(file, bytes, sha256, List.of(sources))),
                0,
                0,
                Optional.empty(),
                Map.of());
    }

    static CatalogEntry withTerms(CatalogEntry entry, String terms) {
        return new CatalogEntry(
                entry.name(),
                entry.task(),
                entry.engine(),
                entry.licence(),
                Optional.of(terms),
                entry.files(),
                0,
                0,
                Optional.empty(),
                Map.of());
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
