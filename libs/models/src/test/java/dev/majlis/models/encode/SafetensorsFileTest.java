package dev.majlis.models.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
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

    @Test
    void decodesHalfFormatsToFloats() throws IOException {
        var data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 0x3FC0).putShort((short) 0xC000);
        data.putShort((short) 0x3E00).putShort((short) 0x8001);
        Path path = file(
                "{\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                        + "\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[4,8]}}",
                data.array());

        try (SafetensorsFile tensors = SafetensorsFile.open(path)) {
            assertThat(tensors.floats("b")).containsExactly(1.5f, -2f);
            assertThat(tensors.floats("h")).containsExactly(1.5f, -0x1p-24f);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"OBJECT\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"t\":"
            })
    void refusesAHeaderThatDoesNotFitTheFile(String header) throws IOException {
        Path path = file(header, new byte[8]);

        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.CORRUPT));
    }

    @Test
    void refusesAHeaderLengthBeyondTheFile() throws IOException {
        byte[] bytes = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Long.MAX_VALUE)
                .array();
        Path path = Files.write(directory.resolve("x.safetensors"), bytes);

        assertThatThrownBy(() -> SafetensorsFile.open(path)).hasMessageContaining("cannot be");
    }
}
