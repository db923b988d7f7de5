package dev.majlis.models.catalog;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text form of a {@link Source}. */
final class SourceParser {
    private static final Pattern HUB = Pattern.compile("([\\w.-]+/[\\w.-]+)@([\\w.-]+)/(.+)");
    private static final Pattern WHEEL = Pattern.compile("([A-Za-z0-9][\\w.-]*==[\\w.!+-]+?)!/(.+)");
    private static final Pattern S3 = Pattern.compile("//([a-z0-9][a-z0-9.-]+)/(.+)");

    private SourceParser() {}

    static Source parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw wrong(text, "a scheme: file:, classpath:, hf:, wheel:, https:, http: or s3:");
        }
        String rest = text.substring(colon + 1);
        return switch (text.substring(0, colon)) {
            case "file" -> file(text, rest);
            case "classpath" -> new Source.Classpath(relative(text, rest));
            case "hf" -> {
                Matcher hub = match(HUB, text, rest, "hf:organisation/repository@revision/path");
                yield new Source.Hub(hub.group(1), hub.group(2), relative(text, hub.group(3)));
            }
            case "wheel" -> {
                Matcher wheel = match(WHEEL, text, rest, "wheel:package==version!/path/in/wheel");
                yield new Source.Wheel(wheel.group(1), relative(text, wheel.group(2)));
            }
            case "s3" -> {
                Matcher s3 = match(S3, text, rest, "s3://bucket/key");
                yield new Source.S3(s3.group(1), s3.group(2));
            }
            case "https", "http" -> web(text);
            default -> throw wrong(text, "one of file:, classpath:, hf:, wheel:, https:, http:, s3:");
        };
    }

    private static Source file(String text, String rest) {
        String path = rest.startsWith("//") ? rest.substring(2) : rest;
        if (path.isBlank()) {
            throw wrong(text, "file:/absolute/path or file:path/below/the/store");
        }
        return new Source.LocalFile(Path.of(path));
    }

    private static Source web(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null) {
            throw wrong(text, "https://host/path");
        }
        return new Source.Web(uri);
    }

    private static Matcher match(Pattern pattern, String text, String rest, String wanted) {
        Matcher matcher = pattern.matcher(rest);
        if (!matcher.matches()) {
            throw wrong(text, wanted);
        }
        return matcher;
    }

    private static String relative(String text, String path) {
        if (path.isBlank() || path.startsWith("/") || path.contains("..")) {
            throw wrong(text, "a relative path without '..'");
        }
        return path;
    }

    private static IllegalArgumentException wrong(String text, String wanted) {
        return new IllegalArgumentException("source '" + text + "' is not understood; expected " + wanted);
    }
}
