package dev.majlis.bench.llama;

import dev.majlis.bench.Report;
import dev.majlis.models.llama.LlamaTextEngine;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.Sampling;
import java.util.ArrayList;
import java.util.List;

/**
 * Eight candidates of 64 tokens to a prompt of 450 tokens: one request with n = 8, which prefills the prompt once, against
 * eight requests one after the other and eight at once, which prefill it eight times. The ways take turns in every round,
 * so that whatever else the machine does meets all of them.
 */
public final class BestOfN {

    private static final int PROMPT = 450;
    private static final int CANDIDATES = 8;
    private static final int TOKENS = 64;
    private static final Sampling SAMPLING = Sampling.of(0.7, 1);

    private BestOfN() {}

    /** @param args number of rounds; 3 when left out */
    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        double[] shared = new double[rounds];
        double[] oneByOne = new double[rounds];
        double[] atOnce = new double[rounds];
        double[] gain = new double[rounds];
        try (LlamaTextEngine engine = ChatModel.open()) {
            ChatModel.finish(engine, ChatModel.request(ChatModel.prompt(engine, PROMPT, 0), 2, 16, SAMPLING));
            for (int round = 0; round < rounds; round++) {
                int[] prompt = ChatModel.prompt(engine, PROMPT, round + 1);
                shared[round] = seconds(
                        () -> ChatModel.finish(engine, ChatModel.request(prompt, CANDIDATES, TOKENS, SAMPLING)));
                oneByOne[round] = seconds(() -> {
                    for (int i = 0; i < CANDIDATES; i++) {
                        ChatModel.finish(engine, ChatModel.request(prompt, 1, TOKENS, Sampling.of(0.7, 1 + i)));
                    }
                });
                atOnce[round] = seconds(() -> allAtOnce(engine, prompt));
                gain[round] = oneByOne[round] / shared[round];
            }
        }
        publish(shared, oneByOne, atOnce, gain);
    }

    private static void publish(double[] shared, double[] oneByOne, double[] atOnce, double[] gain) {
        new Report(
                        "llama-best-of-n",
                        "Best of 8: one shared prefill",
                        "./bench/run engine-best-of --rounds " + shared.length)
                .text(
                        "Prompt of %d tokens, %d candidates of %d tokens, %s, no prefix cache; seconds, median (least–greatest)."
                                .formatted(PROMPT, CANDIDATES, TOKENS, ChatModel.NAME))
                .table(
                        List.of("way", "seconds", "answer tokens/s"),
                        List.of(
                                row("one request, n = 8, prefix shared", shared),
                                row("8 requests one after the other", oneByOne),
                                row("8 requests at once, each prefilled", atOnce)))
                .text("Shared against one after the other, by round: **" + Report.spread(2, gain)
                        + "×** faster (to pass: 3×).")
                .publish();
    }

    private static List<String> row(String way, double[] seconds) {
        long perSecond = Math.round(CANDIDATES * TOKENS / Report.median(seconds));
        return List.of(way, Report.spread(2, seconds), String.valueOf(perSecond));
    }

    private static void allAtOnce(LlamaTextEngine engine, int[] prompt) {
        var running = new ArrayList<Generation>();
        for (int i = 0; i < CANDIDATES; i++) {
            running.add(engine.generate(
                    ChatModel.request(prompt, 1, TOKENS, Sampling.of(0.7, 1 + i)), GenerationListener.NONE));
        }
        running.forEach(generation -> generation.result().toCompletableFuture().join());
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
