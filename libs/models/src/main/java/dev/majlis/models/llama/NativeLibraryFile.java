package dev.majlis.models.llama;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The llama.cpp shared library inside the {@code de.kherud:llama} artefact, copied to a file that the system can load.
 *
 * <p>The file's name carries the hash of its content, so that two versions live side by side and a half-written copy is
 * never loaded. The directory is the system property {@code majlis.natives.dir}, else {@code ~/.cache/majlis/natives}.
 */
final class NativeLibraryFile {

    private NativeLibraryFile() {}

    /** @throws ModelException {@code ENGINE} when there is none for this system or it cannot be written */
    static Path extract() {
        String resource = "de/kherud/llama/" + platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            Path directory = directory();
            Files.createDirectories(directory);
            Path fresh = Files.createTempFile(directory, "llama", ".part");
            try {
                String hash = copy(resource, fresh);
                String name = resource.substring(resource.lastIndexOf('/') + 1);
                Path target = directory.resolve(hash.substring(0, 16) + "-" + name);
                if (!Files.exists(target)) {
                    move(fresh, target);
                }
                return target;
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new ModelException(Code.ENGINE, "cannot unpack the llama.cpp library " + resource, e);
        }
    }

    /** Folder and file inside the artefact, for example {@code Linux/x86_64/libjllama.so}. */
    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.equals("amd64") || osArch.equals("x86_64")
                ? "x86_64"
                : osArch.equals("arm64") ? "aarch64" : osArch;
        if (os.contains("mac") || os.contains("darwin")) {
            return "Mac/" + arch + "/libjllama.dylib";
        }
        if (os.contains("win")) {
            return "Windows/" + arch + "/jllama.dll";
        }
        return "Linux/" + arch + "/libjllama.so";
    }

    private static Path directory() {
        String configured = System.getProperty("majlis.natives.dir");
        return configured == null
                ? Path.of(System.getProperty("user.home"), ".cache", "majlis", "natives")
                : Path.of(configured);
    }

    private static String copy(String resource, Path target) throws IOException {
        try (InputStream in = NativeLibraryFile.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new ModelException(
                        Code.ENGINE,
                        "no llama.cpp library for " + System.getProperty("os.name") + " "
                                + System.getProperty("os.arch") + ": " + resource + " is not on the class path");
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Files.copy(new DigestInputStream(in, digest), target, StandardCopyOption.REPLACE_EXISTING);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
