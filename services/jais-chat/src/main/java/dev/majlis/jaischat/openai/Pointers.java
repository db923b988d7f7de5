package dev.majlis.jaischat.openai;

/** Names of fields. */
final class Pointers {
    private Pointers() {}

    /** A JSON pointer as OpenAI writes it: {@code /messages/0/name} is {@code messages[0].name}. */
    static String parameter(String pointer) {
        return pointer.replaceFirst("^/", "")
                .replaceAll("/(\\d+)(?=/|$)", "[$1]")
                .replace('/', '.');
    }
}
