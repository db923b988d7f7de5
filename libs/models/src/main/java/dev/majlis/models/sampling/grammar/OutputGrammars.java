package dev.majlis.models.sampling.grammar;

import dev.majlis.models.text.OutputFormat;
import java.util.Optional;

/** The grammar that an output format asks for. */
public final class OutputGrammars {

    private OutputGrammars() {}

    /**
     * Empty for free text.
     *
     * @throws dev.majlis.models.ModelException {@code INVALID} for a faulty grammar or schema, {@code UNSUPPORTED} naming a
     *     JSON schema keyword that cannot be held
     */
    public static Optional<Grammar> of(OutputFormat format) {
        if (format instanceof OutputFormat.JsonObject) {
            return Optional.of(Grammar.gbnf(JsonGrammar.OBJECT));
        }
        if (format instanceof OutputFormat.JsonSchema schema) {
            return Optional.of(Grammar.gbnf(JsonSchemaGrammar.gbnf(schema.schema())));
        }
        if (format instanceof OutputFormat.Grammar grammar) {
            return Optional.of(Grammar.gbnf(grammar.gbnf()));
        }
        return Optional.empty();
    }
}
