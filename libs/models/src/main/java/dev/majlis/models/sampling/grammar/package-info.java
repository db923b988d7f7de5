/**
 * Constrained output: GBNF grammars and JSON schemas as token filters, in Java. A grammar becomes an automaton over bytes,
 * so that tokens with parts of characters need no special care.
 */
package dev.majlis.models.sampling.grammar;
