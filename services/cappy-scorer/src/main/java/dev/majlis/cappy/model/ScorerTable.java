package dev.majlis.cappy.model;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.model.ServedScorer.State;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.models.encode.PairScorer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Which scorer answers to which name now. Replacing one is atomic: a request sees the old or the new one, and the same from its
 * beginning to its end; the old one is given to be closed when no request can still use it. Thread-safe.
 */
final class ScorerTable implements Scorers {
    private static final ThreadLocal<Given> GIVEN = new ThreadLocal<>();

    private final List<String> configured;
    private final Consumer<PairScorer> closer;
    private final RequestPhases requests = new RequestPhases();
    private final Map<String, ServedScorer> served = new LinkedHashMap<>();

    /** What the request on this thread has been given, and by whom. */
    private record Given(ScorerTable by, Map<String, PairScorer> scorers) {}

    /**
     * @param configured names that must be served, the default first; at least one
     * @param closer of scorers that were replaced; must not block
     */
    ScorerTable(List<String> configured, Consumer<PairScorer> closer) {
        this.configured = List.copyOf(configured);
        this.closer = requireNonNull(closer, "closer is null");
        if (this.configured.isEmpty()) {
            throw new IllegalArgumentException("no model is to be served");
        }
        this.configured.forEach(name -> served.put(name, ServedScorer.loading(name)));
    }

    @Override
    public String defaultName() {
        return configured.get(0);
    }

    @Override
    public PairScorer require(Optional<String> name) {
        Given given = GIVEN.get();
        String wanted = name.orElse(defaultName());
        return given == null || given.by() != this
                ? current(wanted)
                : given.scorers().computeIfAbsent(wanted, this::current);
    }

    private PairScorer current(String name) {
        ServedScorer one = find(name);
        return one.scorer()
                .orElseThrow(() -> Failures.loading(
                        "scorer '%s' %s".formatted(one.name(), one.hindrance().orElse("is loading"))));
    }

    @Override
    public <T> T during(Supplier<T> request) {
        if (GIVEN.get() != null) {
            return request.get();
        }
        RequestPhases.Phase phase = requests.enter();
        GIVEN.set(new Given(this, new HashMap<>()));
        try {
            return request.get();
        } finally {
            GIVEN.remove();
            requests.leave(phase);
        }
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_MODEL} */
    ServedScorer find(String name) {
        synchronized (served) {
            ServedScorer one = served.get(name);
            if (one == null) {
                throw Failures.unknownModel(name, List.copyOf(served.keySet()));
            }
            return one;
        }
    }

    Optional<ServedScorer> look(String name) {
        synchronized (served) {
            return Optional.ofNullable(served.get(name));
        }
    }

    /** All of them, the default first. */
    List<ServedScorer> all() {
        synchronized (served) {
            return List.copyOf(served.values());
        }
    }

    boolean configured(String name) {
        return configured.contains(name);
    }

    /** Whether every configured scorer is ready; others come and go. */
    boolean ready() {
        synchronized (served) {
            return configured.stream().allMatch(name -> served.get(name).state() == State.READY);
        }
    }

    /**
     * Replaces what answers to a name.
     *
     * @param change of what is there; null for nothing, before and after
     */
    void change(String name, UnaryOperator<ServedScorer> change) {
        Optional<PairScorer> old;
        synchronized (served) {
            ServedScorer before = served.get(name);
            ServedScorer after = change.apply(before);
            if (after == null) {
                served.remove(name);
            } else {
                served.put(name, after);
            }
            old = Optional.ofNullable(before)
                    .flatMap(ServedScorer::scorer)
                    .filter(scorer -> after == null || !after.scorer().equals(Optional.of(scorer)));
        }
        old.ifPresent(scorer -> requests.whenEnded(() -> closer.accept(scorer)));
    }
}
