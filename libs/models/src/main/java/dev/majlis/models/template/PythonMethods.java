package dev.majlis.models.template;

import java.util.Map;
import java.util.regex.Pattern;

/** Chat templates call Python's string methods; here the strings are Java's. */
final class PythonMethods {

    private static final Map<String, String> JAVA = Map.of(
            "lstrip", "stripLeading",
            "rstrip", "stripTrailing",
            "startswith", "startsWith",
            "endswith", "endsWith",
            "upper", "toUpperCase",
            "lower", "toLowerCase");

    private static final Pattern CALL = Pattern.compile("\\.(" + String.join("|", JAVA.keySet()) + ")\\(");

    private PythonMethods() {}

    /** The same template with Java's names. */
    static String translate(String template) {
        return CALL.matcher(template).replaceAll(call -> "." + JAVA.get(call.group(1)) + "(");
    }
}
