package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.adapt.Adaptation;
import dev.majlis.cappy.adapt.AdaptationData;
import dev.majlis.cappy.data.Example;
import dev.majlis.trainer.data.Examination;
import dev.majlis.trainer.data.Row;
import java.util.ArrayList;
import java.util.List;

/** Refuses rows that cannot teach or prove anything before a job is made of them. Not thread-safe. */
final class AdaptationExamination implements Examination {
    /** More candidates are labelled by the job, which also refuses before it trains: somebody waits for this answer. */
    private static final long MOST_CANDIDATES = 50_000;

    private final boolean generated;
    private final Adaptation.Settings settings;
    private final List<Example> items = new ArrayList<>();

    AdaptationExamination(ObjectNode parameters, long seed) {
        this.generated = AdaptationParameters.generator(parameters).isPresent();
        this.settings = AdaptationParameters.settings(parameters, seed);
    }

    @Override
    public void accept(Row row) {
        items.add(AdaptationRows.read(row, generated));
    }

    @Override
    public void end() {
        boolean whole = items.stream()
                .noneMatch(item ->
                        item.samples().isEmpty() && (generated || item.choices().isEmpty()));
        long candidates =
                items.stream().mapToLong(item -> item.samples().size()).sum();
        if (whole && candidates <= MOST_CANDIDATES) {
            AdaptationData.of(items, settings);
        } else {
            AdaptationData.split(items, settings);
        }
    }
}
