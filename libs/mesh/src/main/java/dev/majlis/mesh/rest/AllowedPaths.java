package dev.majlis.mesh.rest;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.List;
import java.util.regex.Pattern;

/** The paths of a service that may be called through the mesh: health, metrics and whatever else it serves may not. */
public final class AllowedPaths {
    /** Plain segments only: no dot segments, no empty ones, no encoded separators or dots. */
    private static final Pattern PLAIN = Pattern.compile(
            "(/(?!\\.{1,2}(/|$))(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%(?!2[EeFf]|5[Cc]|00)[0-9A-Fa-f]{2})+)+/?");

    private final List<String> prefixes;

    /** @param prefixes whole segments, for example {@code /chat/v1} */
    public AllowedPaths(List<String> prefixes) {
        this.prefixes = List.copyOf(prefixes);
    }

    /** @throws MeshException {@code not-found} for any other path */
    public void require(String path) {
        boolean allowed = PLAIN.matcher(path).matches()
                && prefixes.stream().anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
        if (!allowed) {
            throw new MeshException(ProblemSlug.NOT_FOUND, "nothing is served through the mesh at this path");
        }
    }
}
