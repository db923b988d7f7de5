package dev.majlis.gateway.route;

/** What passes between two steps. */
enum StepShape {
    /** An OpenAI request, as a client sends it. */
    REQUEST("a request"),
    /** An OpenAI answer: it no longer says what was asked. */
    COMPLETION("an answer"),
    CANDIDATES("candidates"),
    VERDICT("a verdict"),
    /** Of an operation that this gateway does not know; anything may follow it. */
    UNKNOWN("something unknown");

    private final String words;

    StepShape(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
