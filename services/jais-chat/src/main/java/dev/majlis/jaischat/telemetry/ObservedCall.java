package dev.majlis.jaischat.telemetry;

import dev.majlis.jaischat.Answer;
import dev.majlis.models.text.GenerationListener;

/** One watched call; exactly one of {@link #succeeded} and {@link #failed} ends it. */
public interface ObservedCall {
    /** Not watched. */
    ObservedCall IGNORED = new ObservedCall() {
        @Override
        public GenerationListener observing(GenerationListener listener) {
            return listener;
        }

        @Override
        public void succeeded(Answer answer) {}

        @Override
        public void failed(Throwable failure) {}
    };

    /** The listener, watched. */
    GenerationListener observing(GenerationListener listener);

    void succeeded(Answer answer);

    void failed(Throwable failure);
}
