package dev.majlis.models.encode;

class TorchPairScorerTest extends PairScorerContract {

    @Override
    PairScorer open(int maxBatch) {
        return TinyRoberta.open("model.safetensors", maxBatch);
    }
}
