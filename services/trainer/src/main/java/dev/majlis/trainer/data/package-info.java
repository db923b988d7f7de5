/** Rows of training data: where they come from and how they are read. */
package dev.majlis.trainer.data;
