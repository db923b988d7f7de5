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
import java.util.function.Consumer;

/** Hands on a body line by line as it arrives; a line longer than the limit fails, so that memory stays bounded. */
final class LineSubscriber implements BodySubscriber<Void> {
    private final int maxLineBytes;
    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final CompletableFuture<Void> body = new CompletableFuture<>();
    private Flow.Subscription subscription;

    /** @param lines may throw: that ends the body and closes the connection */
    LineSubscriber(int maxLineBytes, Consumer<String> lines) {
        this.maxLineBytes = maxLineBytes;
        this.lines = lines;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        this.subscription = newSubscription;
        newSubscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                while (buffer.hasRemaining()) {
                    take(buffer.get());
                }
            }
            subscription.request(1);
        } catch (IOException | RuntimeException e) {
            subscription.cancel();
            body.completeExceptionally(e);
        }
    }

    private void take(byte next) throws IOException {
        if (next == '\n') {
            flush();
        } else if (line.size() >= maxLineBytes) {
            throw new IOException("a line is longer than " + maxLineBytes + " bytes");
        } else {
            line.write(next);
        }
    }

    private void flush() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        try {
            if (line.size() > 0) {
                flush();
            }
            body.complete(null);
        } catch (RuntimeException e) {
            body.completeExceptionally(e);
        }
    }
}
