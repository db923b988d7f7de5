/** Files that appear whole or not at all. */
package dev.majlis.nn.file;
