/** Forms batches from single requests in front of in-process encoders (platform §7). */
package dev.majlis.models.batch;
