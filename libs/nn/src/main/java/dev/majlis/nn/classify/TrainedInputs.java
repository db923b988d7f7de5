package dev.majlis.nn.classify;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The {@link InputHash}es of all rows that a model has seen, so that others can refuse to judge it by them. In the file
 * {@value #FILE}: 8 bytes each, big-endian, ascending as signed numbers, each once. Thread-safe.
 */
public final class TrainedInputs {
    /** Name of the file beside the model's. */
    public static final String FILE = "trained-inputs.bin";

    private static final long LONGEST = 1L << 30;

    private final long[] hashes;

    private TrainedInputs(long[] hashes) {
        this.hashes = hashes;
    }

    /** These hashes, in any order. */
    public static TrainedInputs of(LongStream hashes) {
        return new TrainedInputs(hashes.sorted().distinct().toArray());
    }

    /** @throws NnException {@code CORRUPT} when the file is not what {@link #write} writes */
    public static TrainedInputs read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            long bytes = Files.size(file);
            if (bytes % Long.BYTES != 0 || bytes > LONGEST) {
                throw new NnException(Kind.CORRUPT, file + " has " + bytes + " bytes");
            }
            long[] hashes = new long[(int) (bytes / Long.BYTES)];
            ByteBuffer.wrap(Files.readAllBytes(file)).asLongBuffer().get(hashes);
            for (int i = 1; i < hashes.length; i++) {
                if (hashes[i] <= hashes[i - 1]) {
                    throw new NnException(Kind.CORRUPT, file + ": hash " + i + " is not above the one before");
                }
            }
            return new TrainedInputs(hashes);
        } catch (IOException e) {
            throw new NnException(Kind.CORRUPT, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether an input was among them. */
    public boolean contains(long hash) {
        return Arrays.binarySearch(hashes, hash) >= 0;
    }

    /** How many different ones. */
    public int size() {
        return hashes.length;
    }

    /** Writes the file into a folder. */
    public void write(Path folder) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(hashes.length, Long.BYTES));
        bytes.asLongBuffer().put(hashes);
        try (AtomicFile file = AtomicFile.open(folder.resolve(FILE))) {
            file.write(bytes);
            file.commit();
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, folder + " cannot be written: " + e.getMessage(), e);
        }
    }
}
