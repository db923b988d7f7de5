package dev.majlis.foe.kafka;

import dev.majlis.foe.host.PublishedModel;
import dev.majlis.foe.host.PublishedModels;
import dev.majlis.foe.serve.HostedModels;
import dev.majlis.nn.classify.TrainedInputs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Text classifiers of the mesh's registry. */
@ApplicationScoped
public class RegistryModels implements HostedModels {
    private final PublishedModels models;

    @Inject
    public RegistryModels(PublishedModels models) {
        this.models = models;
    }

    @Override
    public Optional<Hosted> find(String model) {
        return models.find(model).map(found -> new Hosted(found.model(), found.version(), found.labels()));
    }

    @Override
    public Optional<String> version(String model) {
        return models.version(model);
    }

    @Override
    public LongPredicate trainedOn(String model) {
        Optional<TrainedInputs> inputs = models.find(model).flatMap(PublishedModel::trainedInputs);
        return hash -> inputs.filter(known -> known.contains(hash)).isPresent();
    }
}
