package dev.majlis.local;

import dev.majlis.local.GatewayClient.Answer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Asks the running mesh a question. */
@Command(name = "chat", description = "Asks the running mesh a question.", mixinStandardHelpOptions = true)
final class ChatCommand implements Callable<Integer> {
    private static final int MOST_CANDIDATES = 16;

    @ParentCommand
    private Majlis majlis;

    @Parameters(description = "The question.")
    private String question;

    @Option(names = "--model", defaultValue = "smollm2-135m-instruct", description = "Default: ${DEFAULT-VALUE}.")
    private String model;

    @Option(names = "--n", defaultValue = "1", description = "Candidates, 1 to 16; the best one is the answer.")
    private int candidates;

    @Option(names = "--max-tokens", defaultValue = "256", description = "Default: ${DEFAULT-VALUE}.")
    private int maxTokens;

    @Override
    public Integer call() throws InterruptedException {
        if (candidates < 1 || candidates > MOST_CANDIDATES) {
            throw new LauncherException(
                    "--n is %d: 1 to %d candidates can be asked for".formatted(candidates, MOST_CANDIDATES));
        }
        Console console = Console.standard();
        GatewayClient gateway = GatewayClient.of(majlis.home());
        if (candidates == 1) {
            gateway.stream(GatewayClient.chat(model, question, maxTokens), console::print);
            console.line("");
            return 0;
        }
        Answer answer =
                gateway.post("/v1/chat/completions", GatewayClient.bestOf(model, candidates, question, maxTokens));
        console.line(CouncilTable.of(answer.body().path("majlis")));
        console.line("");
        console.line("chosen by " + answer.body().at("/majlis/policy").asText());
        console.line("");
        console.line(answer.text());
        return 0;
    }
}
