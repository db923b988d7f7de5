package dev.majlis.gateway.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * One server-sent event.
 *
 * @param id what a client sends back as {@code Last-Event-ID}; only on the last event of a record, so that nothing of it is lost
 * @param name empty for an unnamed event, which is what OpenAI clients read
 * @param data one line: JSON has no raw line breaks
 */
public record SseEvent(Optional<String> id, Optional<String> name, String data) {
    /** A comment, sent when there is nothing else to say. */
    public static final byte[] PING = ": ping\n\n".getBytes(UTF_8);

    public static SseEvent data(String data) {
        return new SseEvent(Optional.empty(), Optional.empty(), data);
    }

    public static SseEvent named(String name, String data) {
        return new SseEvent(Optional.empty(), Optional.of(name), data);
    }

    public SseEvent withId(String newId) {
        return new SseEvent(Optional.of(newId), name, data);
    }

    /** As it goes over the wire. */
    public byte[] bytes() {
        StringBuilder text = new StringBuilder(data.length() + 64);
        id.ifPresent(value -> text.append("id: ").append(value).append('\n'));
        name.ifPresent(value -> text.append("event: ").append(value).append('\n'));
        if (data.indexOf('\n') < 0 && data.indexOf('\r') < 0) {
            text.append("data: ").append(data).append('\n');
        } else {
            data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        }
        return text.append('\n').toString().getBytes(UTF_8);
    }
}
