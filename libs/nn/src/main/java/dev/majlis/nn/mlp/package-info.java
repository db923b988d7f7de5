/** Multi-layer perceptrons over blocks of features, for any subset of the blocks: trained on the engine, run in plain Java. */
package dev.majlis.nn.mlp;
