package dev.majlis.nn.file;

import static java.util.Objects.requireNonNull;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that appears under its name only when it is complete and on disk; what was there is replaced then. Until {@link
 * #commit} it lies beside it with the ending {@code .part}; closing without a commit removes that. Not thread-safe.
 */
public final class AtomicFile implements AutoCloseable {
    private final Path path;
    private final Path part;
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private long length;
    private boolean committed;

    private AtomicFile(Path path) throws IOException {
        this.path = requireNonNull(path, "path is null");
        this.part = path.resolveSibling(path.getFileName() + ".part");
        this.channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /** Begins a file. */
    public static AtomicFile open(Path path) throws IOException {
        return new AtomicFile(path);
    }

    /** Adds what remains of the buffer; its position is left alone. */
    public void write(ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        digest.update(rest.duplicate());
        length += rest.remaining();
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** Brings the bytes to the disk and gives the file its name. */
    public WrittenFile commit() throws IOException {
        channel.force(true);
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        committed = true;
        return new WrittenFile(path, length, HexFormat.of().formatHex(digest.digest()));
    }

    /** SHA-256 of a file, lower-case hexadecimal. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new NnException(Kind.ENGINE, "this Java has no SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!committed) {
            Files.deleteIfExists(part);
        }
    }
}
