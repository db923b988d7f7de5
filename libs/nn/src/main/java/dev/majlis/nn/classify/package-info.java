/** Small text classifiers, as experts of a fusion: n-grams or embeddings, a perceptron, a temperature. */
package dev.majlis.nn.classify;
