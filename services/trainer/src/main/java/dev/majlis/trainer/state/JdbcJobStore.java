package dev.majlis.trainer.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.database.Database;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.json.Json;
import dev.majlis.trainer.error.Failures;
import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobKey;
import dev.majlis.trainer.job.JobPhase;
import dev.majlis.trainer.job.JobProgress;
import dev.majlis.trainer.job.JobRequest;
import dev.majlis.trainer.job.JobResult;
import dev.majlis.trainer.job.JobState;
import dev.majlis.trainer.job.JobStore;
import dev.majlis.trainer.job.StoredData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Jobs in a database. Every change is one statement that names the states it may change from. */
public final class JdbcJobStore implements JobStore {
    private static final String LIVE = "state in ('QUEUED', 'RUNNING')";

    private final Database database;
    private final Clock clock;

    /** @param database closed together with the store */
    public JdbcJobStore(Database database, Clock clock) {
        this.database = requireNonNull(database, "database is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public Optional<Job> insert(Job job, Optional<JobKey> key) {
        Optional<Job> before = key.flatMap(this::used);
        if (before.isPresent()) {
            return before;
        }
        boolean written = database.with(connection -> {
            try (PreparedStatement statement = prepared(
                    connection,
                    "insert into trainer_jobs (id, tenant, key_hash, fingerprint, state, told, attempts,"
                            + " cancel_requested, created_at, updated_at, request, data)"
                            + " values (?, ?, ?, ?, 'QUEUED', '', 0, false, ?, ?, ?, ?)",
                    job.id(),
                    job.tenant(),
                    key.map(JobKey::key).orElse(null),
                    key.map(JobKey::fingerprint).orElse(null),
                    job.createdAt().toEpochMilli(),
                    job.createdAt().toEpochMilli(),
                    Json.write(job.request()),
                    job.data().map(Json::write).orElse(new byte[0]))) {
                return statement.executeUpdate() == 1;
            } catch (SQLException e) {
                if (key.isPresent() && Database.UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            }
        });
        return written ? Optional.empty() : key.flatMap(this::used);
    }

    private Optional<Job> used(JobKey key) {
        return database.with(connection -> {
            try (PreparedStatement statement =
                            prepared(connection, "select * from trainer_jobs where key_hash = ?", key.key());
                    ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.<Job>empty();
                }
                if (!key.fingerprint().equals(rows.getString("fingerprint"))) {
                    throw Failures.conflict();
                }
                return Optional.of(job(rows));
            }
        });
    }

    @Override
    public Optional<Job> find(String id, String tenant) {
        return query("where id = ? and tenant = ?", id, tenant).stream().findFirst();
    }

    @Override
    public Optional<Job> find(String id) {
        return query("where id = ?", id).stream().findFirst();
    }

    @Override
    public List<Job> list(String tenant, int limit) {
        return query("where tenant = ? order by created_at desc, id desc fetch first ? rows only", tenant, limit);
    }

    @Override
    public int waiting() {
        return database.with(connection -> {
            try (PreparedStatement statement =
                            prepared(connection, "select count(*) from trainer_jobs where state = 'QUEUED'");
                    ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        });
    }

    @Override
    public Optional<Job> claim(String owner) {
        for (Job oldest : query("where state = 'QUEUED' order by created_at, id fetch first 8 rows only")) {
            long now = clock.millis();
            int changed = update(
                    "update trainer_jobs set state = 'RUNNING', owner = ?, attempts = attempts + 1, updated_at = ?,"
                            + " started_at = coalesce(started_at, ?) where id = ? and state = 'QUEUED'",
                    owner,
                    now,
                    now,
                    oldest.id());
            if (changed == 1) {
                return find(oldest.id());
            }
        }
        return Optional.empty();
    }

    @Override
    public int release(String owner) {
        return update(
                "update trainer_jobs set state = 'QUEUED', updated_at = ? where owner = ? and state = 'RUNNING'",
                clock.millis(),
                owner);
    }

    @Override
    public void taken(String id, StoredData data) {
        update("update trainer_jobs set data = ? where id = ?", Json.write(data), id);
    }

    @Override
    public void phase(String id, JobPhase phase) {
        update("update trainer_jobs set phase = ? where id = ?", Json.write(phase), id);
    }

    @Override
    public void progress(String id, JobProgress progress) {
        update("update trainer_jobs set progress = ? where id = ?", Json.write(progress), id);
    }

    @Override
    public boolean cancel(String id) {
        int ended = update(
                "update trainer_jobs set state = 'CANCELLED', updated_at = ? where id = ? and state = 'QUEUED'",
                clock.millis(),
                id);
        return ended == 1
                || update("update trainer_jobs set cancel_requested = true where id = ? and " + LIVE, id) == 1;
    }

    @Override
    public boolean cancelRequested(String id) {
        return find(id).map(Job::cancelRequested).orElse(true);
    }

    @Override
    public boolean succeed(String id, JobResult result) {
        return update(
                        "update trainer_jobs set state = 'SUCCEEDED', updated_at = ?, result = ? where id = ? and "
                                + LIVE,
                        clock.millis(),
                        Json.write(result),
                        id)
                == 1;
    }

    @Override
    public boolean end(String id, JobState state, Optional<Problem> failure) {
        return update(
                        "update trainer_jobs set state = ?, updated_at = ?, failure = ? where id = ? and " + LIVE,
                        state.name(),
                        clock.millis(),
                        failure.map(Json::write).orElse(new byte[0]),
                        id)
                == 1;
    }

    @Override
    public void published(String id, String version) {
        update("update trainer_jobs set published = ? where id = ?", version, id);
    }

    @Override
    public int expire(Instant createdBefore) {
        // what has begun is not given up
        return update(
                "update trainer_jobs set state = 'EXPIRED', updated_at = ?"
                        + " where state = 'QUEUED' and started_at is null and created_at < ?",
                clock.millis(),
                createdBefore.toEpochMilli());
    }

    @Override
    public List<Job> untold(int limit) {
        return query("where told <> state order by updated_at fetch first ? rows only", limit);
    }

    @Override
    public void told(String id, JobState state) {
        update("update trainer_jobs set told = ? where id = ?", state.name(), id);
    }

    @Override
    public void close() {
        database.close();
    }

    private int update(String sql, Object... values) {
        return database.with(connection -> {
            try (PreparedStatement statement = prepared(connection, sql, values)) {
                return statement.executeUpdate();
            }
        });
    }

    private List<Job> query(String where, Object... values) {
        return database.with(connection -> {
            try (PreparedStatement statement = prepared(connection, "select * from trainer_jobs " + where, values);
                    ResultSet rows = statement.executeQuery()) {
                List<Job> jobs = new ArrayList<>();
                while (rows.next()) {
                    jobs.add(job(rows));
                }
                return jobs;
            }
        });
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else if (values[i] == null) {
                statement.setNull(i + 1, Types.VARCHAR);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
        return statement;
    }

    private static Job job(ResultSet row) throws SQLException {
        long started = row.getLong("started_at");
        Optional<Instant> startedAt = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(started));
        return new Job(
                row.getString("id"),
                row.getString("tenant"),
                Json.read(row.getBytes("request"), JobRequest.class),
                JobState.valueOf(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                startedAt,
                row.getInt("attempts"),
                row.getBoolean("cancel_requested"),
                json(row, "data", StoredData.class),
                json(row, "phase", JobPhase.class),
                json(row, "progress", JobProgress.class),
                json(row, "result", JobResult.class),
                json(row, "failure", Problem.class),
                Optional.ofNullable(row.getString("published")));
    }

    private static <T> Optional<T> json(ResultSet row, String column, Class<T> type) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null || bytes.length == 0 ? Optional.empty() : Optional.of(Json.read(bytes, type));
    }
}
