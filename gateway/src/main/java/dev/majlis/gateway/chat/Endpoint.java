package dev.majlis.gateway.chat;

/** The two OpenAI endpoints that generate text. */
public enum Endpoint {
    CHAT("chat", "chat.completion", "chat.completion.chunk", "chatcmpl-", "openai-chat-request"),
    COMPLETIONS("completions", "text_completion", "text_completion", "cmpl-", "openai-completion-request");

    private final String parameter;
    private final String object;
    private final String chunkObject;
    private final String idPrefix;
    private final String schema;

    Endpoint(String parameter, String object, String chunkObject, String idPrefix, String schema) {
        this.parameter = parameter;
        this.object = object;
        this.chunkObject = chunkObject;
        this.idPrefix = idPrefix;
        this.schema = schema;
    }

    /** Value of the hop parameter {@code endpoint}. */
    public String parameter() {
        return parameter;
    }

    public String object() {
        return object;
    }

    public String chunkObject() {
        return chunkObject;
    }

    public String idPrefix() {
        return idPrefix;
    }

    /** Schema of the request body on the mesh. */
    public String schema() {
        return schema;
    }
}
