-- Counts every change to the user, so that two administrators don't overwrite each other.
ALTER TABLE users ADD COLUMN change BIGINT NOT NULL DEFAULT 1;

-- Where the session was begun, for the user to recognise it.
ALTER TABLE sessions ADD COLUMN address TEXT;

-- Keys of requests that are to be done once. The row is written with the change itself; the answer, when it is told.
CREATE TABLE once_keys (
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    status BIGINT,
    etag TEXT,
    body TEXT,
    PRIMARY KEY (actor, key)
) WITHOUT ROWID;
CREATE INDEX once_keys_by_age ON once_keys (at);
