package dev.majlis.mesh.dedup;

import static java.util.Objects.requireNonNull;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** A small pool of connections to a database whose tables are up to date. */
public final class DedupDatabase implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final AgroalDataSource pool;

    private DedupDatabase(AgroalDataSource pool) {
        this.pool = requireNonNull(pool, "pool is null");
    }

    /**
     * An H2 file below {@code folder}, which one process at a time may open. Commits are written at once: by default H2 takes half
     * a second, and what was promised would be gone when the process is killed before.
     */
    public static DedupDatabase file(Path folder) {
        return open(
                "jdbc:h2:file:" + folder.toAbsolutePath().resolve("dedup") + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0",
                "sa",
                "",
                4);
    }

    /**
     * Connects and migrates.
     *
     * @param url {@code jdbc:h2:…} or {@code jdbc:postgresql:…}
     * @param size most connections at a time
     * @throws IllegalStateException when the database cannot be opened
     */
    public static DedupDatabase open(String url, String user, String password, int size) {
        try {
            AgroalDataSource pool = AgroalDataSource.from(
                    new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(connections -> connections
                            .maxSize(size)
                            .acquisitionTimeout(WAIT)
                            .connectionFactoryConfiguration(factory -> factory.connectionProviderClassName(driver(url))
                                    .jdbcUrl(url)
                                    .principal(new NamePrincipal(user))
                                    .credential(new SimplePassword(password)))));
            migrate(pool, url.startsWith("jdbc:h2:") ? "blob" : "bytea");
            return new DedupDatabase(pool);
        } catch (SQLException e) {
            throw new IllegalStateException("database " + url + " cannot be opened", e);
        }
    }

    private static void migrate(AgroalDataSource pool, String binaryType) {
        Flyway.configure()
                .dataSource(pool)
                .table("mesh_schema_history")
                // other services may keep their tables in the same database
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .resourceProvider(new NamedMigrations(
                        DedupDatabase.class.getClassLoader(), "db/mesh/", List.of("V1__dedup_keys.sql")))
                .javaMigrationClassProvider(List::of)
                .placeholders(Map.of("binary", binaryType))
                .load()
                .migrate();
    }

    Connection connection() throws SQLException {
        return pool.getConnection();
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
