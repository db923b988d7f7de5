package dev.majlis.models.sampling.grammar;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads llama.cpp's GBNF: {@code name ::= alternatives}, literals, character classes, {@code .}, groups, {@code * + ?
 * {m,n}}, comments. Bounded: text, nesting, repetition and size of the result.
 */
final class GbnfReader {

    private static final int MAX_TEXT = 100_000;
    private static final int MAX_NESTING = 100;
    private static final int MAX_REPEAT = 2_000;

    private final String text;
    private final RuleSet rules = new RuleSet();
    private int at;
    private int nesting;

    private GbnfReader(String text) {
        this.text = text;
    }

    /** @throws ModelException {@code INVALID} with the position of the fault */
    static Grammar read(String gbnf) {
        if (gbnf.length() > MAX_TEXT) {
            throw new ModelException(
                    Code.INVALID, "the grammar has " + gbnf.length() + " characters; the limit is " + MAX_TEXT);
        }
        var reader = new GbnfReader(gbnf);
        reader.space(true);
        while (reader.at < gbnf.length()) {
            reader.rule();
        }
        return reader.rules.finish();
    }

    private void rule() {
        String name = name();
        if (name.isEmpty()) {
            throw fault("a rule name is expected");
        }
        space(false);
        if (!text.startsWith("::=", at)) {
            throw fault("::= is expected after rule name " + name);
        }
        at += 3;
        space(true);
        if (rules.isDefined(name)) {
            throw fault("rule " + name + " is defined twice");
        }
        rules.define(rules.number(name), alternatives(false));
        if (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            throw fault("the end of the rule is expected");
        }
        space(true);
    }

    private List<int[]> alternatives(boolean nested) {
        var alternatives = new ArrayList<int[]>();
        alternatives.add(sequence(nested));
        while (peek() == '|') {
            at++;
            space(true);
            alternatives.add(sequence(nested));
        }
        return alternatives;
    }

    private int[] sequence(boolean nested) {
        var symbols = new ArrayList<Integer>();
        int last = 0;
        while (true) {
            int before = symbols.size();
            char c = peek();
            if (c == '"') {
                literal(symbols);
            } else if (c == '[') {
                symbols.add(RuleSet.reference(rules.anonymous(new CharacterClass(this).read())));
            } else if (c == '.') {
                at++;
                symbols.add(RuleSet.reference(rules.anonymous(Utf8Ranges.of(0, Utf8Ranges.MAX_CODE_POINT))));
            } else if (c == '(') {
                symbols.add(group());
            } else if (isNameCharacter(c)) {
                symbols.add(RuleSet.reference(rules.number(name())));
            } else if (c == '*' || c == '+' || c == '?' || c == '{') {
                repeat(symbols, last);
            } else {
                return symbols.stream().mapToInt(Integer::intValue).toArray();
            }
            last = c == '*' || c == '+' || c == '?' || c == '{' ? symbols.size() : before;
            space(nested);
        }
    }

    private int group() {
        if (++nesting > MAX_NESTING) {
            throw fault("groups are nested more than " + MAX_NESTING + " deep");
        }
        at++;
        space(true);
        int rule = rules.anonymous(alternatives(true));
        if (peek() != ')') {
            throw fault(") is expected");
        }
        at++;
        nesting--;
        return RuleSet.reference(rule);
    }

    private void literal(List<Integer> symbols) {
        at++;
        while (peek() != '"') {
            if (at >= text.length()) {
                throw fault("the literal has no end");
            }
            for (byte b : Character.toString(character()).getBytes(StandardCharsets.UTF_8)) {
                symbols.add(((b & 0xFF) << 8) | (b & 0xFF));
            }
        }
        at++;
    }

    private void repeat(List<Integer> symbols, int from) {
        if (from == symbols.size()) {
            throw fault("there is nothing to repeat");
        }
        char kind = text.charAt(at++);
        int least = kind == '+' ? 1 : 0;
        int most = kind == '?' ? 1 : Integer.MAX_VALUE;
        if (kind == '{') {
            least = count();
            most = least;
            if (peek() == ',') {
                at++;
                space(true);
                most = peek() == '}' ? Integer.MAX_VALUE : count();
            }
            if (peek() != '}') {
                throw fault("} is expected");
            }
            at++;
        }
        if (least > MAX_REPEAT || (most != Integer.MAX_VALUE && (most > MAX_REPEAT || most < least))) {
            throw fault("a repetition {m,n} needs m ≤ n ≤ " + MAX_REPEAT);
        }
        int[] item = symbols.subList(from, symbols.size()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        symbols.subList(from, symbols.size()).clear();
        int unit = RuleSet.reference(rules.anonymous(List.of(item)));
        for (int i = 0; i < least; i++) {
            symbols.add(unit);
        }
        if (most == Integer.MAX_VALUE) {
            int loop = rules.declare();
            rules.define(loop, List.of(new int[] {unit, RuleSet.reference(loop)}, new int[0]));
            symbols.add(RuleSet.reference(loop));
        } else {
            optional(symbols, unit, most - least);
        }
    }

    /** (x (x (x)?)?)?: each level is one rule. */
    private void optional(List<Integer> symbols, int unit, int times) {
        int inner = -1;
        for (int i = 0; i < times; i++) {
            int[] some = i == 0 ? new int[] {unit} : new int[] {unit, RuleSet.reference(inner)};
            inner = rules.anonymous(Arrays.asList(some, new int[0]));
        }
        if (inner >= 0) {
            symbols.add(RuleSet.reference(inner));
        }
    }

    private int count() {
        int start = at;
        while (Character.isDigit(peek()) && at - start < 7) {
            at++;
        }
        if (start == at) {
            throw fault("a number is expected");
        }
        int value = Integer.parseInt(text, start, at, 10);
        space(true);
        return value;
    }

    /** The next character of a literal or class, escapes resolved. */
    int character() {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        if (c != '\\') {
            return c;
        }
        char escape = peek();
        at++;
        return switch (escape) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'x' -> hex(2);
            case 'u' -> hex(4);
            case 'U' -> hex(8);
            case '\\', '"', '[', ']', '-', '^', '/' -> escape;
            default -> throw fault("\\" + escape + " is no escape");
        };
    }

    private int hex(int digits) {
        if (at + digits > text.length()) {
            throw fault(digits + " hex digits are expected");
        }
        String value = text.substring(at, at + digits);
        at += digits;
        try {
            int codePoint = Integer.parseInt(value, 16);
            if (Character.isValidCodePoint(codePoint)) {
                return codePoint;
            }
        } catch (NumberFormatException e) {
            throw fault(value + " is no hex number");
        }
        throw fault(value + " is no code point");
    }

    char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    void skip() {
        at++;
    }

    private String name() {
        int start = at;
        while (isNameCharacter(peek())) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private void space(boolean newlines) {
        while (at < text.length()) {
            char c = peek();
            if (c == '#') {
                while (at < text.length() && peek() != '\n' && peek() != '\r') {
                    at++;
                }
            } else if (c == ' ' || c == '\t' || (newlines && (c == '\n' || c == '\r'))) {
                at++;
            } else {
                return;
            }
        }
    }

    ModelException fault(String why) {
        return new ModelException(Code.INVALID, "the grammar cannot be read at character " + at + ": " + why);
    }
}
