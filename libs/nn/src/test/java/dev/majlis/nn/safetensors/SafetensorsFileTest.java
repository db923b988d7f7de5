package dev.majlis.nn.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    @TempDir
    Path directory;

    private Path file(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text).put(data);
        return Files.write(directory.resolve("x.safetensors"), bytes.array());
    }

    private static String tensor(String type, String shape, int from, int to) {
        return "{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":[" + from + "," + to + "]}";
    }

    @Test
    void decodesEveryFloatingTypeToFloats() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        data.putDouble(-0.25).putFloat(1.5f);
        data.putShort((short) 0x3FC0).putShort((short) 0xC000);
        data.putShort((short) 0x3E00).putShort((short) 0x8001);
        data.put((byte) 0x3C).put((byte) 0xFE).put((byte) 0x3E).put((byte) 0x7C);
        Path path = file(
                "{\"d\":" + tensor("F64", "[1]", 0, 8) + ",\"f\":" + tensor("F32", "[]", 8, 12) + ",\"b\":"
                        + tensor("BF16", "[2]", 12, 16) + ",\"h\":" + tensor("F16", "[2]", 16, 20) + ",\"e4\":"
                        + tensor("F8_E4M3", "[2]", 20, 22) + ",\"e5\":" + tensor("F8_E5M2", "[1,2]", 22, 24) + "}",
                data.array());

        try (SafetensorsFile tensors = SafetensorsFile.open(path)) {
            assertThat(tensors.floats("d")).containsExactly(-0.25f);
            assertThat(tensors.floats("f")).containsExactly(1.5f);
            assertThat(tensors.floats("b")).containsExactly(1.5f, -2f);
            assertThat(tensors.floats("h")).containsExactly(1.5f, -0x1p-24f);
            assertThat(tensors.floats("e4")).containsExactly(1.5f, -448f);
            assertThat(tensors.floats("e5")).containsExactly(1.5f, Float.POSITIVE_INFINITY);
            assertThat(tensors.info("e5").dimensions()).containsExactly(1, 2);
        }
    }

    @Test
    void decodesEveryIntegerType() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(31).order(ByteOrder.LITTLE_ENDIAN);
        data.putLong(-7)
                .putLong(Long.MAX_VALUE)
                .putInt(-3)
                .putInt(-1)
                .putShort((short) -2)
                .putShort((short) -1);
        data.put((byte) -1).put((byte) -1).put((byte) 1);
        Path path = file(
                "{\"i64\":" + tensor("I64", "[1]", 0, 8) + ",\"u64\":" + tensor("U64", "[1]", 8, 16) + ",\"i32\":"
                        + tensor("I32", "[1]", 16, 20) + ",\"u32\":" + tensor("U32", "[1]", 20, 24) + ",\"i16\":"
                        + tensor("I16", "[1]", 24, 26) + ",\"u16\":" + tensor("U16", "[1]", 26, 28) + ",\"i8\":"
                        + tensor("I8", "[1]", 28, 29) + ",\"u8\":" + tensor("U8", "[1]", 29, 30) + ",\"bool\":"
                        + tensor("BOOL", "[1]", 30, 31) + "}",
                data.array());

        try (SafetensorsFile tensors = SafetensorsFile.open(path)) {
            assertThat(tensors.longs("i64")).containsExactly(-7);
            assertThat(tensors.longs("u64")).containsExactly(Long.MAX_VALUE);
            assertThat(tensors.longs("i32")).containsExactly(-3);
            assertThat(tensors.longs("u32")).containsExactly(0xFFFFFFFFL);
            assertThat(tensors.longs("i16")).containsExactly(-2);
            assertThat(tensors.longs("u16")).containsExactly(0xFFFF);
            assertThat(tensors.longs("i8")).containsExactly(-1);
            assertThat(tensors.longs("u8")).containsExactly(255);
            assertThat(tensors.longs("bool")).containsExactly(1);
            assertThatThrownBy(() -> tensors.floats("i8")).hasMessageContaining("I8 is no floating-point number");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"OBJECT\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"u\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"__metadata__\":{\"a\":1},\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}{}",
                "[1]",
                "{\"t\":"
            })
    void refusesAHeaderThatDoesNotFitTheFile(String header) throws IOException {
        Path path = file(header, new byte[8]);

        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOfSatisfying(
                        NnException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
                .hasMessageContaining(path.toString());
    }

    @Test
    void namesTheByteWhereAHeaderGoesWrong() throws IOException {
        String start = "{\"t\":{\"dtype\":\"OBJECT\"";
        Path path = file(start + ",\"shape\":[2],\"data_offsets\":[0,8]}}", new byte[8]);

        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .hasMessageContaining("byte " + (8 + start.length()))
                .hasMessageContaining("unknown type OBJECT");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, -1, 0, 9, SafetensorsHeader.MAX_BYTES + 1L})
    void refusesAHeaderLengthBeyondTheFileOrTheLimit(long length) throws IOException {
        byte[] bytes = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        Path path = Files.write(directory.resolve("x.safetensors"), bytes);

        assertThatThrownBy(() -> SafetensorsFile.open(path)).hasMessageContaining("cannot be");
    }

    @Test
    void refusesAFileShorterThanALength() throws IOException {
        Path path = Files.write(directory.resolve("x.safetensors"), new byte[5]);

        assertThatThrownBy(() -> SafetensorsFile.open(path)).hasMessageContaining("ends before the header's length");
    }
}
