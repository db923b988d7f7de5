package dev.majlis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void createsTheHome() {
        home = new Home(folder, folder.resolve("home"));
        home.create();
    }

    @Test
    void refusesASecondOwnerInOneLine() {
        try (var first = HomeLock.take(home)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> HomeLock.take(home))
                    .isInstanceOf(LauncherException.class)
                    .hasMessageContaining("another ./majlis up is at work")
                    .satisfies(
                            refused -> assertThat(refused.getMessage().lines()).hasSize(1));
        }
    }

    @Test
    void isFreeAgainWhenItsOwnerGaveItBack() {
        HomeLock.take(home).close();

        try (var second = HomeLock.take(home)) {
            assertThat(second).isNotNull();
        }
    }

    @Test
    void isFreeAgainWhenItsOwnerWasKilled() throws Exception {
        Process owner = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        home.state().toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(owner.getInputStream().read()).isEqualTo('y');
        assertThatThrownBy(() -> HomeLock.take(home)).isInstanceOf(LauncherException.class);

        owner.destroyForcibly();
        assertThat(owner.waitFor(10, TimeUnit.SECONDS)).isTrue();

        try (var second = HomeLock.take(home)) {
            assertThat(second).isNotNull();
        }
    }

    /** Takes the lock, says {@code y} and keeps it. */
    static final class Owner {
        private Owner() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] args) throws InterruptedException {
            Path home = Path.of(args[0]);
            HomeLock taken = HomeLock.take(new Home(home, home));
            System.out.println("y");
            new java.util.concurrent.CountDownLatch(1).await();
            taken.close();
        }
    }
}
