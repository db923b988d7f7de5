package dev.majlis.trainer.state;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class JobStoreTest extends JobStoreContract {
    @TempDir
    private Path folder;

    @Override
    Stores.Settings settings() {
        return new Stores.Settings(folder, Optional.empty(), "", "");
    }
}
