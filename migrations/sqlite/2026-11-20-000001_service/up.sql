-- Everything the service keeps. Columns are TEXT, BIGINT, BOOLEAN, DATE and TIMESTAMP (UTC) alone, and BLOB for the
-- bytes of files handed in. Decimals are canonical TEXT. Ids are given by the program inside its one write transaction.
-- (INTEGER PRIMARY KEY holds 64 bits and is the row itself.)

CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    unit_code TEXT,
    password_hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP
);

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
) WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE tokens (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    methods TEXT NOT NULL,
    unit_code TEXT,
    address_range TEXT,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);

CREATE TABLE units (
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_until DATE,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    parent_code TEXT,
    PRIMARY KEY (code, valid_from)
) WITHOUT ROWID;

CREATE TABLE unit_successors (
    code TEXT NOT NULL,
    successor_code TEXT NOT NULL,
    on_date DATE NOT NULL,
    PRIMARY KEY (code, successor_code, on_date)
) WITHOUT ROWID;

CREATE TABLE plans (
    id INTEGER NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    title_vi TEXT NOT NULL,
    title_en TEXT NOT NULL,
    state TEXT NOT NULL,
    file_name TEXT NOT NULL,
    source TEXT NOT NULL,
    hash TEXT NOT NULL,
    reports_due TIMESTAMP,
    -- Counts every change to the plan, its participants, reports, appraisals and holds.
    change BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- The units of a plan, resolved against it; level, subject, cluster and source are positions.
CREATE TABLE participants (
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    position BIGINT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    level BIGINT NOT NULL,
    subject BIGINT,
    parent BIGINT,
    cluster BIGINT,
    source BIGINT,
    PRIMARY KEY (plan_id, position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX participants_by_code ON participants (plan_id, code);

-- The clusters and the sources of a plan's participants.
CREATE TABLE participant_groups (
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    kind TEXT NOT NULL,
    position BIGINT NOT NULL,
    code TEXT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    PRIMARY KEY (plan_id, kind, position)
) WITHOUT ROWID;

CREATE TABLE uploads (
    id INTEGER NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    state TEXT NOT NULL,
    file_name TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at TIMESTAMP NOT NULL,
    headers TEXT NOT NULL
);
CREATE INDEX uploads_by_plan ON uploads (plan_id, id);

CREATE TABLE upload_parts (
    upload_id BIGINT NOT NULL REFERENCES uploads (id),
    number BIGINT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (upload_id, number)
);

-- Never overwritten: a correction is a new version. A version holds all figures of its unit.
CREATE TABLE report_versions (
    id INTEGER NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    unit BIGINT NOT NULL,
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    change BIGINT NOT NULL,
    upload_id BIGINT REFERENCES uploads (id),
    errors BIGINT NOT NULL,
    warnings BIGINT NOT NULL,
    late BOOLEAN NOT NULL,
    received_at TIMESTAMP NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    vouched_by TEXT,
    reason TEXT,
    decided_by TEXT,
    decided_at TIMESTAMP,
    decision_note TEXT
);
CREATE UNIQUE INDEX report_versions_by_unit ON report_versions (plan_id, unit, number);
CREATE INDEX report_versions_by_change ON report_versions (plan_id, change);

CREATE TABLE figures (
    version_id BIGINT NOT NULL REFERENCES report_versions (id),
    slot BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    number BIGINT,
    text TEXT,
    upload_id BIGINT,
    row BIGINT NOT NULL,
    col BIGINT NOT NULL,
    PRIMARY KEY (version_id, slot)
) WITHOUT ROWID;

-- Given by appraisers, above what the unit reported. Never overwritten: a correction has the next number.
CREATE TABLE appraisals (
    id INTEGER NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    unit BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    number BIGINT NOT NULL,
    change BIGINT NOT NULL,
    -- As of a figure; 0: withdrawn.
    kind BIGINT NOT NULL,
    count BIGINT,
    text TEXT,
    note TEXT,
    made_by TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX appraisals_by_unit ON appraisals (plan_id, unit, slot, number);
CREATE INDEX appraisals_by_change ON appraisals (plan_id, change);

CREATE TABLE holds (
    id INTEGER NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    unit BIGINT NOT NULL,
    criterion TEXT,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    lifted_by TEXT,
    lifted_at TIMESTAMP,
    lift_reason TEXT
);
CREATE INDEX holds_by_plan ON holds (plan_id, id);

-- A later deadline for one unit.
CREATE TABLE extensions (
    id INTEGER NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    unit BIGINT NOT NULL,
    until TIMESTAMP NOT NULL,
    granted_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX extensions_by_plan ON extensions (plan_id, unit);

-- Stored rankings: what they were made from, line by line, and what came out.
CREATE TABLE snapshots (
    id INTEGER NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    change BIGINT NOT NULL,
    as_of TIMESTAMP,
    input_hash TEXT NOT NULL,
    inputs TEXT NOT NULL,
    result_hash TEXT NOT NULL,
    result TEXT NOT NULL,
    csv TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    reason TEXT,
    decided_by TEXT,
    decided_at TIMESTAMP,
    decision_reason TEXT
);
CREATE UNIQUE INDEX snapshots_by_number ON snapshots (plan_id, number);

-- Addresses that are told of events. The secret signs what is sent, so it is kept as it is.
CREATE TABLE webhooks (
    id INTEGER NOT NULL PRIMARY KEY,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    kinds TEXT NOT NULL,
    plan_id BIGINT REFERENCES plans (id),
    rights TEXT NOT NULL,
    unit_code TEXT,
    cursor BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at TIMESTAMP NOT NULL,
    claimed_until TIMESTAMP,
    last_status BIGINT,
    last_error TEXT,
    made_by TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP,
    deleted_at TIMESTAMP
);

CREATE TABLE audit (
    seq INTEGER NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    address TEXT,
    action TEXT NOT NULL,
    plan_id BIGINT,
    unit_code TEXT,
    object TEXT NOT NULL,
    before TEXT,
    after TEXT,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_by_plan ON audit (plan_id, seq);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit records are never changed'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END;
