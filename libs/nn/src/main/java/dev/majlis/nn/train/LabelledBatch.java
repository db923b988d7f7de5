package dev.majlis.nn.train;

import ai.djl.ndarray.NDArray;
import dev.majlis.nn.encoder.EncoderBatch;
import dev.majlis.nn.text.TokenSequence;
import java.util.List;

/**
 * Padded sequences and their labels.
 *
 * @param inputs what the encoder reads
 * @param labels of the pipeline's own shape
 * @param sequences as before padding
 */
public record LabelledBatch(EncoderBatch inputs, NDArray labels, List<TokenSequence> sequences) {}
