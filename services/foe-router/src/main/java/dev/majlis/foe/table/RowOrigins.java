package dev.majlis.foe.table;

import dev.majlis.foe.error.Failures;
import java.util.List;

/**
 * Where rows come from: hash of the input and domain, 12 bytes a row.
 *
 * @param inputs {@code long[n]}, the first 64 bits of a hash of each input; 0 when unknown
 * @param domains {@code int[n]}, places in {@code names}
 * @param names of the domains, at most 1000
 */
public record RowOrigins(long[] inputs, int[] domains, List<String> names) {
    private static final int DOMAINS = 1000;

    public RowOrigins {
        names = List.copyOf(names);
        if (inputs.length != domains.length) {
            throw Failures.dimMismatch(inputs.length + " inputs and " + domains.length + " domains");
        }
        if (names.size() > DOMAINS) {
            throw Failures.tooLarge(names.size() + " domains, the limit is " + DOMAINS);
        }
        for (int domain : domains) {
            if (domain < 0 || domain >= names.size()) {
                throw Failures.invalid("/domain", "is " + domain + ", there are " + names.size());
            }
        }
    }

    public static RowOrigins unknown(int rows) {
        return new RowOrigins(new long[rows], new int[rows], List.of("all"));
    }

    public int rows() {
        return inputs.length;
    }

    public long bytes() {
        return 12L * inputs.length;
    }

    public RowOrigins pick(int[] rows) {
        long[] someInputs = new long[rows.length];
        int[] someDomains = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            someInputs[i] = inputs[rows[i]];
            someDomains[i] = domains[rows[i]];
        }
        return new RowOrigins(someInputs, someDomains, names);
    }
}
