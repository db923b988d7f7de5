package dev.majlis.models.template;

import static java.util.Objects.requireNonNull;

/**
 * What a caller may choose about a template (jais.md §7.1).
 *
 * @param variant which language variant, for templates that have several
 * @param systemMode what a system message does to the template's own system text
 */
public record TemplateOptions(Variant variant, SystemMode systemMode) {

    /** Language by the last question; a system message replaces the template's. */
    public static final TemplateOptions DEFAULT = new TemplateOptions(Variant.AUTO, SystemMode.REPLACE);

    public TemplateOptions {
        requireNonNull(variant, "variant is null");
        requireNonNull(systemMode, "systemMode is null");
    }

    /** Which text of the template is used. */
    public enum Variant {
        /** By the letters of the last question. */
        AUTO,
        EN,
        AR,
        /** No template: the messages' text alone, a line break between them. */
        NONE
    }

    /** What becomes of the template's own system text when the conversation brings one. */
    public enum SystemMode {
        REPLACE,
        APPEND
    }
}
