package dev.majlis.mesh.error;

import java.util.regex.Pattern;

/** In which form an HTTP path reports errors (platform §4.3). */
public enum ErrorShape {
    /** RFC 9457 problem+json: every path of our own. */
    PROBLEM,
    /** {@code {"error":{"message","type","param","code"}}}. */
    OPENAI,
    /** Open Inference Protocol: {@code {"error":"…"}}. */
    OIP;

    private static final Pattern OPENAI_PATHS =
            Pattern.compile("(/chat)?/v1/(chat/completions|completions|models|embeddings)(/.*)?");
    private static final Pattern OIP_PATHS = Pattern.compile("(/foe)?/v2(/(?!rerank$).*)?");

    /** @param path absolute path without query, for example {@code /v1/models} */
    public static ErrorShape forPath(String path) {
        if (OPENAI_PATHS.matcher(path).matches()) {
            return OPENAI;
        }
        return OIP_PATHS.matcher(path).matches() ? OIP : PROBLEM;
    }
}
