package dev.majlis.gateway.rest;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every path of the gateway in one list; literal paths stand before templates. */
@ApplicationScoped
public class HttpRoutes {
    /** After the framework's own paths, before its bare 404. */
    private static final int LAST = 9_000;

    private final Edge edge;
    private final CompletionsHandler completions;
    private final ModelsHandler models;
    private final RoutesHandler routes;
    private final ForwardHandler forward;
    private final HealthHandler health;
    private final JobsHandler jobs;

    @Inject
    public HttpRoutes(
            Edge edge,
            CompletionsHandler completions,
            ModelsHandler models,
            RoutesHandler routes,
            ForwardHandler forward,
            HealthHandler health,
            JobsHandler jobs) {
        this.edge = edge;
        this.completions = completions;
        this.models = models;
        this.routes = routes;
        this.forward = forward;
        this.health = health;
        this.jobs = jobs;
    }

    void register(@Observes Router router) {
        router.post("/v1/chat/completions").handler(edge.with("chat", completions::chat));
        router.post("/v1/completions").handler(edge.with("completions", completions::completions));
        router.get("/v1/models").handler(edge.with("models", models::list));
        router.get("/v1/models/*").handler(edge.with("models", models::one));
        router.get("/api/v1/routes").handler(edge.with("routes", routes::list));
        router.get("/api/v1/jobs").handler(edge.with("jobs", jobs::list));
        router.get("/api/v1/jobs/:id").handler(edge.with("jobs", jobs::one));
        router.delete("/api/v1/jobs/:id").handler(edge.with("jobs", jobs::cancel));
        router.get("/api/v1/jobs/:id/result").handler(edge.with("jobs", jobs::result));
        router.get("/api/v1/jobs/:id/events").handler(edge.with("jobs", jobs::events));
        List.of("/v1/rerank", "/v2/rerank", "/rerank", "/score", "/v1/score", "/predict")
                .forEach(path -> router.post(path).handler(edge.with("rerank", forward::toScorer)));
        router.get("/info").handler(edge.with("rerank", forward::toScorer));
        router.get("/v2/health/live").handler(edge.with("health", health::live));
        router.get("/v2/health/ready").handler(edge.with("health", health::ready));
        router.get("/v2").handler(edge.with("oip", forward::toScorer));
        router.route("/v2/*").handler(edge.with("oip", forward::toScorer));
        router.route("/foe/v2/*").handler(edge.with("oip", forward::toFoeInference));
        router.route("/:service/v1/*").handler(edge.with("forward", forward::toNamed));
        router.route().order(LAST).handler(routing -> {
            if (routing.request().path().startsWith("/q/")) {
                routing.next();
            } else {
                edge.with("none", (exchange, body) -> unmatched(router, exchange))
                        .handle(routing);
            }
        });
    }

    private static void unmatched(Router router, Exchange exchange) {
        String path = exchange.facts().path();
        Set<String> allowed = new TreeSet<>();
        router.getRoutes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null && path.equals(route.getPath()))
                .forEach(route -> route.methods().stream().map(HttpMethod::name).forEach(allowed::add));
        if (allowed.isEmpty()) {
            throw new MeshException(ProblemSlug.NOT_FOUND, "nothing is served at this path; GET /q/openapi lists all");
        }
        exchange.response().putHeader("Allow", String.join(", ", allowed));
        throw new MeshException(
                        ProblemSlug.INVALID_REQUEST,
                        "method is not allowed at this path; allowed: " + String.join(", ", allowed))
                .withStatus(405);
    }
}
