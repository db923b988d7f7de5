package dev.majlis.cappy.policy;

import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.text.TextCheck;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.error.MeshException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The candidates of a generator as answers up for choice. */
public final class Answers {
    private Answers() {}

    /**
     * In the order of the set.
     *
     * @param decoding how all of them were sampled, if known
     * @throws MeshException naming what is missing or no Unicode
     */
    public static List<Answer> of(CandidateSet set, Optional<String> decoding) {
        if (set.candidates().isEmpty()) {
            throw Failures.emptyBatch("/candidates");
        }
        List<MeshException> faults = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < set.candidates().size(); i++) {
            Candidate candidate = set.candidates().get(i);
            String pointer = "/candidates/" + i + "/text";
            if (candidate.text() == null) {
                faults.add(Failures.missing(pointer));
                continue;
            }
            TextCheck.fault(pointer, candidate.text()).ifPresent(faults::add);
            answers.add(new Answer(
                    candidate.text(),
                    candidate.tokens(),
                    Optional.ofNullable(candidate.logLikelihoodSum()),
                    Optional.ofNullable(candidate.logLikelihoodMean()),
                    decoding));
        }
        if (!faults.isEmpty()) {
            throw Failures.all(faults);
        }
        return answers;
    }
}
