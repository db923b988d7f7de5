/** Models that read text: vectors of texts and scores of (instruction, response) pairs. */
package dev.majlis.models.encode;
