package dev.majlis.models.text;

import java.util.List;

/**
 * Natural-log probability of a token from the unmodified logits (before temperature and penalties).
 *
 * @param token id
 * @param text piece, with U+FFFD where the bytes are only part of a character
 * @param bytes the piece's bytes
 * @param logprob natural logarithm
 * @param top the likeliest alternatives, best first; their own {@code top} is empty
 */
public record TokenLogprob(int token, String text, byte[] bytes, double logprob, List<TokenLogprob> top) {}
