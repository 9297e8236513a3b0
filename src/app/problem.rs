//! Why something is refused: one table of codes. Texts are in the text files, by code; the API writes them as RFC 9457
//! problems.

use crate::db::{Failed, QueryError};
use crate::intake::plan_file::Mistake;

/// A kind of problem. Its code is a stable interface.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemCode {
    /// The stable code.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The names of its arguments.
    pub arguments: &'static [&'static str],
}

/// Why something was refused. Nothing of it was kept.
#[derive(Debug)]
pub struct Problem {
    /// The kind.
    pub code: &'static ProblemCode,
    /// The named parts of its sentence.
    pub arguments: Vec<(&'static str, String)>,
    /// Mistakes in a plan file.
    pub mistakes: Vec<Mistake>,
}

impl ProblemCode {
    /// A problem of this kind with its first argument.
    pub fn with(&'static self, name: &'static str, value: impl ToString) -> Problem {
        Problem::from(self).with(name, value)
    }
}

impl From<&'static ProblemCode> for Problem {
    fn from(code: &'static ProblemCode) -> Self {
        Self { code, arguments: Vec::new(), mistakes: Vec::new() }
    }
}

impl Problem {
    /// The same, to be told once more.
    #[must_use]
    pub fn again(&self) -> Self {
        Self { code: self.code, arguments: self.arguments.clone(), mistakes: Vec::new() }
    }

    /// With an argument.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "numbers and texts alike are handed over at once")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        debug_assert!(self.code.arguments.contains(&name), "{} has no argument {name}", self.code.code);
        self.arguments.push((name, value.to_string()));
        self
    }
}

impl From<Failed> for Problem {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Unavailable(reason) => {
                tracing::warn!(reason, "the database can't be used now");
                Self::from(&UNAVAILABLE)
            }
            Failed::Conflict => Self::from(&CONFLICT),
            Failed::Broken(reason) => {
                tracing::error!(reason, "a mistake of the program");
                Self::from(&INTERNAL)
            }
        }
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        Self::from(Failed::from(error))
    }
}

macro_rules! problem_codes {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $status:literal, [$($argument:literal),*];)*) => {
        $($(#[$meta])* pub static $name: ProblemCode =
            ProblemCode { code: $code, status: $status, arguments: &[$($argument),*] };)*

        /// Every kind of problem.
        pub static PROBLEM_CODES: &[&ProblemCode] = &[$(&$name),*];
    };
}

problem_codes! {
    /// Log in first.
    UNAUTHENTICATED = "unauthenticated", 401, [];
    /// User name or password is wrong.
    LOGIN_REFUSED = "login_refused", 401, [];
    /// Too many attempts.
    TOO_MANY_REQUESTS = "too_many_requests", 429, ["seconds"];
    /// The actor hasn't the right.
    FORBIDDEN = "forbidden", 403, ["right"];
    /// A change by cookie without the header that proves where it comes from.
    CSRF_REFUSED = "csrf_refused", 403, [];
    /// The token may not be used so.
    TOKEN_REFUSED = "token_refused", 403, ["what", "allowed"];
    /// A unit outside of the actor's reach.
    OUT_OF_REACH = "out_of_reach", 403, ["units"];
    /// There is nothing at this address.
    NOT_FOUND = "not_found", 404, ["what"];
    /// The address is there, but not with this method.
    METHOD_NOT_ALLOWED = "method_not_allowed", 405, ["allowed"];
    /// The body isn't what the operation takes.
    BODY_MALFORMED = "body_malformed", 400, ["line", "column", "expected"];
    /// The body ended before its end.
    BODY_BROKEN_OFF = "body_broken_off", 400, [];
    /// The body isn't text in UTF-8, or holds the character NUL.
    BODY_NOT_TEXT = "body_not_text", 400, ["byte"];
    /// The body is packed, and nothing packed is taken.
    BODY_PACKED = "body_packed", 415, ["what"];
    /// A parameter of the address isn't what the operation takes.
    PARAMETER_MALFORMED = "parameter_malformed", 400, ["field", "expected"];
    /// The content type isn't one that the operation takes.
    CONTENT_TYPE = "content_type", 415, ["expected"];
    /// The body is too large.
    TOO_LARGE = "too_large", 413, ["limit"];
    /// A value of a field isn't allowed.
    FIELD_REFUSED = "field_refused", 422, ["field", "expected"];
    /// Something with the same key is there already.
    ALREADY_THERE = "already_there", 409, ["what"];
    /// Somebody changed it in between.
    CONFLICT = "conflict", 409, [];
    /// The version quoted isn't the one that stands.
    STALE = "stale", 412, ["expected"];
    /// The digest quoted isn't that of a preview made now.
    DIGEST_STALE = "digest_stale", 409, [];
    /// The file was committed before, and isn't to be committed by that digest again.
    UPLOAD_COMMITTED = "upload_committed", 409, [];
    /// The file has no byte.
    FILE_EMPTY = "file_empty", 422, [];
    /// The key was used for another request.
    ONCE_DIFFERS = "once_differs", 422, [];
    /// The request of this key was done; its answer isn't kept.
    ONCE_DONE = "once_done", 409, [];
    /// The old password is wrong.
    PASSWORD_REFUSED = "password_refused", 422, [];
    /// Without this user nobody could run the service.
    LAST_ADMINISTRATOR = "last_administrator", 409, ["what"];
    /// The plan's state doesn't allow it.
    PLAN_STATE = "plan_state", 409, ["state", "allowed"];
    /// The plan file has mistakes.
    PLAN_MISTAKES = "plan_mistakes", 422, ["count"];
    /// The file has errors.
    FILE_ERRORS = "file_errors", 422, ["errors"];
    /// The file has no such column.
    COLUMN_NOT_THERE = "column_not_there", 422, ["column", "last"];
    /// A column can't mean that.
    MEANING_NOT_THERE = "meaning_not_there", 422, ["column", "means"];
    /// Two columns would mean the same.
    COLUMNS_FOR_ONE = "columns_for_one", 422, ["column", "other", "means"];
    /// Rows of a list can't be taken.
    ROWS_REFUSED = "rows_refused", 422, ["count", "rows"];
    /// The report's state doesn't allow it.
    REPORT_STATE = "report_state", 409, ["state"];
    /// The report has errors.
    REPORT_ERRORS = "report_errors", 409, ["errors"];
    /// The report has warnings, and no note says why it is accepted.
    REPORT_WARNINGS = "report_warnings", 422, ["warnings"];
    /// Something keeps the plan from being finalised.
    PLAN_BLOCKED = "plan_blocked", 409, ["blockers"];
    /// The change of the recommendation wouldn't do what it says.
    CHOICE_WITHOUT_EFFECT = "choice_without_effect", 409, ["unit", "reason"];
    /// The step doesn't follow the state that the case is in.
    CASE_STEP = "case_step", 409, ["case", "state", "action"];
    /// The case is on hold.
    CASE_HELD = "case_held", 409, ["case"];
    /// The unit of the case is on hold or excluded as a whole.
    CASE_UNIT_HELD = "case_unit_held", 409, ["case", "unit", "kind"];
    /// The case isn't on hold.
    CASE_NOT_HELD = "case_not_held", 409, ["case"];
    /// The dossier has no such part.
    PART_UNKNOWN = "part_unknown", 422, ["part", "parts"];
    /// The dossier was found complete, so nothing of it changes.
    DOSSIER_CLOSED = "dossier_closed", 409, ["case"];
    /// The dossier lacks required parts.
    DOSSIER_INCOMPLETE = "dossier_incomplete", 409, ["case", "parts"];
    /// The dossier has as many files as one may have.
    DOSSIER_FULL = "dossier_full", 409, ["most"];
    /// The file is larger than the part of the dossier takes.
    FILE_TOO_LARGE = "file_too_large", 413, ["limit"];
    /// The file's name isn't one.
    FILE_NAME = "file_name", 422, ["fault"];
    /// The part of the dossier doesn't take files of that type.
    FILE_TYPE = "file_type", 422, ["type", "taken"];
    /// The file is none of the types that dossiers take.
    FILE_UNKNOWN = "file_unknown", 422, [];
    /// The ending of the file's name says another type than its content.
    FILE_ENDING = "file_ending", 422, ["ending", "type"];
    /// The file is an old binary one.
    FILE_LEGACY = "file_legacy", 422, [];
    /// The file is protected by a password.
    FILE_PROTECTED = "file_protected", 422, [];
    /// The file carries macros.
    FILE_MACRO = "file_macro", 422, ["place"];
    /// The PDF runs something.
    FILE_ACTIVE = "file_active", 422, ["action"];
    /// The PDF holds objects that can't be looked into.
    FILE_HIDDEN = "file_hidden", 422, [];
    /// The file unpacks to too much.
    FILE_UNPACKS = "file_unpacks", 422, ["limit"];
    /// The picture has too many points.
    FILE_POINTS = "file_points", 422, ["limit"];
    /// The file is broken off or damaged.
    FILE_DAMAGED = "file_damaged", 422, [];
    /// The list would begin before the day on which it is made.
    PUBLICITY_BEGINS = "publicity_begins", 422, ["earliest"];
    /// The list would end before it begins, or earlier than it must.
    PUBLICITY_ENDS = "publicity_ends", 422, ["earliest"];
    /// The list is still public.
    LIST_PUBLIC = "list_public", 409, ["number", "ends"];
    /// The end of the list was recorded.
    PUBLICITY_ENDED = "publicity_ended", 409, ["number"];
    /// Objections are open.
    OBJECTIONS_OPEN = "objections_open", 409, ["count", "cases"];
    /// The objection was received before its list was public, or isn't received yet.
    OBJECTION_DAY = "objection_day", 422, ["earliest", "latest"];
    /// The objection was settled already.
    OBJECTION_SETTLED = "objection_settled", 409, ["objection"];
    /// Another re-score is staged.
    RESCORE_STAGED = "rescore_staged", 409, ["number"];
    /// The re-score was applied or cancelled already.
    RESCORE_NOT_STAGED = "rescore_not_staged", 409, ["number", "state"];
    /// What the re-score was made from has changed.
    RESCORE_STALE = "rescore_stale", 409, ["number"];
    /// One day comes after another that it must come before.
    DATES_ORDER = "dates_order", 422, ["from", "until"];
    /// Nobody changes by which units they themselves are recused.
    OWN_MEMBERSHIP = "own_membership", 403, [];
    /// Who was a member on the day of a session in which votes were opened can't be changed.
    MEMBERSHIP_VOTED = "membership_voted", 409, ["session", "day"];
    /// What is to be done is done with a case, among others, that the actor is recused from.
    RECUSED = "recused", 403, [];
    /// Somebody who is recused from a case asks for a file with the votes on all.
    BUNDLE_HIDDEN = "bundle_hidden", 403, [];
    /// The plan names no council.
    COUNCIL_MISSING = "council_missing", 409, [];
    /// The session's state doesn't allow it.
    SESSION_STATE = "session_state", 409, ["session", "state", "allowed"];
    /// The session's day hasn't come.
    SESSION_EARLY = "session_early", 409, ["session", "date"];
    /// The case isn't where it can be voted on.
    CASE_NOT_READY = "case_not_ready", 409, ["case", "state"];
    /// The case stands on an agenda already.
    CASE_ON_AGENDA = "case_on_agenda", 409, ["case", "session"];
    /// The case's publicity hasn't ended.
    VOTE_BEFORE_PUBLICITY = "vote_before_publicity", 409, ["case", "until"];
    /// The plan says of no rule by which the award is voted on.
    VOTE_RULE_MISSING = "vote_rule_missing", 409, ["award"];
    /// The vote hasn't been opened.
    VOTE_NOT_OPEN = "vote_not_open", 409, ["item"];
    /// The vote has been opened, and can't be prepared any more.
    VOTE_OPENED = "vote_opened", 409, ["item"];
    /// The vote is over.
    VOTE_CLOSED = "vote_closed", 409, ["item"];
    /// The member has voted.
    VOTED_ALREADY = "voted_already", 409, ["item"];
    /// The member has an interest in the item.
    VOTER_RECUSED = "voter_recused", 403, ["item"];
    /// The member isn't there, or wasn't when the vote was opened.
    VOTER_ABSENT = "voter_absent", 409, ["item"];
    /// Whoever votes isn't a member of the council.
    NOT_A_MEMBER = "not_a_member", 403, ["council"];
    /// The member's vote can't be given in writing.
    WRITING_REFUSED = "writing_refused", 409, ["item"];
    /// Too few members are there.
    QUORUM_LOST = "quorum_lost", 409, ["attending", "required", "members"];
    /// What is entered of a member doesn't follow what was entered before.
    ATTENDANCE_ORDER = "attendance_order", 409, ["member", "kind", "before"];
    /// A vote that departs from the recommendation has no reason yet, or votes are open.
    SESSION_UNFINISHED = "session_unfinished", 409, ["items"];
    /// Cases of the tie aren't voted on yet.
    TIE_OPEN = "tie_open", 409, ["tie"];
    /// The seats that a tie is about aren't those that were voted on.
    QUOTA_CHANGED = "quota_changed", 409, ["tie", "voted", "now"];
    /// The plan has no part about persons.
    NO_INDIVIDUALS = "no_individuals", 409, [];
    /// The unit has nominated as many persons for the award as the plan lets it.
    NOMINATION_LIMIT = "nomination_limit", 409, ["nominator", "award", "limit", "count"];
    /// The nomination's state doesn't allow it.
    NOMINATION_STATE = "nomination_state", 409, ["number", "state"];
    /// Others may be of the same person, and nobody has settled that.
    NOMINATION_DUPLICATE = "nomination_duplicate", 409, ["number", "others"];
    /// What the nomination said of the person is erased.
    NOMINATION_ERASED = "nomination_erased", 409, ["number"];
    /// A case of the nomination is under way.
    NOMINATION_CASE = "nomination_case", 409, ["number", "case"];
    /// Nobody's data are due to be erased yet.
    NOT_YET_DUE = "not_yet_due", 409, ["from"];
    /// What is filled in isn't what the signed decision says.
    DECISION_SAYS = "decision_says", 422, ["recorded"];
    /// The address mustn't be told.
    WEBHOOK_ADDRESS = "webhook_address", 422, ["address"];
    /// The program is built without TLS for webhooks.
    WEBHOOK_TLS = "webhook_tls", 422, [];
    /// There are no rules for decisions of a day.
    NO_RULES = "no_rules", 422, ["day", "first"];
    /// A plan's form of commendation isn't in the rules of a day.
    FORM_NOT_IN_RULES = "form_not_in_rules", 422, ["award", "form", "pack"];
    /// A decision without any case.
    DECISION_EMPTY = "decision_empty", 422, [];
    /// A case or an award stands in a list twice.
    LISTED_TWICE = "listed_twice", 422, ["number"];
    /// The issuer has used the number in that year.
    DECISION_NUMBER_USED = "decision_number_used", 409, ["number", "issuer", "year", "plan"];
    /// A date that has yet to come.
    DATE_IN_FUTURE = "date_in_future", 422, ["day", "today"];
    /// A decision dated before the session that voted on a case.
    DECISION_BEFORE_VOTE = "decision_before_vote", 422, ["case", "day"];
    /// A decision dated before the letter that submitted a case.
    DECISION_BEFORE_SUBMISSION = "decision_before_submission", 422, ["case", "day"];
    /// A letter dated before the session that voted on a case.
    SUBMISSION_BEFORE_VOTE = "submission_before_vote", 422, ["case", "day"];
    /// An amendment dated before the decision that it amends.
    AMENDMENT_BEFORE_DECISION = "amendment_before_decision", 422, ["day"];
    /// An award revoked before it was given.
    REVOCATION_BEFORE_AWARD = "revocation_before_award", 422, ["day"];
    /// An award revoked or removed before it was handed over.
    REVOCATION_BEFORE_HAND_OVER = "revocation_before_hand_over", 422, ["award", "day"];
    /// A letter whose number another letter of the plan has in that year.
    LETTER_NUMBER_USED = "letter_number_used", 409, ["number", "day"];
    /// A letter dated before an earlier one that submitted a case of it.
    LETTER_BEFORE_LETTER = "letter_before_letter", 422, ["case", "number", "day"];
    /// The subject isn't on the list of the award that the case's award is chosen from any more.
    AWARD_BELOW_LOST = "award_below_lost", 409, ["case", "other", "state"];
    /// Who decides is recused from a case that the one to be decided depends on.
    AWARD_BELOW_HIDDEN = "award_below_hidden", 403, ["case"];
    /// An award handed over before it was given.
    HAND_OVER_BEFORE_DECISION = "hand_over_before_decision", 422, ["day"];
    /// Who signs has no power to give an award.
    SIGNATORY_WITHOUT_POWER = "signatory_without_power", 422, ["position", "award", "allowed"];
    /// A case that isn't submitted.
    CASE_NOT_SUBMITTED = "case_not_submitted", 409, ["case", "state"];
    /// A decision departs from the recommendation without a reason.
    DEPARTURE_WITHOUT_REASON = "departure_without_reason", 422, ["count"];
    /// More awards than a quota admits.
    QUOTA_EXCEEDED = "quota_exceeded", 409, ["award", "per", "group", "limit", "count"];
    /// The subject has an award for the same achievement already.
    ALREADY_AWARDED = "already_awarded", 409, ["case", "award", "decision", "plan"];
    /// The award was revoked already.
    AWARD_REVOKED = "award_revoked", 409, ["award"];
    /// The award was handed over already.
    AWARD_HANDED_OVER = "award_handed_over", 409, ["award"];
    /// An award that the decision didn't give.
    AWARD_NOT_OF_DECISION = "award_not_of_decision", 422, ["award"];
    /// An amendment that would change nothing.
    AMENDMENT_EMPTY = "amendment_empty", 422, [];
    /// The chain of audit records is broken.
    AUDIT_BROKEN = "audit_broken", 500, ["seq"];
    /// A copy isn't what its manifest says.
    BACKUP_DIFFERS = "backup_differs", 500, ["rows"];
    /// The database can't be used now; worth trying again.
    UNAVAILABLE = "unavailable", 503, [];
    /// A mistake of the program.
    INTERNAL = "internal", 500, [];
}
