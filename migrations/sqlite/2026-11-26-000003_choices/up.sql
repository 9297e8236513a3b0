-- Changes of the recommendation by hand: a unit taken in for an award, or left out.
CREATE TABLE choices (
    id INTEGER NOT NULL PRIMARY KEY,
    plan_id BIGINT NOT NULL REFERENCES plans (id),
    unit BIGINT NOT NULL,
    award TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    lifted_by TEXT,
    lifted_at TIMESTAMP,
    lift_reason TEXT
);
CREATE INDEX choices_by_plan ON choices (plan_id, id);
