package dev.majlis.cappy.score;

import dev.majlis.mesh.error.MeshException;

/**
 * Why one item of a request failed.
 *
 * @param code word of cappy.md §7
 * @param detail names field, limit and value
 */
public record ItemError(String code, String detail) {

    public static ItemError of(MeshException failure) {
        return new ItemError(failure.code().orElse(failure.slug().slug()), failure.getMessage());
    }
}
