package dev.majlis.mesh.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoundedSubscriptionTest {
    private final Reader reader = new Reader();
    private final AtomicInteger cancels = new AtomicInteger();
    private final BoundedSubscription<Integer> subscription =
            new BoundedSubscription<>(reader, cancels::incrementAndGet);

    @Test
    void deliversOnlyWhatWasAskedFor() {
        subscription.offer(1);
        subscription.offer(2);
        assertThat(reader.signals).isEmpty();

        subscription.request(1);
        assertThat(reader.signals).containsExactly(1);

        subscription.complete();
        subscription.request(5);
        assertThat(reader.signals).containsExactly(1, 2, "complete");
    }

    @Test
    void takesNoMoreThan256ItemsForASlowReader() {
        for (int i = 0; i < BoundedSubscription.MAX_BUFFERED; i++) {
            assertThat(subscription.offer(i)).isTrue();
        }

        assertThat(subscription.offer(256)).isFalse();
        assertThat(subscription.buffered()).isEqualTo(256);
    }

    @Test
    void endsAfterTheItemsThatWait() {
        subscription.offer(1);
        subscription.fail(new IllegalStateException("broken"));
        assertThat(reader.signals).isEmpty();

        subscription.request(1);

        assertThat(reader.signals).containsExactly(1, "broken");
        subscription.complete();
        assertThat(reader.signals).hasSize(2);
    }

    @Test
    void saysNothingAfterACancel() {
        subscription.request(10);
        subscription.offer(1);

        subscription.cancel();
        subscription.cancel();
        subscription.offer(2);
        subscription.complete();

        assertThat(reader.signals).containsExactly(1);
        assertThat(cancels).hasValue(1);
        assertThat(subscription.over()).isTrue();
    }

    @Test
    void aReaderMayAskForMoreFromWithin() {
        Reader greedy = new Reader() {
            @Override
            public void onNext(Integer item) {
                super.onNext(item);
                subscription().request(1);
            }
        };
        BoundedSubscription<Integer> own = new BoundedSubscription<>(greedy, () -> {});
        greedy.onSubscribe(own);
        own.request(1);

        for (int i = 0; i < 1_000; i++) {
            own.offer(i);
        }

        assertThat(greedy.signals).hasSize(1_000);
    }

    @Test
    void refusesARequestForNothing() {
        subscription.request(0);

        assertThat(reader.signals).containsExactly("request of 0 items: must be positive");
        assertThat(cancels).hasValue(1);
    }

    private static class Reader implements Flow.Subscriber<Integer> {
        final List<Object> signals = new ArrayList<>();
        private Flow.Subscription subscription;

        Flow.Subscription subscription() {
            return subscription;
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            this.subscription = newSubscription;
        }

        @Override
        public void onNext(Integer item) {
            signals.add(item);
        }

        @Override
        public void onError(Throwable failure) {
            signals.add(failure.getMessage());
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }
}
