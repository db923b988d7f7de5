package dev.majlis.nn.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputHashTest {
    @TempDir
    Path folder;

    /** The first eight bytes of the SHA-256 of "abc", FIPS 180-2 appendix B.1. */
    @Test
    void isTheBeginningOfTheSha256WithoutWhiteSpaceAround() {
        assertThat(InputHash.of("abc")).isEqualTo(0xba7816bf8f01cfeaL);
        assertThat(InputHash.of("  abc\n")).isEqualTo(InputHash.of("abc"));
        assertThat(InputHash.of("abd")).isNotEqualTo(InputHash.of("abc"));
    }

    @Test
    void findsTrainedInputsInAFileAndRefusesABrokenOne() throws Exception {
        TrainedInputs.of(LongStream.of(5, -3, 5, 9)).write(folder);

        TrainedInputs read = TrainedInputs.read(folder);

        assertThat(read.size()).isEqualTo(3);
        assertThat(LongStream.of(5, -3, 9)).allMatch(read::contains);
        assertThat(read.contains(4)).isFalse();
        Files.write(folder.resolve(TrainedInputs.FILE), new byte[9]);
        assertThatThrownBy(() -> TrainedInputs.read(folder)).hasMessageContaining("has 9 bytes");
        Files.write(folder.resolve(TrainedInputs.FILE), new byte[16]);
        assertThatThrownBy(() -> TrainedInputs.read(folder)).hasMessageContaining("is not above the one before");
    }
}
