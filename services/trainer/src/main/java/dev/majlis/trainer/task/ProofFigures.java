package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.adapt.Adaptation;
import dev.majlis.cappy.adapt.AdaptationReport;
import dev.majlis.cappy.adapt.PolicyOutcome;
import dev.majlis.cappy.evaluate.BootstrapInterval;
import dev.majlis.mesh.json.Json;
import java.util.HashMap;
import java.util.Map;

/** The proof of an adaptation, as a report and as the flat numbers that travel with a published version. */
final class ProofFigures {
    private ProofFigures() {}

    /** {@code <measure>.<policy>}, {@code gain.<over>.{mean,low,high}}, {@code items.{train,heldOut}}. */
    static Map<String, Double> metrics(AdaptationReport report) {
        Map<String, Double> metrics = new HashMap<>();
        metrics.put("items.train", (double) report.trainItems());
        metrics.put("items.heldOut", (double) report.heldOutItems());
        for (PolicyOutcome outcome : report.policies()) {
            metrics.put(report.measure().wireName() + "." + outcome.policy(), outcome.rouge());
        }
        put(metrics, "gain.first", report.gainOverFirst());
        put(metrics, "gain.before", report.gain());
        return metrics;
    }

    private static void put(Map<String, Double> metrics, String name, BootstrapInterval gain) {
        metrics.put(name + ".mean", gain.mean());
        metrics.put(name + ".low", gain.low());
        metrics.put(name + ".high", gain.high());
    }

    /** @param leftOut rows for which no candidates could be written */
    static ObjectNode json(AdaptationReport report, Adaptation.Settings settings, int leftOut) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("measure", report.measure().wireName());
        json.put("rougeMode", settings.rougeMode().wireName());
        json.put("trainItems", report.trainItems());
        json.put("heldOutItems", report.heldOutItems());
        json.put("leftOutItems", leftOut);
        json.set("pairs", Json.mapper().valueToTree(report.pairs()));
        json.put("pairsSha256", report.pairsSha256());
        for (PolicyOutcome outcome : report.policies()) {
            json.withArray("policies")
                    .addObject()
                    .put("policy", outcome.policy())
                    .put("value", outcome.rouge())
                    .set("gainOverFirst", Json.mapper().valueToTree(outcome.gain()));
        }
        json.set("gainOverFirst", Json.mapper().valueToTree(report.gainOverFirst()));
        json.set("gainOverBefore", Json.mapper().valueToTree(report.gain()));
        json.put("promotable", report.promotable());
        report.hindrance().ifPresent(why -> json.put("hindrance", why));
        return json;
    }
}
