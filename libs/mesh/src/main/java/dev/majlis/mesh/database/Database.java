package dev.majlis.mesh.database;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/** Tables that are up to date, and a small pool of connections to them. Thread-safe; blocks. */
public final class Database implements AutoCloseable {
    /** SQL state of a key that is there already. */
    public static final String UNIQUE_VIOLATION = "23505";

    private static final Duration WAIT = Duration.ofSeconds(5);

    private final AgroalDataSource pool;
    private final String name;

    private Database(AgroalDataSource pool, String name) {
        this.pool = requireNonNull(pool, "pool is null");
        this.name = requireNonNull(name, "name is null");
    }

    /** What is done with a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Connects and migrates.
     *
     * @param connections at most
     * @throws MeshException {@code overloaded} when it cannot be opened
     */
    public static Database open(DatabaseAddress address, Tables tables, int connections) {
        try {
            AgroalDataSource pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(all -> all.maxSize(connections)
                            .acquisitionTimeout(WAIT)
                            .connectionFactoryConfiguration(one -> one.connectionProviderClassName(driver(address))
                                    .jdbcUrl(address.url())
                                    .principal(new NamePrincipal(address.user()))
                                    .credential(new SimplePassword(address.password())))));
            migrate(pool, address, tables);
            return new Database(pool, tables.name());
        } catch (SQLException e) {
            throw new MeshException(
                    ProblemSlug.OVERLOADED, "the database of " + tables.name() + " cannot be opened", e);
        }
    }

    private static void migrate(AgroalDataSource pool, DatabaseAddress address, Tables tables) {
        Flyway.configure()
                .dataSource(pool)
                .table(tables.history())
                // others may keep their tables in the same database
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .resourceProvider(new NamedMigrations(tables.loader(), tables.folder(), tables.scripts()))
                .javaMigrationClassProvider(List::of)
                .placeholders(Map.of("binary", address.isH2() ? "blob" : "bytea"))
                .load()
                .migrate();
    }

    /** @throws MeshException {@code overloaded} when the database does not answer */
    public <T> T with(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "the database of " + name + " does not answer", e)
                    .withRetryAfter(Duration.ofSeconds(1));
        }
    }

    /** Rows changed. */
    public int update(String sql, Object... values) {
        return with(connection -> {
            try (PreparedStatement statement = prepared(connection, sql, values)) {
                return statement.executeUpdate();
            }
        });
    }

    /** False when the key is there already. */
    public boolean insert(String sql, Object... values) {
        return with(connection -> {
            try (PreparedStatement statement = prepared(connection, sql, values)) {
                return statement.executeUpdate() == 1;
            } catch (SQLException e) {
                if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** All rows, in order. */
    public <T> List<T> query(Reader<T> reader, String sql, Object... values) {
        return with(connection -> {
            try (PreparedStatement statement = prepared(connection, sql, values);
                    ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return read;
            }
        });
    }

    /** The first row. */
    public <T> Optional<T> one(Reader<T> reader, String sql, Object... values) {
        return query(reader, sql, values).stream().findFirst();
    }

    /** With its values set: bytes, null, and what JDBC knows by itself. */
    public static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
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

    /** Named, because the driver manager does not show a driver to every class loader. */
    private static String driver(DatabaseAddress address) {
        return address.isH2() ? "org.h2.Driver" : "org.postgresql.Driver";
    }

    @Override
    public void close() {
        pool.close();
    }
}
