package dev.majlis.mesh.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest extends BlobStoreContract {
    @TempDir
    Path folder;

    @Override
    BlobStore store() {
        return new DirectoryBlobStore(folder);
    }

    @Override
    void damage(BlobRef ref) throws Exception {
        byte[] bytes = Files.readAllBytes(folder.resolve(ref.path()));
        bytes[0] ^= 1;
        Files.write(folder.resolve(ref.path()), bytes);
    }

    @Test
    void sweepsWhatIsOld() {
        DirectoryBlobStore store = new DirectoryBlobStore(folder);
        store.put(content(1));

        assertThat(store.sweep(Instant.now().minusSeconds(60))).isZero();
        assertThat(store.sweep(Instant.now().plusSeconds(60))).isEqualTo(1);
    }

    @Test
    void aReferenceCannotLeadOutOfTheFolder() {
        String sha256 = Sha256.hex(content(1));

        assertThatThrownBy(() -> new BlobRef("../../etc/passwd", sha256, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlobRef.of("../../etc/passwd", 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
