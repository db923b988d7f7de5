package dev.majlis.models.sampling.grammar;

/** GBNF of JSON itself. White space is bounded, so that a model cannot write blanks for ever. */
final class JsonGrammar {

    /** Rules that every JSON grammar shares. */
    static final String RULES =
            """
            ws ::= | " " | "\\n" [ \\t]{0,20}
            string ::= "\\"" char* "\\""
            char ::= [^"\\\\\\x00-\\x1F\\x7F] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F]{4})
            integer ::= "-"? ("0" | [1-9] [0-9]{0,15})
            number ::= integer ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,3})?
            boolean ::= "true" | "false"
            null ::= "null"
            value ::= object | array | string | number | boolean | null
            object ::= "{" ws (member ("," ws member)*)? "}"
            member ::= string ws ":" ws value ws
            array ::= "[" ws (value ws ("," ws value ws)*)? "]"
            """;

    /** One JSON object. */
    static final String OBJECT = "root ::= object\n" + RULES;

    private JsonGrammar() {}
}
