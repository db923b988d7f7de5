package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.expert.CallOutcome;
import dev.majlis.foe.expert.ExpertClient;
import dev.majlis.foe.expert.RegisteredExpert;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers of each expert how its last call went. Thread-safe. */
public final class WatchedExperts implements ExpertClient {
    private static final int MOST = 4_096;

    private final ExpertClient client;
    private final Clock clock;
    private final Map<String, Health> last = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Health> eldest) {
            return size() > MOST;
        }
    };

    public WatchedExperts(ExpertClient client, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public List<CallOutcome> ask(List<RegisteredExpert> experts, JsonNode input, String tenant, Instant deadline) {
        List<CallOutcome> outcomes = client.ask(experts, input, tenant, deadline);
        Instant now = clock.instant();
        synchronized (last) {
            for (int i = 0; i < outcomes.size(); i++) {
                last.put(experts.get(i).id(), health(outcomes.get(i), now));
            }
        }
        return outcomes;
    }

    /** Of the last call; {@link Health#UNKNOWN} before the first. */
    public Health health(String expert) {
        synchronized (last) {
            return last.getOrDefault(expert, Health.UNKNOWN);
        }
    }

    private static Health health(CallOutcome outcome, Instant now) {
        long ms = outcome.took().toMillis();
        return outcome instanceof CallOutcome.Failed failed
                ? new Health("DOWN", ms, now, failed.code() + ": " + failed.detail())
                : new Health("UP", ms, now, null);
    }
}
