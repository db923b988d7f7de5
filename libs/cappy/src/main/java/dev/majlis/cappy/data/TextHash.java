package dev.majlis.cappy.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** SHA-256 of a text as a reader sees it: NFKC, lower-case, every run of white space one blank. */
final class TextHash {
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

    private TextHash() {}

    /** 64 hexadecimal digits. */
    static String of(String text) {
        String seen = SPACE.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .replaceAll(" ")
                .strip()
                .toLowerCase(Locale.ROOT);
        return HexFormat.of().formatHex(sha256().digest(seen.getBytes(UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
