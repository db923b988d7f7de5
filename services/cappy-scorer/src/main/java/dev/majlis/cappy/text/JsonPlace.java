package dev.majlis.cappy.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Finds which value of a JSON text a byte belongs to, without decoding it: the text may not be decodable there. */
public final class JsonPlace {
    private final byte[] json;
    private final Deque<Object> steps = new ArrayDeque<>();
    private boolean key;

    private JsonPlace(byte[] json) {
        this.json = json;
    }

    /** RFC 6901 pointer of the value around the byte at {@code offset}; empty for the document itself. */
    public static String at(byte[] json, int offset) {
        return new JsonPlace(json).pointer(Math.min(offset, json.length));
    }

    private String pointer(int offset) {
        int at = 0;
        while (at < offset) {
            switch (json[at]) {
                case '{' -> {
                    steps.push("");
                    key = true;
                }
                case '[' -> {
                    steps.push(0);
                    key = false;
                }
                case '}', ']' -> {
                    steps.poll();
                    key = false;
                }
                case ',' -> next();
                case '"' -> {
                    int end = stringEnd(at);
                    if (key && end < offset) {
                        steps.poll();
                        steps.push(new String(json, at + 1, end - at - 1, StandardCharsets.UTF_8));
                        key = false;
                    }
                    at = end;
                }
                default -> {
                    // numbers, literals, colons and space tell nothing
                }
            }
            at++;
        }
        StringBuilder pointer = new StringBuilder();
        for (Iterator<Object> outermost = steps.descendingIterator(); outermost.hasNext(); ) {
            pointer.append('/')
                    .append(String.valueOf(outermost.next()).replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    private void next() {
        if (steps.peek() instanceof Integer index) {
            steps.poll();
            steps.push(index + 1);
        } else {
            key = true;
        }
    }

    private int stringEnd(int open) {
        int at = open + 1;
        while (at < json.length && json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at;
    }
}
