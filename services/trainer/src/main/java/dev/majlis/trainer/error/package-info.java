/** Failures of the trainer in the mesh's words. */
package dev.majlis.trainer.error;
