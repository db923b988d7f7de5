package dev.majlis.nn.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.nn.Golden;
import dev.majlis.nn.file.WrittenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path directory;

    @Test
    void writesWhatTheReaderReadsInEveryType() {
        Path path = directory.resolve("x.safetensors");
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        writer.add("f32", DataType.F32, new long[] {2, 1}, new float[] {1.25f, Float.MIN_VALUE});
        writer.add("f16", DataType.F16, new long[] {3}, new float[] {1.5f, 65519f, 1e9f});
        writer.add("bf16", DataType.BF16, new long[] {2}, new float[] {-2f, 1.0000001f});
        writer.add("i64", new long[] {1}, new long[] {Long.MIN_VALUE});
        writer.add("i8", DataType.I8, new long[] {3}, () -> ByteBuffer.wrap(new byte[] {1, -2, 3}));
        writer.add("none", DataType.F32, new long[] {0, 4}, new float[0]);

        writer.write(path);

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.metadata()).containsEntry("format", "pt");
            assertThat(file.floats("f32")).containsExactly(1.25f, Float.MIN_VALUE);
            assertThat(file.floats("f16")).containsExactly(1.5f, 65504f, Float.POSITIVE_INFINITY);
            assertThat(file.floats("bf16")).containsExactly(-2f, 1f);
            assertThat(file.longs("i64")).containsExactly(Long.MIN_VALUE);
            assertThat(file.longs("i8")).containsExactly(1, -2, 3);
            assertThat(file.floats("none")).isEmpty();
        }
    }

    @Test
    void copiesAModelOfAnotherLibraryBitForBit() {
        Path copy = directory.resolve("copy.safetensors");
        try (SafetensorsFile original = SafetensorsFile.open(Golden.ROBERTA.resolve("model.safetensors"))) {
            SafetensorsWriter writer = new SafetensorsWriter();
            original.header()
                    .tensors()
                    .values()
                    .forEach(info ->
                            writer.add(info.name(), info.type(), info.dimensions(), () -> original.bytes(info.name())));
            writer.write(copy);

            try (SafetensorsFile written = SafetensorsFile.open(copy)) {
                assertThat(written.names()).containsExactlyInAnyOrderElementsOf(original.names());
                original.names()
                        .forEach(
                                name -> assertThat(written.bytes(name)).as(name).isEqualTo(original.bytes(name)));
            }
        }
    }

    @Test
    void givesEqualBytesForEqualContentAndTheirHash() throws Exception {
        WrittenFile one = new SafetensorsWriter()
                .add("a", DataType.F16, new long[] {1}, new float[] {1})
                .add("b", DataType.F32, new long[] {1}, new float[] {2})
                .write(directory.resolve("1.safetensors"));
        WrittenFile two = new SafetensorsWriter()
                .add("b", DataType.F32, new long[] {1}, new float[] {2})
                .add("a", DataType.F16, new long[] {1}, new float[] {1})
                .write(directory.resolve("2.safetensors"));

        byte[] bytes = Files.readAllBytes(one.path());
        assertThat(one.sha256()).isEqualTo(two.sha256());
        assertThat(one.bytes()).isEqualTo(bytes.length);
        assertThat(one.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    @Test
    void leavesTheOldFileWhenATensorIsNotAsLongAsItsShape() throws IOException {
        Path path = Files.writeString(directory.resolve("x.safetensors"), "old");
        SafetensorsWriter writer = new SafetensorsWriter().add("a", DataType.F32, new long[] {3}, new float[] {1});

        assertThatThrownBy(() -> writer.write(path)).hasMessageContaining("needs 12 bytes, not 4");

        assertThat(path).hasContent("old");
    }

    @Property
    void roundsToTheNearestHalf(@ForAll short bits, @ForAll short other) {
        float value = HalfPrecision.fromHalf(bits);
        if (!Float.isNaN(value)) {
            assertThat(HalfPrecision.toHalf(value)).isEqualTo(bits);
            assertThat(HalfPrecision.fromBfloat(HalfPrecision.toBfloat(value))).isEqualTo(value, within(value));
        }
        float far = HalfPrecision.fromBfloat(other);
        if (Float.isFinite(far) && Math.abs(far) < 65504) {
            float rounded = HalfPrecision.fromHalf(HalfPrecision.toHalf(far));
            short up = (short) (HalfPrecision.toHalf(far) + 1);
            assertThat(Math.abs(rounded - far)).isLessThanOrEqualTo(Math.abs(HalfPrecision.fromHalf(up) - far));
        }
    }

    private static org.assertj.core.data.Offset<Float> within(float value) {
        return org.assertj.core.api.Assertions.within(Float.isFinite(value) ? Math.abs(value) / 128 + 1e-9f : 0f);
    }
}
