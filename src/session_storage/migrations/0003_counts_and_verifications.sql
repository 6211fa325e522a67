-- What signing in by phone must know across processes. One row a thing that is counted, one row a thing that is verified.
--
-- `thing` and `holder` are SHA-256 hashes: no phone number and no address stands here. Times are in seconds since 1970, UTC.
CREATE TABLE counts (
    thing BLOB PRIMARY KEY NOT NULL,
    number INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX counts_by_expiry ON counts (expires_at);

CREATE TABLE verifications (
    thing BLOB PRIMARY KEY NOT NULL,
    holder BLOB NOT NULL,
    tries INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX verifications_by_expiry ON verifications (expires_at);
