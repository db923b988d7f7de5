package dev.majlis.cappy.rest;

import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.text.JsonPlace;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.JsonText;
import dev.majlis.mesh.rest.RestConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the field and index of text that is no Unicode (cappy.md §7), and bodies that are too large; the mesh's own check, which
 * comes next, knows the byte only.
 */
@Provider
@ApplicationScoped
@Priority(100)
public class NamedUnicodeFaults implements ReaderInterceptor {
    private static final Pattern BYTE = Pattern.compile("body: (.*) at byte (\\d+).*");

    private final RestConfig config;

    @Inject
    public NamedUnicodeFaults(RestConfig config) {
        this.config = config;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        long limit = config.maxBody().asLongValue();
        byte[] body = context.getInputStream().readNBytes((int) limit + 1);
        if (body.length > limit) {
            throw Failures.bodyTooLarge("more than " + limit, limit);
        }
        try {
            JsonText.requireUnicode(body);
        } catch (MeshException fault) {
            Matcher matcher = BYTE.matcher(fault.getMessage());
            if (matcher.matches()) {
                int at = Integer.parseInt(matcher.group(2));
                throw Failures.invalidText(JsonPlace.at(body, at), matcher.group(1) + " at byte " + at);
            }
            throw fault;
        }
        context.setInputStream(new ByteArrayInputStream(body));
        return context.proceed();
    }
}
