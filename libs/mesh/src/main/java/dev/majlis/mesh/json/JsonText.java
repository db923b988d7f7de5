package dev.majlis.mesh.json;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;

/**
 * Refuses texts that a JSON parser lets through although they are no Unicode: bytes that are not UTF-8, and surrogates
 * without their other half, written as bytes or as {@code \\uD8xx} escapes. Tokenizers and other JSON readers choke on them.
 */
public final class JsonText {
    private JsonText() {}

    /**
     * One pass over the bytes; for plain ASCII without escapes it costs about a nanosecond a byte.
     *
     * @throws MeshException {@code invalid-request} naming the fault and its byte offset
     */
    public static void requireUnicode(byte[] json) {
        int at = 0;
        int pendingHigh = -1;
        while (at < json.length) {
            int lead = json[at];
            if (lead == '\\' && at + 1 < json.length && json[at + 1] == 'u') {
                int unit = hex4(json, at + 2);
                if (unit < 0) {
                    return; // not JSON at all: the parser says where
                }
                if (Character.isHighSurrogate((char) unit)) {
                    requirePaired(pendingHigh);
                    pendingHigh = at;
                } else if (Character.isLowSurrogate((char) unit)) {
                    if (pendingHigh < 0) {
                        throw lone(at);
                    }
                    pendingHigh = -1;
                } else {
                    requirePaired(pendingHigh);
                    pendingHigh = -1;
                }
                at += 6;
                continue;
            }
            requirePaired(pendingHigh);
            pendingHigh = -1;
            if (lead == '\\') {
                at += 2;
            } else {
                at += lead >= 0 ? 1 : sequence(json, at);
            }
        }
        requirePaired(pendingHigh);
    }

    private static void requirePaired(int pendingHigh) {
        if (pendingHigh >= 0) {
            throw lone(pendingHigh);
        }
    }

    private static int hex4(byte[] json, int from) {
        if (from + 4 > json.length) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    /** Length of the well-formed UTF-8 sequence at {@code at} (Unicode table 3-7). */
    private static int sequence(byte[] json, int at) {
        int lead = json[at] & 0xFF;
        int length = lead >= 0xC2 && lead <= 0xDF
                ? 2
                : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (length == 0 || at + length > json.length) {
            throw notUtf8(at);
        }
        int second = json[at + 1] & 0xFF;
        if (lead == 0xED && second >= 0xA0 && second <= 0xBF) {
            throw lone(at);
        }
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            throw notUtf8(at);
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((json[i] & 0xC0) != 0x80) {
                throw notUtf8(at);
            }
        }
        return length;
    }

    private static MeshException lone(int at) {
        return new MeshException(
                ProblemSlug.INVALID_REQUEST, "body: lone surrogate at byte %d; text must be Unicode".formatted(at));
    }

    private static MeshException notUtf8(int at) {
        return new MeshException(ProblemSlug.INVALID_REQUEST, "body: invalid UTF-8 at byte %d".formatted(at));
    }
}
