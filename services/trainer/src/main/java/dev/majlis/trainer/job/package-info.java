/** Training jobs: what they are, how they are kept, accepted and ended. */
package dev.majlis.trainer.job;
