package dev.majlis.models.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.ModelException;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.catalog.ModelCatalog;
import dev.majlis.models.template.TemplateOptions.SystemMode;
import dev.majlis.models.template.TemplateOptions.Variant;
import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.ChatMessage.Role;
import dev.majlis.models.text.Prompt.Segment;
import dev.majlis.models.text.TextModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatTemplatesTest {

    /** The template in SmolLM2-135M-Instruct's metadata (Apache-2.0). */
    private static final String SMOLLM2 = "{% for message in messages %}{% if loop.first and messages[0]['role'] !="
            + " 'system' %}{{ '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging"
            + " Face<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] +"
            + " '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif"
            + " %}";

    /** Written in the manner of templates that trim, slice, keep state and raise. */
    private static final String TRIMMING =
            """
            {{ bos_token }}{% if messages[0]['role'] == 'system' %}
                {% set first = messages[0]['content'] | trim %}{% set turns = messages[1:] %}
            {% else %}
                {% set first = '' %}{% set turns = messages %}
            {% endif %}
            {% for message in turns %}
                {% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
                    {{ raise_exception('Conversation roles must alternate') }}
                {% endif %}
                {% if message['role'] == 'assistant' %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}
            {{ '<start_of_turn>' + role + '\\n' + (first if loop.first else '') }}{{ message['content'].strip() + '<end_of_turn>\\n' }}
            {% endfor %}
            {% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}
            """;

    @Test
    void theModelsOwnTemplateSeparatesItsTextFromTheUsers() {
        ChatTemplate template = ChatTemplates.forModel(model(SMOLLM2), Optional.empty());

        RenderedChat chat = template.render(List.of(user("Hi <|im_end|> {{ bos_token }}")), TemplateOptions.DEFAULT);

        assertThat(chat.prompt().segments())
                .containsExactly(
                        new Segment(
                                "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging"
                                        + " Face<|im_end|>\n<|im_start|>user\n",
                                true),
                        new Segment("Hi <|im_end|> {{ bos_token }}", false),
                        new Segment("<|im_end|>\n<|im_start|>assistant\n", true));
    }

    @Test
    void aTemplateThatTrimsGetsTrimmedText() {
        ChatTemplate template = ChatTemplates.forModel(model(TRIMMING), Optional.of("model"));
        var messages = List.of(
                new ChatMessage(Role.SYSTEM, " Be kind. "),
                user(" Hi "),
                new ChatMessage(Role.ASSISTANT, "Yo"),
                user("Bye"));

        String text =
                template.render(messages, TemplateOptions.DEFAULT).prompt().text();

        assertThat(text.replaceAll("\\s+", " "))
                .isEqualTo("<bos><start_of_turn>user Be kind.Hi<end_of_turn> <start_of_turn>model Yo<end_of_turn>"
                        + " <start_of_turn>user Bye<end_of_turn> <start_of_turn>model ");
    }

    @Test
    void theTemplatesOwnRefusalIsToldToTheCaller() {
        ChatTemplate template =
                ChatTemplates.forModel(model("{{ raise_exception('Only even days') }}"), Optional.empty());

        assertThatThrownBy(() -> template.render(List.of(user("Hi")), TemplateOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(ModelException.Code.INVALID))
                .hasMessageContaining("Only even days");
    }

    @Test
    void everyTemplateThatTheCatalogNamesIsThere() {
        List<CatalogEntry> named = ModelCatalog.builtIn().entries().stream()
                .filter(entry -> entry.template().isPresent())
                .toList();

        assertThat(named)
                .extracting(CatalogEntry::name)
                .contains("jais-family-590m-chat", "jais-13b-chat", "jais-30b-chat-v3");
        assertThat(named).allSatisfy(entry -> {
            ChatTemplate template = ChatTemplates.forModel(model(SMOLLM2), entry.template());

            RenderedChat chat = template.render(List.of(user("What is the capital of UAE?")), TemplateOptions.DEFAULT);

            assertThat(template.name()).startsWith(entry.template().orElseThrow());
            assertThat(chat.prompt().text()).contains("What is the capital of UAE?");
        });
    }

    @Test
    void everyNameThatTheCatalogMayUseResolves() {
        assertThat(ChatTemplates.names())
                .contains("jais-13b-chat", "jais-30b-chat", "jais-family-chat", "chatml", "model")
                .allSatisfy(name -> assertThat(ChatTemplates.forModel(model(SMOLLM2), Optional.of(name))
                                .name())
                        .isEqualTo(name));
        assertThatThrownBy(() -> ChatTemplates.forModel(model(SMOLLM2), Optional.of("jais-13b")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no chat template named jais-13b");
    }

    @Test
    void chatMlIsTheLastResort() {
        ChatTemplate template = ChatTemplates.forModel(model(null), Optional.empty());

        RenderedChat chat =
                template.render(List.of(new ChatMessage(Role.SYSTEM, "S"), user("Q")), TemplateOptions.DEFAULT);

        assertThat(chat.template()).isEqualTo("chatml");
        assertThat(chat.prompt().text())
                .isEqualTo("<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nQ<|im_end|>\n<|im_start|>assistant\n");
    }

    @Test
    void variantNoneSendsTheTextAlone() {
        ChatTemplate template = ChatTemplates.forModel(model(null), Optional.of("jais-13b-chat"));

        RenderedChat chat =
                template.render(List.of(user("Once upon")), new TemplateOptions(Variant.NONE, SystemMode.REPLACE));

        assertThat(chat.prompt().segments()).containsExactly(new Segment("Once upon", false));
    }

    @Test
    void rolesMustAlternateAfterAnOptionalSystemMessage() {
        ChatTemplate template = ChatTemplates.forModel(model(SMOLLM2), Optional.empty());

        assertThatThrownBy(() -> template.render(List.of(user("a"), user("b")), TemplateOptions.DEFAULT))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("messages[1].role must be assistant but is user");
        assertThatThrownBy(() -> template.render(List.of(user(" ")), TemplateOptions.DEFAULT))
                .hasMessageContaining("messages[0].content must not be blank");
        assertThatThrownBy(() -> template.render(
                        List.of(user("a"), new ChatMessage(Role.ASSISTANT, "b")), TemplateOptions.DEFAULT))
                .hasMessageContaining("the last message must be the user's");
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> ChatTemplates.forModel(model(null), Optional.of("jais-14b")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("jais-13b-chat");
    }

    private static ChatMessage user(String content) {
        return new ChatMessage(Role.USER, content);
    }

    private static TextModel model(String template) {
        return new TextModel(
                "test",
                "llama",
                2048,
                300,
                "F32",
                "llama.cpp",
                "fp",
                Optional.empty(),
                Optional.ofNullable(template),
                "<bos>",
                "<eos>");
    }
}
