package dev.majlis.cappy.rest;

/** Requests of the OpenAPI document; a test replays every one of them. */
final class Examples {
    static final String JSON = "application/json";

    static final String TEI_RERANK =
            """
            {"query": "What is deep learning?", "texts": ["Deep learning is a part of machine learning.", "Cheese is made of milk."], "return_text": true}""";
    static final String INFINITY_RERANK =
            """
            {"query": "What is deep learning?", "documents": ["Cheese is made of milk.", "Deep learning is a part of machine learning."], "top_n": 1, "return_documents": true}""";
    static final String TEI_PREDICT =
            """
            {"inputs": ["What is deep learning?", "A part of machine learning."], "raw_scores": true}""";
    static final String TEI_PREDICT_BATCH =
            """
            {"inputs": [["What is deep learning?", "A part of machine learning."], ["What is deep learning?", "Cheese."]]}""";
    static final String COHERE_RERANK =
            """
            {"query": "What is the capital of France?", "documents": ["Berlin is in Germany.", {"text": "The capital of France is Paris."}], "top_n": 2, "return_documents": true}""";
    static final String VLLM_SCORE =
            """
            {"queries": "What is the capital of France?", "documents": ["Berlin is in Germany.", "The capital of France is Paris."]}""";
    static final String VLLM_ZIP =
            """
            {"text_1": ["Is water wet?", "Is fire cold?"], "text_2": ["Yes, it is.", "No, it is hot."]}""";
    static final String OIP_INFER =
            """
            {"id": "42", "inputs": [{"name": "instruction", "shape": [2], "datatype": "BYTES", "data": ["Is water wet?", "Is fire cold?"]}, {"name": "response", "shape": [2], "datatype": "BYTES", "data": ["Yes, it is.", "No, it is hot."]}]}""";
    static final String CLASSIFY =
            """
            {"items": [{"id": "a", "instruction": "Is this review good or bad? I loved every minute of it.", "choices": ["good", "bad"]}], "return_scores": true}""";
    static final String BEST_OF =
            """
            {"instruction": "Name a large city in France.", "candidates": [{"text": "Lyon.", "log_likelihood_sum": -2.1, "log_likelihood_mean": -0.7}, {"text": "Perhaps Berlin?", "log_likelihood_sum": -9.2, "log_likelihood_mean": -1.8}]}""";
    static final String BEST_OF_CAPPY =
            """
            {"instruction": "Name a large city in France.", "candidates": ["Lyon is a large city in France.", "Cheese."], "policy": "cappy"}""";
    static final String SCORE_ITEMS =
            """
            {"items": [{"id": "a", "instruction": "Is water wet?", "response": "Yes, it is."}, {"instruction": "Is fire cold?", "response": "No, it is hot."}]}""";
    static final String ROUGE =
            """
            {"references": ["the cat sat on the mat"], "prediction": "the cat is on the mat", "mode": "compat"}""";

    static final String BEST_OF_STOP =
            """
            {"instruction": "Name a large city in France.", "candidates": ["Cheese.", "Lyon is a large city.", "Lyon.", "Paris.", "Bread."], "policy": "cappy", "stop": {"min_n": 2, "min_gain": 0.02}}""";
    static final String CALIBRATION =
            """
            {"items": [{"instruction": "Is water wet?", "response": "Yes, it is.", "correct": true}, {"instruction": "Is water wet?", "response": "Cheese.", "correct": false}], "seed": 1}""";

    static final String ADAPTATION_FILE =
            """
            {"base_model": "minilm-l6-v2", "dataset_uri": "file:reviews.jsonl", "train_size": 6400, "holdout": 0.2, "seed": 7,
             "training": {"learning_rate": 0.0002, "max_tokens": 96}}""";
    static final String ADAPTATION_ROWS =
            """
            {"base_model": "minilm-l6-v2", "rows": [
              {"instruction": "Is this review good or bad? I loved it.", "choices": ["good", "bad"], "label": "good"},
              {"instruction": "Is this review good or bad? Never again.", "choices": ["good", "bad"], "label": 1}]}""";
    static final String PROMOTION = """
            {"model": "reviews"}""";

    private Examples() {}
}
