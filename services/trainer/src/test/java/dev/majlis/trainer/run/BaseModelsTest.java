package dev.majlis.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.LocalModelHub;
import dev.majlis.models.ModelException;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseModelsTest {
    @TempDir
    Path folder;

    private LocalModelHub hub() {
        return LocalModelHub.builder()
                .directory(folder.resolve("store"))
                .offline(true)
                .threads(1)
                .build();
    }

    @Test
    void theJudgeThatIsServedIn8BitsCanBeTrainedFurther() {
        BaseModel base = BaseModels.ofCatalog(hub(), "cappy-mini", folder.resolve("base"));

        try (EncoderModel model = EncoderModel.open(base.folder(), HeadKind.SEQUENCE, 1)) {
            assertThat(model.config().labels()).isEqualTo(1);
        }
        assertThat(folder.resolve("base/tokenizer.json")).exists();
    }

    @Test
    void anEncoderThatOthersQuantisedCannot() {
        assertThatThrownBy(() -> BaseModels.ofCatalog(hub(), "minilm-l6-v2-onnx-q", folder.resolve("base")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("cannot be trained");
    }
}
