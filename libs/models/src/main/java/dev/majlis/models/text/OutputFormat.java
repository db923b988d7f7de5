package dev.majlis.models.text;

/** The form an answer must have. */
public sealed interface OutputFormat {

    /** Free text. */
    record Text() implements OutputFormat {}

    /** Any one JSON object. */
    record JsonObject() implements OutputFormat {}

    /** JSON that validates against a schema (JSON Schema, as text). */
    record JsonSchema(String schema) implements OutputFormat {}

    /** A GBNF grammar with the start rule {@code root}. */
    record Grammar(String gbnf) implements OutputFormat {}

    OutputFormat TEXT = new Text();
}
