-- Counts every change to the user, so that two administrators don't overwrite each other.
ALTER TABLE users ADD COLUMN change BIGINT NOT NULL DEFAULT 1;

-- Where the session was begun, for the user to recognise it.
ALTER TABLE sessions ADD COLUMN address TEXT COLLATE "C";

-- Keys of requests that are to be done once. The row is written with the change itself; the answer, when it is told.
CREATE TABLE once_keys (
    actor TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    request_hash TEXT COLLATE "C" NOT NULL,
    at TIMESTAMP NOT NULL,
    status BIGINT,
    etag TEXT COLLATE "C",
    body TEXT COLLATE "C",
    PRIMARY KEY (actor, key)
);
CREATE INDEX once_keys_by_age ON once_keys (at);

-- The figures of a version as one text: a line per figure, in the order of the plan's slots, with tabs between slot,
-- kind, value, file, row and column. A version is written and read whole, and never changed: as a row each, figures took
-- ten times as many rows, and three times as long on PostgreSQL, which looked each one's version up.
CREATE TABLE figure_lists (
    version_id BIGINT NOT NULL PRIMARY KEY REFERENCES report_versions (id),
    list TEXT COLLATE "C" NOT NULL
);
INSERT INTO figure_lists
SELECT version_id, string_agg(
    slot || chr(9) || kind || chr(9)
    || coalesce(number::TEXT, replace(replace(replace(text, '\', '\\'), chr(9), '\t'), chr(10), '\n'), '')
    || chr(9) || coalesce(upload_id::TEXT, '') || chr(9) || figures.row || chr(9) || col,
    chr(10) ORDER BY slot)
FROM figures GROUP BY version_id;
DROP TABLE figures;
