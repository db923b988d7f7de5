package dev.majlis.nn.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.nn.Golden;
import dev.majlis.nn.NnException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** redco V5: ten thousand broken headers. */
class SafetensorsHeaderFuzzTest {

    @Test
    void readsOrRefusesTenThousandMutatedHeadersWithoutAnyOtherError() throws IOException {
        byte[] file = Files.readAllBytes(Golden.ROBERTA.resolve("model.safetensors"));
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] header = Arrays.copyOfRange(file, 8, 8 + length);
        var random = new SplittableRandom(7);
        int refused = 0;

        for (int round = 0; round < 10_000; round++) {
            byte[] mutated = mutate(header, random);
            try {
                SafetensorsHeader.parse(mutated, file.length - 8L - length);
            } catch (NnException e) {
                assertThat(e.kind()).isEqualTo(NnException.Kind.CORRUPT);
                refused++;
            }
        }

        assertThat(refused).isGreaterThan(7_000);
    }

    private static byte[] mutate(byte[] header, SplittableRandom random) {
        byte[] mutated =
                random.nextInt(10) == 0 ? Arrays.copyOf(header, random.nextInt(header.length)) : header.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && mutated.length > 0; i++) {
            int at = random.nextInt(mutated.length);
            mutated[at] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) "0123456789{}[]\",:-".charAt(random.nextInt(18));
        }
        return mutated;
    }

    @Test
    void needsLittleMemoryForAHeaderThatPromisesMuch() {
        // a number, a name and an array as long as they may be: nothing is allocated from what a header merely says
        String promise =
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1000000000,1000000000],\"data_offsets\":[0,4000000000000000000]}}";
        String deep = "{\"t\":" + "[".repeat(200_000);
        String many = "{\"t\":{\"dtype\":\"U8\",\"shape\":[" + "1,".repeat(200_000) + "1],\"data_offsets\":[0,1]}}";

        for (String header : new String[] {promise, deep, many}) {
            byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
            refuse(bytes);
            long before = allocated();
            refuse(bytes);
            assertThat(allocated() - before).isLessThan(2L * bytes.length + 200_000);
        }
    }

    private static void refuse(byte[] header) {
        try {
            SafetensorsHeader.parse(header, 8);
            assertThat(header).as("a header that must be refused").isEmpty();
        } catch (NnException e) {
            assertThat(e.kind()).isEqualTo(NnException.Kind.CORRUPT);
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void readsTheHeaderOfASeventyBillionParameterModelInUnderASecond() {
        StringBuilder json = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        long at = 0;
        for (int i = 0; i < 720; i++) {
            long bytes = 2L * 8192 * 8192;
            json.append(",\"model.layers.")
                    .append(i)
                    .append(".mlp.weight\":{\"dtype\":\"BF16\",\"shape\":[8192,8192],");
            json.append("\"data_offsets\":[")
                    .append(at)
                    .append(',')
                    .append(at + bytes)
                    .append("]}");
            at += bytes;
        }
        byte[] header = json.append('}').toString().getBytes(StandardCharsets.UTF_8);

        long started = System.nanoTime();
        SafetensorsHeader read = SafetensorsHeader.parse(header, at);

        assertThat(read.tensors()).hasSize(720);
        assertThat(System.nanoTime() - started).isLessThan(1_000_000_000L);
    }
}
