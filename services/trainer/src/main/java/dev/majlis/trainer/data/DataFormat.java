package dev.majlis.trainer.data;

import com.github.luben.zstd.ZstdInputStream;
import dev.majlis.trainer.error.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * How rows are written, by the end of a name: {@code .jsonl} (also {@code .ndjson}) or {@code .csv}, alone or with {@code .gz} or
 * {@code .zst} behind it.
 */
public record DataFormat(Rows rows, Packing packing) {

    /** One row after the other. */
    public enum Rows {
        /** One JSON object on each line. */
        JSONL,
        /** RFC 4180; the first row names the columns, all values are texts. */
        CSV
    }

    /** Compression. */
    public enum Packing {
        NONE,
        GZIP,
        ZSTD
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code BAD_DATA} for any other name */
    public static DataFormat of(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        Packing packing = Packing.NONE;
        if (plain.endsWith(".gz")) {
            packing = Packing.GZIP;
            plain = plain.substring(0, plain.length() - 3);
        } else if (plain.endsWith(".zst")) {
            packing = Packing.ZSTD;
            plain = plain.substring(0, plain.length() - 4);
        }
        if (plain.endsWith(".jsonl") || plain.endsWith(".ndjson")) {
            return new DataFormat(Rows.JSONL, packing);
        }
        if (plain.endsWith(".csv")) {
            return new DataFormat(Rows.CSV, packing);
        }
        throw Failures.badData(
                "/data", "'%s' ends neither with .jsonl nor with .csv (.gz, .zst)".formatted(Failures.shown(name)));
    }

    InputStream unpacked(InputStream in) throws IOException {
        return switch (packing) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, 1 << 16);
            case ZSTD -> new ZstdInputStream(in);
        };
    }
}
