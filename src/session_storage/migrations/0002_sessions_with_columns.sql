-- One row a session, with a column for whatever is changed or searched by itself. The rows of the former table are
-- dropped: their people sign in again.
--
-- `key`, `subject` and `provider_session` are SHA-256 hashes, `sealed` is encrypted: who reads this table can take over
-- nobody's session. Times are in seconds since 1970, UTC; a lease's is in milliseconds.
DROP TABLE sessions;

CREATE TABLE sessions (
    key BLOB PRIMARY KEY NOT NULL,
    data BLOB NOT NULL,
    sealed TEXT,
    version INTEGER NOT NULL,
    subject BLOB,
    provider_session BLOB,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    lease_holder TEXT,
    lease_until INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_subject ON sessions (subject) WHERE subject IS NOT NULL;
CREATE INDEX sessions_by_provider_session ON sessions (provider_session) WHERE provider_session IS NOT NULL;

CREATE TABLE used_once (
    thing BLOB PRIMARY KEY NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX used_once_by_expiry ON used_once (expires_at);
