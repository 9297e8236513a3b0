-- Persons nominated by units for an award. Names and what a unit wrote of a person stand here and nowhere else, so that they can be erased.
CREATE TABLE nominations (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    number BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    nominator BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    award TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    folded TEXT COLLATE "C" NOT NULL,
    birth_year BIGINT,
    position TEXT COLLATE "C" NOT NULL,
    summary TEXT COLLATE "C" NOT NULL,
    figures TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    change BIGINT NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_at TIMESTAMP,
    decision_note TEXT COLLATE "C",
    erased_by TEXT COLLATE "C",
    erased_at TIMESTAMP,
    erase_reason TEXT COLLATE "C",
    apart_from TEXT COLLATE "C",
    apart_reason TEXT COLLATE "C"
);
CREATE UNIQUE INDEX nominations_by_number ON nominations (plan_id, number);
CREATE INDEX nominations_by_nominator ON nominations (plan_id, nominator);

-- Stored rankings of persons: what they were made from, line by line, and what came out. They name persons by number alone.
CREATE TABLE nomination_rankings (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    number BIGINT NOT NULL,
    input_hash TEXT COLLATE "C" NOT NULL,
    inputs TEXT COLLATE "C" NOT NULL,
    result_hash TEXT COLLATE "C" NOT NULL,
    result TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX nomination_rankings_by_number ON nomination_rankings (plan_id, number);

-- A case (hồ sơ): a subject on its way to an award.
CREATE TABLE cases (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    number BIGINT NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    unit BIGINT NOT NULL,
    nomination_id BIGINT REFERENCES nominations (id),
    award TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    held BOOLEAN NOT NULL,
    -- The tie at the border of a quota that the council settles; cases of one tie share a number.
    border BIGINT,
    snapshot BIGINT NOT NULL,
    place BIGINT,
    reason TEXT COLLATE "C" NOT NULL,
    since TIMESTAMP NOT NULL,
    change BIGINT NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX cases_by_number ON cases (plan_id, number);

-- Every step of a case, never changed.
CREATE TABLE case_steps (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    from_state TEXT COLLATE "C" NOT NULL,
    to_state TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    note TEXT COLLATE "C",
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    PRIMARY KEY (case_id, number)
);

-- Parts of dossiers and evidence: of a case, or of a nomination before there is a case; receiving, received or erased.
CREATE TABLE dossier_files (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    case_id BIGINT REFERENCES cases (id),
    nomination_id BIGINT REFERENCES nominations (id),
    state TEXT COLLATE "C" NOT NULL,
    part TEXT COLLATE "C" NOT NULL,
    file_name TEXT COLLATE "C" NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    removed_by TEXT COLLATE "C",
    removed_at TIMESTAMP,
    remove_reason TEXT COLLATE "C"
);
CREATE INDEX dossier_files_by_case_id ON dossier_files (case_id);
CREATE INDEX dossier_files_by_nomination_id ON dossier_files (nomination_id);

CREATE TABLE dossier_file_parts (
    file_id BIGINT NOT NULL REFERENCES dossier_files (id),
    number BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (file_id, number)
);

-- Lists made public for a time, so that anybody can object.
CREATE TABLE publicities (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    number BIGINT NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    ended_by TEXT COLLATE "C",
    ended_at TIMESTAMP
);
CREATE UNIQUE INDEX publicities_by_number ON publicities (plan_id, number);

CREATE TABLE publicity_cases (
    publicity_id BIGINT NOT NULL REFERENCES publicities (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    PRIMARY KEY (publicity_id, case_id)
);

CREATE TABLE objections (
    id BIGINT NOT NULL PRIMARY KEY,
    publicity_id BIGINT NOT NULL REFERENCES publicities (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    received_on DATE NOT NULL,
    sender TEXT COLLATE "C",
    content TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    settled_on DATE,
    settlement TEXT COLLATE "C",
    settle_note TEXT COLLATE "C",
    settled_by TEXT COLLATE "C",
    settled_at TIMESTAMP
);
CREATE INDEX objections_by_case_id ON objections (case_id);

-- Members of councils, with the time of their membership.
CREATE TABLE council_members (
    id BIGINT NOT NULL PRIMARY KEY,
    council TEXT COLLATE "C" NOT NULL,
    login TEXT COLLATE "C",
    name TEXT COLLATE "C" NOT NULL,
    position TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    from_date DATE NOT NULL,
    until_date DATE,
    change BIGINT NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX council_members_by_council ON council_members (council);

-- Units that a member belongs to, or belonged to, with dates.
CREATE TABLE member_units (
    member_id BIGINT NOT NULL REFERENCES council_members (id),
    unit_code TEXT COLLATE "C" NOT NULL,
    from_date DATE NOT NULL,
    until_date DATE,
    PRIMARY KEY (member_id, unit_code, from_date)
);

CREATE TABLE council_sessions (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    number BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    held_on DATE NOT NULL,
    note TEXT COLLATE "C",
    change BIGINT NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    opened_at TIMESTAMP,
    closed_at TIMESTAMP
);
CREATE UNIQUE INDEX council_sessions_by_number ON council_sessions (plan_id, number);

-- Who came, left, or votes in writing, in the order in which it was entered.
CREATE TABLE attendance (
    session_id BIGINT NOT NULL REFERENCES council_sessions (id),
    number BIGINT NOT NULL,
    member_id BIGINT NOT NULL REFERENCES council_members (id),
    kind TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    PRIMARY KEY (session_id, number)
);

-- Interests that members declared themselves, beside those that follow from their units.
CREATE TABLE recusals (
    session_id BIGINT NOT NULL REFERENCES council_sessions (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    member_id BIGINT NOT NULL REFERENCES council_members (id),
    reason TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    PRIMARY KEY (session_id, case_id, member_id)
);

-- A case on the agenda of a session; another round has a number of its own.
CREATE TABLE session_items (
    id BIGINT NOT NULL PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES council_sessions (id),
    number BIGINT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    round BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    -- The voting rule as it stood when the vote was opened.
    rule TEXT COLLATE "C",
    opened_at TIMESTAMP,
    closed_at TIMESTAMP,
    -- What came out, as minutes tell it.
    members BIGINT,
    recused BIGINT,
    present BIGINT,
    in_writing BIGINT,
    cast_votes BIGINT,
    votes_for BIGINT,
    votes_against BIGINT,
    votes_blank BIGINT,
    base BIGINT,
    required BIGINT,
    reached BOOLEAN,
    result TEXT COLLATE "C"
);
CREATE UNIQUE INDEX session_items_by_session_id_number ON session_items (session_id, number);
CREATE INDEX session_items_by_case_id ON session_items (case_id);

-- How each member stood when the vote on an item was opened.
CREATE TABLE item_members (
    item_id BIGINT NOT NULL REFERENCES session_items (id),
    member_id BIGINT NOT NULL REFERENCES council_members (id),
    standing TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (item_id, member_id)
);

-- Who has voted; in an open vote, how. In a secret vote the choice stands in ballots, without name, time or order.
CREATE TABLE votes (
    item_id BIGINT NOT NULL REFERENCES session_items (id),
    member_id BIGINT NOT NULL REFERENCES council_members (id),
    choice TEXT COLLATE "C",
    in_writing BOOLEAN NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP,
    PRIMARY KEY (item_id, member_id)
);

CREATE TABLE ballots (
    item_id BIGINT NOT NULL REFERENCES session_items (id),
    code TEXT COLLATE "C" NOT NULL,
    choice TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (item_id, code)
);

-- Letters (tờ trình) that submit cases for decision.
CREATE TABLE submissions (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    number TEXT COLLATE "C" NOT NULL,
    sent_on DATE NOT NULL,
    note TEXT COLLATE "C",
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX submissions_by_id ON submissions (plan_id, id);

CREATE TABLE submission_cases (
    submission_id BIGINT NOT NULL REFERENCES submissions (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    PRIMARY KEY (submission_id, case_id)
);
CREATE INDEX submission_cases_by_case_id ON submission_cases (case_id);

-- Decisions; one that amends or revokes is a record of its own.
CREATE TABLE decisions (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    kind TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    issued_on DATE NOT NULL,
    issuer TEXT COLLATE "C" NOT NULL,
    signatory TEXT COLLATE "C" NOT NULL,
    position TEXT COLLATE "C" NOT NULL,
    -- Legal bases, a line each, as the rule pack of that date has them.
    bases TEXT COLLATE "C" NOT NULL,
    rule_pack TEXT COLLATE "C" NOT NULL,
    amends BIGINT REFERENCES decisions (id),
    -- Of a revocation, one of the legal reasons.
    reason_code TEXT COLLATE "C",
    -- Why, in words: of an amendment or a revocation, or of departing from what was recommended.
    reason TEXT COLLATE "C",
    departures BIGINT NOT NULL,
    -- Issuer, year and number, folded: no issuer uses a number twice in a year.
    number_key TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX decisions_by_id ON decisions (plan_id, id);
CREATE UNIQUE INDEX decisions_by_number_key ON decisions (number_key);

-- The register: an award given by a decision. Nothing is deleted; a revocation is written on it.
CREATE TABLE awards (
    id BIGINT NOT NULL PRIMARY KEY,
    decision_id BIGINT NOT NULL REFERENCES decisions (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    subject TEXT COLLATE "C" NOT NULL,
    unit_code TEXT COLLATE "C" NOT NULL,
    unit_name TEXT COLLATE "C" NOT NULL,
    nomination_id BIGINT REFERENCES nominations (id),
    -- The name of the unit without diacritics, to be searched.
    folded TEXT COLLATE "C" NOT NULL,
    -- The kind of collective or person: code, names, and of a person whether it leads.
    kind TEXT COLLATE "C" NOT NULL,
    kind_vi TEXT COLLATE "C" NOT NULL,
    kind_en TEXT COLLATE "C" NOT NULL,
    leads BOOLEAN,
    award TEXT COLLATE "C" NOT NULL,
    -- The form's code in the rule pack; empty where the plan names none.
    form TEXT COLLATE "C" NOT NULL,
    -- What the database of civil servants takes: an emulation title, or a form of commendation.
    title TEXT COLLATE "C",
    form_name TEXT COLLATE "C",
    year BIGINT NOT NULL,
    money BIGINT,
    coefficient TEXT COLLATE "C",
    base_wage BIGINT,
    -- Which of the numbers that the money rests on aren't checked, by code.
    unsure TEXT COLLATE "C" NOT NULL,
    budget TEXT COLLATE "C",
    handed_over_on DATE,
    hand_over_note TEXT COLLATE "C",
    handed_over_by TEXT COLLATE "C",
    handed_over_at TIMESTAMP,
    revoked_by_decision BIGINT REFERENCES decisions (id),
    revoked_on DATE,
    revoke_reason TEXT COLLATE "C"
);
CREATE INDEX awards_by_decision_id ON awards (decision_id);
CREATE INDEX awards_by_case_id ON awards (case_id);
CREATE INDEX awards_by_unit_code ON awards (unit_code);
CREATE INDEX awards_by_year_id ON awards (year, id);

-- What an amendment adds, removes or corrects.
CREATE TABLE decision_changes (
    decision_id BIGINT NOT NULL REFERENCES decisions (id),
    number BIGINT NOT NULL,
    award_id BIGINT NOT NULL REFERENCES awards (id),
    kind TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C",
    before_text TEXT COLLATE "C",
    after_text TEXT COLLATE "C",
    PRIMARY KEY (decision_id, number)
);
