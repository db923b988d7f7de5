package dev.majlis.bench.llama;

import dev.majlis.bench.Report;
import dev.majlis.models.llama.LlamaTextEngine;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the engine's own loop costs: decoded tokens/s of the engine against a bare loop over the C functions that only
 * takes the largest logit. Same natives, prompt, batch and cells; both take turns in every round.
 */
public final class EngineOverhead {

    private static final int PROMPT = 450;
    private static final int STEPS = 64;
    private static final int CELLS = 8192;
    private static final int BATCH = 256;
    private static final Sampling CHAT = new Sampling(0.7, 0.9, 50, 0, 1.1, 0, 0, Map.of(), 1);

    private EngineOverhead() {}

    /** @param args number of rounds; 5 when left out */
    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        var rows = new ArrayList<List<String>>();
        try (LlamaTextEngine engine = ChatModel.open();
                var bare = new BareLoop(ChatModel.weights(), engine.model().vocabularySize(), BATCH, CELLS, 32)) {
            warmUp(engine, bare);
            for (int n : new int[] {1, 4, 8}) {
                rows.add(measure(engine, bare, n, rounds));
            }
        }
        new Report(
                        "llama-overhead",
                        "The engine's loop against a bare loop",
                        "./bench/run engine-overhead --rounds " + rounds)
                .text(
                        "Decoded tokens/s after a prompt of %d tokens, %d steps, median (least–greatest) of %d rounds. The bare"
                                        .formatted(PROMPT, STEPS, rounds)
                                + " loop takes the largest logit; the engine draws (greedy, or temperature 0.7, top-k 50, top-p 0.9,"
                                + " repetition penalty 1.1), sums log-likelihoods, decodes UTF-8 and publishes. To pass: 0.95×.")
                .table(
                        List.of(
                                "sequences",
                                "bare",
                                "engine, greedy",
                                "engine, chat sampling",
                                "greedy/bare",
                                "chat/bare"),
                        rows)
                .publish();
    }

    private static void warmUp(LlamaTextEngine engine, BareLoop bare) {
        int[] prompt = ChatModel.prompt(engine, PROMPT, 0);
        bare.run(prompt, 4, STEPS);
        engineTokensPerSecond(engine, prompt, 4, CHAT);
        engineTokensPerSecond(engine, prompt, 4, Sampling.greedy());
    }

    private static List<String> measure(LlamaTextEngine engine, BareLoop bare, int n, int rounds) {
        double[] plain = new double[rounds];
        double[] greedy = new double[rounds];
        double[] chat = new double[rounds];
        double[] greedyRatio = new double[rounds];
        double[] chatRatio = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            int[] prompt = ChatModel.prompt(engine, PROMPT, round + 1);
            plain[round] = n * STEPS / bare.run(prompt, n, STEPS);
            greedy[round] = engineTokensPerSecond(engine, prompt, n, Sampling.greedy());
            chat[round] = engineTokensPerSecond(engine, prompt, n, CHAT);
            greedyRatio[round] = greedy[round] / plain[round];
            chatRatio[round] = chat[round] / plain[round];
        }
        return List.of(
                String.valueOf(n),
                Report.spread(0, plain),
                Report.spread(0, greedy),
                Report.spread(0, chat),
                Report.spread(2, greedyRatio),
                Report.spread(2, chatRatio));
    }

    /** The first token of each answer comes from the prefill: the same number of decode steps as the bare loop. */
    private static double engineTokensPerSecond(LlamaTextEngine engine, int[] prompt, int n, Sampling sampling) {
        Generation.Result result = ChatModel.finish(engine, ChatModel.request(prompt, n, STEPS + 1, sampling));
        var timings = result.timings();
        double seconds = timings.total().minus(timings.timeToFirstToken()).toNanos() / 1e9;
        return n * STEPS / seconds;
    }
}
