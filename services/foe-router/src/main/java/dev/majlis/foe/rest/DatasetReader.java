package dev.majlis.foe.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.serve.DatasetRole;
import dev.majlis.foe.serve.Datasets;
import dev.majlis.foe.serve.Fields;
import dev.majlis.foe.serve.RowSource;
import dev.majlis.foe.serve.RowSources;
import dev.majlis.foe.serve.RowTopics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;

/** Rows as requests bring them, in four ways. */
@ApplicationScoped
class DatasetReader {
    private static final int MOST_RECORDS = 1_000_000;

    private final Datasets datasets;
    private final RowTopics topics;

    @Inject
    DatasetReader(Datasets datasets, RowTopics topics) {
        this.datasets = datasets;
        this.topics = topics;
    }

    /** Rows and where they belong. */
    record Order(String name, Optional<DatasetRole> role, RowSource source) {}

    /**
     * @param name and {@code role}: of the query, or null when the body has them
     * @param format {@code jsonl} or {@code csv}; null to go by the type
     * @param type of the body, or null
     */
    Order read(String name, String role, String format, String type, byte[] body) {
        String kind = format == null ? format(type) : format;
        try {
            return switch (kind) {
                case "jsonl" -> new Order(required(name), role(role), RowSources.jsonLines(body));
                case "csv" -> new Order(required(name), role(role), RowSources.csv(body));
                case "json" -> json(name, role, body);
                default -> throw Failures.invalid("/format", "is '" + kind + "', which is none of jsonl, csv, json");
            };
        } catch (IOException e) {
            throw Failures.badJson("the table cannot be read: " + e.getMessage());
        }
    }

    Datasets.Added add(String pool, Order order) {
        try {
            return datasets.add(pool, order.name(), order.role(), order.source());
        } catch (IOException e) {
            throw Failures.badJson("rows cannot be read: " + e.getMessage());
        }
    }

    private Order json(String name, String role, byte[] bytes) {
        Fields body = Fields.parse(bytes);
        String named = body.optionalText("name", 64)
                .or(() -> Optional.ofNullable(name))
                .orElseThrow(() -> Failures.invalid("/name", "is missing"));
        Optional<DatasetRole> as = body.word("role", DatasetRole.class).or(() -> role(role));
        Optional<String> topic = body.optionalText("topic", 249);
        int most = body.whole("most", 1, MOST_RECORDS).orElse(MOST_RECORDS);
        Optional<JsonNode> rows = body.find("rows");
        body.refuseUnknown();
        if (topic.isPresent() == rows.isPresent()) {
            throw Failures.invalid("/rows", "either rows or a topic is needed");
        }
        if (topic.isPresent()) {
            return new Order(named, as, RowSources.of(topics.read(topic.get(), most)));
        }
        if (!rows.get().isArray()) {
            throw Failures.invalid("/rows", "must be an array");
        }
        return new Order(named, as, RowSources.elements(rows.get()));
    }

    private static String format(String type) {
        String media = type == null ? "" : type.split(";", 2)[0].strip();
        return switch (media) {
            case "application/json" -> "json";
            case "text/csv" -> "csv";
            default -> "jsonl";
        };
    }

    private static String required(String name) {
        if (name == null) {
            throw Failures.invalid("/name", "is missing");
        }
        return name;
    }

    private static Optional<DatasetRole> role(String word) {
        if (word == null) {
            return Optional.empty();
        }
        for (DatasetRole role : DatasetRole.values()) {
            if (role.word().equalsIgnoreCase(word)) {
                return Optional.of(role);
            }
        }
        throw Failures.invalid("/role", "is '" + word + "', which is none of fuser, estimate, test, expert_train");
    }
}
