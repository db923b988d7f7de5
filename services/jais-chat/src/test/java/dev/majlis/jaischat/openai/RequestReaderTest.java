package dev.majlis.jaischat.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.majlis.jaischat.CompletionRequest;
import dev.majlis.jaischat.Endpoint;
import dev.majlis.jaischat.Limits;
import dev.majlis.jaischat.Overflow;
import dev.majlis.jaischat.PromptInput;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.models.template.TemplateOptions.SystemMode;
import dev.majlis.models.template.TemplateOptions.Variant;
import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.ChatMessage.Role;
import dev.majlis.models.text.OutputFormat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
    private final RequestReader reader = new RequestReader(Limits.defaults(), false);

    /** Fields after a correct model and question; what is refused, and where. */
    @ParameterizedTest(name = "{0} is refused at {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "temperature":-0.1                       | /temperature        | 400 | must be in 0 … 2, not -0.1
                    "temperature":2.1                        | /temperature        | 400 | must be in 0 … 2, not 2.1
                    "temperature":"hot"                      | /temperature        | 400 | must be a number, not a string
                    "temperature":true                       | /temperature        | 400 | must be a number, not true
                    "top_p":0                                | /top_p              | 400 | must be above 0 and at most 1, not 0
                    "top_p":1.01                             | /top_p              | 400 | must be in 0 … 1, not 1.01
                    "n":0                                    | /n                  | 400 | must be in 1 … 16, not 0
                    "n":17                                   | /n                  | 400 | must be in 1 … 16, not 17
                    "n":1.5                                  | /n                  | 400 | must be a whole number, not 1.5
                    "n":99999999999                          | /n                  | 400 | must be in 1 … 16, not 99999999999
                    "max_tokens":0                           | /max_tokens         | 400 | must be at least 1, not 0
                    "max_completion_tokens":-1               | /max_completion_tokens | 400 | must be at least 1, not -1
                    "max_tokens":5,"max_completion_tokens":6 | /max_completion_tokens | 400 | is 6 but max_tokens is 5: give one of them
                    "min_tokens":-1                          | /min_tokens         | 400 | must be at least 0, not -1
                    "stop":7                                 | /stop               | 400 | must be a string, not 7
                    "stop":""                                | /stop               | 400 | must have 1 … 64 characters, has 0
                    "stop":["a","b","c","d","e"]             | /stop               | 400 | must have at most 4 strings, has 5
                    "stop":["a",""]                          | /stop/1             | 400 | must have 1 … 64 characters, has 0
                    "stream":"yes"                           | /stream             | 400 | must be true or false, not a string
                    "stream_options":{}                      | /stream_options     | 400 | needs stream to be true
                    "seed":1.5                               | /seed               | 400 | must be a 64-bit whole number, not 1.5
                    "seed":9223372036854775808               | /seed               | 400 | must be a 64-bit whole number, not 9223372036854775808
                    "top_logprobs":2                         | /top_logprobs       | 400 | needs logprobs to be true
                    "logprobs":true,"top_logprobs":21        | /top_logprobs       | 400 | must be in 0 … 20, not 21
                    "presence_penalty":-2.5                  | /presence_penalty   | 400 | must be in -2 … 2, not -2.5
                    "frequency_penalty":3                    | /frequency_penalty  | 400 | must be in -2 … 2, not 3
                    "logit_bias":[1]                         | /logit_bias         | 400 | must be an object, not an array
                    "logit_bias":{"the":1}                   | /logit_bias         | 400 | keys must be token ids
                    "logit_bias":{"5":101}                   | /logit_bias/5       | 400 | must be a number in -100 … 100, not 101
                    "response_format":{"type":"xml"}         | /response_format/type | 400 | must be one of [text, json_object, json_schema], not 'xml'
                    "response_format":{"type":"json_schema"} | /response_format/json_schema | 400 | is required
                    "top_k":-1                               | /top_k              | 400 | must be at least 0, not -1
                    "min_p":1                                | /min_p              | 400 | must be below 1
                    "repetition_penalty":0                   | /repetition_penalty | 400 | must be above 0 and at most 10, not 0
                    "sampler_profile":"llamacpp"             | /sampler_profile    | 422 | the engines sample with profile 'hf' only
                    "jais":{"template":"fr"}                 | /jais/template      | 400 | must be one of [auto, en, ar, none], not 'fr'
                    "jais":{"system_mode":"x"}               | /jais/system_mode   | 400 | must be one of [replace, append], not 'x'
                    "jais":{"overflow":"x"}                  | /jais/overflow      | 400 | must be one of [error, drop_oldest], not 'x'
                    "jais":{"safety":"on"}                   | /jais/safety        | 400 | the safety layers are not part of this service yet
                    "jais":7                                 | /jais               | 400 | must be an object, not 7
                    "tools":[]                               | /tools              | 400 | no served model declares tools
                    "tool_choice":"none"                     | /tool_choice        | 400 | no served model declares tools
                    "functions":[]                           | /functions          | 400 | no served model declares tools
                    """)
    void refusesAWrongFieldByName(String field, String pointer, int status, String message) {
        MeshException failure = refused(chat(field));

        assertThat(failure.errors().get(0).pointer()).isEqualTo(pointer);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.errors().get(0).message()).isEqualTo(message);
    }

    @ParameterizedTest(name = "{0} is refused at {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    null                                                                              | /messages           | is required
                    {}                                                                                | /messages           | must be an array, not an object
                    []                                                                                | /messages           | must have at least 1 message, has 0
                    ["hi"]                                                                            | /messages/0         | must be an object, not a string
                    [{"content":"hi"}]                                                                | /messages/0/role    | is required
                    [{"role":"robot","content":"hi"}]                                                 | /messages/0/role    | must be one of [system, developer, user, assistant, tool, function], not 'robot'
                    [{"role":"user"}]                                                                 | /messages/0/content | is required
                    [{"role":"user","content":"  "}]                                                  | /messages/0/content | must not be empty
                    [{"role":"user","content":5}]                                                     | /messages/0/content | must be a string or an array of parts, not 5
                    [{"role":"user","content":[]}]                                                    | /messages/0/content | must not be empty
                    [{"role":"user","content":[{"type":"image_url"}]}]                                | /messages/0/content/0/type | must be one of [text], not 'image_url'
                    [{"role":"user","content":[{"type":"text"}]}]                                     | /messages/0/content/0/text | is required
                    [{"role":"user","content":"a\\u0000b"}]                                           | /messages/0/content | must not contain U+0000, but does at character 1
                    [{"role":"assistant","content":"a"}]                                              | /messages/0/role    | must be 'user', not 'assistant': after an optional system message, user and assistant alternate
                    [{"role":"user","content":"a"},{"role":"user","content":"b"}]                     | /messages/1/role    | must be 'assistant', not 'user': after an optional system message, user and assistant alternate
                    [{"role":"user","content":"a"},{"role":"system","content":"b"}]                   | /messages/1/role    | must be 'assistant', not 'system': after an optional system message, user and assistant alternate
                    [{"role":"user","content":"a"},{"role":"assistant","content":"b"}]                | /messages/1/role    | the last message must be the user's
                    [{"role":"system","content":"a"}]                                                 | /messages/0/role    | the last message must be the user's
                    [{"role":"tool","content":"a"}]                                                   | /messages/0/role    | no served model declares tools
                    [{"role":"user","content":"a","tool_calls":[]}]                                   | /messages/0/tool_calls | no served model declares tools
                    """)
    void refusesAWrongConversationByMessage(String messages, String pointer, String message) {
        MeshException failure = refused("{\"model\":\"m\",\"messages\":" + messages + "}");

        assertThat(failure.errors().get(0).pointer()).isEqualTo(pointer);
        assertThat(failure.errors().get(0).message()).isEqualTo(message);
        assertThat(failure.status()).isEqualTo(400);
    }

    @ParameterizedTest(name = "{0} is refused at {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"model":"m"}                                        | /prompt    | is required
                    {"model":"m","prompt":""}                            | /prompt    | must not be empty
                    {"model":"m","prompt":[]}                            | /prompt    | must not be empty
                    {"model":"m","prompt":[1,-1]}                        | /prompt/1  | must be a token id, not -1
                    {"model":"m","prompt":[1,"a"]}                       | /prompt/1  | must be a token id, not a string
                    {"model":"m","prompt":["a","b"]}                     | /prompt    | must be one prompt, has 2: send one request each
                    {"model":"m","prompt":"a","logprobs":21}             | /logprobs  | must be in 0 … 20, not 21
                    {"model":"m","prompt":"a","logprobs":true}           | /logprobs  | must be a whole number, not true
                    {"model":"m","prompt":"a","echo":true,"logprobs":1}  | /echo      | log-probabilities of the prompt are not computed: use logprobs without echo
                    {"model":"m","prompt":"a","suffix":"b"}              | /suffix    | text cannot be inserted before a suffix
                    {"model":"m","prompt":"a","best_of":4}               | /best_of   | answers are chosen by the best-of routes of the gateway, not here
                    {"model":" ","prompt":"a"}                           | /model     | is required
                    """)
    void refusesAWrongTextRequestByField(String body, String pointer, String message) {
        MeshException failure = catchThrowableOfType(
                MeshException.class, () -> reader.read(Endpoint.TEXT, body.getBytes(StandardCharsets.UTF_8)));

        assertThat(failure.errors().get(0).pointer()).isEqualTo(pointer);
        assertThat(failure.errors().get(0).message()).isEqualTo(message);
    }

    @Test
    void readsEveryField() {
        CompletionRequest request = read(
                chat(
                        """
                "temperature":0.5,"top_p":0.8,"n":3,"max_tokens":40,"stop":["x","y"],"stream":true,
                "stream_options":{"include_usage":true},"seed":-7,"logprobs":true,"top_logprobs":4,
                "presence_penalty":1,"frequency_penalty":-1,"logit_bias":{"12":-100},"user":"u","top_k":9,"min_p":0.1,
                "repetition_penalty":1.1,"min_tokens":2,"sampler_profile":"hf","response_format":{"type":"json_object"},
                "jais":{"template":"ar","system_mode":"append","overflow":"drop_oldest","default_stops":false}"""));

        assertThat(request.warnings()).isEmpty();
        assertThat(request.n()).isEqualTo(3);
        assertThat(request.maxTokens()).contains(40);
        assertThat(request.minTokens()).contains(2);
        assertThat(request.stop()).containsExactly("x", "y");
        assertThat(request.defaultStops()).isFalse();
        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
        assertThat(request.topLogprobs()).contains(4);
        assertThat(request.format()).isInstanceOf(OutputFormat.JsonObject.class);
        assertThat(request.template().variant()).isEqualTo(Variant.AR);
        assertThat(request.template().systemMode()).isEqualTo(SystemMode.APPEND);
        assertThat(request.overflow()).isEqualTo(Overflow.DROP_OLDEST);
        assertThat(request.sampling().seed()).contains(-7L);
        assertThat(request.sampling().temperature()).contains(0.5);
        assertThat(request.sampling().logitBias()).isEqualTo(Map.of(12, -100.0));
    }

    @Test
    void takesNullForAbsent() {
        CompletionRequest request = read(chat("\"temperature\":null,\"n\":null,\"stop\":null,\"tools\":null"));

        assertThat(request.sampling().temperature()).isEmpty();
        assertThat(request.n()).isEqualTo(1);
        assertThat(request.warnings()).isEmpty();
    }

    @Test
    void joinsTextPartsAndKnowsDeveloperAsSystem() {
        CompletionRequest request = read(
                """
                {"model":"m","messages":[{"role":"developer","content":"be short"},
                 {"role":"user","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}]}""");

        assertThat(((PromptInput.Conversation) request.input()).messages())
                .containsExactly(new ChatMessage(Role.SYSTEM, "be short"), new ChatMessage(Role.USER, "one\ntwo"));
    }

    @Test
    void tellsUnknownFieldsOnEveryLevel() {
        CompletionRequest request = read(
                """
                {"model":"m","store":true,"jais":{"mood":"good"},
                 "messages":[{"role":"user","content":"hi","name":"Ada"}]}""");

        assertThat(request.warnings())
                .containsExactlyInAnyOrder(
                        "unknown field 'store' was ignored",
                        "unknown field 'jais.mood' was ignored",
                        "unknown field 'messages[0].name' was ignored");
    }

    @Test
    void refusesUnknownFieldsInStrictMode() {
        var strict = new RequestReader(Limits.defaults(), true);

        MeshException failure = catchThrowableOfType(
                MeshException.class, () -> strict.read(Endpoint.CHAT, bytes(chat("\"store\":true"))));

        assertThat(failure).hasMessage("unknown field store");
        assertThat(failure.status()).isEqualTo(400);
    }

    @Test
    void namesToolsByTheirCode() {
        assertThat(refused(chat("\"tools\":[{}]")).code()).contains("tools_not_supported");
    }

    @Test
    void refusesALoneSurrogate() {
        assertThat(refused("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud83d\"}]}"))
                .hasMessageContaining("lone surrogate");
    }

    @Test
    void refusesBodiesThatAreNoObject() {
        assertThat(refused("[]")).hasMessageContaining("must be an object, not an array");
        assertThat(refused("{\"model\":")).hasMessageContaining("line 1");
    }

    @Test
    void readsTokenIdsAndASinglePromptInAnArray() {
        PromptInput ids = reader.read(Endpoint.TEXT, bytes("{\"model\":\"m\",\"prompt\":[5,6]}"))
                .input();
        PromptInput text = reader.read(Endpoint.TEXT, bytes("{\"model\":\"m\",\"prompt\":[\"a\"]}"))
                .input();

        assertThat(((PromptInput.TokenIds) ids).ids()).containsExactly(5, 6);
        assertThat(text).isEqualTo(new PromptInput.Text("a"));
    }

    @Test
    void readsASchema() {
        CompletionRequest request = read(
                chat(
                        """
                "response_format":{"type":"json_schema","json_schema":{"name":"x","strict":true,"schema":{"type":"object"}}}"""));

        assertThat(request.format()).isEqualTo(new OutputFormat.JsonSchema("{\"type\":\"object\"}"));
    }

    @Test
    void leavesTheLongestAnswerOpenWhenNotAsked() {
        assertThat(read(chat("\"n\":2")).maxTokens()).isEqualTo(Optional.empty());
    }

    private CompletionRequest read(String body) {
        return reader.read(Endpoint.CHAT, bytes(body));
    }

    private MeshException refused(String body) {
        return catchThrowableOfType(MeshException.class, () -> reader.read(Endpoint.CHAT, bytes(body)));
    }

    private static String chat(String fields) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + fields + "}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
