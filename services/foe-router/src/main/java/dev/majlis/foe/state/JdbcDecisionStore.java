package dev.majlis.foe.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The decision log in a database. */
public final class JdbcDecisionStore implements DecisionStore {
    private static final String SELECT = "select tenant, id, pool, decided_at, body, truth from foe_decisions ";

    private final Database database;

    public JdbcDecisionStore(Database database) {
        this.database = requireNonNull(database, "database is null");
    }

    @Override
    public void append(List<KeptDecision> entries) {
        Map<List<String>, KeptDecision> last = new LinkedHashMap<>();
        entries.forEach(entry -> last.put(List.of(entry.tenant(), entry.id()), entry));
        database.with(connection -> {
            connection.setAutoCommit(false);
            try {
                write(connection, last);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
            return null;
        });
    }

    private static void write(Connection connection, Map<List<String>, KeptDecision> entries) throws SQLException {
        try (PreparedStatement delete =
                        connection.prepareStatement("delete from foe_decisions where tenant = ? and id = ?");
                PreparedStatement insert = connection.prepareStatement(
                        "insert into foe_decisions (tenant, id, pool, decided_at, body) values (?, ?, ?, ?, ?)")) {
            for (KeptDecision entry : entries.values()) {
                delete.setString(1, entry.tenant());
                delete.setString(2, entry.id());
                delete.addBatch();
                insert.setString(1, entry.tenant());
                insert.setString(2, entry.id());
                insert.setString(3, entry.pool());
                insert.setLong(4, entry.at().toEpochMilli());
                insert.setBytes(5, entry.body());
                insert.addBatch();
            }
            delete.executeBatch();
            insert.executeBatch();
        }
    }

    @Override
    public Optional<KeptDecision> find(String tenant, String id) {
        return database.one(JdbcDecisionStore::read, SELECT + "where tenant = ? and id = ?", tenant, id);
    }

    @Override
    public boolean label(String tenant, String id, byte[] truth) {
        return database.update("update foe_decisions set truth = ? where tenant = ? and id = ?", truth, tenant, id)
                == 1;
    }

    @Override
    public List<KeptDecision> latest(String pool, int limit) {
        return database.query(
                JdbcDecisionStore::read,
                SELECT + "where pool = ? order by decided_at desc, id desc fetch first ? rows only",
                pool,
                limit);
    }

    @Override
    public int sweep(Instant limit, int most) {
        int deleted = database.update("delete from foe_decisions where decided_at < ?", limit.toEpochMilli());
        Optional<Long> oldest = database.one(
                row -> row.getLong(1),
                "select decided_at from foe_decisions order by decided_at desc offset ? rows fetch first 1 rows only",
                most);
        return deleted
                + oldest.map(at -> database.update("delete from foe_decisions where decided_at <= ?", at))
                        .orElse(0);
    }

    private static KeptDecision read(ResultSet row) throws SQLException {
        return new KeptDecision(
                row.getString("tenant"),
                row.getString("id"),
                row.getString("pool"),
                Instant.ofEpochMilli(row.getLong("decided_at")),
                row.getBytes("body"),
                Optional.ofNullable(row.getBytes("truth")));
    }
}
