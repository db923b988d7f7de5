/** From text to the token sequences that a model reads. */
package dev.majlis.nn.text;
