/** Training as three functions: collate, loss, predict (redco §2.6); optimiser, schedule, checkpoints, progress. */
package dev.majlis.nn.train;
