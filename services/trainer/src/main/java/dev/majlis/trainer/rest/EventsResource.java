package dev.majlis.trainer.rest;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.rest.CurrentRequest;
import dev.majlis.trainer.config.TrainerConfig;
import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobState;
import dev.majlis.trainer.job.Jobs;
import dev.majlis.trainer.run.JobEvent;
import dev.majlis.trainer.run.JobEvents;
import dev.majlis.trainer.run.JobTail;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Progress of a job as server-sent events; their ids are the numbers of the job's log. */
@Path("/trainer/v1/jobs/{id}/events")
@Tag(name = "Trainer")
public class EventsResource {
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** Rounds of silence after which a comment says that the stream is alive: 15 s. */
    private static final int QUIET_ROUNDS = 60;

    private final Jobs jobs;
    private final JobEvents events;
    private final CurrentRequest current;
    private final Semaphore streams;

    @Inject
    EventsResource(Jobs jobs, JobEvents events, CurrentRequest current, TrainerConfig config) {
        this.jobs = jobs;
        this.events = events;
        this.current = current;
        this.streams = new Semaphore(config.maxStreams());
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @Operation(summary = "Follow a job: its states and updates; with Last-Event-ID from behind that one")
    public Multi<OutboundSseEvent> follow(
            @PathParam("id") String id, @HeaderParam("Last-Event-ID") String last, @Context Sse sse) {
        String tenant = current.facts().tenant();
        jobs.find(id, tenant);
        long after = number(last);
        if (!streams.tryAcquire()) {
            throw new MeshException(ProblemSlug.OVERLOADED, "too many event streams are open")
                    .withStatus(429)
                    .withRetryAfter(Duration.ofSeconds(5))
                    .withCode("TOO_MANY_STREAMS");
        }
        var feed = new Feed(id, tenant, events.tail(id, after), sse);
        return Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom().item(feed::next).runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .withDelay(PAUSE)
                .whilst(batch -> !batch.last())
                .onItem()
                .transformToMultiAndConcatenate(batch -> Multi.createFrom().iterable(batch.events()))
                .onTermination()
                .invoke(streams::release);
    }

    private static long number(String last) {
        if (last == null || last.isBlank()) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(last.strip()));
        } catch (NumberFormatException e) {
            throw new MeshException(ProblemSlug.INVALID_REQUEST, "Last-Event-ID: expected a whole number", e);
        }
    }

    private record Batch(List<OutboundSseEvent> events, boolean last) {}

    /** What one client gets. */
    private final class Feed {
        private final String id;
        private final String tenant;
        private final JobTail tail;
        private final Sse sse;
        private int quiet;
        private String told = "";

        Feed(String id, String tenant, JobTail tail, Sse sse) {
            this.id = id;
            this.tenant = tenant;
            this.tail = tail;
            this.sse = sse;
        }

        Batch next() {
            // before the log is read, so that nothing of a job that has ended is left behind
            Job job = jobs.find(id, tenant);
            List<OutboundSseEvent> out = new ArrayList<>();
            List<JobEvent> fresh = tail.next();
            for (JobEvent event : fresh) {
                told = event.state() == null ? told : event.state();
                out.add(event(event));
            }
            boolean last = fresh.isEmpty() && job.state().ended();
            if (last && !told.equals(job.state().name()) && tail.seq() < Long.MAX_VALUE) {
                out.add(event(ended(job.state(), job.updatedAt().toString())));
            }
            quiet = out.isEmpty() ? quiet + 1 : 0;
            if (quiet == QUIET_ROUNDS) {
                quiet = 0;
                out.add(sse.newEventBuilder().comment("still here").build());
            }
            return new Batch(out, last);
        }

        /** For a job that ended without being run: the log does not know. */
        private JobEvent ended(JobState state, String at) {
            return new JobEvent(tail.seq() + 1, "state", at, state.name(), null, null);
        }

        private OutboundSseEvent event(JobEvent event) {
            return sse.newEventBuilder()
                    .id(Long.toString(event.seq()))
                    .name(event.type())
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(JobEvent.class, event)
                    .build();
        }
    }
}
