/** Tables in an H2 file or in PostgreSQL: one dialect, a small pool of connections, migrations. */
package dev.majlis.mesh.database;
