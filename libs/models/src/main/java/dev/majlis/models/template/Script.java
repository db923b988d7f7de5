package dev.majlis.models.template;

import java.util.stream.Collectors;

/** In which script a question is written: decides between the English and the Arabic template. */
enum Script {
    LATIN,
    ARABIC;

    /** Distinct Latin letters against distinct Arabic letters; as many or more Latin ones, or none at all: Latin. */
    static Script of(String text) {
        long latin = distinct(text, Character.UnicodeScript.LATIN);
        long arabic = distinct(text, Character.UnicodeScript.ARABIC);
        return latin >= arabic ? LATIN : ARABIC;
    }

    private static long distinct(String text, Character.UnicodeScript script) {
        return text.codePoints()
                .filter(Character::isLetter)
                .filter(letter -> Character.UnicodeScript.of(letter) == script)
                .mapToObj(Character::toLowerCase)
                .collect(Collectors.toSet())
                .size();
    }
}
