package dev.majlis.models.encode;

class OnnxPairScorerTest extends PairScorerContract {

    @Override
    PairScorer open(int maxBatch) {
        return TinyRoberta.open("model.onnx", maxBatch);
    }
}
