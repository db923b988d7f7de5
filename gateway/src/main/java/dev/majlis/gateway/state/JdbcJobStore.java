package dev.majlis.gateway.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.gateway.job.Job;
import dev.majlis.gateway.job.JobRequest;
import dev.majlis.gateway.job.JobState;
import dev.majlis.gateway.job.JobStore;
import dev.majlis.mesh.database.Database;
import dev.majlis.mesh.dedup.StoredAnswer;
import dev.majlis.mesh.json.Json;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Jobs in a database. Every change is one statement that names the states it may change from. */
public final class JdbcJobStore implements JobStore {
    private static final String COLUMNS = "select id, tenant, name, state, created_at, updated_at, deadline, request,"
            + " result_status, result_type, result_body from gateway_jobs ";
    private static final String RUNNING = "state in ('QUEUED', 'RUNNING')";

    private final Database database;
    private final Clock clock;

    /** @param database closed together with the store */
    public JdbcJobStore(Database database, Clock clock) {
        this.database = requireNonNull(database, "database is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public void insert(Job job) {
        update(
                "insert into gateway_jobs (id, tenant, name, state, created_at, updated_at, deadline, request)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                job.id(),
                job.tenant(),
                job.name(),
                JobState.QUEUED.name(),
                job.createdAt().toEpochMilli(),
                job.createdAt().toEpochMilli(),
                job.deadline().toEpochMilli(),
                Json.write(job.request()));
    }

    @Override
    public void sent(String id) {
        update(
                "update gateway_jobs set state = 'RUNNING', updated_at = ? where id = ? and state = 'QUEUED'",
                clock.millis(),
                id);
    }

    @Override
    public boolean end(String id, JobState state, Optional<StoredAnswer> result) {
        return update(
                        "update gateway_jobs set state = ?, updated_at = ?, result_status = ?, result_type = ?,"
                                + " result_body = ? where id = ? and " + RUNNING,
                        state.name(),
                        clock.millis(),
                        result.<Object>map(StoredAnswer::status).orElse(JDBCType.INTEGER),
                        result.<Object>map(StoredAnswer::contentType).orElse(JDBCType.VARCHAR),
                        result.<Object>map(StoredAnswer::body).orElse(JDBCType.VARBINARY),
                        id)
                == 1;
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
    public List<Job> unsent(Instant before, int limit) {
        return query(
                "where state = 'QUEUED' and created_at < ? order by created_at fetch first ? rows only",
                before.toEpochMilli(),
                limit);
    }

    @Override
    public int expire() {
        long now = clock.millis();
        return update(
                "update gateway_jobs set state = 'EXPIRED', updated_at = ? where deadline < ? and " + RUNNING,
                now,
                now - 1_000);
    }

    @Override
    public int purge(Instant endedBefore) {
        return update("delete from gateway_jobs where updated_at < ? and not " + RUNNING, endedBefore.toEpochMilli());
    }

    @Override
    public void close() {
        database.close();
    }

    private int update(String sql, Object... values) {
        return database.with(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, values)) {
                return statement.executeUpdate();
            }
        });
    }

    private List<Job> query(String condition, Object... values) {
        return database.with(connection -> {
            try (PreparedStatement statement = prepare(connection, COLUMNS + condition, values);
                    ResultSet rows = statement.executeQuery()) {
                List<Job> jobs = new ArrayList<>();
                while (rows.next()) {
                    jobs.add(job(rows));
                }
                return jobs;
            }
        });
    }

    /** A {@link JDBCType} among the values stands for null of that type. */
    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else if (values[i] instanceof JDBCType type) {
                statement.setNull(i + 1, type.getVendorTypeNumber());
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
        return statement;
    }

    private static Job job(ResultSet row) throws SQLException {
        int status = row.getInt("result_status");
        Optional<StoredAnswer> result = row.wasNull()
                ? Optional.empty()
                : Optional.of(new StoredAnswer(status, row.getString("result_type"), row.getBytes("result_body")));
        return new Job(
                row.getString("id"),
                row.getString("tenant"),
                row.getString("name"),
                JobState.valueOf(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                Instant.ofEpochMilli(row.getLong("deadline")),
                Json.read(row.getBytes("request"), JobRequest.class),
                result);
    }
}
