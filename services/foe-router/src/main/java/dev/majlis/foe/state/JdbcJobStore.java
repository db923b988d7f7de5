package dev.majlis.foe.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.job.Job;
import dev.majlis.foe.job.JobKind;
import dev.majlis.foe.job.JobState;
import dev.majlis.foe.job.JobStore;
import dev.majlis.mesh.database.Database;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Jobs in a database. Every change is one statement that names the states it may change from. */
public final class JdbcJobStore implements JobStore {
    private static final String SELECT = "select * from foe_jobs ";
    private static final String LIVE = "state in ('QUEUED', 'RUNNING')";
    private static final int LONGEST_MESSAGE = 500;

    private final Database database;
    private final Clock clock;

    public JdbcJobStore(Database database, Clock clock) {
        this.database = requireNonNull(database, "database is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public void insert(Job job) {
        database.insert(
                "insert into foe_jobs (id, tenant, kind, pool, state, told, attempts, cancel_requested, created_at,"
                        + " updated_at, progress, message, request) values (?, ?, ?, ?, 'QUEUED', '', 0, false, ?, ?, 0, '', ?)",
                job.id(),
                job.tenant(),
                job.kind().name(),
                job.pool(),
                job.createdAt().toEpochMilli(),
                job.createdAt().toEpochMilli(),
                Json.write(job.request()));
    }

    @Override
    public Optional<Job> find(String id, String tenant) {
        return database.one(JdbcJobStore::job, SELECT + "where id = ? and tenant = ?", id, tenant);
    }

    @Override
    public Optional<Job> find(String id) {
        return database.one(JdbcJobStore::job, SELECT + "where id = ?", id);
    }

    @Override
    public List<Job> list(String tenant, int limit) {
        return database.query(
                JdbcJobStore::job,
                SELECT + "where tenant = ? order by created_at desc, id desc fetch first ? rows only",
                tenant,
                limit);
    }

    @Override
    public int waiting() {
        return database.one(row -> row.getInt(1), "select count(*) from foe_jobs where state = 'QUEUED'")
                .orElse(0);
    }

    @Override
    public Optional<Job> claim(String owner) {
        for (Job oldest : database.query(
                JdbcJobStore::job, SELECT + "where state = 'QUEUED' order by created_at, id fetch first 8 rows only")) {
            int changed = database.update(
                    "update foe_jobs set state = 'RUNNING', owner = ?, attempts = attempts + 1, updated_at = ?"
                            + " where id = ? and state = 'QUEUED'",
                    owner,
                    clock.millis(),
                    oldest.id());
            if (changed == 1) {
                return find(oldest.id());
            }
        }
        return Optional.empty();
    }

    @Override
    public int release(String owner) {
        return database.update(
                "update foe_jobs set state = 'QUEUED', updated_at = ? where owner = ? and state = 'RUNNING'",
                clock.millis(),
                owner);
    }

    @Override
    public void beat(String owner) {
        database.update(
                "update foe_jobs set updated_at = ? where owner = ? and state = 'RUNNING'", clock.millis(), owner);
    }

    @Override
    public int abandon(Instant unheardSince) {
        return database.update(
                "update foe_jobs set state = 'QUEUED', updated_at = ? where state = 'RUNNING' and updated_at < ?",
                clock.millis(),
                unheardSince.toEpochMilli());
    }

    @Override
    public void progress(String id, double share, String message) {
        String words = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
        database.update(
                "update foe_jobs set progress = ?, message = ?, updated_at = ? where id = ? and state = 'RUNNING'",
                share,
                words,
                clock.millis(),
                id);
    }

    @Override
    public void remember(String id, ObjectNode memory) {
        database.update("update foe_jobs set memory = ? where id = ?", Json.write(memory), id);
    }

    @Override
    public boolean cancel(String id) {
        int ended = database.update(
                "update foe_jobs set state = 'CANCELLED', updated_at = ? where id = ? and state = 'QUEUED'",
                clock.millis(),
                id);
        return ended == 1
                || database.update("update foe_jobs set cancel_requested = true where id = ? and " + LIVE, id) == 1;
    }

    @Override
    public boolean cancelRequested(String id) {
        return find(id).map(Job::cancelRequested).orElse(true);
    }

    @Override
    public boolean succeed(String id, ObjectNode result) {
        return database.update(
                        "update foe_jobs set state = 'SUCCEEDED', progress = 1, updated_at = ?, result = ? where id = ? and "
                                + LIVE,
                        clock.millis(),
                        Json.write(result),
                        id)
                == 1;
    }

    @Override
    public boolean end(String id, JobState state, Optional<Problem> failure) {
        return database.update(
                        "update foe_jobs set state = ?, updated_at = ?, failure = ? where id = ? and " + LIVE,
                        state.name(),
                        clock.millis(),
                        failure.map(Json::write).orElse(new byte[0]),
                        id)
                == 1;
    }

    @Override
    public List<Job> untold(int limit) {
        return database.query(
                JdbcJobStore::job, SELECT + "where told <> state order by updated_at fetch first ? rows only", limit);
    }

    @Override
    public void told(String id, JobState state) {
        database.update("update foe_jobs set told = ? where id = ?", state.name(), id);
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getString("id"),
                row.getString("tenant"),
                JobKind.valueOf(row.getString("kind")),
                row.getString("pool"),
                JobState.valueOf(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                row.getInt("attempts"),
                row.getBoolean("cancel_requested"),
                row.getDouble("progress"),
                row.getString("message"),
                Json.read(row.getBytes("request"), ObjectNode.class),
                json(row, "memory", ObjectNode.class),
                json(row, "result", ObjectNode.class),
                json(row, "failure", Problem.class));
    }

    private static <T> Optional<T> json(ResultSet row, String column, Class<T> type) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null || bytes.length == 0 ? Optional.empty() : Optional.of(Json.read(bytes, type));
    }
}
