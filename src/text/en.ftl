# English texts. Every key has a text in vi.ftl with the same variables.

## Outcomes of criteria

outcome-met = met
outcome-not_met = not met
outcome-needs_judgement = needs judgement
outcome-missing = missing data
outcome-on_hold = on hold
gates-met = all met
gates-open = some still open
gates-not_met = at least one not met
answer-yes = yes
answer-no = no
provisional = *** PROVISIONAL – the figures have errors; cells with errors count as missing, figures that break a rule of the plan as they stand ***
no-total = none yet

## Severity of findings

severity-error = error
severity-warning = warning
severity-notice = notice

## Places in files

place-row = row { $row }
place-column = column { $column }
place-column-header = column { $column } ({ $header })
figure-place = { $file }, row { $row }, column { $column }

## Lists of findings

findings-none = No findings: the figures can be used.
findings-counts = In all: { $errors } { $errors ->
    [one] error
   *[other] errors
}, { $warnings } { $warnings ->
    [one] warning
   *[other] warnings
}, { $notices } { $notices ->
    [one] notice
   *[other] notices
}.
findings-cut = Only the first { $shown } of { $total } findings are listed.
finding-part-suggestions = {" "}Did you mean: { $text }?
finding-part-advice = {" "}{ $text }
finding-part-all_files = All reports
finding-part-breach-at_least = below
finding-part-breach-more_than = not above
finding-part-breach-at_most = above
finding-part-breach-less_than = not below
finding-part-breach-equal = not

## Findings: what is wrong, what is expected, what to do

finding-answer-unknown = { $figure }: “{ $read }” is no answer. Write “có” (yes) or “không” (no).
finding-column-missing = Column “{ $column }” is missing. Add it, or correct its header.
finding-column-unknown = This column isn't in the plan and isn't read.{ $suggestions }
finding-column-which_item = Column “{ $metric }” doesn't say which item it is for. Add one of these codes: { $items }.
finding-column-without_header = The column has values but no header and isn't read. Give it a header or delete it.
finding-date-malformed = { $figure }: “{ $read }” is no date. Write day/month/year without a time, such as 23/05/2021.
finding-date-no_such_day = { $figure }: the calendar has no day “{ $read }”. Check day and month.
finding-figure-appraised = { $figure }: these points are given by appraisers, not by the unit. Leave the cell empty.
finding-figure-corrected = { $figure }: a later report corrected { $before } to { $after }; the later value counts.
finding-figure-duplicate = { $figure }: one file states two values, { $before } in row { $first_row } and { $after } here. Neither is taken. Keep only one.
finding-figure-not_expected = { $figure }: units of level { $level } don't have this figure. Check the column or clear the value.
finding-figure-not_withdrawn = { $figure }: a later report says “{ $read }”, but { $kept }, reported before, stands. If it is wrong, write the right figure; if it must go, delete it from the earlier file.
finding-figure-repeated = { $figure }: the same value stands in row { $first_row } already.
finding-figure-superseded = { $figure }: an earlier report is replaced; { $kept } stands, { $left_out } is left out.
finding-file-choice_of_sheet = A sheet can be chosen for Excel files (.xlsx) only, and this is a text file. Leave it as recognised.
finding-file-choice_of_text = { $format ->
    [JSON] A JSON file has no encoding, separator, header row or sheet to choose.
   *[other] Encoding and separator can be chosen for text files (CSV) only, and this is { $format }.
} Leave them as recognised.
finding-file-empty = The file has no row of figures. Check that it is the right file and that it was saved.
finding-file-encoding_other = The file was read in { $chosen }, as chosen, but looks like { $recognised }, which gives another text. Check the letters with diacritics.
finding-file-sheet_unknown = The spreadsheet has no sheet “{ $read }” with anything in it. Its sheets: { $sheets }.
finding-file-too_many = Too many files: a contest takes at most { $limit }. Put them together.
finding-file-undecodable-chosen = The file isn't in { $encoding }, as chosen: the first byte that doesn't fit is at offset { $byte }, in line { $line }. Choose another encoding, or leave it as recognised.
finding-file-undecodable-nul_byte = The file has empty characters (at byte { $byte }) and can't be read as text: it may be “Unicode Text” (UTF-16) without its mark, or no table at all. For reports in CSV, UTF-16 can be chosen; or open it in Excel and save it as .xlsx or “CSV UTF-8”.
finding-file-undecodable-tcvn3 = The file is encoded in TCVN3 (ABC) and can't be read safely by itself. For reports in CSV, this encoding can be chosen; or convert it to Unicode and save it as “CSV UTF-8” or as an Excel file (.xlsx).
finding-file-undecodable-unknown = The file's encoding isn't recognised (first byte that doesn't fit at offset { $byte }). For reports in CSV, the encoding can be chosen; or save it as “CSV UTF-8” or as an Excel file (.xlsx).
finding-file-undecodable-vni = The file is encoded in VNI and can't be read safely by itself. For reports in CSV, this encoding can be chosen; or convert it to Unicode and save it as “CSV UTF-8” or as an Excel file (.xlsx).
finding-file-unreadable-spreadsheet = The spreadsheet can't be opened: { $reason }. Open it in Excel and save it again.
finding-file-unreadable-table = The table can't be read: { $reason }. Open it in Excel and save it as “CSV UTF-8”.
finding-file-unreadable-broken_quote = A quote is opened in this row and never closed. Open the file in Excel, correct the cell and save it again.
finding-file-unreadable-cell_too_long = The cell is longer than { $limit } characters, often by a quote out of place. Check this cell.
finding-file-unreadable-json = The JSON isn't a report: { $reason }. Expected: figures, each with unit, metric, item (where the metric is split) and value as text.
finding-file-unreadable-other_format = { $format ->
    [XLS] An Excel file of the old kind (.xls) can't be read: save it as .xlsx or .csv.
   *[other] This is a { $format } file, not a table. Save it as “CSV UTF-8” or as an Excel file (.xlsx).
}
finding-file-unreadable-too_large = The spreadsheet unpacks to more than { $limit } bytes and isn't read. Split the file.
finding-file-unreadable-too_many_columns = The file has more than { $limit } columns. Delete those that aren't needed.
finding-file-unreadable-too_many_rows = The file has more than { $limit } rows. Split the file.
finding-formula-without_value = The formula has no stored value, so that its cell reads as blank. Open the file in the spreadsheet program, save it and hand it in again.
finding-header-not_found = No header row among the first { $rows } rows. It must have a column for the unit's code or name and columns of figures.{ $nearest ->
    [0] {""}
   *[other] {" "}Row { $nearest } (“{ $read }”) is most like one
}{ $recognised_count ->
    [0] {""}
   *[other] , with known headers: { $recognised }
}{ $nearest ->
    [0] {""}
   *[other] .
}{ $suggestions }
finding-header-not_in_row = The chosen row (“{ $read }”) is no header row. It must have a column for the unit's code or name and columns of figures.{ $recognised_count ->
    [0] {""}
   *[other] {" "}Known headers: { $recognised }.
}{ $suggestions }
finding-header-row_blank = { $last ->
    [0] The row chosen as the header is blank. Choose another one, or leave it as recognised.
   *[other] The row chosen as the header is behind the last row with content, which is row { $last }. Choose another one, or leave it as recognised.
}
finding-header-two_columns = Two columns mean “{ $meaning }”; the other one is { $first }. Delete or rename one of them.
finding-hold-criterion_ambiguous = Several criteria have the number or name “{ $read }”. Write one of these codes: { $choices }.
finding-hold-criterion_unknown = The plan has no criterion “{ $read }”.{ $suggestions } Leave it empty to mean the whole unit.
finding-hold-kind_unknown = “{ $read }” is neither hold nor exclude. Write one of the two.
finding-hold-reason_missing = The reason is missing. Every hold and every exclusion needs one.
finding-item-missing = Metric “{ $metric }” must say which item. Write one of these codes: { $items }.
finding-item-not_split = Metric “{ $metric }” isn't split, but “{ $read }” is given here. Leave this cell empty.
finding-item-unknown = Metric “{ $metric }” has no item “{ $read }”. Write one of these codes: { $items }.
finding-judged-above_maximum = { $figure }: { $points } points, above the maximum { $maximum } of criterion “{ $criterion }”. Check the points given.
finding-metric-missing = A value without a metric. Write the metric's code or name.
finding-metric-no_column = No file has a column for figures that criteria need: { $metrics }{ $others ->
    [0] {""}
   *[other] {" "}and { $others } more
}.{ $suggestions }
finding-metric-unknown = The plan has no metric “{ $read }”.{ $suggestions }
finding-milestone-number_missing = { $figure }: the day is reported, but not “{ $document }”. Report the document’s number too, or explain why there is none.
finding-moment-malformed = { $figure }: “{ $read }” is no date and time. Write day/month/year hour:minute, such as 23/05/2021 19:30.
finding-nomination-duplicate = May be the same person as { $others } (a number behind # is a row of the file). If they are two, the office that appraises declares it.
finding-nomination-limit = More persons than the unit may nominate for the award “{ $read }”: { $limit }. Leave out rows, or withdraw nominations that were sent.
finding-nomination-refused = The value of { $field } can't be used. Expected: { $expected }.
finding-number-ambiguous = { $figure }: “{ $read }” can be read in two ways (point and comma as thousands or decimals) and nothing in the file tells for certain which. Say how numbers are written: option numbers = vi (1.234,5) or numbers = en (1,234.5).
finding-number-fractional = { $figure }: “{ $read }” has decimals, but a whole count is needed. Check it.
finding-number-malformed = { $figure }: “{ $read }” is no number. Write it again, such as 31,913 or 31913.
finding-number-negative = { $figure }: “{ $read }” is negative. This figure can't be below 0.
finding-number-too_large = { $figure }: “{ $read }” is larger than any figure can be. Check for a digit too many.
finding-number-too_precise = { $figure }: “{ $read }” has too many decimals. Write no more than 9.
finding-percentage-disagrees = { $figure }: stated as { $stated } %, but { $part } of { $whole } is { $truncated ->
    [same] { $rounded } %
   *[other] { $rounded } % (rounded) or { $truncated } % (truncated)
}. The result is computed from the counts; explain the stated percentage.
finding-percentage-maybe_fraction = { $figure }: “{ $read }” is taken as { $read } %, but other units state more than 1 %. If it is a fraction of 1 (0.999 for 99.9 %), write it as a percentage.
finding-percentage-out_of_range = { $figure }: “{ $read }” is above 100 %. Explain or correct it.
finding-row-column_numbers = A row that numbers the columns was left out.
finding-row-received_later = { $count } { $count ->
    [one] row
   *[other] rows
} received after { $as_of } left out.
finding-row-too_long = The row has { $cells } cells, but the header only { $columns } columns. A value may contain the separator without quotes.
finding-row-total = A row of totals; it isn't a unit.
finding-row-total_by_sum = This row is the sum of the rows above (columns { $columns }), so it's taken as a row of totals and not as a unit.
finding-row-total_differs = { $figure }: the row of totals states { $stated }, but the rows add up to { $sum }. Check whether a unit is missing.
finding-row-without_figures = A row without unit and figures was left out.
finding-rule-broken = { $left }, { $breach } { $right }. The plan's rule: { $rule }.{ $advice }
finding-rule-sum_of_children = { $figure }: stated as { $stated }, but the { $children } units below add up to { $sum }.{ $advice }
finding-unit-ambiguous = “{ $read }” may be several units. Write the whole code; it may be one of: { $choices }.
finding-unit-cluster_missing = Unit { $unit } takes part but has no cluster. Fill in the column { $column }.
finding-unit-code_duplicate = The unit code “{ $read }” stands in row { $first_row } already. Every unit has its own code.
finding-unit-code_missing = The unit's code is missing. Write it with its leading zeros.
finding-unit-group_alike = “{ $read }” and “{ $other }” differ in diacritics alone and are taken as two names. If they are one, spell them alike.
finding-unit-leading_zero = Code “{ $read }” is taken as { $code } (Excel often eats leading zeros).
finding-unit-level_unknown = The plan has no level “{ $read }”.{ $suggestions } Levels: { $levels }.
finding-unit-missing = Figures without a unit. Write the unit's code or name.
finding-unit-name_differs = Code { $unit } belongs to “{ $name }”, but the file says “{ $read }”. Check whether the rows are mixed up.
finding-unit-name_missing = The unit's name is missing.
finding-unit-no_participants = No unit takes part. Check levels, types of subject and the plan's section [participants].
finding-unit-no_report = No report yet from { $missing } of { $participants } units: { $units }{ $others ->
    [0] {""}
   *[other] {" "}and { $others } more
}.
finding-unit-not_participant = Unit { $unit } doesn't take part; its figures only serve the sums of the unit above.
finding-unit-parent_cycle = Units are above each other in a circle: { $path }. Correct the column parent_code.
finding-unit-parent_unknown = The unit above, “{ $read }”, isn't in the list.{ $suggestions }
finding-unit-receipt_unknown = Figures were corrected or added without a time of receipt, so it isn't known any more when unit { $unit } reported. Fill in the column received_at.
finding-unit-subject_missing = Unit { $unit } has no type of subject. Write one of: { $subjects }.
finding-unit-subject_unknown = The plan has no type of subject “{ $read }”.{ $suggestions } Types: { $subjects }.
finding-unit-under_unknown = The plan lets unit { $code } and those below it take part, but the list of units doesn't have this code.
finding-unit-unknown = No unit “{ $read }” in the list.{ $suggestions } A new unit has to be added to the list of units first.

## Findings: what was expected, for programs

expected-answer-unknown = “có” (yes) or “không” (no)
expected-column-missing = a column with the header “{ $column }”
expected-column-which_item = one of the codes { $items }
expected-column-without_header = a header above values
expected-date-malformed = day/month/year, such as 23/05/2021
expected-date-no_such_day = a day that the calendar has
expected-figure-appraised = an empty cell
expected-figure-duplicate = one value for each figure
expected-figure-not_expected = an empty cell, since units of level { $level } don't have this figure
expected-figure-not_withdrawn = a right value in place of { $kept }
expected-file-choice_of_sheet = no choice of a sheet
expected-file-choice_of_text = as recognised
expected-file-empty = at least one row of figures below the header
expected-file-encoding_other = the encoding { $recognised }
expected-file-sheet_unknown = one of the sheets { $sheets }
expected-file-too_many = at most { $limit } files
expected-file-undecodable-chosen = text in { $encoding }
expected-file-undecodable-nul_byte = an .xlsx file or “CSV UTF-8”
expected-file-undecodable-tcvn3 = an .xlsx file or “CSV UTF-8”
expected-file-undecodable-unknown = an .xlsx file or “CSV UTF-8”
expected-file-undecodable-vni = an .xlsx file or “CSV UTF-8”
expected-file-unreadable-broken_quote = a closing quote for each opening one
expected-file-unreadable-cell_too_long = cells of at most { $limit } characters
expected-file-unreadable-json = figures with unit, metric, item (where the metric is split) and value
expected-file-unreadable-other_format = an .xlsx file or “CSV UTF-8”
expected-file-unreadable-spreadsheet = a spreadsheet that opens in Excel
expected-file-unreadable-too_large = a file that unpacks to at most { $limit } bytes
expected-file-unreadable-too_many_columns = at most { $limit } columns
expected-file-unreadable-too_many_rows = at most { $limit } rows
expected-formula-without_value = a formula with its stored value
expected-header-not_found = a header row with a column for the unit's code or name and columns of figures
expected-header-not_in_row = a header row with a column for the unit's code or name and columns of figures
expected-header-row_blank = a header row
expected-header-two_columns = one column for “{ $meaning }”
expected-hold-criterion_ambiguous = one of the codes { $choices }
expected-hold-criterion_unknown = a criterion of the plan, or nothing for the whole unit
expected-hold-kind_unknown = “hold” or “exclude”
expected-hold-reason_missing = a reason
expected-item-missing = one of the codes { $items }
expected-item-not_split = an empty cell
expected-item-unknown = one of the codes { $items }
expected-judged-above_maximum = at most { $maximum } points
expected-metric-missing = the metric's code or name
expected-metric-no_column = columns for { $metrics }
expected-metric-unknown = a metric of the plan
expected-milestone-number_missing = “{ $document }” beside the day
expected-moment-malformed = day/month/year hour:minute, such as 23/05/2021 19:30
expected-nomination-duplicate = one nomination for each person
expected-nomination-limit = at most { $limit } persons
expected-nomination-refused = { $expected }
expected-number-ambiguous = how numbers are written: vi (1.234,5) or en (1,234.5)
expected-number-fractional = a whole number
expected-number-malformed = a number, such as 31,913 or 31913
expected-number-negative = a number of at least 0
expected-number-too_large = a number of at most 1,000,000,000,000,000
expected-number-too_precise = at most 9 decimals
expected-percentage-disagrees = { $rounded } %
expected-percentage-maybe_fraction = a percentage, such as 99.9 for 0.999
expected-percentage-out_of_range = from 0 to 100 %
expected-row-too_long = at most { $columns } cells
expected-row-total_differs = { $sum }
expected-rule-broken = { $rule }
expected-rule-sum_of_children = { $sum }
expected-unit-ambiguous = the whole code of the unit: { $choices }
expected-unit-cluster_missing = a cluster in the column { $column }
expected-unit-code_duplicate = a code of its own for each unit
expected-unit-code_missing = the unit's code with its leading zeros
expected-unit-group_alike = one spelling for one name
expected-unit-level_unknown = one of the levels { $levels }
expected-unit-missing = the unit's code or name
expected-unit-name_differs = “{ $name }”
expected-unit-name_missing = the unit's name
expected-unit-no_participants = at least one unit that takes part
expected-unit-not_participant = a unit that takes part
expected-unit-parent_cycle = a unit above that isn't below itself
expected-unit-parent_unknown = the code of a unit in the list
expected-unit-receipt_unknown = a time of receipt in the column received_at
expected-unit-subject_missing = one of the types { $subjects }
expected-unit-subject_unknown = one of the types { $subjects }
expected-unit-under_unknown = the code { $code } in the list of units
expected-unit-unknown = a unit of the list

## The ranking

ranking-title = CONTEST RANKING – plan { $code } ({ $issuer })
ranking-as-of = As of { $moment }
ranking-cluster = { $cluster } – { $count } { $count ->
    [one] unit
   *[other] units
}
column-note = Note
column-rank = Rank
column-code = Code
column-name = Unit
column-total = Total
column-recommendation = Recommended
ranking-silent = – { $count } { $count ->
    [one] unit has
   *[other] units have
} reported nothing yet and so no rank.
ranking-excluded = – { $count } { $count ->
    [one] unit is
   *[other] units are
} excluded from consideration and so shown without rank.
fragility-title = How little would move each rank:
fragility-change-above = levels with or passes { $other } with { $change }
fragility-change-below = falls level with or behind { $other } with { $change }
fragility-change-above-there = levels with or passes { $other }, there with { $change }
fragility-change-below-there = falls level with or behind { $other }, there with { $change }
fragility-weights-above = stays behind { $other } while every weight moves by less than { $change }
fragility-weights-below = stays before { $other } while every weight moves by less than { $change }
fragility-firm = other units: { $count }; no change of a single figure moves their ranks
fragility-firm-all = no change of a single figure moves the rank of any unit
fragility-on-request = How firm each rank is: add --fragility (takes a while with many units).
legend-marks = Marks: { $marks }
legend-incomplete = * The total can still change, since a criterion is open.
legend-criteria = Criteria (• marks a gate):
legend-awards = Awards:
legend-order = Order of ranking:
order-gates = gates met
order-points = more points
order-highest = higher “{ $criterion }”
order-lowest = lower “{ $criterion }”
order-criterion_points = more points for “{ $criterion }”

## Recommendation

recommendation-title = Recommendation
recommendation-no-awards = The plan has no awards.
recommendation-count = { $count } { $count ->
    [one] unit recommended
   *[other] units recommended
}
recommendation-closed = The quota is 0 for now: nobody is recommended yet.
recommendation-tie = Tie at the border of the quota ({ $quota }); units to settle: { $count }:
recommendation-tie-ask = How to settle it: the council decides. For the program to settle such ties, set on_tie of this award in the plan to all (admit all), none (admit none), next_criterion (look at further criteria) or lot (draw lots) in place of ask.
recommendation-tie-next_criterion = How to settle it: the further criteria (on_tie = next_criterion in the plan) leave them equal, so the council decides.
recommendation-waiting = { $count } { $count ->
    [one] unit waits
   *[other] units wait
} for a tie to be settled:
quota-title = Quota: { $quota }
quota-use = { $group }: { $used } of { $limit } used, { $left } left
quota-use-open = { $group }: { $used } of { $limit } used for certain, { $open } for a tie to be settled, { $left } left
quota-use-at-most = {" "}(at most { $most } once ties are settled)
quota-exceeded = {" "}(above the quota, since the plan admits all units that tie)
quota-overall = Whole contest
quota-number = at most { $limit } { $limit ->
    [one] unit
   *[other] units
} { $per }
quota-share = at most { $percent } of { $base } { $per }, { $rounding }
quota-of-participants = participants
quota-of-eligible = eligible units
quota-per-cluster = in each cluster
quota-per-source = from each proposing source
quota-per-subject = of each type of subject
quota-per-overall = in the whole contest
rounding-half_up = rounded to the nearest, a half up
rounding-half_even = rounded to the nearest, a half to even
rounding-down = rounded down
rounding-up = rounded up
borders-title = Borders of the quotas
border = { $award }{ $group } ({ $quota })
border-inside-tie = The border lies between units that tie ({ $inside } and { $outside } among them); see the tie to settle.
border-admits-none = Nobody is inside: units that tie at the border are not admitted ({ $inside } and { $outside } among them).
border-units = Inside: { $inside }. Outside: { $outside }.

## Reasons

reason-recommended = Recommended: eligible and inside the quotas.
reason-recommended_by_tie = Recommended: ties at the border of the quota ({ $quota }), and the plan admits all.
reason-recommended_by_lot = Recommended: ties at the border of the quota ({ $quota }), and won the lot (drawn from the seed “{ $seed }”).
reason-taken_in = Recommended: ties at the border of a quota, and was chosen by hand.
reason-left_out = Eligible, but left out by hand.
reason-tie_to_settle = Undecided: ties at the border of the quota ({ $quota }); a person in charge has to decide.
reason-waits_for_tie = Waits for a tie at the border of the quota ({ $quota }) to be settled.
reason-waits_for_award = Waits for a tie at “{ $award }” to be settled.
reason-tie_admits_none = Not recommended: ties at the border of the quota ({ $quota }), and the plan admits none.
reason-lost_lot = Not recommended: ties at the border of the quota ({ $quota }), and lost the lot (drawn from the seed “{ $seed }”).
reason-quota_full = Eligible, but the quota is full ({ $quota }).
reason-higher_award = Already recommended for “{ $award }”; one achievement isn't commended twice.
reason-not_on_list = Not on the list for “{ $award }”, from which this award is chosen.
reason-other_subject = This award is for other types of subject.
reason-excluded = Excluded from consideration.
reason-on_hold = On hold.
reason-not_met = Criterion { $criterion } isn't met.
reason-open = Criterion { $criterion } is still open.
reason-open-held = Criterion { $criterion } is on hold.
reason-too_few_points = No total yet, or too few points.
reason-place_too_low = Its place is below what the award requires.
short-recommended = recommended
short-recommended_by_tie = recommended
short-recommended_by_lot = recommended
short-taken_in = recommended (chosen)
short-left_out = left out by hand
short-tie_to_settle = tie
short-waits_for_tie = waits for tie
short-waits_for_award = waits for [{ $part }]
short-tie_admits_none = tie
short-lost_lot = lost lot
short-quota_full = quota full
short-higher_award = [{ $part }]
short-not_on_list = not on [{ $part }]
short-other_subject = other subject
short-excluded = excluded
short-on_hold = on hold
short-not_met = { $part } not met
short-open = { $part } open
short-open-held = { $part } on hold
short-silent = no report
short-too_few_points = few points
short-place_too_low = low place

## How firm a rank is

fragility-above = Behind { $unit }: { $distance }.
fragility-below = Before { $unit }: { $distance }.
fragility-none = No unit of another rank in the cluster to compare with.
distance-gap = { $points } points apart
distance-margin = the order holds while every weight moves by less than { $margin }
distance-correction = smallest change that turns the order: { $correction }
distance-no-correction = no change of a single figure turns the order
distance-places-held = places in standings are held while a change is looked for
correction = { $unit }’s { $change }
change-more = { $counted }: { $count } more
change-fewer = { $counted }: { $count } fewer
change-higher = “{ $counted }” { $count } higher
change-lower = “{ $counted }” { $count } lower
change-to = “{ $name }” being { $value }

## The explanation of a unit

explanation-plan = Plan { $code } ({ $issuer })
explanation-silent = No report of this unit has been received.
explanation-rank = { $cluster }: rank { $rank } of { $size }
explanation-no-rank = { $cluster }: shown without rank (place { $rank } of { $size } in the table)
explanation-gates = Gates: { $gates }
explanation-total = Total: { $total } points (base { $base }, bonus { $bonus }, penalty { $penalty })
explanation-incomplete = The total can still change, since a criterion is open.
explanation-no-points = The plan gives no points; ranking follows the plan's own order.
explanation-criteria = Criterion by criterion
explanation-awards = Award by award
explanation-fragility = How firm the rank is
hold-exclude = Excluded from consideration. Reason: { $reason }
hold-unit = The whole unit is on hold. Reason: { $reason }
hold-criterion = Criterion { $criterion } is on hold. Reason: { $reason }
criterion-gate = {" "}(gate)
criterion-verbatim = Verbatim: “{ $source }”
criterion-restated = Meaning (restated): { $source }
criterion-rule = Rule: { $rule }
criterion-owner = Determined by: { $text }
criterion-evidence = Evidence: { $text }
criterion-points = Points: { $rule }
criterion-figures = Figures:
criterion-result = Result:
step-used = { $name }: { $value } – { $place }
step-used-sum = { $name }: { $value } – added up from { $units } units below
step-used-missing = { $name }: not reported
step-ratio = { $item }{ $fraction } = { $exact }, rounded { $rounded }{ $verdict }
step-ratio-stated = { $item }{ $stated } as the unit states it ({ $fraction }), rounded { $rounded }{ $verdict }
step-ratio-stated-note = Only a percentage without its counts, so it can't be recomputed.
step-ratio-differ-exact = NOTE: the exact fraction gives “{ $exact_verdict }”, the rounded value { $rounded } “{ $rounded_verdict }”. The plan takes the exact fraction.
step-ratio-differ-rounded = NOTE: the exact fraction gives “{ $exact_verdict }”, the rounded value { $rounded } “{ $rounded_verdict }”. The plan takes the rounded value.
step-count = { $item }{ $value }{ $verdict }
step-flag = { $item }{ $answer }{ $verdict }
step-milestone-done = Due { $due }, done { $done }; days late: { $late } (allowed: { $grace })
step-milestone-open = Due { $due }, not done; days late so far: { $late } (allowed: { $grace })
step-received = Report received { $at }, counted from { $since }: { $duration }
step-standing = Place { $place } of { $peers } compared, with { $value }
step-standing-border = Places 1 to { $last } pass; the last that passes has { $border }{ $verdict }
step-judged = Appraisal: { $given }; combined { $combined }{ $verdict }
step-judged-open = Appraisal: { $given }; still open
judged-open = not given yet
step-held = On hold. Reason: { $reason }
step-held-flag = On hold because “{ $metric }” is reported: yes
step-change = { $part ->
    [part] The outcome of this part
   *[whole] The outcome
} would change with { $change }.
step-instead = { $part ->
    [part] The outcome of this part
   *[whole] The outcome
} would change if “{ $name }” were: { $value }.
step-instead-by = { $part ->
    [part] The outcome of this part
   *[whole] The outcome
} would change if “{ $name }” were { $value } or an earlier day.
step-instead-at-most = { $part ->
    [part] The outcome of this part
   *[whole] The outcome
} would change if “{ $name }” were { $value } or less.
step-instead-at-least = { $part ->
    [part] The outcome of this part
   *[whole] The outcome
} would change if “{ $name }” were { $value } or more.
step-instead-from = { $part ->
    [part] The outcome of this part
   *[whole] The outcome
} would change if “{ $name }” were { $value } or a later day.
step-standing-at-least = The outcome would change if the unit’s value were at least { $value }, the other units staying as they are.
step-standing-below = The outcome would change if the unit’s value were less than { $value }, the other units staying as they are.
step-standing-at-most = The outcome would change if the unit’s value were at most { $value }, the other units staying as they are.
step-standing-above = The outcome would change if the unit’s value were more than { $value }, the other units staying as they are.
step-points = Points: { $points }{ $exact }
step-points-capped = Points: { $points }{ $exact }, after the cap
points-exact = {" "}(worked out as { $exact })

## The rule of a criterion

rule-no-bar = { $value } (measured only, no bar)
rule-judged-verdict = { $metric }: met when appraised as “yes”
rule-judged-points = { $metric }: met when points are given
rule-stated = without counts, “{ $metric }” is taken as the unit states it
rule-flag-yes = { $metric }: must be “yes”
rule-flag-no = { $metric }: must be “no”
rule-across-each = each { $breakdown } must meet it
rule-across-pooled = added over every { $breakdown }
rule-across-one = { $breakdown }: only { $item } counts
rule-compare-exact = exact fractions are compared, nothing is rounded
rule-compare-half_up = compared after rounding half up to { $digits } { $digits ->
    [one] decimal
   *[other] decimals
}
rule-due-by = by { $date }
rule-due-before = before { $date }
rule-document = proved by { $metric }
rule-due-others = others: { $date }
rule-grace = up to { $days } { $days ->
    [one] day
   *[other] days
} late still meets it
rule-days-calendar = calendar days
rule-days-working = working days
rule-prefer-highest = highest first
rule-prefer-lowest = lowest first
rule-standing-criterion = place by “{ $criterion }” ({ $prefer })
rule-standing-received = time from { $since } to receipt of the last version of the report ({ $prefer })
rule-among-cluster = compared inside the cluster
rule-among-all = compared among all participants
rule-peers-gates = only units that meet their gates are peers
rule-pass-all = every unit with a place meets it
rule-pass-first = the first { $count } { $count ->
    [one] unit meets
   *[other] units meet
} it
rule-pass-share = the first { $percent } of units meet it ({ $rounding })
rule-combine-last = the last scorer decides
rule-combine-mean = mean of the scorers
rule-combine-median = median of the scorers
rule-combine-lowest = lowest of the scorers
rule-combine-highest = highest of the scorers
rule-combine-sum = sum of the scorers
rule-combine-weighted = weighted mean { $weights }
rule-maximum = at most { $maximum } points from a scorer
points-all_or_nothing = { $met } points when met, { $not_met } when not
points-bands = by bands ({ $bands })
points-otherwise = otherwise: { $points }
points-linear = linear from { $points_from } points at { $from } to { $points_to } points at { $to }
points-steps-below = { $start } points, less { $deduct } for each { $step } below { $from } ({ $rounding })
points-steps-above = { $start } points, less { $deduct } for each { $step } above { $from } ({ $rounding })
points-steps-late = { $start } points, less { $deduct } for each { $step } ({ $rounding })
points-places = by place from 1: { $places }; later places: { $otherwise }
points-measure = the measure times { $factor }
points-days = { $value } days late
points-at_most = at most { $points } points
points-at_least = at least { $points } points

## How a file of reports was understood

understood-file = { $file }: { $shape }; { $rows } { $rows ->
    [one] row
   *[other] rows
}, { $figures } { $figures ->
    [one] figure
   *[other] figures
}; header in row { $header_row }
understood-wide = one row per unit
understood-long = one row per figure
understood-text = Encoding { $encoding }, separated by { $separator }
understood-spreadsheet = Excel spreadsheet, sheet “{ $sheet }”
understood-numbers = Numbers: { $numbers }
numbers-not_needed = plain digits only, nothing to decide
numbers-stated = as asked for, { $style }
numbers-proven = as other numbers of the file prove, { $style }
numbers-mixed = the file mixes both styles; ambiguous numbers were refused
numbers-unproven = no number proves a style; ambiguous numbers were refused
style-vi = Vietnamese style (1.234,5)
style-en = English style (1,234.5)
separator-comma = comma
separator-semicolon = semicolon
separator-tab = tab
understood-columns-read = Columns read: { $columns }
understood-columns-left-out = Columns left out: { $columns }

## Commands

error-line = Error: { $message }
error-see-help = For usage: { $command } --help --lang en
error-file = file { $path } can't be read: { $reason }
error-file-not-found = there is no such file
error-file-denied = no permission to read it
error-file-directory = it is a folder
error-file-changed = it was changed while it was read; run this again when nobody writes to it any more
error-output = file { $path } can't be written: { $reason }
error-not-written = the result can't be written: { $reason }
error-storage-full = no space is left there
error-output-denied = no permission to write
error-output-no-folder = there is no such folder
error-output-is-input = the result file { $path } is one of the input files; choose another name
error-explain-format = --explain goes with --format table only
error-unknown-cluster = there is no cluster “{ $code }”.
error-unknown-unit = there is no unit “{ $code }”.
error-several-units = “{ $code }” names several units; write the code.
error-several-clusters = “{ $code }” names several clusters; write the code.
error-may-be = Did you mean:
error-may-be-more = … and more: { $count }
error-not-participant = { $unit } doesn't take part, so there is nothing to explain.
error-unknown-argument = there is no option “{ $argument }”.
error-stray-report = “{ $argument }” goes with no option. Files of reports stand behind --reports, such as --reports reports.csv
error-stray-argument = “{ $argument }” is one too many: this command takes no further value.
error-unknown-command = there is no command “{ $command }”.
error-missing-argument = { $argument } is missing.
error-missing-command = the command is missing.
error-value-missing = “{ $argument }” needs a value.
error-value-choice = “{ $value }” can't be used for “{ $argument }”; choose one of: { $valid }.
error-value = “{ $value }” can't be used for “{ $argument }”; expected: { $expected }.
error-value-moment = a moment such as 2021-05-24T08:00 or 24/05/2021 08:00
error-value-row = the number of a row from 1 to 10,000,000
error-value-threads = a whole number from 1 to 64
error-argument-twice = “{ $argument }” can't be used like this: it is given twice or contradicts another option.
progress-rows = Rows read:
plan-not-utf8 = { $file }: not UTF-8 text (byte at offset { $byte }). Save it as UTF-8.
plan-mistakes = { $file }: { $count } { $count ->
    [one] mistake
   *[other] mistakes
}.
plan-right = { $file }: right. Plan { $code }: metrics: { $metrics }, criteria: { $criteria }, awards: { $awards }.
rank-blocked = Nothing is ranked, since the figures have errors. Correct them and run again, or use --provisional to see a provisional result.
rank-see-findings = To see each of them: { $command }
rank-open-ties = There are ties at the border of a quota that a person in charge has to settle.

## The demonstration

demo-title = DEMONSTRATION – a contest that ships with the program
demo-intro = The plan is a real document. Which figures were published and which are synthetic stands at the end.
demo-unit = ONE UNIT EXPLAINED
demo-sources = WHERE THE FIGURES COME FROM (as noted in the file of reports)
demo-findings = FINDINGS IN THE FIGURES
demo-note-rows = { $rows } { $rows ->
    [one] unit
   *[other] units
} –
demo-note-published = published:{" "}
demo-note-ballot_type = , whose source doesn’t say the ballot type
demo-note-missing = turnout of this district wasn’t found: left missing
demo-note-others = synthetic: every other figure
demo-note-row = synthetic: every figure in this row
demo-note-body = synthetic: the body and every figure in this row
demo-next = Try next (in the folder of the program’s source):

## Help

help = thidua: scores emulation contests exactly, ranks, recommends within quotas and explains every step
help-usage = Usage:
help-usage-options = [OPTIONS]
help-commands = Commands
help-heading-arguments = Arguments
help-heading-options = Options
help-argument-help = Show usage
help-argument-version = Show the version
help-argument-lang = Language: vi or en (by default that of the machine, else Vietnamese)
help-after = Exit codes: 0 done, 1 errors in figures or plan, 2 wrong use. Tiếng Việt: --lang vi.
help-rank = Score, rank by cluster and recommend awards
help-rank-plan = Plan file (TOML)
help-rank-units = List of units (CSV or XLSX)
help-rank-reports = Files of reports (CSV or XLSX), one or more
help-rank-holds = List of holds and exclusions (CSV or XLSX)
help-rank-as_of = As of a moment, such as 2021-05-24T08:00 or 24/05/2021 08:00; a day alone means its end
help-rank-threads = How many threads to work on; the number of cores unless told
help-rank-cluster = Show one cluster only, by its code, its name or a part of the name
help-rank-format = Format: table (default), json or csv
help-rank-explain = Explain one unit in full, by its code, its name or a part of the name
help-rank-numbers = How numbers are written where a file doesn't show it: vi (1.234,5) or en (1,234.5)
help-rank-encoding = The encoding of reports in CSV, when it is recognised wrongly: utf-8, utf-16le, utf-16be, windows-1258, tcvn3 or vni
help-rank-separator = What separates the cells of reports in CSV, when it is recognised wrongly: comma, semicolon or tab
help-rank-header_row = The header row of reports, when it is recognised wrongly, such as 3
help-rank-sheet = The sheet of Excel files, by its name, when it isn't the first one that has cells
help-rank-fragility = Show how firm each rank is; tables of up to 1,000 units always do, beyond that it takes a while
help-rank-provisional = Rank in spite of errors, marked provisional; cells with errors count as missing, figures that break a rule of the plan as they stand
help-rank-output = Write the result to a file
help-rank-after = Example: thidua rank --plan plan.toml --units units.csv --reports reports.csv more.xlsx
help-plan = Plan files
help-plan-check = Check plan files and show every mistake
help-plan-check-files = Plan files (TOML)
help-plan-show = Show a plan in words
help-plan-show-file = Plan file (TOML)
help-plan-schema = Print the JSON Schema of a plan file
help-reports = Files of reports
help-reports-check = Check reports and list every finding; nothing is scored
help-reports-check-plan = Plan file (TOML)
help-reports-check-units = List of units (CSV or XLSX)
help-reports-check-reports = Files of reports (CSV or XLSX), one or more
help-reports-check-holds = List of holds and exclusions (CSV or XLSX)
help-reports-check-as_of = As of a moment, such as 2021-05-24T08:00 or 24/05/2021 08:00
help-reports-check-numbers = How numbers are written where a file doesn't show it: vi (1.234,5) or en (1,234.5)
help-reports-check-encoding = The encoding of reports in CSV, when it is recognised wrongly: utf-8, utf-16le, utf-16be, windows-1258, tcvn3 or vni
help-reports-check-separator = What separates the cells of reports in CSV, when it is recognised wrongly: comma, semicolon or tab
help-reports-check-header_row = The header row of reports, when it is recognised wrongly, such as 3
help-reports-check-sheet = The sheet of Excel files, by its name, when it isn't the first one that has cells
help-reports-check-format = Format: text (default) or json
help-reports-template = Make a CSV to fill in that opens right in Excel, with codes and names of units
help-reports-template-plan = Plan file (TOML)
help-reports-template-units = List of units (CSV or XLSX)
help-reports-template-output = Write to a file; one that is there isn’t overwritten
help-demo = Show a contest that ships with the program
help-value-scopes = RIGHTS
help-value-methods = METHODS
help-value-days = DAYS
help-value-addresses = ADDRESSES
help-value-id = ID
help-value-file = FILE
help-value-command = COMMAND
help-value-plan = FILE
help-value-units = FILE
help-value-reports = FILE
help-value-holds = FILE
help-value-files = FILE
help-value-output = FILE
help-value-as_of = TIME
help-value-threads = N
help-value-cluster = CLUSTER
help-value-explain = UNIT
help-value-format = FORMAT
help-value-numbers = STYLE
help-value-encoding = ENCODING
help-value-separator = SEPARATOR
help-value-header_row = ROW
help-value-sheet = SHEET
help-value-lang = LANGUAGE

help-serve = Serve the API
help-serve-database = Database: sqlite://FILE or postgres://USER@HOST/NAME
help-serve-listen = Address to listen on
help-serve-workers = How many threads serve; the number of cores unless told
help-serve-connections = How many connections to the database at most
help-serve-proxies = The networks of proxies before the server, such as 127.0.0.0/8,::1/128: they say in X-Forwarded-For whom they speak for
help-serve-private_webhooks = Let webhooks go to addresses of this machine and of its own network
help-migrate = Bring a database to the program's version
help-migrate-database = Database: sqlite://FILE or postgres://USER@HOST/NAME
help-persons = Data of nominated persons
help-persons-due = Tell whose data are due to be erased
help-persons-due-database = Database
help-persons-due-named = Plan: its id or its document's number
help-persons-erase-due = Erase the data of everybody who is due; it can't be taken back
help-persons-erase-due-database = Database
help-persons-erase-due-named = Plan: its id or its document's number
help-token = Tokens of programs
help-token-add = Make a token; its secret is shown once
help-token-add-database = Database
help-token-add-name = What it is for
help-token-add-scopes = Rights that it carries, with commas between them (view, capture, decide_reports …)
help-token-add-methods = HTTP methods that it may use, with commas between them
help-token-add-days = For how many days, 1 to 400
help-token-add-unit = Code of the unit that is reached, with all below it; every unit unless told
help-token-add-addresses = The only addresses it may come from, as 10.20.0.0/16
help-token-revoke = Revoke a token
help-token-revoke-database = Database
help-token-revoke-id = The token's id
help-backup = Write everything into one file, while the service runs
help-backup-database = Database
help-backup-file = File to write; it must not be there yet
help-restore = Read everything from a backup into an empty database
help-restore-database = Database
help-restore-file = Backup to read
help-demo-database = Database to make, or to use again
help-demo-listen = Address to listen on
help-demo-no_serve = Only print, don’t serve
help-demo-decided = Play a whole contest up to decisions (a database of its own)
help-user = Users
help-user-add = Add a user; the password is made by the program and shown once
help-user-add-database = Database
help-user-add-login = Name to log in with
help-user-add-name = The person's name
help-user-add-role = Role: administrator, officer, appraiser, council_member, reporter or viewer
help-user-add-unit = Code of the unit that is reached, with all below it; every unit unless told
help-user-disable = Disable a user and end all sessions
help-user-disable-database = Database
help-user-disable-login = Name to log in with
help-user-reset = Give a new password and end all sessions
help-user-reset-database = Database
help-user-reset-login = Name to log in with
help-rules = Rules of commendation by date: legal bases, forms, coefficients, base wages
help-rules-files = Rule files (TOML) to check and show; without any, those that the program holds
rules-wages = Base wages
rules-wage = { $days }: { $amount } đồng
rules-days = from { $from } to { $until }
rules-days-open = since { $from }
rules-source = { " " }({ $source })
rules-source-unsure = { " " }({ $source }; to be checked)
rules-rounding = Money is rounded { $way } to { $step } đồng
rules-round-half_up = half up
rules-round-half_even = half to even
rules-round-down = down
rules-round-up = up
rules-bases = Legal bases
rules-forms = Titles and forms of commendation
rules-field-title = title
rules-field-form = form
rules-individual = individual: { $number } base wages
rules-collective = collective: { $number } base wages
help-audit = Audit log
help-audit-verify = Verify the chain of hashes
help-audit-verify-database = Database
help-openapi = Print the OpenAPI document
help-value-database = URL
help-value-listen = ADDRESS
help-value-workers = NUMBER
help-value-connections = NUMBER
help-value-login = LOGIN
help-value-name = NAME
help-value-role = ROLE
help-value-unit = CODE
serving = Serving at http://{ $address } (database { $database }). Stop: Ctrl+C.
error-database-scheme = A database's address begins with sqlite:// or postgres://.
error-database-file = After sqlite:// stands the name of a plain file, such as sqlite://thidua.db.
error-database = The database { $database } can't be opened: { $reason }
error-database-newer = The database was made by a newer version of the program (it has { $versions }). Use that version.
error-database-older = The database is older than the program (it lacks { $versions }). Run: thidua migrate
error-migration = The database can't be brought to this version: { $reason }
error-listen = Can't listen on { $address }: { $reason }
error-listen-taken = another program listens there already, perhaps an earlier start of this one. Stop it, or name another port with --listen.
error-listen-elsewhere = this machine doesn't have the address. Name one that it has with --listen, such as 127.0.0.1:8080.
error-listen-denied = the operating system doesn't allow it; ports below 1024 need rights of their own. Name another port with --listen.
error-demo-listen = The demonstration is served to this machine alone. Name an address such as 127.0.0.1:8080, or use “thidua serve”.
error-demo-database = The database { $database } holds more than a demonstration. Name another file with --database sqlite://FILE.
error-value-address = an address and a port such as 127.0.0.1:8080
error-value-connections = a number from 1 to 1000
error-value-days = a number of days from 1 to 400
error-value-range = a range of addresses such as 10.20.0.0/16
error-value-number = a number
error-role = There is no role “{ $role }”. Roles: { $roles }.
migrate-nothing = The database is at the program's version.
migrate-done = The database was brought to: { $versions }
persons-due = Personal data are kept for { $years ->
    [one] one year
   *[other] { $years } years
} and due to be erased from { $from } on; due today: { $count ->
    [one] one person
   *[other] { $count } persons
}.
persons-erased = Erased the data of { $count ->
    [one] one person
   *[other] { $count } persons
}: { $codes }.
token-made = Token { $id }: { $secret } (shown only now)
token-revoked = Token { $id } is revoked.
error-scope = There is no right “{ $right }”. Rights: { $rights }.
backup-done = Backup written and verified: { $rows } rows, { $records } audit records, head { $head }
restore-done = Restored and verified: { $rows } rows, { $records } audit records, head { $head }
error-backup-exists = { $file } is there already. Name another file.
error-backup-unsound = The copy isn’t sound ({ $reason }). Nothing was kept.
error-restore-filled = The database { $database } isn’t empty. Restore into an empty one.
error-backup-file = { $file } is no backup that this program can read: { $reason }
demo-users = The same contest is now in the database { $database }. Passwords are made anew at every start and shown only here:
demo-decided-playing = A whole contest is played, from the plan to decisions. This takes a while …
demo-decided-done =
    Played: { $collectives } collectives and { $individuals } individuals got provincial certificates, { $revoked } of them was revoked later.
    Few figures were published; persons, members, votes, days and numbers of documents are synthetic.
demo-decided-users = It is now in the database { $database }. Passwords are made anew at every start and shown only here:
demo-user =   { $login } ({ $role }): { $password }
user-password = User { $login }, password { $password } (shown only now)
user-disabled = User { $login } is disabled.
audit-whole = The audit log is whole: { $records } records, last hash { $head }
audit-broken = The audit log was changed: record { $seq } doesn't fit the chain.

blocker-no_participants = No unit takes part. Hand in the list of units.
blocker-reports_to_decide = { $count } reports wait to be accepted or returned.
blocker-ties_to_settle = { $count } units stand in ties at a quota’s border that must be settled.
blocker-points_open = { $count } units have criteria without points yet.
blocker-person_ranking_stale = The persons considered aren’t those of the stored ranking of persons, or none is stored. Store the ranking of persons anew.
blocker-ranking_stale = What the stored ranking rests on has changed. Stage a re-score and apply it.
blocker-holds_open = { $count } holds still stand. Lift them, or exclude the units.
problem-unauthenticated = Log in first.
problem-login_refused = Login or password is wrong.
problem-too_many_requests = Too many requests. Try again in { $seconds } seconds.
problem-forbidden = You may not do this ({ $right }). Ask an administrator.
problem-csrf_refused = The header X-CSRF-Token is missing or wrong. Send the value that logging in answered.
problem-token_refused = This token may not be used so ({ $what }). Allowed: { $allowed }. Make another token, or change the call.
problem-out_of_reach = Units outside of your reach: { $units }.
problem-not_found = There is no { $what }.
problem-method_not_allowed = This address doesn’t take this method. It takes: { $allowed }.
problem-body_malformed = The body can't be read at line { $line }, column { $column }; expected: { $expected }
problem-body_broken_off = The body ended before its end. Send it again.
problem-body_not_text = Byte { $byte } of the body isn't text in UTF-8, or is the character NUL. Save the text as UTF-8 and send it again.
problem-body_packed = Bodies aren't taken packed ({ $what }). Send it without Content-Encoding.
problem-parameter_malformed = The parameter { $field } can't be read; expected: { $expected }
problem-content_type = This content type isn't taken. One of: { $expected }.
problem-too_large = Too large; at most { $limit } bytes.
problem-field_refused = The field { $field } isn't allowed so. Expected: { $expected }.
problem-already_there = { $what } is there already.
problem-conflict = Somebody made a change at the same time. Read again and try again.
problem-stale = It changed since you read it; the version that stands is { $expected }. Read it again.
problem-digest_stale = Figures changed since the preview. Preview again, then commit.
problem-upload_committed = This file was committed already; nothing was done twice. Read the unit’s versions to see what stands. To commit it once more, preview it again.
problem-file_empty = The file is empty. Save it from the spreadsheet program and send it again.
error-database-missing = There is no database { $database }. Check its name, or make it with thidua migrate.
help-value-proxies = NETWORKS
problem-once_differs = This Idempotency-Key was used for another request within the last 24 hours. Choose a new key for each thing to be done.
problem-once_done = The request with this Idempotency-Key was done, but its answer isn’t kept. Read what it made; if that had a secret, have a new one made.
problem-password_refused = The old password is wrong.
problem-last_administrator = { $what } is the last administrator who can log in and reaches every unit. Make another one first.
problem-plan_state = The plan is in the state { $state }; this needs: { $allowed }.
problem-plan_mistakes = The plan file has { $count } mistakes; they are listed.
problem-file_errors = The file has { $errors } errors in cells or rows. Correct and send it again, or say that they are left out.
problem-column_not_there = The file has no column { $column }; its last is { $last }.
problem-meaning_not_there = Column { $column } can’t be “{ $means }”: the plan has no figure with that code.
problem-columns_for_one = The columns { $column } and { $other } would both be “{ $means }”. Each figure comes from one column; leave one of them out.
problem-rows_refused = { $count } rows can’t be taken; nothing was. The first of them: { $rows }. Correct them and hand the list in again.
row-wrong-file = the file can’t be opened as a table, CSV or XLSX
row-wrong-code-name-level-parent_code = row { $row }: the header must have the columns code, name, level (and parent_code where units have one above)
row-wrong-code = row { $row }, column code: the code is empty, too long, has strange signs or stands in an earlier row
row-wrong-name = row { $row }, column name: the name is empty, too long or has strange signs
row-wrong-level = row { $row }, column level: the level is empty, too long or has strange signs
row-wrong-parent_code = row { $row }, column parent_code: there is no such unit above on that day, or units stand above one another in a circle
row-wrong-code-later = row { $row }, column code: the unit changes after that day already
row-wrong-code-same-day = row { $row }, column code: the unit was written otherwise on that very day
problem-report_state = The report is { $state }, so it can't be decided again.
problem-report_errors = The report has { $errors } errors between its figures, so it can't be accepted. Return it with questions.
problem-report_warnings = The report has { $warnings } warnings. Say why it is accepted.
problem-plan_blocked = In the way: { $blockers }
problem-case_step = Case { $case } is { $state ->
    [recommended] recommended
    [complete] dossier complete
    [appraised] appraised
    [published] published
    [voted] voted for
    [submitted] submitted
    [decided] decided
    [awarded] handed over
    [rejected] rejected
    [withdrawn] withdrawn
    *[revoked] revoked
}, so it can't { $action ->
    [complete] be found complete
    [appraise] be appraised
    [publish] be published
    [accept] be voted for
    [submit] be submitted
    [decide] be decided
    [hand_over] be handed over
    [return] be returned
    [reject] be rejected
    [hold] be held
    [release] go on
    [withdraw] be withdrawn
    *[revoke] be revoked
} yet. The case's page shows what may follow.
problem-case_held = Case { $case } is on hold. Let it go on first, or return, reject or withdraw it.
problem-case_unit_held = Case { $case }: the unit { $unit } is { $kind ->
    [exclude] excluded from awards
   *[hold] on hold
}, so the case can't be voted on, submitted or decided. Once all is verified, lift the unit's hold or exclusion, then go on.
problem-case_not_held = Case { $case } isn't on hold.
problem-part_unknown = The dossier has no part “{ $part }”. Its parts: { $parts }.
problem-dossier_closed = Case { $case } isn't being prepared any more, so no file can be added or taken out. To change its dossier, return the case first.
problem-dossier_incomplete = Case { $case } still lacks: { $parts }. Hand these in first.
problem-dossier_full = The dossier has { $most } files, with those taken out, and takes no more. Put pages together into one PDF.
problem-file_too_large = The file is too large: this part takes files of up to { $limit } MB. Scan with fewer points, or split the file.
problem-file_name = The file's name { $fault ->
    [empty] is empty
    [too_long] has more than 200 characters
    [path] holds a folder
    *[invisible] holds characters that can't be seen
}. Rename the file and hand it in again.
problem-file_type = The file is of type { $type }; this part takes { $taken }. Save it as one of these and hand it in again.
problem-file_unknown = The type of the file isn't known. Dossiers take PDF, DOCX, XLSX, JPEG and PNG; another ending of the name doesn't change what a file is.
problem-file_ending = The file's name ends in “{ $ending }”, but its content is { $type }. Save it as what it should be, or correct the ending.
problem-file_legacy = This is an old Office file (.doc, .xls). Save it as DOCX, XLSX or PDF and hand it in again.
problem-file_protected = The file is protected by a password, so nobody can check it. Take the password off and hand it in again.
problem-file_macro = The file carries macros ({ $place }) and isn't taken. Save it as a type without macros (DOCX, XLSX) or as PDF.
problem-file_active = The PDF runs something or holds a dynamic form ({ $action }) and isn't taken. Print it into a new PDF and hand that in.
problem-file_hidden = The PDF holds parts packed in a way that can't be checked, and isn't taken. Print it into a new PDF and hand that in.
problem-file_unpacks = The file unpacks to more than { $limit } MB and isn't taken. Make it smaller, or save it as PDF.
problem-file_points = The picture has more than { $limit } million points. Make it smaller and hand it in again.
problem-file_damaged = The file is damaged or its end is missing. Open it, save it again and hand it in.
problem-publicity_begins = The list can be public from { $earliest } on at the earliest; it can't begin before the day on which it is made.
problem-publicity_ends = The list must be public until { $earliest } at least.
problem-list_public = List { $number } is public until { $ends }; its end can't be recorded yet.
problem-publicity_ended = The end of list { $number } was recorded; nothing of it changes any more.
problem-objections_open = Objections that nobody has settled: { $count }, to cases { $cases }. Settle all of them before ending the publicity, submitting or deciding.
problem-objection_day = The day of receipt must lie between { $earliest } (the first day of publicity) and { $latest } (today).
problem-objection_settled = Objection { $objection } was settled already.
problem-choice_without_effect = Unit { $unit } can't be changed at this award: { $reason ->
    [quota_full] the quota has no seat for it: more units were ticked than there are seats, or the seats are of units that stand before it; to free one, leave a unit out first
    [tie_admits_none] the plan settles this tie itself (by lot, all or none)
    [lost_lot] the plan settles this tie itself (by lot, all or none)
    [recommended_by_tie] the plan settles this tie itself (by lot, all or none)
    [recommended_by_lot] the plan settles this tie itself (by lot, all or none)
    [recommended] it is recommended anyway
    [higher_award] it is recommended for a higher award; leave it out there first
    [not_on_list] it isn't on the list from which this award is chosen
    [not_met] it doesn't meet a required criterion
    [open] a required criterion is still open
    [too_few_points] it hasn't enough points
    [place_too_low] its place is lower than required
    [other_subject] the award is for another type of subject
    [on_hold] it is on hold
    [excluded] it is excluded from consideration
   *[other] another tie is still open; settle that first
 }.
problem-rescore_staged = Re-score { $number } is staged. Apply or cancel it first.
problem-rescore_not_staged = Re-score { $number } is { $state }, so it can't be decided again.
problem-rescore_stale = What re-score { $number } was made from has changed since. Cancel it and stage another.
problem-no_rules = There are no rules for decisions of { $day }; the earliest begin on { $first }. Check the date, or add the rule file of that time.
problem-form_not_in_rules = The form { $form }, which the plan names for { $award }, isn't in the rules { $pack }. Choose another date or add to the rules.
problem-decision_empty = The decision has no case. Choose at least one.
problem-listed_twice = Number { $number } stands in the list twice. Leave one out.
problem-decision_number_used = Number { $number } of { $issuer } in { $year } was used for a decision already (plan { $plan }). Check the number.
problem-date_in_future = { $day } has yet to come; today is { $today }. Enter a day that isn't later.
problem-decision_before_vote = The decision is dated before the session that voted on case { $case } ({ $day }). It is signed on that day or later.
problem-decision_before_submission = The decision is dated before the submission letter of case { $case } ({ $day }). It is signed on that day or later.
problem-submission_before_vote = The letter is dated before the session that voted on case { $case } ({ $day }). It is signed on that day or later.
problem-amendment_before_decision = The date comes before the decision that is amended ({ $day }).
problem-revocation_before_award = The revocation is dated before the award ({ $day }).
problem-hand_over_before_decision = The day of handing over comes before the decision ({ $day }).
problem-signatory_without_power = { $position } has no power to sign for { $award }. Who has: { $allowed }.
problem-case_not_submitted = Case { $case } can't be decided: { $state ->
    [recommended] it is only recommended
    [complete] its dossier is only complete
    [appraised] it is only appraised
    [published] it is only public
    [voted] the council is for it, but it isn't submitted yet
    [decided] a decision is made already
    [awarded] it was handed over already
    [rejected] it was rejected
    [withdrawn] it was withdrawn
    [revoked] its award was revoked
   *[other] it is { $state }
}. Only a case that was submitted goes into a decision.
problem-departure_without_reason = The decision departs from the recommendation in { $count } { $count ->
    [one] case
   *[other] cases
}. Say why.
problem-quota_exceeded = The quota of { $award } { $per ->
    [cluster] in the cluster { $group }
    [source] of the source { $group }
    [subject] of the type of subject { $group }
   *[overall] over all
} admits { $limit }; with those awarded and submitted already there would be { $count }. Leave out cases that aren't recommended any more.
problem-already_awarded = Case { $case }: this achievement was commended already ({ $award }, decision { $decision }, plan { $plan }). One achievement isn't commended twice.
problem-award_revoked = Award { $award } was revoked already.
problem-award_handed_over = Award { $award } was handed over already.
problem-award_not_of_decision = Award { $award } isn't of this decision.
problem-amendment_empty = The amendment changes nothing. Add, remove or correct at least one entry.

problem-no_individuals = This plan commends no persons: its file has no part [individuals].
problem-nomination_limit = The unit { $nominator } may nominate { $limit } persons for the award { $award } and has nominated { $count }. Withdraw some before nominating more.
problem-nomination_state = The nomination { $number } { $state ->
    [submitted] waits
    [returned] is returned
    [accepted] is accepted
    *[withdrawn] is withdrawn
}, so this can't be done.
problem-nomination_duplicate = The nomination { $number } may be of the same person as { $others }. Withdraw one of them, or declare them different persons, then accept.
problem-nomination_erased = The personal data of the nomination { $number } are erased, so it can't be changed any more.
problem-nomination_case = The case { $case } of the nomination { $number } is under way. Withdraw that case first.
problem-not_yet_due = No personal data are due to be erased. They are from { $from } on.
problem-webhook_address = The address { $address } is of the machine's own surroundings, so it isn't told of events.
problem-webhook_tls = This program is built without TLS for webhooks, so https:// can't be told. Build it with the feature webhook-tls.
problem-audit_broken = The chain of audit records is broken at record { $seq }.
problem-backup_differs = The copy of { $rows } rows isn’t what the backup’s manifest says.
problem-unavailable = The database can't be used for the moment. Try again in a few seconds; nothing was kept.
problem-internal = A mistake of the program. Nothing was kept; the log tells more.
explanation-inputs-moved = What this ranking was made from has changed since it was stored, so its steps can't be shown here. They can be shown again once a re-score is applied.
effect-first = reports for the first time: rank { $after }
effect-rises = rises { $before } -> { $after }
effect-falls = falls { $before } -> { $after }
effect-total = total { $before } -> { $after }
effect-leaves = leaves the quota of { $award }
effect-enters = enters the quota of { $award }
error-output-exists = the file is there already, and the program doesn’t overwrite it; name another one
plan-new-intro = Answer one question after the other; the file can be changed afterwards. If you stop in the middle (Ctrl-D), nothing is written.
plan-new-code = Number of the plan:
plan-new-title = Title of the plan:
plan-new-issuer = Who issued it:
plan-new-issued = Date of issue (day/month/year):
plan-new-from = The contest runs from (day):
plan-new-to = to (day):
plan-new-levels = Levels of units from the top down, separated by commas (such as: Tỉnh, Xã):
plan-new-takes-part = Do units of the level “{ $name }” take part (y/n)?
plan-new-nobody = With no level taking part there is nothing to rank: all levels are taken.
plan-new-clusters = Clusters: 1 by the column “cluster” of the list of units, 2 by the unit above, 3 by level, 4 one cluster of all:
plan-new-points = Does the plan give points (y/n)?
plan-new-criterion = Name of a criterion:
plan-new-sentence = The plan’s own sentence (blank if there is none):
plan-new-gate = Is it a gate, which must be met (y/n)?
plan-new-kind = Kind: 1 ratio, 2 count with a limit, 3 yes or no, 4 milestone, 5 points given by hand:
plan-new-part = Which metric is the part (such as: Households that signed):
plan-new-whole = Which metric is the whole (such as: Households):
plan-new-counted = Which metric is counted:
plan-new-question = The yes/no question (such as: Has a plan of its own):
plan-new-done-on = The metric with the day it was done (such as: Date of the unit’s plan):
plan-new-judged = The metric with the points:
plan-new-comparator = Compared: 1 at least, 2 more than, 3 at most, 4 less than:
plan-new-percent = The bar in percent (such as: 99.90%):
plan-new-compare = Compared by: 1 the exact fraction, 2 the value rounded to two decimals:
plan-new-limit = The limit:
plan-new-due = Last day for the level “{ $name }” (blank if it isn’t for that level):
plan-new-days = Days late are: 1 calendar days, 2 working days:
plan-new-maximum = The most points:
plan-new-points-met = Points when it is met:
plan-new-other-kind = “{ $name }” is a metric of another kind already; use another name.
plan-new-another-criterion = One more criterion (y/n)?
plan-new-award = Is there an award (y/n)?
plan-new-another-award = One more award, below it (y/n)?
plan-new-award-name = Name of the award:
plan-new-quota-per = The quota is: 1 for each cluster, 2 for all together:
plan-new-quota = Number of units (such as: 3) or share of those taking part (such as: 20%):
plan-new-rounding = A share that is no whole number of units is rounded: 1 down, 2 up, 3 to the nearest, one half up:
plan-new-stopped = Stopped in the middle; no file was written.
plan-new-mistakes = { $file } is written, but has these mistakes to mend:
plan-new-written = { $file } is written and valid. What a plan leaves open stands there as a setting; read it, change it, and check it: { $command }
ask-expected-text = A line of text is needed, of 2,000 characters at most.
ask-expected-day = A day is needed, such as 23/05/2021.
ask-expected-later = It must not be before the first day.
ask-expected-yes = Answer “y” (yes) or “n” (no).
ask-expected-choice = Answer with one of the numbers above.
ask-expected-amount = A number from 0 is needed, such as 12.5, without a mark for thousands.
ask-expected-percent = A percentage is needed, such as 99.90%.
ask-expected-quota = A number of units is needed, such as 3, or a share, such as 20%.
help-plan-new = Ask one question after the other and write a valid plan file
help-plan-new-file = The file to write (TOML); one that is there isn’t overwritten

## Figures that need a look

remark-note = These are remarks for people to look at, not verdicts: they block nothing and change no outcome, point or rank.
remark-none = Nothing was found that the plan asks to look at.
remark-not-asked = The plan doesn't say which figures need a look (section [[plausibility]]), so nothing is looked for.
remark-found = { $count } { $count ->
    [one] remark
   *[other] remarks
}
remark-looked-at = What was looked at:
remark-entry = { $kind } [{ $code }]: { $examined }
remark-line = { $kind } [{ $code }] – { $about }
remark-kind-copied_rows = Same figures in several units
remark-kind-round_numbers = Many round numbers
remark-kind-last_digit = Uneven last digits
remark-kind-always_equal = Two figures always equal
remark-kind-outlier = Far from the middle of the cluster
remark-kind-change = Large change since the earlier report
remark-examined-units = { $examined } { $examined ->
    [one] unit
   *[other] units
} looked at, of them with a remark: { $remarked }.
remark-examined-groups = { $examined } { $examined ->
    [one] group
   *[other] groups
} looked at, of them with a remark: { $remarked }.
remark-too-few-units = Units with too few figures, or in too small a cluster: { $count }.
remark-too-few-groups = Groups with too few figures: { $count }.
remark-without-spread = Units in clusters without spread (MAD is 0), where nothing is divided: { $count }.
remark-without-earlier = Not looked at: no earlier reports are at hand.
remark-units = { $units }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
}
remark-beyond = and { $count } beyond your units
remark-group-all = all units
remark-group-parent = the units under { $unit }
remark-group-cluster = the units of cluster { $cluster }
remark-group-size = { $group }, { $count } with these figures
remark-missing = not reported
remark-copied_rows = All these figures are the same in these units – { $figures }. So { $counted } figures of { $size } or more are the same; the plan asks for a look from { $least } such figures on.
remark-round_numbers = Figures above zero – { $figures }. Multiples of { $multiple }: { $round } of { $reported } = { $share }; the plan asks for a look from { $limit } on, where there are at least { $least } figures.
remark-last_digit = { $names }: of { $figures } figures of { $size } or more, so many end in each digit: { $digits }. If all were equally frequent, each would have { $expected }. χ² (chi-square) = Σ (found − expected)² / expected = (10 × { $squares } − { $figures }²) / { $figures } = { $value }, { $squares } being the sum of the squares; the plan asks for a look above { $limit }, where there are at least { $least } figures.
remark-always_equal = { $left } and { $right } are equal in every one of these units; the plan asks for a look where there are at least { $least } units.
remark-outlier = { $criterion }: { $fraction } = { $measure }. The { $units } units of { $cluster } have the median { $median }, and the median of their distances from it (MAD) is { $spread }. Modified z-score = { $quartile } × |{ $measure } − { $median }| / { $spread } = { $score }; the plan asks for a look above { $limit }, where there are at least { $least } units.
remark-outlier-no-spread = { $criterion }: { $fraction } = { $measure }. At least half of the { $units } units of { $cluster } have the same { $median } (MAD is 0, so nothing can be divided by it); the plan asks for a look at every other one.
remark-change = Against the unit's earlier report – { $changes }. The plan asks for a look above { $limit }, where the difference is at least { $least }.
remark-change-one = { $figure }: { $before } before, { $now } now, { $by } = { $percent } of { $before }
remark-change-from-zero = { $figure }: { $before } before, { $now } now, { $by }
remark-innocent-copied_rows = It may be innocent: small units of one kind are often the same by chance, and the less likely so the larger and the more figures there are. Compare with the original protocols.
remark-innocent-round_numbers = It may be innocent: a few figures are round by chance, small ones most of all, and figures that follow from each other are round together. Ask whether they were counted or estimated.
remark-innocent-last_digit = It may be innocent: of a thousand groups of counted figures one is above 27.88 by chance, and units of one planned size (such as 500 each) are uneven too. It says something of the group, nothing of a single unit.
remark-innocent-always_equal = It may be innocent: in small units everybody who takes part often hands in what they were given. With many units, ask whether both were counted, or one copied from the other.
remark-innocent-outlier = It may be innocent: a unit of a special kind (barracks, hospital, remote area) differs from its neighbours, and in a cluster that lies close together a small difference is already far.
remark-innocent-change = It may be innocent: the earlier report may have been preliminary or mistaken. Look at the reason given for the correction.
remark-advice = What the plan says to it: { $advice }
help-reports-look = List figures that need a look, as the plan's section [[plausibility]] asks; nothing is refused
help-reports-look-plan = Plan file (TOML)
help-reports-look-units = List of units (CSV or XLSX)
help-reports-look-reports = Files of reports (CSV or XLSX), one or more
help-reports-look-earlier = Earlier reports, to look for large changes
help-value-earlier = FILE
help-reports-look-numbers = How numbers are written where a file doesn't show it: vi (1.234,5) or en (1,234.5)

# thidua bundle, thidua verify
help-bundle = Write one file that proves a stored ranking
help-bundle-named = Code of the plan, or its number
help-bundle-database = Database
help-bundle-ranking = Number of the stored ranking; the one that stands unless told
help-bundle-output = File to write (ZIP); one that is there isn’t overwritten
help-verify = Compute a bundle’s ranking again from the plan and the figures in it, without a database
help-verify-file = File that “thidua bundle” wrote
help-verify-threads = How many threads to work on; the number of cores unless told
help-value-named = PLAN
help-value-ranking = NUMBER
bundle-done = Ranking { $number } is in { $file } ({ $bytes } bytes). Anybody can verify it: thidua verify { $file }
verify-head = Plan { $plan }, ranking { $number }, stored { $made }, { $units } units, made by thidua { $program }
verify-input-hash = Hash of the inputs:  { $hash }
verify-result-hash = Hash of the result:  { $hash }
verify-audit = Audit log when it was made: { $records } records, last hash { $head }
verify-equal = EQUAL: computed again from the plan and the figures in the file, every outcome, point, rank and recommendation comes out as stated, and every hash is right.
verify-compare = That this is the ranking that was published is proven by comparing the two hashes with those that were published.
verify-different = DIFFERENT:
verify-other-version = The file was made by version { $made }, verified by { $own }. Verify it with version { $made } before you take this for tampering.
verify-missing = { $member } is missing.
verify-strange = { $member } doesn’t belong in a bundle, or stands there twice.
verify-broken = { $member } can’t be unpacked: { $reason }
verify-member-hash = { $member } was changed: SHA-256 { $found } instead of { $stated }
verify-plan = plan.toml isn’t a plan: { $mistake }
verify-plan-text = plan.toml isn’t text in UTF-8.
verify-line = { $member }, line { $line }: not a line of this table.
verify-cell = { $member }, line { $line }: column “{ $column }” can’t be “{ $text }”.
verify-moment = bundle.json: “{ $text }” is no moment.
verify-plan-code = bundle.json names plan { $stated }; plan.toml is { $found }.
verify-hash-input = Hash of the inputs: stated { $stated }, from the tables { $found }
verify-hash-result = Hash of the result: stated { $stated }, of ranking.json { $found }
verify-input = Input ({ $what }): stated in inputs.txt { $stated }, by the tables { $found }
verify-input-plan = plan
verify-input-as_of = moment
verify-input-unit = unit
verify-input-figures = figures of unit
verify-input-hold = hold on unit
verify-input-choice = choice by hand about unit
verify-not-computed = Nothing can be computed from what stands in the file.
verify-unit = { $unit }{ $about }: { $part }: stated { $stated }, computed { $found }
verify-text = { $member }, line { $line }: stated “{ $stated }”, computed “{ $found }”
verify-part-unit = part in the ranking, with rank
verify-part-outcome = outcome
verify-part-measure = measure
verify-part-points = points
verify-part-gates = gates
verify-part-total_points = total points
verify-part-base_points = base points
verify-part-bonus_points = bonus points
verify-part-penalty_points = penalty points
verify-part-incomplete = points still open
verify-part-excluded = excluded
verify-part-on_hold = on hold
verify-part-cluster = cluster
verify-part-rank = rank
verify-part-award = reason at the award
verify-part-recommendation = recommendation
verify-part-reason = reason
verify-part-reason_detail = what the reason is about
verify-no-bundle = { $file } can’t be verified: { $reason }
verify-no-archive = it isn’t a whole ZIP archive; it may have been cut off on its way, so get it once more (what the reader says: { $reason }).
verify-no-head = bundle.json isn’t there or can’t be read ({ $reason }).
verify-other-format = its format is { $format }; this program verifies thidua.bundle/1, thidua.bundle/2 and thidua.bundle/3.
verify-too-large = it is too large, unpacks to more than 1 GiB, or has too many members.

# Councils: sessions, votes.
problem-dates_order = The end, { $until }, must come after the beginning, { $from }. Correct the dates.
problem-own_membership = Nobody changes their own membership, since a member’s units decide what it stays out of. Ask another officer.
problem-recused = This is done with several cases at once, and you have an interest in one of them. Ask another officer.
problem-council_missing = The plan names no council. Add council to the part [process] of the plan file.
problem-session_state = Session { $session } is { $state ->
    [planned] only planned
    [open] sitting
    [closed] over
   *[cancelled] cancelled
}, so this can’t be done.
problem-session_early = Session { $session } is held on { $date }; it can’t be opened before. If it sits earlier, change its day first.
problem-case_not_ready = Case { $case } isn’t where a council votes on it, or is past that. See where the case stands.
problem-case_on_agenda = Case { $case } stands on the agenda of session { $session } already. A case stands there once.
problem-vote_before_publicity = The publicity of case { $case } hadn’t ended before the session (last day { $until }). The plan allows a vote only in a session after that day, once the end is recorded.
problem-vote_rule_missing = The plan gives no rule for voting on the award { $award }. Add a [[process.vote]] to the plan file.
problem-vote_not_open = The vote on item { $item } hasn’t been opened. Wait until the chair opens it.
problem-vote_opened = The vote on item { $item } has been opened, so this can’t be done any more.
problem-vote_closed = The vote on item { $item } is over.
problem-voted_already = This member’s vote on item { $item } is recorded; everybody votes once.
problem-voter_recused = The member has an interest in item { $item } and doesn’t vote on it.
problem-voter_absent = The member isn’t there, or wasn’t when the vote on item { $item } was opened, and so can’t vote in the session.
problem-not_a_member = Only members of the council { $council } on the day of the session vote, logged in by themselves.
problem-writing_refused = No written vote can be entered for item { $item }: the member wasn’t entered as voting in writing before it was opened, or the rule doesn’t allow it.
problem-quorum_lost = Only { $attending } of { $members } members are there; { $required } are needed to vote. Wait for them, or break the vote off.
problem-attendance_order = That can’t be entered of { $member } now: only who is there leaves, and who is there doesn’t come again.
problem-session_unfinished = The session can’t be closed: votes are open, a departure has no reason, or a tie isn’t settled ({ $items }).
problem-tie_open = Not all cases of tie { $tie } are counted. Vote on all of them first.
problem-quota_changed = Tie { $tie } was voted on for { $voted } seats, and there are { $now } now. Void the count and vote again for the seats that there are.

# dossiers and publicity as files
publicity-column-number = No.
publicity-column-award = Award
publicity-column-name = Collective or person
publicity-column-unit = Unit
publicity-column-case = Case

# Persons in a plan
words-individuals = Individuals
words-of-individuals = Individuals: { $title }
words-kind-leads = { $kind }: leads others
words-kind-direct = { $kind }: doesn't lead others
words-unit-free = What the unit reached doesn't matter to its persons.
words-unit-gates = The person's unit must meet all gates that apply to it.
words-unit-award = The person's unit must be recommended for { $award }.
words-person-clusters-column = Persons are ranked in the cluster of their unit.
words-person-clusters-parent = Persons are ranked inside their unit.
words-person-clusters-subject = Persons are ranked by their kind.
words-person-clusters-one = All persons are ranked together.
words-retention = Names and what is written of a person are kept for { $years ->
    [one] one year
   *[other] { $years } years
} after the contest's last day.

# Documents of decisions
problem-decision_says = The signed decision says otherwise: { $recorded }. Leave the field empty, or write what the decision says.

# Bundles with cases, votes and decisions
verify-way = After the ranking: { $cases } cases, { $sessions } sessions, { $items } items voted on, { $decisions } cases decided
verify-way-equal = The ranking of persons, who is recused, quorums, counts of votes, ties settled and decisions come out as stated too.
verify-other-units = Ranking { $number }, which stood from { $from }: { $cases } cases rest on it; hash of its result: { $hash }
verify-other-persons = Ranking of persons { $number }, which stood from { $from }: { $cases } cases rest on it; hash of its result: { $hash }
verify-others-equal = Of these other rankings the hashes are checked, and that places and reasons of the cases and the seats of ties are theirs. Their points and ranks aren’t computed again: what they were made from isn’t in this file. A bundle of such a ranking proves them; otherwise compare the hash with the one that was published.
verify-hash-other = Hash of { $member }: stated in bundle.json { $stated }, found { $found }
verify-differs = { $member }, line { $line }, column “{ $column }”: stated “{ $stated }”, computed “{ $found }”
verify-hash-persons-input = Hash of the inputs of the ranking of persons: stated { $stated }, of persons_inputs.txt { $found }
verify-hash-persons-result = Hash of the result of the ranking of persons: stated { $stated }, of persons_result.json { $found }
problem-bundle_hidden = You are recused from some cases of this plan, and the file has every vote in it. Ask an officer who has no interest in them.

# Documents of decisions

# Decisions, letters, sessions: what doesn't go together
problem-revocation_before_hand_over = Award { $award } was handed over on { $day }; a decision that takes it away isn't dated before that.
problem-membership_voted = The council voted in session { $session } on { $day } with the members of that day, so nobody is added to them or taken away. Choose a later day.
problem-letter_number_used = The letter { $number } of { $day } of this plan has that number in the same year. Check the number.
problem-letter_before_letter = Case { $case } was submitted by the letter { $number } of { $day } and sent back; another letter isn't dated before that.
problem-award_below_lost = The award of case { $case } is chosen from the list of the award below, for which case { $other } of the same subject { $state ->
    [rejected] was rejected
    *[revoked] was revoked
}. Return or reject case { $case }.
problem-award_below_hidden = Case { $case } depends on a case from which you are recused. Ask an officer who has no interest in it to enter the decision.
