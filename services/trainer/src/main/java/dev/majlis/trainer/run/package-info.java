/** Jobs at work: the queue, their folders, what they tell on the way. */
package dev.majlis.trainer.run;
