package dev.majlis.models.encode;

import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.text.TokenSequence;
import java.util.List;

/** A safetensors model on the PyTorch engine: unit vectors or raw logits, as its head is. */
final class TorchForward implements ForwardPass {
    private final EncoderModel model;

    TorchForward(EncoderModel model) {
        this.model = model;
    }

    @Override
    public String engine() {
        return "pytorch";
    }

    @Override
    public List<float[]> run(List<TokenSequence> batch) {
        return model.run(batch);
    }

    @Override
    public void close() {
        model.close();
    }
}
