package dev.majlis.models.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A whole body as text, up to a limit. */
final class BoundedBody implements BodySubscriber<String> {
    private final int maxBytes;
    private final boolean failing;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private Flow.Subscription subscription;

    /** @param failing whether a longer body fails or is cut */
    BoundedBody(int maxBytes, boolean failing) {
        this.maxBytes = maxBytes;
        this.failing = failing;
    }

    @Override
    public CompletionStage<String> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        this.subscription = newSubscription;
        newSubscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] part = new byte[Math.min(buffer.remaining(), maxBytes - bytes.size())];
            buffer.get(part);
            bytes.write(part, 0, part.length);
            if (buffer.hasRemaining()) {
                subscription.cancel();
                finish(true);
                return;
            }
        }
        subscription.request(1);
    }

    private void finish(boolean cut) {
        if (cut && failing) {
            body.completeExceptionally(new IOException("the answer is longer than " + maxBytes + " bytes"));
        } else {
            body.complete(bytes.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        finish(false);
    }
}
