package dev.majlis.local;

import dev.majlis.models.LocalModelHub;
import dev.majlis.models.catalog.CatalogEntry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The models of the catalog on this machine. */
@Command(
        name = "models",
        description = "Lists, fetches and verifies models.",
        mixinStandardHelpOptions = true,
        subcommands = {ModelsCommand.ListModels.class, ModelsCommand.Fetch.class, ModelsCommand.Verify.class})
final class ModelsCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return new ListModels().call();
    }

    @Command(name = "list", description = "All models of the catalog.", mixinStandardHelpOptions = true)
    static final class ListModels implements Callable<Integer> {
        @Override
        public Integer call() {
            LocalModelHub hub = LocalModelHub.builder().build();
            Table table = new Table("model", "task", "engine", "licence", "size", "here");
            for (CatalogEntry entry : hub.entries()) {
                long bytes = entry.files().values().stream()
                        .mapToLong(CatalogEntry.ModelFile::bytes)
                        .sum();
                table.row(
                        entry.name(),
                        entry.task().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                        entry.engine(),
                        entry.licence(),
                        bytes == 0 ? "?" : "%.1f MB".formatted(bytes / 1e6),
                        hub.holds(entry.name()) ? "yes" : "no");
            }
            Console.standard().line(table.text());
            return 0;
        }
    }

    @Command(
            name = "fetch",
            description = "Fetches models; the default ones when none is named.",
            mixinStandardHelpOptions = true)
    static final class Fetch implements Callable<Integer> {
        @Parameters(arity = "0..*", description = "Names of the catalog.")
        private List<String> names = List.of();

        @Option(names = "--accept-terms", description = "Accept the terms of models that ask for it.")
        private boolean accept;

        @Override
        public Integer call() {
            Console console = Console.standard();
            LocalModelHub hub = LocalModelHub.builder().build();
            List<String> wanted = names.isEmpty()
                    ? hub.defaults().stream().map(CatalogEntry::name).toList()
                    : names;
            for (String name : wanted) {
                if (accept) {
                    hub.accept(name);
                }
                hub.fetch(name, new FetchBar(console, name));
                console.line(name + " is here");
            }
            return 0;
        }
    }

    @Command(
            name = "verify",
            description = "Reads the files of models again and compares their SHA-256.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Parameters(arity = "0..*", description = "Names of the catalog; all that are here when left out.")
        private List<String> names = List.of();

        @Override
        public Integer call() {
            LocalModelHub hub = LocalModelHub.builder().build();
            List<String> wanted = names.isEmpty()
                    ? hub.entries().stream()
                            .map(CatalogEntry::name)
                            .filter(hub::holds)
                            .toList()
                    : names;
            for (String name : wanted) {
                hub.verify(name);
                Console.standard().line(name + " is as the catalog says");
            }
            return 0;
        }
    }
}
