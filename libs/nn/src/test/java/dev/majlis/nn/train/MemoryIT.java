package dev.majlis.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.nn.encoder.EncoderConfig;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.text.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten thousand steps (four to an update) leave nothing behind: neither arrays that a manager still knows, nor memory of the process. */
class MemoryIT {
    private static final EncoderConfig CONFIG =
            new EncoderConfig("bert", 50, 8, 1, 2, 16, 16, 2, 0, 1e-12, 0.1, 0.1, 0.1, 1, 0.02);

    @Test
    void tenThousandStepsLeakNoArrayAndNoMemory() throws IOException {
        List<Labelled<Float>> examples = IntStream.range(0, 40)
                .mapToObj(i -> new Labelled<>(
                        new TokenSequence(IntStream.range(0, 2 + i % 12).toArray(), new int[2 + i % 12], 0), i / 40f))
                .toList();
        long[] resident = new long[2];
        int[] arrays = new int[2];
        try (EncoderModel model = EncoderModel.random(CONFIG, HeadKind.SEQUENCE, 1, 1)) {
            var settings = TrainingSettings.defaults().withEpochs(250).withBatch(4, 1, 4096);
            TrainingRun.of(new RegressionPipeline(model), examples, settings)
                    .onProgress(progress -> {
                        if (progress.update() == 500) {
                            resident[0] = residentBytes();
                            arrays[0] = model.parameters().liveArrays();
                        }
                        if (progress.update() == 2_500) {
                            resident[1] = residentBytes();
                            arrays[1] = model.parameters().liveArrays();
                        }
                    })
                    .run(() -> false);
        }

        assertThat(arrays[0]).isPositive();
        assertThat(arrays[1]).isEqualTo(arrays[0]);
        // an array leaked each step would be 8,000 × at least 300 bytes of handle and tensor
        assertThat(resident[1] - resident[0]).isLessThan(40L << 20);
    }

    private static long residentBytes() {
        System.gc();
        try {
            var pages = new StringTokenizer(Files.readString(Path.of("/proc/self/statm")));
            pages.nextToken();
            return Long.parseLong(pages.nextToken()) * 4096;
        } catch (IOException e) {
            return 0;
        }
    }
}
