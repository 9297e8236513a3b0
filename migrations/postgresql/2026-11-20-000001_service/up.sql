-- Everything the service keeps. Columns are TEXT, BIGINT, BOOLEAN, DATE and TIMESTAMP (UTC) alone, and BYTEA for the
-- bytes of files handed in. Decimals are canonical TEXT. Ids are given by the program inside its one write transaction.
-- Texts are in byte order, so that both engines order and compare alike.

CREATE TABLE users (
    id BIGINT NOT NULL PRIMARY KEY,
    login TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    unit_code TEXT COLLATE "C",
    password_hash TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP
);

CREATE TABLE sessions (
    token_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE tokens (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    scopes TEXT COLLATE "C" NOT NULL,
    methods TEXT COLLATE "C" NOT NULL,
    unit_code TEXT COLLATE "C",
    address_range TEXT COLLATE "C",
    created_by TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);

CREATE TABLE units (
    code TEXT COLLATE "C" NOT NULL,
    valid_from DATE NOT NULL,
    valid_until DATE,
    name TEXT COLLATE "C" NOT NULL,
    level TEXT COLLATE "C" NOT NULL,
    parent_code TEXT COLLATE "C",
    PRIMARY KEY (code, valid_from)
);

CREATE TABLE unit_successors (
    code TEXT COLLATE "C" NOT NULL,
    successor_code TEXT COLLATE "C" NOT NULL,
    on_date DATE NOT NULL,
    PRIMARY KEY (code, successor_code, on_date)
);

CREATE TABLE plans (
    id BIGINT NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    title_vi TEXT COLLATE "C" NOT NULL,
    title_en TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    file_name TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    reports_due TIMESTAMP,
    -- Counts every change to the plan, its participants, reports, appraisals and holds.
    change BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- The units of a plan, resolved against it; level, subject, cluster and source are positions.
CREATE TABLE participants (
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    position BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    level BIGINT NOT NULL,
    subject BIGINT,
    parent BIGINT,
    cluster BIGINT,
    source BIGINT,
    PRIMARY KEY (plan_id, position)
);
CREATE UNIQUE INDEX participants_by_code ON participants (plan_id, code);

-- The clusters and the sources of a plan's participants.
CREATE TABLE participant_groups (
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    kind TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name_vi TEXT COLLATE "C" NOT NULL,
    name_en TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (plan_id, kind, position)
);

CREATE TABLE uploads (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    state TEXT COLLATE "C" NOT NULL,
    file_name TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    uploaded_by TEXT COLLATE "C" NOT NULL,
    uploaded_at TIMESTAMP NOT NULL,
    headers TEXT COLLATE "C" NOT NULL
);
CREATE INDEX uploads_by_plan ON uploads (plan_id, id);

CREATE TABLE upload_parts (
    upload_id BIGINT NOT NULL REFERENCES uploads (id),
    number BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (upload_id, number)
);

-- Never overwritten: a correction is a new version. A version holds all figures of its unit.
CREATE TABLE report_versions (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    unit BIGINT NOT NULL,
    number BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    change BIGINT NOT NULL,
    upload_id BIGINT REFERENCES uploads (id),
    errors BIGINT NOT NULL,
    warnings BIGINT NOT NULL,
    late BOOLEAN NOT NULL,
    received_at TIMESTAMP NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    vouched_by TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    decided_by TEXT COLLATE "C",
    decided_at TIMESTAMP,
    decision_note TEXT COLLATE "C"
);
CREATE UNIQUE INDEX report_versions_by_unit ON report_versions (plan_id, unit, number);
CREATE INDEX report_versions_by_change ON report_versions (plan_id, change);

CREATE TABLE figures (
    version_id BIGINT NOT NULL REFERENCES report_versions (id),
    slot BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    number BIGINT,
    text TEXT COLLATE "C",
    upload_id BIGINT,
    row BIGINT NOT NULL,
    col BIGINT NOT NULL,
    PRIMARY KEY (version_id, slot)
);

-- Given by appraisers, above what the unit reported. Never overwritten: a correction has the next number.
CREATE TABLE appraisals (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    unit BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    number BIGINT NOT NULL,
    change BIGINT NOT NULL,
    -- As of a figure; 0: withdrawn.
    kind BIGINT NOT NULL,
    count BIGINT,
    text TEXT COLLATE "C",
    note TEXT COLLATE "C",
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX appraisals_by_unit ON appraisals (plan_id, unit, slot, number);
CREATE INDEX appraisals_by_change ON appraisals (plan_id, change);

CREATE TABLE holds (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    unit BIGINT NOT NULL,
    criterion TEXT COLLATE "C",
    kind TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    lifted_by TEXT COLLATE "C",
    lifted_at TIMESTAMP,
    lift_reason TEXT COLLATE "C"
);
CREATE INDEX holds_by_plan ON holds (plan_id, id);

-- A later deadline for one unit.
CREATE TABLE extensions (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    unit BIGINT NOT NULL,
    until TIMESTAMP NOT NULL,
    granted_by TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX extensions_by_plan ON extensions (plan_id, unit);

-- Stored rankings: what they were made from, line by line, and what came out.
CREATE TABLE snapshots (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    number BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    change BIGINT NOT NULL,
    as_of TIMESTAMP,
    input_hash TEXT COLLATE "C" NOT NULL,
    inputs TEXT COLLATE "C" NOT NULL,
    result_hash TEXT COLLATE "C" NOT NULL,
    result TEXT COLLATE "C" NOT NULL,
    csv TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    reason TEXT COLLATE "C",
    decided_by TEXT COLLATE "C",
    decided_at TIMESTAMP,
    decision_reason TEXT COLLATE "C"
);
CREATE UNIQUE INDEX snapshots_by_number ON snapshots (plan_id, number);

-- Addresses that are told of events. The secret signs what is sent, so it is kept as it is.
CREATE TABLE webhooks (
    id BIGINT NOT NULL PRIMARY KEY,
    url TEXT COLLATE "C" NOT NULL,
    secret TEXT COLLATE "C" NOT NULL,
    kinds TEXT COLLATE "C" NOT NULL,
    plan_id BIGINT REFERENCES plans (id),
    rights TEXT COLLATE "C" NOT NULL,
    unit_code TEXT COLLATE "C",
    cursor BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at TIMESTAMP NOT NULL,
    claimed_until TIMESTAMP,
    last_status BIGINT,
    last_error TEXT COLLATE "C",
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP,
    deleted_at TIMESTAMP
);

CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C",
    action TEXT COLLATE "C" NOT NULL,
    plan_id BIGINT,
    unit_code TEXT COLLATE "C",
    object TEXT COLLATE "C" NOT NULL,
    before TEXT COLLATE "C",
    after TEXT COLLATE "C",
    previous_hash TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);
CREATE INDEX audit_by_plan ON audit (plan_id, seq);
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit records are never changed or deleted'; END $$;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
