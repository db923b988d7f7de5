package dev.majlis.jaischat.openai;

import dev.majlis.jaischat.Overflow;
import dev.majlis.models.template.TemplateOptions;
import dev.majlis.models.template.TemplateOptions.SystemMode;
import dev.majlis.models.template.TemplateOptions.Variant;
import java.util.List;
import java.util.Locale;

/** Reads the object {@code jais}. */
final class TemplateReader {
    private TemplateReader() {}

    static TemplateOptions options(Fields jais) {
        if (jais.raw("safety").isPresent()) {
            throw Refused.safety(jais.pointer("safety"));
        }
        Variant variant = jais.oneOf("template", List.of("auto", "en", "ar", "none"))
                .map(name -> Variant.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(Variant.AUTO);
        SystemMode mode = jais.oneOf("system_mode", List.of("replace", "append"))
                .map(name -> SystemMode.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(SystemMode.REPLACE);
        return new TemplateOptions(variant, mode);
    }

    static Overflow overflow(Fields jais) {
        return jais.oneOf("overflow", List.of("error", "drop_oldest"))
                .map(name -> Overflow.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(Overflow.ERROR);
    }
}
