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
        long[] resident = {Long.MAX_VALUE, Long.MAX_VALUE};
        int[] arrays = new int[2];
        try (EncoderModel model = EncoderModel.random(CONFIG, HeadKind.SEQUENCE, 1, 1)) {
            var settings = TrainingSettings.defaults().withEpochs(250).withBatch(4, 1, 4096);
            TrainingRun.of(new RegressionPipeline(model), examples, settings)
                    .onProgress(progress -> {
                        long update = progress.update();
                        boolean early = update > 500 && update <= 1_000;
                        if (update % 50 == 0 && (early || update > 2_000)) {
                            int window = early ? 0 : 1;
                            // the least of a window: what a collector or an allocator keeps for a while is no leak
                            resident[window] = Math.min(resident[window], residentBytes());
                            arrays[window] = model.parameters().liveArrays();
                        }
                    })
                    .run(() -> false);
        }

        assertThat(arrays[0]).isPositive();
        assertThat(arrays[1]).isEqualTo(arrays[0]);
        // six thousand steps lie between the windows
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
