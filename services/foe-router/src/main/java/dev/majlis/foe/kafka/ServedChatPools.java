package dev.majlis.foe.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.chat.ChatPools;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.PolicyReader;
import dev.majlis.foe.pool.Expert;
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
        List<Expert> experts =
                found.experts().stream().map(RegisteredExpert::expert).toList();
        Policy policy =
                PolicyReader.read(words, new Pool(pool, experts, found.record().labels()));
        boolean priced = words.isTextual() ? words.asText().contains("(") : words.has("lambda");
        return policy instanceof Policy.FoeFrugal frugal && !priced ? atOwnPrice(frugal, found) : policy;
    }

    /** A frugal policy without a price takes the fuser's own; without a fuser it will be refused anyway. */
    private static Policy atOwnPrice(Policy.FoeFrugal frugal, ServedPool pool) {
        return pool.fuser()
                .<Policy>map(
                        fuser -> new Policy.FoeFrugal(fuser.record().settings().lambda(), frugal.caps()))
                .orElse(frugal);
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
