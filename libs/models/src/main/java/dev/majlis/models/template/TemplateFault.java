package dev.majlis.models.template;

/** What a Jinja template throws by {@code raise_exception}. Public because the template engine calls it by reflection. */
public final class TemplateFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TemplateFault(String message) {
        super(message);
    }

    /** The function {@code raise_exception(message)} of chat templates. */
    @SuppressWarnings("DoNotCallSuggester") // the template engine calls it
    public static Object raise(Object message) {
        throw new TemplateFault(String.valueOf(message));
    }

    /** The fault among the causes of {@code failure}, or null. */
    static TemplateFault in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateFault fault) {
                return fault;
            }
        }
        return null;
    }
}
