package dev.majlis.mesh.rest;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.majlis.mesh.error.FailureClassifier;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Defaults a service may replace by producing its own bean of the type. */
@Singleton
public class RestBeans {

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Replace it to register how the service's own exceptions translate. */
    @Produces
    @Singleton
    @DefaultBean
    FailureClassifier failureClassifier() {
        return new FailureClassifier();
    }

    @Produces
    @Singleton
    @DefaultBean
    RequestHeaders requestHeaders(Clock clock) {
        return new RequestHeaders(clock, () -> UuidCreator.getTimeOrderedEpoch().toString());
    }
}
