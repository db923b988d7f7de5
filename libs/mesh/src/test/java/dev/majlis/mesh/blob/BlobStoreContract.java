package dev.majlis.mesh.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link BlobStore} must do. */
abstract class BlobStoreContract {

    abstract BlobStore store();

    /** Changes one byte of the stored content behind the store's back. */
    abstract void damage(BlobRef ref) throws Exception;

    @Test
    void givesBackTheSameBytesByReference() {
        byte[] content = content(2 << 20);

        BlobRef ref = store().put(content);

        assertThat(ref.bytes()).isEqualTo(2 << 20);
        assertThat(ref.sha256()).isEqualTo(Sha256.hex(content));
        assertThat(store().get(ref)).isEqualTo(content);
    }

    @Test
    void namesTheSameBytesTheSame() {
        assertThat(store().put(content(10))).isEqualTo(store().put(content(10)));
        assertThat(store().get(store().put(new byte[0]))).isEmpty();
    }

    @Test
    void takesAndGivesFilesAsWell(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("a"), content(13));

        BlobRef ref = store().put(file);
        store().get(ref, folder.resolve("b"));

        assertThat(ref).isEqualTo(store().put(content(13)));
        assertThat(folder.resolve("b")).hasBinaryContent(content(13));
        damage(ref);
        assertThatThrownBy(() -> store().get(ref, folder.resolve("c")))
                .isInstanceOf(MeshException.class)
                .hasMessageContaining("damaged");
        store().delete(ref);
        assertThatThrownBy(() -> store().get(ref, folder.resolve("c")))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.slug()).isEqualTo(ProblemSlug.NOT_FOUND));
    }

    @Test
    void saysThatABodyIsGone() {
        BlobRef ref = store().put(content(11));

        store().delete(ref);

        assertThatThrownBy(() -> store().get(ref)).isInstanceOfSatisfying(MeshException.class, e -> assertThat(e.slug())
                .isEqualTo(ProblemSlug.NOT_FOUND));
        assertThatCode(() -> store().delete(ref)).doesNotThrowAnyException();
    }

    @Test
    void refusesADamagedBody() throws Exception {
        BlobRef ref = store().put(content(12));

        damage(ref);

        assertThatThrownBy(() -> store().get(ref))
                .isInstanceOf(MeshException.class)
                .hasMessageContaining("damaged");
    }

    static byte[] content(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
