package dev.majlis.local;

import java.io.PrintStream;

/** What the user sees: one live line on a terminal, plain lines elsewhere. Thread-safe. */
final class Console {
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean terminal;
    private String live = "";
    private String lastPlain = "";

    Console(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** The script tells whether its output is a terminal. */
    @SuppressWarnings("SystemOut")
    static Console standard() {
        return new Console(System.out, Boolean.getBoolean("majlis.terminal"));
    }

    /** A line that stays. */
    synchronized void line(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /** A line that the next one replaces; elsewhere than on a terminal it is printed when its label changes. */
    synchronized void live(String label, String detail) {
        if (terminal) {
            clear();
            live = label + " " + detail;
            out.print(live.length() > WIDTH ? live.substring(0, WIDTH) : live);
            out.flush();
        } else if (!label.equals(lastPlain)) {
            lastPlain = label;
            out.println(label + " " + detail);
            out.flush();
        }
    }

    /** Text without an end of line. */
    synchronized void print(String text) {
        clear();
        out.print(text);
        out.flush();
    }

    private void clear() {
        if (terminal && !live.isEmpty()) {
            out.print("\r" + " ".repeat(Math.min(WIDTH, live.length())) + "\r");
            live = "";
        }
    }
}
