package dev.majlis.mesh.dedup;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.database.Database;
import dev.majlis.mesh.database.DatabaseAddress;
import dev.majlis.mesh.database.Tables;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keys in a database (H2 file or PostgreSQL, one dialect). Every change is one statement that names the state it expects, so no
 * transaction and no lock is held; who loses a race reads again.
 */
public final class JdbcDedupStore implements DedupStore {
    private static final int MAX_RACES = 20;
    private static final String FREE = "";

    private static final Tables TABLES = Tables.of(JdbcDedupStore.class, "mesh", "V1__dedup_keys.sql");

    private final Database database;
    private final Clock clock;

    private JdbcDedupStore(Database database, Clock clock) {
        this.database = requireNonNull(database, "database is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Connects and migrates.
     *
     * @param connections at most
     * @throws MeshException {@code overloaded} when the database cannot be opened
     */
    public static JdbcDedupStore open(DatabaseAddress address, int connections, Clock clock) {
        return new JdbcDedupStore(Database.open(address, TABLES, connections), clock);
    }

    private record Row(
            String state, String fingerprint, String owner, long leaseUntil, long expires, StoredAnswer answer) {}

    @Override
    public Beginning begin(DedupKey key, String fingerprint, String owner, Duration lease) {
        return database.with(connection -> {
            for (int race = 0; race < MAX_RACES; race++) {
                Optional<Beginning> outcome = tryBegin(connection, key, fingerprint, owner, lease);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            throw new MeshException(ProblemSlug.OVERLOADED, "too many requests with one idempotency key at once");
        });
    }

    private Optional<Beginning> tryBegin(
            Connection connection, DedupKey key, String fingerprint, String owner, Duration lease) throws SQLException {
        long now = clock.millis();
        Optional<Row> found = find(connection, key);
        if (found.isEmpty()) {
            return insert(connection, key, fingerprint, owner, now, lease)
                    ? Optional.of(new Beginning.Started())
                    : Optional.empty();
        }
        Row row = found.get();
        boolean expired = row.expires() <= now;
        if (!expired && !row.fingerprint().equals(fingerprint)) {
            return Optional.of(new Beginning.Conflict());
        }
        if (!expired && row.state().equals("DONE")) {
            return Optional.of(new Beginning.Replay(row.answer()));
        }
        if (!expired && row.state().equals("IN_PROGRESS") && row.leaseUntil() > now) {
            return Optional.of(new Beginning.Joined(row.owner(), Instant.ofEpochMilli(row.leaseUntil())));
        }
        return takeOver(connection, key, row, fingerprint, owner, now, lease)
                ? Optional.of(new Beginning.Started())
                : Optional.empty();
    }

    private static Optional<Row> find(Connection connection, DedupKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                select state, fingerprint, owner, lease_until, expires_at, status, content_type, body
                from dedup_keys where key_hash = ?""")) {
            select.setString(1, key.hash());
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                StoredAnswer answer = rows.getString(7) == null
                        ? null
                        : new StoredAnswer(rows.getInt(6), rows.getString(7), rows.getBytes(8));
                return Optional.of(new Row(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getLong(4),
                        rows.getLong(5),
                        answer));
            }
        }
    }

    private static boolean insert(
            Connection connection, DedupKey key, String fingerprint, String owner, long now, Duration lease)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                """
                insert into dedup_keys (key_hash, state, fingerprint, owner, lease_until, created_at, expires_at)
                values (?, 'IN_PROGRESS', ?, ?, ?, ?, ?)""")) {
            insert.setString(1, key.hash());
            insert.setString(2, fingerprint);
            insert.setString(3, owner);
            insert.setLong(4, now + lease.toMillis());
            insert.setLong(5, now);
            insert.setLong(6, now + TIME_TO_LIVE.toMillis());
            return insert.executeUpdate() == 1;
        } catch (SQLException e) {
            if (Database.UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private static boolean takeOver(
            Connection connection, DedupKey key, Row seen, String fingerprint, String owner, long now, Duration lease)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                """
                update dedup_keys set state = 'IN_PROGRESS', fingerprint = ?, owner = ?, lease_until = ?,
                  created_at = ?, expires_at = ?, status = null, content_type = null, body = null
                where key_hash = ? and state = ? and owner = ? and lease_until = ? and expires_at = ?""")) {
            update.setString(1, fingerprint);
            update.setString(2, owner);
            update.setLong(3, now + lease.toMillis());
            update.setLong(4, now);
            update.setLong(5, now + TIME_TO_LIVE.toMillis());
            update.setString(6, key.hash());
            update.setString(7, seen.state());
            update.setString(8, seen.owner());
            update.setLong(9, seen.leaseUntil());
            update.setLong(10, seen.expires());
            return update.executeUpdate() == 1;
        }
    }

    @Override
    public boolean renew(DedupKey key, String owner, Duration lease) {
        return database.with(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update dedup_keys set lease_until = ? where key_hash = ? and owner = ? and state = 'IN_PROGRESS'")) {
                update.setLong(1, clock.millis() + lease.toMillis());
                update.setString(2, key.hash());
                update.setString(3, owner);
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean done(DedupKey key, String owner, StoredAnswer answer) {
        return database.with(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    """
                    update dedup_keys set state = 'DONE', status = ?, content_type = ?, body = ?
                    where key_hash = ? and owner = ? and state = 'IN_PROGRESS'""")) {
                update.setInt(1, answer.status());
                update.setString(2, answer.contentType());
                update.setBytes(3, answer.body());
                update.setString(4, key.hash());
                update.setString(5, owner);
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean failed(DedupKey key, String owner) {
        return database.with(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    """
                    update dedup_keys set state = 'FAILED', owner = ?
                    where key_hash = ? and owner = ? and state = 'IN_PROGRESS'""")) {
                update.setString(1, FREE);
                update.setString(2, key.hash());
                update.setString(3, owner);
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public int sweep() {
        return database.with(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from dedup_keys where expires_at <= ?")) {
                delete.setLong(1, clock.millis());
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
