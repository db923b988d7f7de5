package dev.majlis.foe.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.dedup.NamedMigrations;
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

/** The tables of this service in an H2 file or in PostgreSQL, and a small pool of connections to them. */
public final class Database implements AutoCloseable {
    /** SQL state of a key that is there already. */
    static final String UNIQUE_VIOLATION = "23505";

    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 8;

    private final AgroalDataSource pool;

    private Database(AgroalDataSource pool) {
        this.pool = requireNonNull(pool, "pool is null");
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Connects and migrates.
     *
     * @param url {@code jdbc:h2:…} or {@code jdbc:postgresql:…}
     */
    public static Database open(String url, String user, String password) {
        try {
            AgroalDataSource pool = AgroalDataSource.from(
                    new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(connections -> connections
                            .maxSize(CONNECTIONS)
                            .acquisitionTimeout(WAIT)
                            .connectionFactoryConfiguration(factory -> factory.connectionProviderClassName(driver(url))
                                    .jdbcUrl(url)
                                    .principal(new NamePrincipal(user))
                                    .credential(new SimplePassword(password)))));
            Flyway.configure()
                    .dataSource(pool)
                    .table("foe_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .resourceProvider(
                            new NamedMigrations(Database.class.getClassLoader(), "db/foe/", List.of("V1__foe.sql")))
                    .javaMigrationClassProvider(List::of)
                    .placeholders(Map.of("binary", url.startsWith("jdbc:h2:") ? "blob" : "bytea"))
                    .load()
                    .migrate();
            return new Database(pool);
        } catch (SQLException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "the router's database cannot be opened", e);
        }
    }

    /** @throws MeshException {@code overloaded} when the database does not answer */
    <T> T with(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "the router's database does not answer", e)
                    .withRetryAfter(Duration.ofSeconds(1));
        }
    }

    /** Rows changed. */
    int update(String sql, Object... values) {
        return with(connection -> {
            try (PreparedStatement statement = prepared(connection, sql, values)) {
                return statement.executeUpdate();
            }
        });
    }

    /** False when the key is there already. */
    boolean insert(String sql, Object... values) {
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

    <T> List<T> query(Reader<T> reader, String sql, Object... values) {
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

    <T> Optional<T> one(Reader<T> reader, String sql, Object... values) {
        return query(reader, sql, values).stream().findFirst();
    }

    static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
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
    private static String driver(String url) {
        return url.startsWith("jdbc:h2:") ? "org.h2.Driver" : "org.postgresql.Driver";
    }

    @Override
    public void close() {
        pool.close();
    }
}
