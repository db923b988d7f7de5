package dev.majlis.models.template;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.majlis.models.template.TemplateOptions.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The texts of one Jais prompt format, from the resource {@code jais.yaml}.
 *
 * @param name of the format
 * @param trimsLaterTurns whether all turns but the first are trimmed
 * @param english texts for questions in Latin script
 * @param arabic texts for questions in Arabic script
 */
record JaisTexts(String name, boolean trimsLaterTurns, Language english, Language arabic) {

    private static final String RESOURCE = "jais.yaml";

    /**
     * @param code {@code en} or {@code ar}
     * @param system the model's own system text
     * @param systemStart before the system text
     * @param systemEnd after a caller's system text
     * @param header everything before the first turn, without a caller's system text, for one question
     * @param laterHeader the same for a conversation of several turns
     * @param suffix after the last question
     */
    record Language(
            String code,
            String system,
            String systemStart,
            String systemEnd,
            String header,
            String laterHeader,
            String suffix) {

        private static Language of(String code, JsonNode texts) {
            String start = texts.required("start").textValue();
            String system = texts.required("system").textValue();
            String end = texts.required("end").textValue();
            String later = start + system + texts.path("defaultEnd").asText(end);
            return new Language(
                    code,
                    system,
                    start,
                    end,
                    texts.path("card").asText(later),
                    later,
                    texts.required("suffix").textValue());
        }
    }

    Language language(Variant variant) {
        return variant == Variant.AR ? arabic : english;
    }

    static JaisTexts of(String name) {
        try (InputStream in = JaisTexts.class.getResourceAsStream(RESOURCE)) {
            Map<String, JsonNode> formats = new YAMLMapper().readValue(in, new TypeReference<>() {});
            JsonNode format = formats.get(name);
            return new JaisTexts(
                    name,
                    format.required("trimsLaterTurns").booleanValue(),
                    Language.of("en", format.required("en")),
                    Language.of("ar", format.required("ar")));
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + RESOURCE + " cannot be read", e);
        }
    }
}
