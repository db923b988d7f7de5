/** What can be trained. */
package dev.majlis.trainer.task;
