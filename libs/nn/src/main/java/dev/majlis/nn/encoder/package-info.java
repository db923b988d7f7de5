/** Encoders of the BERT and RoBERTa families with trainable parameters and heads. */
package dev.majlis.nn.encoder;
