/** ONNX files of trained encoders, fp32 and int8, written message by message. */
package dev.majlis.nn.onnx;
