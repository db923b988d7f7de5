package dev.majlis.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PendingTableTest {
    private final PendingTable table = new PendingTable(8);

    @Test
    void refusesASecondCallWhileTheFirstWaits() {
        assertThat(table.add(new PendingCall("id"))).isEmpty();

        assertThat(table.add(new PendingCall("id")))
                .get()
                .extracting(MeshException::slug)
                .isEqualTo(ProblemSlug.REQUEST_IN_PROGRESS);
    }

    @Test
    void whoWasAnsweredMayAskAgainBeforeTheOldEntryIsOut() {
        PendingCall first = new PendingCall("id");
        CompletableFuture<Void> timer = new CompletableFuture<>();
        table.add(first);
        table.expires(first, timer);
        first.fail(new MeshException(ProblemSlug.CANCELLED, "over"));
        PendingCall second = new PendingCall("id");

        assertThat(table.add(second)).isEmpty();

        assertThat(timer).isCancelled();
        assertThat(table.remove(first)).isFalse();
        assertThat(table.contains(second)).isTrue();
        assertThat(table.size()).isEqualTo(1);
    }
}
