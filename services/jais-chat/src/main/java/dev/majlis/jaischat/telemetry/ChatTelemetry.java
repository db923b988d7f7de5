package dev.majlis.jaischat.telemetry;

import dev.majlis.jaischat.PreparedAnswer;

/** Watches calls (jais.md §7.5). */
public interface ChatTelemetry {
    /** Records nothing. */
    ChatTelemetry NONE = prepared -> ObservedCall.IGNORED;

    ObservedCall start(PreparedAnswer prepared);
}
