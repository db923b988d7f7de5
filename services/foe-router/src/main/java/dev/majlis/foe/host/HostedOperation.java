package dev.majlis.foe.host;

import dev.majlis.mesh.blob.Sha256;
import dev.majlis.mesh.envelope.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where a published model is served: {@code foe-expert.<model>}. */
public final class HostedOperation {
    /** Service of all hosted experts. */
    public static final String SERVICE = "foe-expert";

    private static final Pattern PLAIN = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int MARK = 8;

    private HostedOperation() {}

    /** A name that cannot name a queue (capitals, dots, underscores) is spelled with dashes, and marked so that no other becomes it. */
    public static Operation of(String model) {
        if (PLAIN.matcher(model).matches()) {
            return new Operation(SERVICE, model);
        }
        String dashed =
                model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String mark = Sha256.hex(model.getBytes(StandardCharsets.UTF_8)).substring(0, MARK);
        return new Operation(SERVICE, dashed.isEmpty() ? mark : dashed + "-" + mark);
    }
}
