/** What services share that keep a queue of long jobs in their database. */
package dev.majlis.mesh.job;
