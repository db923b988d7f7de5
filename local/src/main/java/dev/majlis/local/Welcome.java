package dev.majlis.local;

import dev.majlis.local.MeshState.ProcessState;
import java.util.List;

/** What to try once everything runs. */
final class Welcome {
    private Welcome() {}

    static void print(Console console, List<ProcessState> processes) {
        Table table = new Table("service", "address", "health and metrics");
        for (ProcessState process : processes) {
            boolean http = process.managementPort() > 0;
            table.row(
                    process.name(),
                    (http ? "http://localhost:" : "localhost:") + process.port(),
                    http ? "http://localhost:%d/q/health".formatted(process.managementPort()) : "");
        }
        console.line("");
        console.line(table.text());
        processes.stream()
                .filter(process -> process.name().equals(ServiceSpec.GATEWAY))
                .findFirst()
                .ifPresent(gateway -> tryThis(console, gateway.port()));
        boolean learns = processes.stream()
                .map(ProcessState::name)
                .toList()
                .containsAll(List.of(ServiceSpec.TRAINER, ServiceSpec.FOE));
        if (learns) {
            console.line("  ./majlis demo foe      ./majlis demo cappy");
        }
    }

    private static void tryThis(Console console, int port) {
        console.line(
                """
                Try:
                  ./majlis chat "Name three rivers of Iraq." --n 8
                  curl -s http://localhost:%d/v1/chat/completions -H 'content-type: application/json' \\
                    -d '{"model":"smollm2-135m-instruct-best-of-8","messages":[{"role":"user","content":"Why is the sky blue?"}]}'
                  curl -s http://localhost:%d/v1/models
                  ./majlis status        ./majlis logs -f        ./majlis down"""
                        .formatted(port, port));
    }
}
