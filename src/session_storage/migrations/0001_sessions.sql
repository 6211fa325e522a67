-- One row a session. `id` is the SHA-256 of the id in the cookie: who reads this table can take over nobody's session.
-- `expires_at` is in seconds since 1970, UTC.
CREATE TABLE sessions (
    id BLOB PRIMARY KEY NOT NULL,
    record BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX sessions_by_expiry ON sessions (expires_at);
