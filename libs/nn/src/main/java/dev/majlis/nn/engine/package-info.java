/** The PyTorch engine of DJL in this process. */
package dev.majlis.nn.engine;
