/** Training beside plain PyTorch: the same encoder, examples, micro-batches and threads. */
package dev.majlis.bench.train;
