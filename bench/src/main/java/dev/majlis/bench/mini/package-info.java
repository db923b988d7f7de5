/**
 * How Cappy-mini is made and judged: rows from open data sets, responses of the chat model, training, export, evaluation. Each step
 * is a subcommand that reads files and writes files.
 */
package dev.majlis.bench.mini;
