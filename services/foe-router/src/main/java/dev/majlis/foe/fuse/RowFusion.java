package dev.majlis.foe.fuse;

/** A row fused over a set of experts, and over that set and one more. What the sets share is computed once. */
public interface RowFusion {
    /** Over the set itself, which must not be empty. */
    float[] alone();

    /** Over the set and {@code expert}, which is not in it. */
    float[] with(int expert);
}
