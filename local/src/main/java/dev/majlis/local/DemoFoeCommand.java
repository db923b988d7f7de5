package dev.majlis.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Trains small experts on the running mesh, fuses them, measures every policy on held-out rows, and asks as few as needed. */
@Command(
        name = "foe",
        description =
                "Trains five small experts on the running mesh, fuses them, and measures every way of asking them.",
        mixinStandardHelpOptions = true)
final class DemoFoeCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POOL = "demo-reviews";
    private static final List<String> LAMBDAS = List.of("0.005", "0.02", "0.05");
    private static final int SHOWN = 5;

    @ParentCommand
    private DemoCommand demo;

    @Option(names = "--seed", defaultValue = "1", description = "Of everything that is drawn (default: 1).")
    private long seed;

    private final Console console = Console.standard();
    private final Instant began = Instant.now();
    private Instant step = began;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = demo.home();
        GatewayClient gateway = GatewayClient.of(home);
        require(home, ServiceSpec.TRAINER, "experts are trained by it");
        require(home, ServiceSpec.FOE, "experts are fused by it");
        List<Review> reviews = Review.all();
        List<String> places = reviews.stream().map(Review::place).distinct().toList();
        var calls = new FoeCalls(gateway, console, POOL);

        title("1. The task: praise or complaint, in %d places with words of their own".formatted(places.size()));
        for (String place : places) {
            Review one = rows(reviews, Review.TRAIN, place).get(0);
            console.line("  %-15s %-5s %s".formatted(place, one.label(), shortened(one.text())));
        }

        title("2. One expert for each place, trained on this mesh on rows of that place alone");
        train(calls, reviews, places);

        title("3. A pool of them, and what each says to every row");
        collect(calls, reviews, places);

        title("4. Two fusers, which learn whom to believe");
        String neighbours = fuser(calls, "knn", "discriminative");
        String perceptron = fuser(calls, "masked_mlp", "discriminative");

        title("5. Every policy on %d rows that nothing was trained on"
                .formatted(rows(reviews, Review.TEST, places).size()));
        measure(calls, gateway, home, places, neighbours, perceptron);

        title("6. As few experts as needed, live (foe_frugal(%s))".formatted(LAMBDAS.get(1)));
        List<Review> asked = places.stream()
                .map(place -> rows(reviews, Review.TEST, place).get(0))
                .limit(SHOWN)
                .toList();
        JsonNode answers = calls.predict(asked, "foe_frugal(%s)".formatted(LAMBDAS.get(1)));
        for (int i = 0; i < asked.size(); i++) {
            console.line(PredictionWords.of(asked.get(i), answers.path(i)));
        }
        took();
        console.line("");
        console.line("All of it took %d s. Ask it yourself: curl -s %s%s -H 'content-type: application/json' -d %s"
                .formatted(
                        Duration.between(began, Instant.now()).toSeconds(),
                        gateway.address(),
                        calls.path("/predict"),
                        "'{\"inputs\":[\"…\"],\"policy\":\"foe_frugal\"}'"));
        return 0;
    }

    private static void require(Home home, String service, String why) {
        boolean there = MeshState.running(home.stateFile())
                .flatMap(state -> state.process(service))
                .isPresent();
        if (!there) {
            throw new LauncherException(
                    "no %s is running, and %s: ./majlis down, then ./majlis up --all -d".formatted(service, why));
        }
    }

    private void train(FoeCalls calls, List<Review> reviews, List<String> places) throws InterruptedException {
        Map<String, String> jobs = new LinkedHashMap<>();
        for (String place : places) {
            jobs.put(place, calls.train(rows(reviews, Review.TRAIN, place), seed));
        }
        for (Map.Entry<String, String> job : jobs.entrySet()) {
            JsonNode result = calls.awaitTraining(job.getValue(), "training the expert of " + job.getKey());
            calls.publish(job.getValue(), model(job.getKey()));
            console.line("  %-15s learnt from %d rows of its place; right on %.1f %% of %d that it held out"
                    .formatted(
                            job.getKey(),
                            result.at("/result/metrics/trainRows").asInt(),
                            100 * result.at("/result/metrics/accuracy").asDouble(),
                            result.at("/result/metrics/validationRows").asInt()));
        }
        took();
    }

    private void collect(FoeCalls calls, List<Review> reviews, List<String> places) throws InterruptedException {
        for (String place : places) {
            JsonNode probe = calls.register(place, model(place));
            console.line("  expert %-15s answers in %d ms"
                    .formatted(place, probe.path("ms").asLong()));
        }
        calls.createPool(places);
        List<String> roles = List.of("fuser", "estimate", Review.TEST);
        for (String role : roles) {
            JsonNode added = calls.addRows(role, rows(reviews, role, places));
            console.line("  %-9s %d rows, %d refused"
                    .formatted(
                            role,
                            added.path("accepted").asInt(),
                            added.path("rejected").asInt()));
        }
        took();
        for (String role : roles) {
            calls.job("outputs", JSON.createObjectNode().put("dataset", role), "asking all experts about " + role);
        }
        int rows = roles.stream()
                .mapToInt(role -> rows(reviews, role, places).size())
                .sum();
        console.line("  %d answers of %d experts are stored; none of them is paid for twice"
                .formatted(rows * places.size(), places.size()));
        took();
    }

    private String fuser(FoeCalls calls, String model, String mode) throws InterruptedException {
        ObjectNode request = JSON.createObjectNode()
                .put("dataset", "fuser")
                .put("estimate", "estimate")
                .put("mode", mode)
                .put("model", model)
                .put("seed", seed)
                .put("promote", true);
        JsonNode job = calls.job("fusers", request, "training the fuser " + model);
        String id = job.at("/result/fuser").asText();
        console.line("  %-10s is fuser %s".formatted(model, id));
        took();
        return id;
    }

    private void measure(
            FoeCalls calls, GatewayClient gateway, Home home, List<String> places, String neighbours, String perceptron)
            throws IOException, InterruptedException {
        List<String> policies = Stream.of(
                        places.stream().map("single(%s)"::formatted),
                        Stream.of("best_single", "majority", "max_confidence", "foe_full", "oracle"))
                .flatMap(each -> each)
                .toList();
        JsonNode byNeighbours = evaluate(calls, gateway, neighbours, policies);
        JsonNode byPerceptron = evaluate(calls, gateway, perceptron, List.of("best_single", "foe_full"));
        var table = new PolicyTable();
        JsonNode report = byNeighbours.path("report");
        for (String place : places) {
            table.line("expert of " + place, report, "single(%s)".formatted(place));
        }
        table.line("best single (by fuser rows)", report, "best_single");
        table.line("majority of all", report, "majority");
        table.line("the most confident of all", report, "max_confidence");
        lines(table, "kNN", report);
        lines(table, "masked MLP", byPerceptron.path("report"));
        table.line("oracle (knows the label)", report, "oracle");
        console.line(table.text());
        Path svg = home.data().resolve("demo-foe-pareto.svg");
        Files.createDirectories(svg.getParent());
        Files.writeString(
                svg,
                gateway.text(calls.path("/evaluations/%s/pareto.svg"
                        .formatted(byPerceptron.path("id").asText()))));
        console.line("");
        console.line("cost against quality as a picture: " + svg);
        took();
    }

    private static void lines(PolicyTable table, String fuser, JsonNode report) {
        table.line("FoE, all asked, " + fuser, report, "foe_full");
        LAMBDAS.forEach(lambda ->
                table.line("FoE frugal λ %s, %s".formatted(lambda, fuser), report, "foe_frugal(%s)".formatted(lambda)));
    }

    private JsonNode evaluate(FoeCalls calls, GatewayClient gateway, String fuser, List<String> policies)
            throws InterruptedException {
        ObjectNode request = JSON.createObjectNode()
                .put("dataset", Review.TEST)
                .put("fuser", fuser)
                .put("seed", seed);
        policies.forEach(request.withArray("policies")::add);
        LAMBDAS.forEach(lambda -> request.withArray("lambdas").add(Double.parseDouble(lambda)));
        JsonNode job = calls.job("evaluations", request, "measuring every policy");
        String id = job.at("/result/evaluation").asText();
        ObjectNode answer = JSON.createObjectNode().put("id", id);
        answer.set("report", gateway.get(calls.path("/evaluations/" + id)).body());
        return answer;
    }

    private static String model(String place) {
        return "demo-" + place;
    }

    private static List<Review> rows(List<Review> reviews, String role, String place) {
        return rows(reviews, role, List.of(place));
    }

    private static List<Review> rows(List<Review> reviews, String role, List<String> places) {
        return reviews.stream()
                .filter(row -> row.role().equals(role) && places.contains(row.place()))
                .collect(Collectors.toList());
    }

    private static String shortened(String text) {
        return text.length() > 70 ? text.substring(0, 69) + "…" : text;
    }

    private void title(String text) {
        console.line("");
        console.line(text);
        console.line("");
    }

    /** Since the last time it was said. */
    private void took() {
        Instant now = Instant.now();
        console.line("(%.1f s)".formatted(Duration.between(step, now).toMillis() / 1e3));
        step = now;
    }
}
