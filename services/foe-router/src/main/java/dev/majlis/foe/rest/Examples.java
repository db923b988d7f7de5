package dev.majlis.foe.rest;

/** Bodies shown in the OpenAPI document; a test sends each of them. */
final class Examples {
    static final String JSON = "application/json";

    static final String EXPERT =
            """
            {"id": "news", "kind": "classifier", "labels": ["bad", "good"], "cost": {"money": 1},
             "endpoint": {"type": "mesh", "operation": "news-classifier.classify"}}""";
    static final String POOL =
            """
            {"id": "mood", "experts": ["news", "reviews"], "labels": ["bad", "good"], "on_drift": "foe_full"}""";
    static final String ROWS =
            """
            {"name": "train", "role": "fuser", "rows": [
              {"id": "r1", "input": "what a day", "label": "good", "domain": "news"}]}""";
    static final String OUTPUTS = "{\"dataset\": \"train\", \"in_flight\": 8}";
    static final String FUSER =
            """
            {"dataset": "train", "mode": "discriminative", "model": "logreg", "lambda": 0.02, "kappa": 30, "promote": true}""";
    static final String PREDICT =
            """
            {"inputs": ["what a day"], "policy": {"name": "foe_frugal", "lambda": 0.05}, "deadline_ms": 2000}""";
    static final String LABELS = "{\"labels\": [{\"id\": \"r1\", \"label\": \"good\"}]}";
    static final String EVALUATION = "{\"dataset\": \"test\", \"seed\": 1}";
    static final String INFER =
            """
            {"inputs": [{"name": "input", "datatype": "BYTES", "shape": [1], "data": ["what a day"]}]}""";

    private Examples() {}
}
