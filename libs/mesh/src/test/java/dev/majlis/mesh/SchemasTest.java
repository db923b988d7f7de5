package dev.majlis.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.blob.ClaimCheck;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.council.Verdict;
import dev.majlis.mesh.envelope.Headers;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.registry.ModelVersions;
import dev.majlis.mesh.rest.ForwardedAnswer;
import dev.majlis.mesh.rest.ForwardedCall;
import dev.majlis.mesh.telemetry.Usage;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas, the records of this library and the AsyncAPI document say the same. */
class SchemasTest {
    private static final Path SCHEMAS = Path.of("../../schemas");
    private static final Path ASYNCAPI = Path.of("../../docs/asyncapi/majlis.yaml");
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    static Stream<Arguments> records() {
        JsonNode completion = JsonNodeFactory.instance.objectNode().put("id", "chatcmpl-1");
        Candidate first = new Candidate(0, "Paris.", "stop", 3, -.42, -.14);
        Candidate unscored = new Candidate(1, "Lyon", "length", 1, null, null);
        return Stream.of(
                Arguments.of(
                        "candidate-set", new CandidateSet("Capital?", "tiny", List.of(first, unscored), completion)),
                Arguments.of(
                        "verdict",
                        new Verdict(
                                0,
                                "Paris.",
                                "similarity",
                                new Verdict.Scorer("similarity-minilm", "1", "preference"),
                                List.of(.7, .2),
                                new Verdict.Cost(2, 4, 20, 3),
                                completion)),
                Arguments.of(
                        "verdict",
                        new Verdict(0, "a", "first", null, null, new Verdict.Cost(1, 1, 0, 0), completion, "max_n")),
                Arguments.of(
                        "verdict",
                        new Verdict(0, "a", "first", null, null, new Verdict.Cost(1, 1, 0, 0), completion)
                                .withInstruction("Capital?")),
                Arguments.of("chunk", new Chunk(0, 0, "a", 1, null, null, null, null, null)),
                Arguments.of("chunk", new Chunk(1, 0, "", 0, "stop", completion, null, null, completion)),
                Arguments.of(
                        "forwarded-call",
                        new ForwardedCall("POST", "/x", "a=1", Map.of("Accept", List.of("*/*")), new byte[] {1})),
                Arguments.of("forwarded-call", new ForwardedCall("GET", "/x", null, Map.of(), null)),
                Arguments.of("forwarded-answer", new ForwardedAnswer(204, Map.of(), null)),
                Arguments.of("usage", new Usage("acme", "tiny", "jais-chat.chat", 1, 2, 0, 3, 4, true)),
                Arguments.of("model-version", ModelVersions.of("cappy-mini", "2")),
                Arguments.of(
                        "model-version",
                        ModelVersions.of("cappy-mini", "2")
                                .published(Instant.EPOCH, Optional.of(ModelVersions.of("cappy-mini", "1")))),
                Arguments.of(
                        "claim-check",
                        new ClaimCheck.Ticket(
                                BlobRef.of("0123456789abcdef".repeat(4), 1_000_000), "application/json")));
    }

    @ParameterizedTest
    @MethodSource("records")
    void describesWhatTheLibraryWrites(String name, Object written) throws IOException {
        assertThat(schema(name).validate(Json.mapper().valueToTree(written))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ProblemSlug.class)
    void describesEveryProblem(ProblemSlug slug) throws IOException {
        MeshException failure = MeshException.invalid("/a", "wrong").withRetryAfter(Duration.ofSeconds(1));
        Problem problem = Problem.of(
                new MeshException(slug, "detail").withErrors(failure.errors()),
                "/x",
                "0af7651916cd43dd8448eb211c80319c");

        assertThat(schema("problem").validate(Json.mapper().valueToTree(problem)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyExampleIsValidAndNothingLessIs(String name) throws IOException {
        JsonNode definition = Json.mapper().readTree(file(name).toFile());

        assertThat(definition.get("examples")).isNotEmpty();
        for (JsonNode example : definition.get("examples")) {
            assertThat(schema(name).validate(example)).as("%s", example).isEmpty();
            for (JsonNode required : definition.get("required")) {
                ObjectNode less = example.deepCopy();
                less.remove(required.asText());
                assertThat(schema(name).validate(less))
                        .as("%s without %s", name, required)
                        .isNotEmpty();
            }
        }
        assertThat(definition.get("$id").asText()).isEqualTo("urn:majlis:schema:" + name + ":1");
    }

    @Test
    void asyncApiHasEverySchemaAndEveryExampleOfItIsValid() throws IOException {
        JsonNode messages = asyncApi().at("/components/messages");
        Set<String> seen = new TreeSet<>();

        for (JsonNode message : messages) {
            String name = message.get("name").asText();
            seen.add(name);
            assertThat(message.at("/payload/schema/$ref").asText()).isEqualTo("../../schemas/" + name + ".v1.json");
            for (JsonNode example : message.get("examples")) {
                assertThat(schema(name).validate(example.get("payload")))
                        .as(name)
                        .isEmpty();
            }
        }

        assertThat(seen).containsExactlyElementsOf(names().toList());
    }

    @Test
    void asyncApiNamesTopicsByTheRuleAndEveryReferenceLeadsSomewhere() throws IOException {
        JsonNode document = asyncApi();

        for (JsonNode channel : document.get("channels")) {
            assertThat(channel.get("address").asText())
                    .matches(
                            "majlis\\.[a-z0-9-]+\\.([a-z0-9-]+\\.)?(requests|replies|events|state|dlq|cancel)\\.v1(_retry_\\{delay})?");
        }
        for (JsonNode reference : document.findValues("$ref")) {
            if (reference.asText().startsWith("#")) {
                assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                        .as(reference.asText())
                        .isFalse();
            }
        }
    }

    @Test
    void asyncApiKnowsEveryHeader() throws Exception {
        String document = Files.readString(ASYNCAPI, UTF_8);

        for (Field field : Headers.class.getFields()) {
            String header = (String) field.get(null);
            if (!header.startsWith("dead-letter-")) {
                assertThat(document).contains(header + ":");
            }
        }
    }

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            return files
                    .map(path -> path.getFileName().toString().replace(".v1.json", ""))
                    .sorted()
                    .collect(Collectors.toList())
                    .stream();
        }
    }

    private static JsonNode asyncApi() throws IOException {
        return new YAMLMapper().readTree(ASYNCAPI.toFile());
    }

    private static JsonSchema schema(String name) throws IOException {
        return FACTORY.getSchema(Json.mapper().readTree(file(name).toFile()));
    }

    private static Path file(String name) {
        return SCHEMAS.resolve(name + ".v1.json");
    }
}
