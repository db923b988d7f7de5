package dev.majlis.foe.state;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Documents in a database. */
public final class JdbcDocumentStore implements DocumentStore {
    private static final String SELECT = "select kind, id, pool, revision, created_at, body from foe_documents ";

    private final Database database;

    public JdbcDocumentStore(Database database) {
        this.database = requireNonNull(database, "database is null");
    }

    @Override
    public boolean insert(Document document) {
        return database.insert(
                "insert into foe_documents (kind, id, pool, revision, created_at, body) values (?, ?, ?, ?, ?, ?)",
                document.kind().name(),
                document.id(),
                document.pool(),
                document.revision(),
                document.createdAt().toEpochMilli(),
                document.body());
    }

    @Override
    public boolean replace(Document document) {
        return database.update(
                        "update foe_documents set revision = ?, body = ? where kind = ? and id = ? and revision = ?",
                        document.revision(),
                        document.body(),
                        document.kind().name(),
                        document.id(),
                        document.revision() - 1)
                == 1;
    }

    @Override
    public Optional<Document> find(DocumentKind kind, String id) {
        return database.one(JdbcDocumentStore::read, SELECT + "where kind = ? and id = ?", kind.name(), id);
    }

    @Override
    public List<Document> list(DocumentKind kind) {
        return database.query(JdbcDocumentStore::read, SELECT + "where kind = ? order by created_at, id", kind.name());
    }

    @Override
    public List<Document> list(DocumentKind kind, String pool) {
        return database.query(
                JdbcDocumentStore::read,
                SELECT + "where kind = ? and pool = ? order by created_at, id",
                kind.name(),
                pool);
    }

    @Override
    public boolean delete(DocumentKind kind, String id) {
        return database.update("delete from foe_documents where kind = ? and id = ?", kind.name(), id) == 1;
    }

    private static Document read(ResultSet row) throws SQLException {
        return new Document(
                DocumentKind.valueOf(row.getString("kind")),
                row.getString("id"),
                row.getString("pool"),
                row.getLong("revision"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getBytes("body"));
    }
}
