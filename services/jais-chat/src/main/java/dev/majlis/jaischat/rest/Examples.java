package dev.majlis.jaischat.rest;

/** Request bodies of the API description; a test replays each. */
final class Examples {
    static final String CHAT =
            """
            {"model": "smollm2-135m-instruct", "max_tokens": 32, "temperature": 0,
             "messages": [{"role": "user", "content": "What is the capital of France?"}]}""";

    static final String TEXT =
            """
            {"model": "smollm2-135m-instruct", "max_tokens": 8, "temperature": 0, "prompt": "The capital of France is"}""";

    static final String TOKENIZE = """
            {"model": "smollm2-135m-instruct", "prompt": "Hello, world"}""";

    static final String DETOKENIZE = """
            {"model": "smollm2-135m-instruct", "tokens": [19556, 28, 905]}""";

    static final String RENDER =
            """
            {"model": "smollm2-135m-instruct", "messages": [{"role": "user", "content": "Hello"}]}""";

    private Examples() {}
}
