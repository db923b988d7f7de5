package dev.majlis.gateway.route;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All routes that hold now; immutable, so that a reload is one assignment. Routes of the file win over built-in ones. */
public final class RouteBook {
    private static final Pattern BEST_OF = Pattern.compile("(.+)" + BuiltInRoutes.BEST_OF + "(\\d{1,9})");
    private static final int SUGGESTIONS = 3;

    private final Map<String, Route> byName = new LinkedHashMap<>();

    public RouteBook(Collection<Route> builtIn, Collection<Route> file) {
        builtIn.forEach(route -> byName.put(route.name(), route));
        file.forEach(route -> byName.put(route.name(), route));
    }

    public Collection<Route> routes() {
        return List.copyOf(byName.values());
    }

    /**
     * The route of a name, or one made of a name {@code foe:<pool>[:<policy>]}: whether that pool exists is not known here.
     *
     * @throws MeshException {@code unknown-model} with the nearest names
     */
    public Route find(String name) {
        Route route = byName.get(name);
        if (route != null) {
            return route;
        }
        return FoeName.of(name).map(Route::of).orElseThrow(() -> unknown(name));
    }

    private MeshException unknown(String name) {
        String shown = name.length() > 80 ? name.substring(0, 80) + "…" : name;
        if (name.startsWith(FoeName.PREFIX)) {
            return failure("model '%s' is not well formed: write %s".formatted(shown, FoeName.FORM));
        }
        Matcher bestOf = BEST_OF.matcher(name);
        if (bestOf.matches() && byName.containsKey(bestOf.group(1))) {
            return failure("model '%s' does not exist: best-of takes n from %d to %d, got %s"
                    .formatted(shown, BuiltInRoutes.MIN_BEST_OF, BuiltInRoutes.MAX_BEST_OF, bestOf.group(2)));
        }
        String nearest = byName.keySet().stream()
                .sorted(Comparator.comparingInt((String known) -> NameDistance.between(name, known))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SUGGESTIONS)
                .collect(Collectors.joining("', '", "'", "'"));
        return failure("model '%s' does not exist; nearest: %s".formatted(shown, nearest));
    }

    private static MeshException failure(String detail) {
        return new MeshException(ProblemSlug.UNKNOWN_MODEL, detail)
                .withErrors(List.of(new MeshException.FieldError("/model", detail)));
    }
}
