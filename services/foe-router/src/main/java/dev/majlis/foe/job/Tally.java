package dev.majlis.foe.job;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what came of an outputs job's calls. Thread-safe. */
final class Tally {
    private final JobContext context;
    private final int total;
    private int done;
    private int answered;
    private int failed;
    private final Map<String, String> reasons = new LinkedHashMap<>();

    Tally(JobContext context, int total) {
        this.context = context;
        this.total = total;
    }

    synchronized void answer() {
        answered++;
    }

    /** The first reason of each expert is kept. */
    synchronized void failure(String expert, String why) {
        failed++;
        reasons.putIfAbsent(expert, why.length() > 300 ? why.substring(0, 300) + "…" : why);
    }

    synchronized void done() {
        done++;
        context.progress(Math.min(1, done / (double) total), done + " of " + total + " inputs");
    }

    /** Failed questions are asked again. */
    synchronized void again(Collection<?> questions) {
        done -= questions.size();
        failed = 0;
        reasons.clear();
    }

    synchronized int answered() {
        return answered;
    }

    synchronized int failed() {
        return failed;
    }

    synchronized Map<String, String> reasons() {
        return new LinkedHashMap<>(reasons);
    }
}
