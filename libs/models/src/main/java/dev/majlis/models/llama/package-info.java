/**
 * The in-process llama.cpp engine: GGUF models, continuous batching, shared prefixes, sampling in Java (llama-runtime).
 *
 * <p>{@link dev.majlis.models.llama.LlamaTextEngine} is the door; {@code Scheduler} is the loop of its one thread; {@code
 * LlamaLibrary} binds the C functions.
 */
package dev.majlis.models.llama;
