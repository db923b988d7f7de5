package dev.majlis.bench.gateway;

import dev.majlis.bench.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The LiteLLM proxy with one worker before the instant backend. */
record LiteLlmPath(Child backend, Child proxy, int port) implements AutoCloseable {

    static LiteLlmPath start(Path folder, Path command, Duration patience) {
        int backendPort = Child.freePort();
        Child backend = Child.java(
                "instant-backend", folder, List.of("-Xmx64m"), InstantBackend.class, Integer.toString(backendPort));
        int port = Child.freePort();
        Path settings = folder.resolve("litellm.yaml");
        try {
            Files.writeString(
                    settings,
                    """
                    model_list:
                      - model_name: echo
                        litellm_params:
                          model: openai/echo
                          api_base: http://127.0.0.1:%d/v1
                          api_key: sk-none
                    litellm_settings:
                      telemetry: false
                    general_settings:
                      disable_spend_logs: true
                      dangerously_permit_weak_or_unset_master_key: true
                    """
                            .formatted(backendPort));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + settings, e);
        }
        Child proxy = Child.start(
                        "litellm",
                        folder,
                        List.of(
                                command.toString(),
                                "--config",
                                settings.toString(),
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--num_workers",
                                "1"))
                .await("http://127.0.0.1:%d/health/liveliness".formatted(port), patience);
        return new LiteLlmPath(backend, proxy, port);
    }

    String address() {
        return "http://127.0.0.1:%d/v1/chat/completions".formatted(port);
    }

    long memory() {
        return proxy.residentMiB();
    }

    @Override
    public void close() {
        proxy.close();
        backend.close();
    }
}
