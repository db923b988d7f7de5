package dev.majlis.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Trains a model on this machine, without a mesh. */
@Command(
        name = "train",
        description = "Trains a model from a file of examples.",
        mixinStandardHelpOptions = true,
        subcommands = {TrainCommand.Cappy.class, TrainCommand.TextClassifier.class})
final class TrainCommand implements Callable<Integer> {
    @ParentCommand
    private Majlis majlis;

    @Override
    public Integer call() {
        throw new LauncherException(
                "say what to train: ./majlis train cappy --data FILE --out DIR, or ./majlis train text-classifier …");
    }

    /** A scorer of pairs. */
    @Command(
            name = "cappy",
            description =
                    "Trains a scorer on rows {instruction, response, label from 0 to 1} of a .jsonl or .csv file (.gz, .zst)."
                            + " Broken off, the same command goes on from the last checkpoint.",
            mixinStandardHelpOptions = true)
    static final class Cappy extends Training {
        @ParentCommand
        private TrainCommand train;

        @Option(
                names = "--base",
                defaultValue = "minilm-l6-v2",
                description = "Model to start from: a name of the catalog, or a folder (default: ${DEFAULT-VALUE}).")
        private String base;

        @Override
        Home home() {
            return train.majlis.home();
        }

        @Override
        String task() {
            return "scorer";
        }

        @Override
        Optional<String> base() {
            return Optional.of(base);
        }

        @Override
        void parameters(ObjectNode parameters) {
            // those that every task has
        }
    }

    /** An expert of a pool. */
    @Command(
            name = "text-classifier",
            description =
                    "Trains a classifier on rows {text, label} of a .jsonl or .csv file (.gz, .zst), over n-grams or, with --base,"
                            + " over the embeddings of a model. Broken off, the same command goes on from the last checkpoint.",
            mixinStandardHelpOptions = true)
    static final class TextClassifier extends Training {
        @ParentCommand
        private TrainCommand train;

        @Option(
                names = "--base",
                description = "Model whose embeddings are read: a name of the catalog, or a folder (default: n-grams).")
        private Optional<String> base;

        @Override
        Home home() {
            return train.majlis.home();
        }

        @Override
        String task() {
            return "text-classifier";
        }

        @Override
        Optional<String> base() {
            return base;
        }

        @Override
        void parameters(ObjectNode parameters) {
            parameters.put("features", base.isPresent() ? "embedding" : "ngrams");
        }
    }
}
