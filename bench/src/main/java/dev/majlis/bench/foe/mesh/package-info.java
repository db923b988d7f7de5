/** The packaged router of experts under load, with experts that fail and processes that are killed. */
package dev.majlis.bench.foe.mesh;
