package dev.majlis.gateway.route;

/** Levenshtein distance of two names, over at most their first 128 characters: a name of a megabyte costs nothing. */
final class NameDistance {
    private static final int LONGEST = 128;

    private NameDistance() {}

    static int between(String left, String right) {
        String a = left.substring(0, Math.min(LONGEST, left.length()));
        String b = right.substring(0, Math.min(LONGEST, right.length()));
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
