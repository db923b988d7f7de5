package dev.majlis.trainer.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.majlis.mesh.error.MeshException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {
    private static final DataLimits LIMITS = new DataLimits(1 << 20, 1 << 20, 1_000, 100);

    @TempDir
    Path folder;

    private List<Row> read(byte[] content, String name) throws Exception {
        List<Row> rows = new ArrayList<>();
        Path file = Files.write(folder.resolve("file"), content);
        long count = new RowReader(LIMITS).read(file, name, rows::add);
        assertThat(count).isEqualTo(rows.size());
        return rows;
    }

    private static byte[] packed(String name, String text) throws Exception {
        var bytes = new java.io.ByteArrayOutputStream();
        try (OutputStream out = name.endsWith(".gz")
                ? new GZIPOutputStream(bytes)
                : name.endsWith(".zst") ? new ZstdOutputStream(bytes) : bytes) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.ndjson", "a.JSONL", "a.jsonl.gz", "a.jsonl.zst"})
    void readsLinesOfJson(String name) throws Exception {
        List<Row> rows = read(packed(name, "{\"a\":\"سلام\"}\n\n{\"a\":2}\r\n{\"a\":3}"), name);

        assertThat(rows).extracting(Row::line).containsExactly(1L, 3L, 4L);
        assertThat(rows.get(0).fields().get("a").textValue()).isEqualTo("سلام");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "a.csv.gz", "a.csv.zst"})
    void readsTablesWithQuotesAndLineBreaksInThem(String name) throws Exception {
        List<Row> rows = read(
                packed(name, "instruction,response,label\n\"Say \"\"hi\"\", please\",\"two\nlines\",1\nb,c,0\n"), name);

        assertThat(rows).extracting(Row::line).containsExactly(2L, 4L);
        assertThat(rows.get(0).fields())
                .hasToString(
                        "{\"instruction\":\"Say \\\"hi\\\", please\",\"response\":\"two\\nlines\",\"label\":\"1\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.jsonl | {'a':1}~{'a':                  | line 2: is no JSON",
                "a.jsonl | {'a':1}~[1]                    | line 2: is no JSON object",
                "a.jsonl | {'a':1}~~{'a':1} {'a':2}       | line 3: is no JSON",
                "a.csv   | a,b~1,2~3~4,5                  | line 3: has 1 values, there are 2 columns",
                "a.csv   | a,b~1,2~3,4,5                  | line 3: has 3 values, there are 2 columns",
                "a.csv   | a,a~1,2                        | line 1: names more than",
                "a.csv   | a,b~1,2~'3,4                   | line 3: is no CSV",
                "a.csv   | a,b                            | there are no rows",
                "a.jsonl | ~~                             | there are no rows",
                "a.txt   | x                              | ends neither with .jsonl nor with .csv",
                "a.jsonl.gz | {'a':1}                     | cannot be read",
                "a.jsonl.zst | {'a':1}                    | cannot be read",
            })
    void saysOnWhichLineSomethingIsWrong(String name, String content, String message) {
        assertThatThrownBy(
                        () -> read(content.replace('~', '\n').replace('\'', '"').getBytes(UTF_8), name))
                .isInstanceOf(MeshException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThatThrownBy(() -> read("{\"a\":1}\n{\"a\":\"ü\"}".getBytes(ISO_8859_1), "a.jsonl"))
                .hasMessageContaining("line 2: is not UTF-8");
        assertThatThrownBy(() -> read("a,b\nü,1".getBytes(ISO_8859_1), "a.csv")).hasMessageContaining("is not UTF-8");
    }

    @Test
    void stopsAtItsLimits() throws Exception {
        assertThatThrownBy(() -> read(new byte[(1 << 20) + 1], "a.jsonl")).hasMessageContaining("the limit is 1048576");
        String bomb = "{\"a\":\"" + "a".repeat(900) + "\"}\n";
        assertThatThrownBy(() -> read(packed("a.gz", bomb.repeat(2_000)), "a.jsonl.gz"))
                .hasMessageMatching("/data: more than (100 rows|1048576 bytes after decompression)");
        assertThatThrownBy(() -> read(packed("a.zst", "\n".repeat(2 << 20)), "a.jsonl.zst"))
                .hasMessageContaining("after decompression");
        assertThatThrownBy(() -> read(("{\"a\":\"" + "a".repeat(1_000) + "\"}").getBytes(UTF_8), "a.jsonl"))
                .hasMessageContaining("line 1 has more than 1000 bytes");
        assertThatThrownBy(() -> read("{\"a\":1}\n".repeat(101).getBytes(UTF_8), "a.jsonl"))
                .hasMessageContaining("more than 100 rows");
    }

    @Test
    void namesTheLineOfARowThatTheTaskRefuses() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "{\"a\":1}\n{\"a\":2}");

        assertThatThrownBy(() -> new RowReader(LIMITS).read(file, "a.jsonl", row -> {
                    if (row.line() == 2) {
                        throw new IllegalArgumentException("a is even");
                    }
                }))
                .hasMessage("/data: line 2: a is even");
    }
}
