package dev.majlis.foe.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.chat.ChatPools;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.PolicyReader;
import dev.majlis.foe.pool.ExpertKind;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.serve.ServedPool;
import dev.majlis.foe.serve.ServedPools;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The pools that are served, as chats see them: an unknown one is an unknown model. */
@ApplicationScoped
public class ServedChatPools implements ChatPools {
    private final ServedPools served;

    @Inject
    public ServedChatPools(ServedPools served) {
        this.served = served;
    }

    @Override
    public boolean generates(String pool) {
        return find(pool).experts().stream().allMatch(expert -> expert.expert().kind() == ExpertKind.GENERATOR);
    }

    @Override
    public List<String> labels(String pool) {
        return find(pool).record().labels();
    }

    @Override
    public Policy policy(String pool, JsonNode words) {
        ServedPool found = find(pool);
        return PolicyReader.read(
                words,
                new Pool(
                        pool,
                        found.experts().stream().map(RegisteredExpert::expert).toList(),
                        found.record().labels()));
    }

    private ServedPool find(String pool) {
        try {
            return served.find(pool);
        } catch (MeshException e) {
            if (e.status() == 404) {
                throw new MeshException(ProblemSlug.UNKNOWN_MODEL, e.getMessage(), e).withCode("UNKNOWN_POOL");
            }
            throw e;
        }
    }
}
