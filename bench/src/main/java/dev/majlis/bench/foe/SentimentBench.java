package dev.majlis.bench.foe;

import static dev.majlis.bench.foe.Figures.number;
import static dev.majlis.bench.foe.Figures.percent;
import static dev.majlis.bench.foe.Figures.percent2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.bench.Report;
import dev.majlis.foe.data.LeakCheck;
import dev.majlis.foe.evaluate.Bootstrap;
import dev.majlis.foe.evaluate.PolicyReport;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.LogisticFuser;
import dev.majlis.foe.fuse.LogisticSettings;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.TableBuilder;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.foe.table.Targets;
import dev.majlis.models.LocalModelHub;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.Encoder;
import dev.majlis.nn.classify.ClassifierSpec;
import dev.majlis.nn.classify.ClassifierTraining;
import dev.majlis.nn.classify.Embedding;
import dev.majlis.nn.classify.InputHash;
import dev.majlis.nn.classify.LabelledText;
import dev.majlis.nn.classify.Ngrams;
import dev.majlis.nn.classify.TextClassifier;
import dev.majlis.nn.classify.TextFeatures;
import dev.majlis.nn.train.LearningRate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Six trained classifiers, one for each domain of reviews, and what fusing them gains on all domains. */
@Command(name = "sentiment", description = "Six experts of one domain each, trained here; minutes.")
final class SentimentBench implements Runnable {
    private static final List<String> LABELS = List.of("negative", "positive");
    private static final String ENCODER = "minilm-l6-v2";
    private static final Networks MASKED = new Networks(List.of(64, 64), 0, 60, 1);
    private static final double[] LAMBDAS = {0.005, 0.02, 0.05};

    @Option(names = "--data", required = true, description = "folder with sentiment.jsonl.gz")
    private Path data;

    @Option(names = "--embeddings", description = "experts over MiniLM embeddings beside those over n-grams")
    private boolean embeddings;

    /** @param part expert, fuser, estimate or test */
    private record Review(String domain, int label, String text, String part) {}

    private List<Review> reviews;
    private List<String> domains;

    @Override
    public void run() {
        read();
        Report report = new Report(
                "foe-sentiment",
                "Six sentiment experts of one domain each",
                "./bench/run foe sentiment --data DATA" + (embeddings ? " --embeddings" : ""));
        Map<String, Long> parts = reviews.stream()
                .collect(Collectors.groupingBy(Review::part, LinkedHashMap::new, Collectors.counting()));
        report.text(
                "29,394 reviews of six domains, positive or negative (CC BY 4.0: Pang and Lee 2005; Ganapathibhotla and Liu "
                        + "2008; Hu and Liu 2004; Ding, Liu and Yu 2008; Kotzias et al. 2015). Split before any expert was trained: the "
                        + "training part of a domain trains its expert but for a quarter, which trains the fusers; the development "
                        + "part estimates losses; the test part is used once. A text that an expert has seen, in whatever domain, is "
                        + "taken out of the other parts. Rows: " + parts + ".");
        pool(report, "Experts over n-grams", new Ngrams(Ngrams.USUAL_BUCKETS), Optional.empty());
        if (embeddings) {
            try (Encoder encoder = LocalModelHub.builder().build().openEncoder(ENCODER)) {
                Function<List<String>, float[][]> embed = remembering(encoder);
                pool(
                        report,
                        "Experts over MiniLM embeddings",
                        new Embedding(ENCODER, encoder.dimension(), embed),
                        Optional.of(embed));
            }
        }
        report.publish();
    }

    private void read() {
        List<Review> all = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        for (JsonNode row : JsonLines.read(data.resolve("sentiment.jsonl.gz"))) {
            String domain = row.path("domain").asText();
            int place = places.merge(domain + row.path("split").asText(), 1, Integer::sum);
            String part =
                    switch (row.path("split").asText()) {
                        case "train" -> place % 4 == 0 ? "fuser" : "expert";
                        case "dev" -> "estimate";
                        default -> "test";
                    };
            all.add(new Review(
                    domain, row.path("label").asInt(), row.path("text").asText(), part));
        }
        Set<Long> seen = new HashSet<>();
        all.stream().filter(each -> each.part().equals("expert")).forEach(each -> seen.add(InputHash.of(each.text())));
        reviews = all.stream()
                .filter(each -> each.part().equals("expert") || !seen.contains(InputHash.of(each.text())))
                .toList();
        domains = List.copyOf(new TreeSet<>(reviews.stream().map(Review::domain).toList()));
    }

    private void pool(
            Report report, String title, TextFeatures features, Optional<Function<List<String>, float[][]>> encoder) {
        List<TextClassifier> experts = new ArrayList<>();
        for (String domain : domains) {
            experts.add(trained(domain, features, encoder));
        }
        Pool pool = new Pool(
                "sentiment",
                domains.stream()
                        .map(domain -> Expert.classifier(domain, LABELS, Cost.ofMoney(1), "1"))
                        .toList(),
                LABELS);
        OutputTable fuser = table("fuser", experts);
        OutputTable estimate = table("estimate", experts);
        OutputTable test = table("test", experts);
        LeakCheck check = new LeakCheck(part("expert").stream()
                .mapToLong(each -> InputHash.of(each.text()))
                .toArray());
        check.requireUnseen(fuser.origins());
        check.requireUnseen(estimate.origins());
        check.requireUnseen(test.origins());

        Council knn = Councils.of(pool, new KnnFuser(fuser, 25));
        List<List<String>> rows = new ArrayList<>();
        List<List<String>> byDomain = new ArrayList<>();
        double[] best = Councils.outcomes(knn, test, new Policy.BestSingle()).gains();
        for (int k = 0; k < pool.size(); k++) {
            add(rows, byDomain, "single: " + domains.get(k), knn, test, new Policy.Single(k), best);
        }
        add(rows, byDomain, "best_single: " + domains.get(knn.bestSingle()), knn, test, new Policy.BestSingle(), best);
        add(rows, byDomain, "majority", knn, test, new Policy.Majority(), best);
        add(rows, byDomain, "max_confidence", knn, test, new Policy.MaxConfidence(), best);
        add(rows, byDomain, "confidence_vote", knn, test, new Policy.ConfidenceVote(), best);
        add(rows, byDomain, "uniform_ensemble", knn, test, new Policy.UniformEnsemble(), best);
        add(rows, byDomain, "foe_full, kNN-25", knn, test, new Policy.FoeFull(), best);
        Fuser stacked = LogisticFuser.train(fuser, estimate, LogisticSettings.FULL);
        add(
                rows,
                byDomain,
                "foe_full, stacked logistic regression",
                Councils.of(pool, stacked),
                test,
                new Policy.FoeFull(),
                best);
        Council masked = Councils.of(pool, MASKED.train(fuser, estimate, true));
        add(rows, byDomain, "foe_full, masked MLP", masked, test, new Policy.FoeFull(), best);
        for (double lambda : LAMBDAS) {
            Policy frugal = new Policy.FoeFrugal(lambda, Caps.NONE);
            add(rows, byDomain, "foe_frugal(" + lambda + "), masked MLP", masked, test, frugal, best);
        }
        for (double lambda : LAMBDAS) {
            Policy frugal = new Policy.FoeFrugal(lambda, Caps.NONE);
            add(rows, byDomain, "foe_frugal(" + lambda + "), kNN-25", knn, test, frugal, best);
        }
        add(rows, byDomain, "oracle", knn, test, new Policy.Oracle(), best);
        List<String> header = new ArrayList<>(List.of("policy"));
        header.addAll(domains);
        report.text("## " + title)
                .table(List.of("policy", "accuracy %", "95 % interval", "over the best single, 95 %", "experts"), rows)
                .table(header, byDomain);
    }

    private static void add(
            List<List<String>> rows,
            List<List<String>> byDomain,
            String name,
            Council council,
            OutputTable test,
            Policy policy,
            double[] best) {
        PolicyReport report = Councils.outcomes(council, test, policy).report(council.pool(), best, Bootstrap.DEFAULT);
        rows.add(List.of(
                name,
                percent2(report.accuracy()),
                percent(report.accuracyInterval().low()) + " – "
                        + percent(report.accuracyInterval().high()),
                percent2(report.overBestSingle().low()) + " to "
                        + percent2(report.overBestSingle().high()),
                number(report.meanExperts(), 2)));
        List<String> row = new ArrayList<>(List.of(name));
        report.byDomain().values().forEach(score -> row.add(percent(score.accuracy())));
        byDomain.add(row);
    }

    private TextClassifier trained(
            String domain, TextFeatures features, Optional<Function<List<String>, float[][]>> encoder) {
        List<LabelledText> rows = part("expert").stream()
                .filter(each -> each.domain().equals(domain))
                .map(each -> new LabelledText(each.text(), LABELS.get(each.label())))
                .toList();
        ClassifierSpec spec = ClassifierSpec.of(LABELS);
        if (encoder.isPresent()) {
            spec = spec.withSettings(spec.settings().withLearningRate(LearningRate.cosine(0.002, 0)));
        }
        try {
            Path folder = Files.createTempDirectory("majlis-bench-foe");
            new ClassifierTraining(spec, features)
                    .run(rows, folder.resolve("run"), folder.resolve("model"), progress -> {}, () -> false);
            return TextClassifier.open(folder.resolve("model"), encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OutputTable table(String part, List<TextClassifier> experts) {
        List<Review> rows = part(part);
        List<String> texts = rows.stream().map(Review::text).toList();
        List<float[][]> said =
                experts.stream().map(expert -> expert.probabilities(texts)).toList();
        int[] widths = new int[experts.size()];
        Arrays.fill(widths, LABELS.size());
        TableBuilder table = new TableBuilder(widths, TableLimits.DEFAULT);
        for (int row = 0; row < rows.size(); row++) {
            float[][] blocks = new float[experts.size()][];
            for (int k = 0; k < blocks.length; k++) {
                blocks[k] = said.get(k)[row];
            }
            table.add(blocks, rows.get(row).domain(), InputHash.of(texts.get(row)));
        }
        return table.build(Targets.labels(rows.stream().mapToInt(Review::label).toArray(), LABELS.size()));
    }

    private List<Review> part(String part) {
        return reviews.stream().filter(each -> each.part().equals(part)).toList();
    }

    /** Every text is read once, whichever expert asks. */
    private static Function<List<String>, float[][]> remembering(Encoder encoder) {
        Map<String, float[]> known = new HashMap<>();
        return texts -> {
            List<String> missing = texts.stream()
                    .filter(text -> !known.containsKey(text))
                    .distinct()
                    .toList();
            for (int from = 0; from < missing.size(); from += 64) {
                List<String> some = missing.subList(from, Math.min(missing.size(), from + 64));
                List<Encoder.Embedding> vectors = encoder.embed(some, EncodeOptions.defaults())
                        .toCompletableFuture()
                        .join();
                for (int i = 0; i < some.size(); i++) {
                    known.put(some.get(i), vectors.get(i).vector());
                }
            }
            return texts.stream().map(known::get).toArray(float[][]::new);
        };
    }
}
