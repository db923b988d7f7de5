package dev.majlis.trainer.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.dedup.NamedMigrations;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** The trainer's tables in an H2 file or in PostgreSQL, and a small pool of connections to them. */
public final class Database implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 4;

    private final AgroalDataSource pool;

    private Database(AgroalDataSource pool) {
        this.pool = requireNonNull(pool, "pool is null");
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Statement<T> {
        T run(Connection connection) throws SQLException;
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
                    .table("trainer_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .resourceProvider(new NamedMigrations(
                            Database.class.getClassLoader(), "db/trainer/", List.of("V1__jobs.sql", "V2__phase.sql")))
                    .javaMigrationClassProvider(List::of)
                    .placeholders(Map.of("binary", url.startsWith("jdbc:h2:") ? "blob" : "bytea"))
                    .load()
                    .migrate();
            return new Database(pool);
        } catch (SQLException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "the trainer's database cannot be opened", e);
        }
    }

    /** @throws MeshException {@code overloaded} when the database does not answer */
    <T> T with(Statement<T> statement) {
        try (Connection connection = pool.getConnection()) {
            return statement.run(connection);
        } catch (SQLException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "the trainer's database does not answer", e)
                    .withRetryAfter(Duration.ofSeconds(1));
        }
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
