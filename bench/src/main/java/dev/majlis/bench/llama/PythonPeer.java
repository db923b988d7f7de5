package dev.majlis.bench.llama;

import dev.majlis.bench.Report;
import dev.majlis.models.llama.LlamaTextEngine;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.Sampling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The engine against {@code llama-cpp-python} (built from its source package by pip) with the same GGUF, prompt and threads,
 * one greedy answer at a time. Both take turns.
 */
public final class PythonPeer {

    private static final int PROMPT = 450;
    private static final int STEPS = 256;

    private PythonPeer() {}

    /** @param args a Python with llama-cpp-python 0.3.9, and the number of rounds (5 when left out) */
    public static void main(String[] args) throws IOException, InterruptedException {
        String python = args.length > 0 ? args[0] : "python3";
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        double[] peer = new double[rounds];
        double[] ours = new double[rounds];
        double[] ratio = new double[rounds];
        Path gguf = ChatModel.weights();
        try (LlamaTextEngine engine = ChatModel.open()) {
            tokensPerSecond(engine, ChatModel.prompt(engine, PROMPT, 0));
            for (int round = 0; round < rounds; round++) {
                int[] prompt = ChatModel.prompt(engine, PROMPT, round + 1);
                peer[round] = peerTokensPerSecond(python, gguf, prompt);
                ours[round] = tokensPerSecond(engine, prompt);
                ratio[round] = ours[round] / peer[round];
            }
        }
        new Report(
                        "llama-python-peer",
                        "The engine against llama-cpp-python",
                        "./bench/run python-peer --python PYTHON --rounds " + rounds)
                .text(
                        "One greedy answer of %d tokens after a prompt of %d tokens, decoded tokens/s, median (least–greatest) of %d rounds. To pass: 0.97×."
                                .formatted(STEPS, PROMPT, rounds))
                .table(
                        List.of("engine", "tokens/s"),
                        List.of(
                                List.of("llama-cpp-python 0.3.9", Report.spread(0, peer)),
                                List.of("Majlis", Report.spread(0, ours)),
                                List.of("Majlis/llama-cpp-python", Report.spread(2, ratio))))
                .publish();
    }

    private static double tokensPerSecond(LlamaTextEngine engine, int[] prompt) {
        Generation.Result result = ChatModel.finish(engine, ChatModel.request(prompt, 1, STEPS + 1, Sampling.greedy()));
        var timings = result.timings();
        return STEPS / (timings.total().minus(timings.timeToFirstToken()).toNanos() / 1e9);
    }

    private static double peerTokensPerSecond(String python, Path gguf, int[] prompt)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(
                python,
                Report.checkout()
                        .resolve("bench/src/main/python/llama_cpp_peer.py")
                        .toString(),
                gguf.toString(),
                String.valueOf(Runtime.getRuntime().availableProcessors()),
                String.valueOf(STEPS)));
        Arrays.stream(prompt).mapToObj(String::valueOf).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("llama-cpp-python failed: " + out);
        }
        return Double.parseDouble(out);
    }
}
