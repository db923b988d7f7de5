package dev.majlis.jaischat.openai;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.List;

/** Fields that ask for what is not there: refused by name, because ignoring them would change what the answer means. */
final class Refused {
    /** The code of every request with tools. */
    static final String TOOLS = "tools_not_supported";

    private static final List<String> TOOL_FIELDS =
            List.of("tools", "tool_choice", "parallel_tool_calls", "functions", "function_call");

    private Refused() {}

    static void check(Fields fields) {
        for (String field : TOOL_FIELDS) {
            if (fields.raw(field).isPresent()) {
                throw tools("/" + field);
            }
        }
    }

    static MeshException tools(String pointer) {
        return refused(pointer, "no served model declares tools", TOOLS);
    }

    static MeshException safety(String pointer) {
        return refused(pointer, "the safety layers are not part of this service yet", "safety_not_supported");
    }

    private static MeshException refused(String pointer, String message, String code) {
        return new MeshException(ProblemSlug.INVALID_REQUEST, pointer + ": " + message)
                .withCode(code)
                .withErrors(List.of(new FieldError(pointer, message)));
    }
}
