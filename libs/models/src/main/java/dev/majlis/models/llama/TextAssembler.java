package dev.majlis.models.llama;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Turns the bytes of tokens into text. Holds back bytes of an incomplete character and the longest end that could become
 * a stop string; cuts at the first stop string. Bytes that are no UTF-8 become U+FFFD.
 */
final class TextAssembler {

    private final List<String> stops;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder held = new StringBuilder();
    private byte[] bytes = new byte[16];
    private int pending;
    private boolean stopped;

    TextAssembler(List<String> stops) {
        this.stops = stops;
    }

    /** Adds a token's bytes and returns the text that can be shown now. */
    String append(byte[] piece) {
        if (pending + piece.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (pending + piece.length));
        }
        System.arraycopy(piece, 0, bytes, pending, piece.length);
        pending += piece.length;
        int complete = pending - incompleteTail();
        held.append(new String(bytes, 0, complete, StandardCharsets.UTF_8));
        System.arraycopy(bytes, complete, bytes, 0, pending - complete);
        pending -= complete;
        return release();
    }

    /** Whether a stop string was met; the text ends before it. */
    boolean stopped() {
        return stopped;
    }

    /** The end of the answer: returns what was held back. */
    String finish() {
        if (stopped) {
            return "";
        }
        held.append(new String(bytes, 0, pending, StandardCharsets.UTF_8));
        pending = 0;
        String rest = held.toString();
        text.append(rest);
        held.setLength(0);
        return rest;
    }

    /** Everything shown so far. */
    String text() {
        return text.toString();
    }

    private String release() {
        int stop = firstStop();
        if (stop >= 0) {
            stopped = true;
            held.setLength(stop);
        }
        int length = stopped ? held.length() : held.length() - possibleStop();
        String shown = held.substring(0, length);
        held.delete(0, length);
        text.append(shown);
        return shown;
    }

    private int firstStop() {
        int first = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    private int possibleStop() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (endsWith(stop, length)) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private boolean endsWith(String stop, int length) {
        int from = held.length() - length;
        for (int i = 0; i < length; i++) {
            if (held.charAt(from + i) != stop.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Length of a started but unfinished UTF-8 sequence at the end. */
    private int incompleteTail() {
        for (int back = 1; back <= Math.min(3, pending); back++) {
            int value = bytes[pending - back] & 0xFF;
            if (value >= 0xC0) {
                int needed = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
                return needed > back ? back : 0;
            }
            if (value < 0x80) {
                return 0;
            }
        }
        return 0;
    }
}
