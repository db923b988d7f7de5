package dev.majlis.models.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutGuardTest {

    @Test
    void theBundledNativesHaveTheExpectedLayout() {
        assertThatCode(() -> LayoutGuard.check(
                        LlamaLibrary.llama_model_default_params(), LlamaLibrary.llama_context_default_params()))
                .doesNotThrowAnyException();
    }

    @Test
    void anyOtherDefaultStopsTheEngineAndNamesTheField() {
        ContextParams moved = LlamaLibrary.llama_context_default_params();
        moved.nUbatch = 2048;

        assertThatThrownBy(() -> LayoutGuard.check(LlamaLibrary.llama_model_default_params(), moved))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("n_ubatch should be 512 but is 2048")
                .hasMessageContaining("4.2.0");
    }

    @Test
    void aFileThatIsNoModelIsRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("x.gguf"), "no GGUF at all");

        assertThatThrownBy(() -> LlamaTextEngine.open("x", file, LlamaSettings.defaults()))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(ModelException.Code.CORRUPT));
        assertThatThrownBy(() -> LlamaTextEngine.open("x", folder.resolve("none.gguf"), LlamaSettings.defaults()))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(ModelException.Code.UNAVAILABLE));
    }

    @Test
    void theLibraryIsFoundForEverySystemThatTheArtefactServes() {
        assertThat(NativeLibraryFile.platform("Linux", "amd64")).isEqualTo("Linux/x86_64/libjllama.so");
        assertThat(NativeLibraryFile.platform("Mac OS X", "aarch64")).isEqualTo("Mac/aarch64/libjllama.dylib");
        assertThat(NativeLibraryFile.platform("Windows 11", "amd64")).isEqualTo("Windows/x86_64/jllama.dll");
    }
}
