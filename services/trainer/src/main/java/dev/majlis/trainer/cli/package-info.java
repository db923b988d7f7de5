/** One training without a mesh: what the launcher runs, and what a batch job of a cluster runs. */
package dev.majlis.trainer.cli;
