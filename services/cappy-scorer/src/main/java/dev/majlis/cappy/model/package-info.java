/** The scorers in memory: loading, golden pairs, readiness. */
package dev.majlis.cappy.model;
