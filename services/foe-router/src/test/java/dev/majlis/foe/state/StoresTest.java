package dev.majlis.foe.state;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class StoresTest extends StoresContract {
    @TempDir
    private Path folder;

    @Override
    Stores.Settings settings() {
        return new Stores.Settings(folder, Optional.empty(), "", "");
    }
}
