package dev.majlis.jaischat;

/** The two OpenAI operations that write text. */
public enum Endpoint {
    CHAT("chatcmpl-", "chat.completion", "chat.completion.chunk", "chat"),
    TEXT("cmpl-", "text_completion", "text_completion", "text_completion");

    private final String idPrefix;
    private final String object;
    private final String chunkObject;
    private final String operation;

    Endpoint(String idPrefix, String object, String chunkObject, String operation) {
        this.idPrefix = idPrefix;
        this.object = object;
        this.chunkObject = chunkObject;
        this.operation = operation;
    }

    /** Beginning of the ids of its answers. */
    public String idPrefix() {
        return idPrefix;
    }

    /** Field {@code object} of a whole answer. */
    public String object() {
        return object;
    }

    /** Field {@code object} of a chunk. */
    public String chunkObject() {
        return chunkObject;
    }

    /** {@code gen_ai.operation.name}. */
    public String operation() {
        return operation;
    }
}
