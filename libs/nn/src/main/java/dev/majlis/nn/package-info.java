/** Encoders that can be trained: safetensors, transformers on the PyTorch engine, training loop, ONNX export. */
package dev.majlis.nn;
