package dev.majlis.models.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.FatalTemplateErrorsException;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.TextModel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The Jinja template in a model's own metadata.
 *
 * <p>It is rendered with unguessable placeholders in the place of what messages say, then cut at them: so message text
 * lands in plain segments whatever it contains. A template that trims its messages is found by rendering a second time
 * with the true texts; then the trimmed text is used.
 */
final class JinjaTemplate implements ChatTemplate {

    static final String NAME = "model";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MAX_OUTPUT = 8 << 20;

    private final String source;
    private final String bos;
    private final String eos;
    private final Jinjava jinjava;

    JinjaTemplate(String source, TextModel model) {
        this.source = PythonMethods.translate(source);
        this.bos = model.bosToken();
        this.eos = model.eosToken();
        this.jinjava = new Jinjava(JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withMaxOutputSize(MAX_OUTPUT)
                .withMaxRenderDepth(20)
                .withEnableRecursiveMacroCalls(false)
                .build());
        jinjava.getGlobalContext()
                .registerFunction(
                        new ELFunctionDefinition("", "raise_exception", TemplateFault.class, "raise", Object.class));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RenderedChat render(List<ChatMessage> messages, TemplateOptions options) {
        Conversation.of(messages);
        byte[] secret = new byte[16];
        RANDOM.nextBytes(secret);
        String mark = HexFormat.of().formatHex(secret);
        var contents = new ArrayList<String>();
        var placeholders = new ArrayList<String>();
        for (int i = 0; i < messages.size(); i++) {
            contents.add(messages.get(i).content());
            placeholders.add("x" + mark + "x" + i + "x");
        }
        String skeleton = render(messages, placeholders);
        var cut = new SkeletonCut(skeleton, placeholders, contents);
        return new RenderedChat(cut.prompt(render(messages, contents)), NAME, 0);
    }

    private String render(List<ChatMessage> messages, List<String> contents) {
        var turns = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < contents.size(); i++) {
            Map<String, Object> turn = new HashMap<>();
            turn.put("role", messages.get(i).role().wireName());
            turn.put("content", contents.get(i));
            turns.add(turn);
        }
        Map<String, Object> context = new HashMap<>();
        context.put("messages", turns);
        context.put("bos_token", bos);
        context.put("eos_token", eos);
        context.put("add_generation_prompt", true);
        return run(context);
    }

    private String run(Map<String, Object> context) {
        RenderResult result;
        try {
            result = jinjava.renderForResult(source, context);
        } catch (FatalTemplateErrorsException e) {
            throw refused(e.getMessage());
        }
        if (!result.getErrors().isEmpty()) {
            throw refused(result.getErrors().stream()
                    .map(JinjaTemplate::message)
                    .distinct()
                    .limit(3)
                    .collect(Collectors.joining("; ")));
        }
        return result.getOutput();
    }

    private static String message(TemplateError error) {
        TemplateFault fault = TemplateFault.in(error.getException());
        return fault == null ? error.getMessage() : fault.getMessage();
    }

    private static ModelException refused(String why) {
        return new ModelException(Code.INVALID, "the model's chat template refuses the conversation: " + why);
    }
}
