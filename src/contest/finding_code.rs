//! The one table of finding codes: how serious each is and which named parts its sentence has.

use super::finding::{Finding, Findings, Severity, Spot};

/// A kind of finding. Its code is a stable interface: texts, interfaces and manuals speak of the same code.
///
/// Besides its arguments a sentence may use what every finding carries: spot, unit and value as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingCode {
    /// The stable code.
    pub code: &'static str,
    /// How serious it is; `None` where the plan decides.
    pub severity: Option<Severity>,
    /// The names of its arguments, in the order in which findings carry them.
    pub arguments: &'static [&'static str],
}

impl FindingCode {
    /// Counts a finding of this kind, and makes it only while there is room for it.
    pub fn raise(&self, findings: &mut Findings, make: impl FnOnce(Draft) -> Finding) {
        self.raise_as(self.severity.unwrap_or(Severity::Error), findings, make);
    }

    /// Like [`FindingCode::raise`], as serious as the plan says.
    pub fn raise_as(&self, severity: Severity, findings: &mut Findings, make: impl FnOnce(Draft) -> Finding) {
        findings.add(severity, || {
            let finding = make(Draft { code: self.code, severity });
            debug_assert!(
                finding.arguments.iter().map(|(name, _)| *name).eq(self.arguments.iter().copied()),
                "{} is made with the arguments that the table names",
                self.code
            );
            finding
        });
    }
}

/// A finding whose place isn't said yet.
#[derive(Debug)]
pub struct Draft {
    code: &'static str,
    severity: Severity,
}

impl Draft {
    /// The finding at a place.
    pub fn at(self, spot: Spot) -> Finding {
        Finding::new(self.code, self.severity, spot)
    }
}

macro_rules! finding_codes {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $severity:expr, [$($argument:literal),*];)*) => {
        $($(#[$meta])* pub const $name: FindingCode =
            FindingCode { code: $code, severity: $severity, arguments: &[$($argument),*] };)*

        /// Every kind of finding, ordered by code.
        pub const FINDING_CODES: &[FindingCode] = &[$($name),*];
    };
}

const ERROR: Option<Severity> = Some(Severity::Error);
const WARNING: Option<Severity> = Some(Severity::Warning);
const NOTICE: Option<Severity> = Some(Severity::Notice);

finding_codes! {
    /// A yes or no was expected. `figure`: what the cell reports.
    ANSWER_UNKNOWN = "answer.unknown", ERROR, ["figure"];
    /// A column that is needed isn't there. `column`: its name.
    COLUMN_MISSING = "column.missing", ERROR, ["column"];
    /// A column is of no use here. `suggestions`: near names, comma-separated; may be empty.
    COLUMN_UNKNOWN = "column.unknown", NOTICE, ["suggestions"];
    /// A column names a split metric without saying which item. `metric`; `items`: codes, comma-separated.
    COLUMN_WHICH_ITEM = "column.which_item", ERROR, ["metric", "items"];
    /// A column has values and no header; it was left out.
    COLUMN_WITHOUT_HEADER = "column.without_header", WARNING, [];
    /// Not a day.
    DATE_MALFORMED = "date.malformed", ERROR, ["figure"];
    /// A day that the calendar doesn't have.
    DATE_NO_SUCH_DAY = "date.no_such_day", ERROR, ["figure"];
    /// Points that others give, handed in by a unit itself.
    FIGURE_APPRAISED = "figure.appraised", ERROR, ["figure"];
    /// A later version changed the value. `before` and `after` as written.
    FIGURE_CORRECTED = "figure.corrected", NOTICE, ["figure", "before", "after"];
    /// One file states two values for one figure. `before` stands in row `first_row`, `after` here.
    FIGURE_DUPLICATE = "figure.duplicate", ERROR, ["figure", "before", "after", "first_row"];
    /// A figure that units of this level don't have. `level`: the level's name.
    FIGURE_NOT_EXPECTED = "figure.not_expected", WARNING, ["figure", "level"];
    /// A later version says that there is no figure (a blank cell says nothing); the earlier one, `kept`, stands.
    FIGURE_NOT_WITHDRAWN = "figure.not_withdrawn", WARNING, ["figure", "kept"];
    /// One file states the same value twice; first in row `first_row`.
    FIGURE_REPEATED = "figure.repeated", NOTICE, ["figure", "first_row"];
    /// A version received earlier than the one that stands was left out. `kept` stands; `left_out` doesn't.
    FIGURE_SUPERSEDED = "figure.superseded", NOTICE, ["figure", "kept", "left_out"];
    /// A sheet was chosen for a file that is no spreadsheet.
    FILE_CHOICE_OF_SHEET = "file.choice_of_sheet", ERROR, [];
    /// An encoding, separator or header row was chosen for a file that has none to choose. `format`: its name, XLSX or
    /// JSON; a spreadsheet has a header row.
    FILE_CHOICE_OF_TEXT = "file.choice_of_text", ERROR, ["format"];
    /// The file has no row below its header, or nothing at all.
    FILE_EMPTY = "file.empty", ERROR, [];
    /// The encoding that was chosen gives another text than the one that is recognised. `chosen`, `recognised`: their
    /// names.
    FILE_ENCODING_OTHER = "file.encoding_other", WARNING, ["chosen", "recognised"];
    /// The sheet that was chosen (its name is the value as read) isn't there, or has nothing in it. `sheets`: the names of
    /// all visible ones, comma-separated.
    FILE_SHEET_UNKNOWN = "file.sheet_unknown", ERROR, ["sheets"];
    /// More files than a contest takes. `limit`: how many it takes.
    FILE_TOO_MANY = "file.too_many", ERROR, ["limit"];
    /// The file isn't in the encoding that was chosen. `encoding`: its name; `byte`: offset of the first byte that
    /// doesn't fit, from 0; `line`: the line in which it stands, from 1.
    FILE_UNDECODABLE_CHOSEN = "file.undecodable.chosen", ERROR, ["encoding", "byte", "line"];
    /// The file has a NUL byte, so it isn't text. `byte`: its offset, from 0.
    FILE_UNDECODABLE_NUL_BYTE = "file.undecodable.nul_byte", ERROR, ["byte"];
    /// The file's text is in TCVN3 (ABC).
    FILE_UNDECODABLE_TCVN3 = "file.undecodable.tcvn3", ERROR, [];
    /// The encoding isn't recognised. `byte`: offset of the first byte that doesn't fit, from 0.
    FILE_UNDECODABLE_UNKNOWN = "file.undecodable.unknown", ERROR, ["byte"];
    /// The file's text is in VNI.
    FILE_UNDECODABLE_VNI = "file.undecodable.vni", ERROR, [];
    /// A quote is opened in this row and never closed.
    FILE_UNREADABLE_BROKEN_QUOTE = "file.unreadable.broken_quote", ERROR, [];
    /// A cell is longer than `limit` characters, often by a quote out of place.
    FILE_UNREADABLE_CELL_TOO_LONG = "file.unreadable.cell_too_long", ERROR, ["limit"];
    /// A report in JSON that isn't one. `reason`: as the reader says it, in English.
    FILE_UNREADABLE_JSON = "file.unreadable.json", ERROR, ["reason"];
    /// The file is of another kind. `format`: its name, such as PDF.
    FILE_UNREADABLE_OTHER_FORMAT = "file.unreadable.other_format", ERROR, ["format"];
    /// The spreadsheet can't be opened. `reason`: as the reader says it, in English.
    FILE_UNREADABLE_SPREADSHEET = "file.unreadable.spreadsheet", ERROR, ["reason"];
    /// The spreadsheet unpacks to more than `limit` bytes.
    FILE_UNREADABLE_TOO_LARGE = "file.unreadable.too_large", ERROR, ["limit"];
    /// More than `limit` columns.
    FILE_UNREADABLE_TOO_MANY_COLUMNS = "file.unreadable.too_many_columns", ERROR, ["limit"];
    /// More than `limit` rows.
    FILE_UNREADABLE_TOO_MANY_ROWS = "file.unreadable.too_many_rows", ERROR, ["limit"];
    /// A formula whose value the spreadsheet doesn't store, so that its cell reads as blank.
    FORMULA_WITHOUT_VALUE = "formula.without_value", WARNING, [];
    /// No header row among the first `rows` rows. `nearest`: the row most like one (its cells are the value as read), 0
    /// when there is none; `recognised`: its known headers, so many; `suggestions`: what its others may mean; both
    /// comma-separated.
    HEADER_NOT_FOUND = "header.not_found", ERROR,
        ["rows", "nearest", "recognised_count", "recognised", "suggestions"];
    /// The row that was chosen as the header isn't one (its cells are the value as read). `recognised`: its known headers,
    /// so many; `suggestions`: what its others may mean; both comma-separated.
    HEADER_NOT_IN_ROW = "header.not_in_row", ERROR, ["recognised_count", "recognised", "suggestions"];
    /// The row that was chosen as the header is blank, or behind the last row of the file. `last`: that row; 0 of a blank
    /// row before it.
    HEADER_ROW_BLANK = "header.row_blank", ERROR, ["last"];
    /// Two columns have the same meaning. `meaning`; `first`: the other column, as letter and header.
    HEADER_TWO_COLUMNS = "header.two_columns", ERROR, ["meaning", "first"];
    /// Several criteria have this number or name. `choices`: their codes, comma-separated.
    HOLD_CRITERION_AMBIGUOUS = "hold.criterion_ambiguous", ERROR, ["choices"];
    /// The criterion isn't in the plan. `suggestions`: near codes, comma-separated; may be empty.
    HOLD_CRITERION_UNKNOWN = "hold.criterion_unknown", ERROR, ["suggestions"];
    /// Neither hold nor exclusion.
    HOLD_KIND_UNKNOWN = "hold.kind_unknown", ERROR, [];
    /// A hold without a reason.
    HOLD_REASON_MISSING = "hold.reason_missing", ERROR, [];
    /// A split metric without an item. `metric`; `items`: codes, comma-separated.
    ITEM_MISSING = "item.missing", ERROR, ["metric", "items"];
    /// An item for a metric that isn't split.
    ITEM_NOT_SPLIT = "item.not_split", ERROR, ["metric"];
    /// The metric isn't split into this item. `items`: codes, comma-separated.
    ITEM_UNKNOWN = "item.unknown", ERROR, ["metric", "items"];
    /// More points than a scorer can give. `points` and `maximum` as written; `criterion`: its name.
    JUDGED_ABOVE_MAXIMUM = "judged.above_maximum", ERROR, ["figure", "criterion", "points", "maximum"];
    /// A value without a metric.
    METRIC_MISSING = "metric.missing", ERROR, [];
    /// No file has a column for figures that criteria need. `metrics`: their names, comma-separated; `others`: how many
    /// more; `suggestions`: a header that may be meant, where the finding is; may be empty.
    METRIC_NO_COLUMN = "metric.no_column", WARNING, ["metrics", "others", "suggestions"];
    /// The metric isn't in the plan. `suggestions`: near names, comma-separated; may be empty.
    METRIC_UNKNOWN = "metric.unknown", ERROR, ["suggestions"];
    /// A milestone's day of completion without the number of the document that proves it. `document`: the name of the
    /// figure that carries it.
    MILESTONE_NUMBER_MISSING = "milestone.number_missing", WARNING, ["figure", "document"];
    /// Not a day and time of day.
    MOMENT_MALFORMED = "moment.malformed", ERROR, ["figure"];
    /// A row that may be of a person who is nominated already. `others`: codes, or `#` and the row.
    NOMINATION_DUPLICATE = "nomination.duplicate", WARNING, ["others"];
    /// More persons than the plan lets a unit nominate for an award. `limit`.
    NOMINATION_LIMIT = "nomination.limit", ERROR, ["limit"];
    /// What is said of a nominated person isn't allowed. `field`; `expected`.
    NOMINATION_REFUSED = "nomination.refused", ERROR, ["field", "expected"];
    /// The number can be read in two ways; the option `numbers`, `vi` or `en`, tells which.
    NUMBER_AMBIGUOUS = "number.ambiguous", ERROR, ["figure"];
    /// A count with decimals.
    NUMBER_FRACTIONAL = "number.fractional", ERROR, ["figure"];
    /// Not a number.
    NUMBER_MALFORMED = "number.malformed", ERROR, ["figure"];
    /// Below zero.
    NUMBER_NEGATIVE = "number.negative", ERROR, ["figure"];
    /// Larger than any figure can be.
    NUMBER_TOO_LARGE = "number.too_large", ERROR, ["figure"];
    /// More decimals than are kept.
    NUMBER_TOO_PRECISE = "number.too_precise", ERROR, ["figure"];
    /// A percentage that isn't that of its own counts. `stated`, `rounded`, `truncated`: numerals in percent
    /// without the sign; `part` of `whole` are the counts.
    PERCENTAGE_DISAGREES = "percentage.disagrees", WARNING,
        ["figure", "stated", "rounded", "truncated", "part", "whole"];
    /// A percentage up to 1 where others of its figure are above 1, so that it may be a fraction (0.999 for 99.9 %).
    PERCENTAGE_MAYBE_FRACTION = "percentage.maybe_fraction", WARNING, ["figure"];
    /// A percentage above 100.
    PERCENTAGE_OUT_OF_RANGE = "percentage.out_of_range", WARNING, ["figure"];
    /// A row that numbers the columns was left out.
    ROW_COLUMN_NUMBERS = "row.column_numbers", NOTICE, [];
    /// Rows received after the moment asked for were left out. `count`; `as_of`: the moment, ISO.
    ROW_RECEIVED_LATER = "row.received_later", NOTICE, ["count", "as_of"];
    /// A row has more cells than the header. `cells`, `columns`: how many.
    ROW_TOO_LONG = "row.too_long", ERROR, ["cells", "columns"];
    /// A row of totals, known by its word, was left out.
    ROW_TOTAL = "row.total", NOTICE, [];
    /// A row of totals, known by its sums, was left out. `columns`: those that add up, comma-separated.
    ROW_TOTAL_BY_SUM = "row.total_by_sum", NOTICE, ["columns"];
    /// A row of totals states another sum than its column has.
    ROW_TOTAL_DIFFERS = "row.total_differs", WARNING, ["figure", "stated", "sum"];
    /// A row without a known unit and without figures (such as a line for signatures) was left out.
    ROW_WITHOUT_FIGURES = "row.without_figures", NOTICE, [];
    /// A consistency rule is broken. `rule` as the plan writes it; `left` and `right`: its sides with their figures,
    /// named with their item; `breach`: how the sides stand to each other; `advice`: of the plan, may be empty.
    RULE_BROKEN = "rule.broken", None, ["rule", "left", "breach", "right", "advice"];
    /// A unit's figure isn't the sum of those of its `children` (how many). `advice`: of the plan, may be empty.
    RULE_SUM_OF_CHILDREN = "rule.sum_of_children", None, ["figure", "stated", "sum", "children", "advice"];
    /// Several units have this name. `choices`: their codes, comma-separated.
    UNIT_AMBIGUOUS = "unit.ambiguous", ERROR, ["choices"];
    /// A participant without a cluster. `column`: the one that says it.
    UNIT_CLUSTER_MISSING = "unit.cluster_missing", ERROR, ["column"];
    /// A unit's code stands in row `first_row` already.
    UNIT_CODE_DUPLICATE = "unit.code_duplicate", ERROR, ["first_row"];
    /// A unit without a code.
    UNIT_CODE_MISSING = "unit.code_missing", ERROR, [];
    /// A cluster's or source's name differs from `other`, an earlier one, in diacritics or punctuation alone.
    UNIT_GROUP_ALIKE = "unit.group_alike", WARNING, ["other"];
    /// A code had lost or gained leading zeros; `code` was taken.
    UNIT_LEADING_ZERO = "unit.leading_zero", NOTICE, ["code"];
    /// The level isn't in the plan. `suggestions`: near levels; `levels`: all codes; both comma-separated.
    UNIT_LEVEL_UNKNOWN = "unit.level_unknown", ERROR, ["suggestions", "levels"];
    /// A figure without a unit.
    UNIT_MISSING = "unit.missing", ERROR, [];
    /// The name beside a code isn't that of the unit. `name`: the unit's name.
    UNIT_NAME_DIFFERS = "unit.name_differs", WARNING, ["name"];
    /// A unit without a name.
    UNIT_NAME_MISSING = "unit.name_missing", ERROR, [];
    /// No unit takes part.
    UNIT_NO_PARTICIPANTS = "unit.no_participants", ERROR, [];
    /// `missing` of so many `participants` have no figure at all. `units`: the first ones; `others`: how many more.
    UNIT_NO_REPORT = "unit.no_report", NOTICE, ["missing", "participants", "units", "others"];
    /// A unit that doesn't take part; its figures are kept for the sums of the unit above.
    UNIT_NOT_PARTICIPANT = "unit.not_participant", WARNING, [];
    /// Units are above each other in a circle. `path`: codes, joined by " > ".
    UNIT_PARENT_CYCLE = "unit.parent_cycle", ERROR, ["path"];
    /// The unit above isn't in the file. `suggestions`: near codes, comma-separated; may be empty.
    UNIT_PARENT_UNKNOWN = "unit.parent_unknown", ERROR, ["suggestions"];
    /// A figure was corrected or added later without saying when, so the unit's time of receipt isn't known any more.
    UNIT_RECEIPT_UNKNOWN = "unit.receipt_unknown", WARNING, [];
    /// A participant without a type of subject.
    UNIT_SUBJECT_MISSING = "unit.subject_missing", ERROR, ["subjects"];
    /// The type of subject isn't in the plan. `suggestions`: near ones; `subjects`: all codes; comma-separated.
    UNIT_SUBJECT_UNKNOWN = "unit.subject_unknown", ERROR, ["suggestions", "subjects"];
    /// The plan lets a unit and those below it take part, and the units file doesn't have it. `code`.
    UNIT_UNDER_UNKNOWN = "unit.under_unknown", ERROR, ["code"];
    /// No such unit. `suggestions`: near ones, comma-separated; may be empty.
    UNIT_UNKNOWN = "unit.unknown", ERROR, ["suggestions"];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_in_order() {
        for pair in FINDING_CODES.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} before {}", pair[0].code, pair[1].code);
        }
    }

    #[test]
    fn a_finding_is_made_only_while_there_is_room() {
        let mut findings = Findings::default();
        let mut made = 0;
        for _ in 0..1500 {
            FILE_EMPTY.raise(&mut findings, |draft| {
                made += 1;
                draft.at(Spot::default())
            });
        }
        assert_eq!((made, findings.errors), (1000, 1500));
    }
}
