-- Changes of the recommendation by hand: a unit taken in for an award, or left out.
CREATE TABLE choices (
    id BIGINT NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    unit BIGINT NOT NULL,
    award TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    lifted_by TEXT COLLATE "C",
    lifted_at TIMESTAMP,
    lift_reason TEXT COLLATE "C"
);
CREATE INDEX choices_by_plan ON choices (plan_id, id);
