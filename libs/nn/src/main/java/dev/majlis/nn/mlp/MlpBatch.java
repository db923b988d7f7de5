package dev.majlis.nn.mlp;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Rows and their targets.
 *
 * @param examples as they came; which experts are dropped is drawn with the loss
 * @param shares {@code float[n][classes]}: target times share of the row in the mean
 */
public record MlpBatch(List<MlpExample> examples, NDArray shares) {}
