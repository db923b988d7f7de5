package dev.majlis.bench.mini;

import dev.majlis.cappy.data.Example;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What a scorer is proven on; files as their publishers pack them, fetched by the reader of the results. */
enum ProofTask {
    /** Question types: {@code train.txt} and {@code test.txt} of the {@code qc} corpus of nltk_data. */
    QUESTION_TYPES {
        private static final Map<String, String> LABELS = Map.of(
                "ABBR", "abbreviation",
                "DESC", "description",
                "ENTY", "entity",
                "HUM", "person",
                "LOC", "place",
                "NUM", "number");

        @Override
        Items read(Path data, long seed) throws IOException {
            return new Items(
                    "Question types (TREC-6) by the score of their names",
                    "Corpus `qc` of nltk_data.",
                    questions(data.resolve("train.txt")),
                    questions(data.resolve("test.txt")),
                    references(
                            "ridge regression on hashed words and pairs of words", 0.86, "most frequent type", 0.276));
        }

        private static List<Example> questions(Path file) throws IOException {
            List<String> names = LABELS.values().stream().sorted().toList();
            List<Example> items = new ArrayList<>();
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                if (!line.isBlank()) {
                    String text = line.substring(line.indexOf(' ') + 1).strip();
                    String label = LABELS.get(line.substring(0, line.indexOf(':')));
                    items.add(item("question-types", text + "\nWhat does the question ask for?", label, names));
                }
            }
            return items;
        }
    },
    /** Sentence polarity: {@code rt-polarity.pos} and {@code .neg} of nltk_data; a tenth is held out. */
    POLARITY {
        @Override
        Items read(Path data, long seed) throws IOException {
            List<Example> items = new ArrayList<>();
            for (String label : List.of("positive", "negative")) {
                Path file = data.resolve("rt-polarity." + label.substring(0, 3));
                for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                    if (!line.isBlank()) {
                        items.add(item(
                                "polarity",
                                "Review: " + line.strip()
                                        + "\nWhat is the sentiment of the review? Options:\n- negative\n- positive",
                                label,
                                List.of("negative", "positive")));
                    }
                }
            }
            List<Example> order = shuffled(items, seed);
            int heldOut = order.size() / 10;
            return new Items(
                    "Polarity of sentences of film reviews",
                    "Corpus `sentence_polarity` of nltk_data (CC BY 4.0).",
                    order.subList(heldOut, order.size()),
                    order.subList(0, heldOut),
                    references("ridge regression on hashed words and pairs of words", 0.717, "either label", 0.5));
        }
    },
    /** Which of two models answered a GSM8K question rightly: {@code gsm8k_responses.csv} of RouteLLM (Apache-2.0). */
    TWO_MODELS {
        private static final String WEAK = "mistralai/Mixtral-8x7B-Instruct-v0.1";
        private static final String STRONG = "gpt-4-1106-preview";
        /** Equals no answer. */
        private static final List<String> NEITHER = List.of("(neither is right)");

        @Override
        Items read(Path data, long seed) throws IOException {
            List<Example> items = new ArrayList<>();
            double weak = 0;
            double strong = 0;
            double either = 0;
            List<Map<String, String>> rows =
                    shuffled(DataFile.read(data, "gsm8k_responses.csv").table(), seed);
            int trained = rows.size() * 3 / 5;
            for (int i = 0; i < rows.size(); i++) {
                Map<String, String> row = rows.get(i);
                boolean weakRight = Boolean.parseBoolean(row.get(WEAK).toLowerCase(Locale.ROOT));
                boolean strongRight = Boolean.parseBoolean(row.get(STRONG).toLowerCase(Locale.ROOT));
                List<String> answers = List.of(row.get(WEAK + "_response"), row.get(STRONG + "_response"));
                List<String> right = Stream.of(weakRight ? answers.get(0) : null, strongRight ? answers.get(1) : null)
                        .filter(answer -> answer != null)
                        .toList();
                if (i >= trained) {
                    weak += weakRight ? 1 : 0;
                    strong += strongRight ? 1 : 0;
                    either += weakRight || strongRight ? 1 : 0;
                }
                items.add(new Example(
                        "two-models",
                        Optional.empty(),
                        OptionalInt.empty(),
                        row.get("prompt"),
                        right.isEmpty() ? NEITHER : right,
                        answers,
                        List.of()));
            }
            int heldOut = rows.size() - trained;
            Map<String, Double> references =
                    references("weak model only", weak / heldOut, "strong model only", strong / heldOut);
            references.put("random pick", (weak + strong) / 2 / heldOut);
            references.put("oracle", either / heldOut);
            return new Items(
                    "Which of two models answered rightly (GSM8K)",
                    "`gsm8k_responses.csv` of RouteLLM (Apache-2.0).",
                    items.subList(0, trained),
                    items.subList(trained, items.size()),
                    references);
        }
    },
    /** Textual entailment: {@code rte1_test.xml} to {@code rte3_test.xml} of nltk_data; nothing to learn from. */
    ENTAILMENT {
        @Override
        Items read(Path data, long seed) throws IOException {
            List<Example> items = new ArrayList<>();
            for (int challenge = 1; challenge <= 3; challenge++) {
                items.addAll(pairs(data.resolve("rte" + challenge + "_test.xml")));
            }
            return new Items(
                    "Does one sentence follow from another (RTE-1 to 3)",
                    "Corpus `rte` of nltk_data.",
                    List.of(),
                    items,
                    references("words of the conclusion in the text, threshold 0.5625", 0.574, "either answer", 0.5));
        }

        private static List<Example> pairs(Path file) throws IOException {
            try {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
                factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
                NodeList pairs =
                        factory.newDocumentBuilder().parse(file.toFile()).getElementsByTagName("pair");
                List<Example> items = new ArrayList<>();
                for (int i = 0; i < pairs.getLength(); i++) {
                    Element pair = (Element) pairs.item(i);
                    String follows =
                            pair.hasAttribute("value") ? pair.getAttribute("value") : pair.getAttribute("entailment");
                    items.add(item(
                            "entailment",
                            pair.getElementsByTagName("t")
                                            .item(0)
                                            .getTextContent()
                                            .strip()
                                    + "\n\nDoes it follow that: "
                                    + pair.getElementsByTagName("h")
                                            .item(0)
                                            .getTextContent()
                                            .strip(),
                            follows.equals("TRUE") || follows.equals("YES") ? "yes" : "no",
                            List.of("no", "yes")));
                }
                return items;
            } catch (ParserConfigurationException | SAXException e) {
                throw new IOException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
    };

    /**
     * @param title of the report
     * @param source of the data, a sentence
     * @param train items to learn from
     * @param heldOut items to judge by
     * @param references accuracies to stand beside
     */
    record Items(
            String title, String source, List<Example> train, List<Example> heldOut, Map<String, Double> references) {}

    abstract Items read(Path data, long seed) throws IOException;

    private static <T> List<T> shuffled(List<T> items, long seed) {
        List<T> order = new ArrayList<>(items);
        Collections.shuffle(order, new Random(seed));
        return order;
    }

    private static Map<String, Double> references(String one, double first, String other, double second) {
        Map<String, Double> references = new LinkedHashMap<>();
        references.put(one, first);
        references.put(other, second);
        return references;
    }

    private static Example item(String dataset, String instruction, String right, List<String> choices) {
        return new Example(
                dataset, Optional.empty(), OptionalInt.empty(), instruction, List.of(right), choices, List.of());
    }
}
