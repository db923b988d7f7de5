package dev.majlis.gateway.answer;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The header {@code Prefer} (RFC 7240) as far as it asks for a job: {@code respond-async} and {@code wait=<seconds>}.
 *
 * @param patience how long the client would wait for the answer itself before it takes the job
 */
public record Preference(Duration patience) {
    private static final int LONGEST_WAIT_S = 60;

    /** Empty when the client wants the answer itself. A preference that is not understood is ignored, as the RFC demands. */
    public static Optional<Preference> parse(String header) {
        if (header == null) {
            return Optional.empty();
        }
        boolean asynchronous = false;
        Optional<Integer> wait = Optional.empty();
        for (String part : header.split(",", -1)) {
            String preference = part.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            if (preference.equals("respond-async")) {
                asynchronous = true;
            } else if (preference.matches("wait\\s*=\\s*\"?\\d{1,6}\"?")) {
                wait = Optional.of(Integer.parseInt(preference.replaceAll("\\D", "")));
            }
        }
        if (!asynchronous && wait.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Preference(Duration.ofSeconds(Math.min(LONGEST_WAIT_S, wait.orElse(0)))));
    }
}
