/** How fast the in-process llama.cpp engine is, and what its own loop costs (llama-runtime §5, rows 4, 8 and 9). */
package dev.majlis.bench.llama;
