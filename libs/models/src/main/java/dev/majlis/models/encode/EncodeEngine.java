package dev.majlis.models.encode;

import dev.majlis.models.batch.BatchSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/**
 * What an in-process encoder or scorer is opened with.
 *
 * @param batch how batches are formed; its model name is the catalog name, its number of workers follows from the engine
 * @param maxTokens longest input; 0 for the model's own
 * @param threads that the model may use: PyTorch takes all for one batch, ONNX Runtime one each for so many batches at a time
 * @param clock for deadlines
 * @param registry where meters go
 */
public record EncodeEngine(BatchSettings batch, int maxTokens, int threads, Clock clock, MeterRegistry registry) {}
