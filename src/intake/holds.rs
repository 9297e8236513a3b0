//! Reads holds and exclusions by hand: unit, criterion (blank: the whole unit), kind, reason.

use std::ops::ControlFlow;

use super::fold::fold;
use super::header::{Header, HeaderNames, Meaning};
use super::source_file::{ChosenHeader, SourceFile, missing_column, spot};
use super::suggest::nearest;
use super::table::Row;
use super::unit_lookup::{Found, Named, UnitLookup, plain_code};
use crate::contest::finding::{Findings, Spot};
use crate::contest::finding_code as codes;
use crate::contest::hold::{Hold, HoldKind};
use crate::contest::plan::{Criterion, Plan};
use crate::contest::unit::Units;

/// Reads a file of holds, in its order. A row with an error is left out.
pub fn read_holds(file: SourceFile<'_>, plan: &Plan, units: &Units, findings: &mut Findings) -> Vec<Hold> {
    let Some(table) = file.open(findings) else { return Vec::new() };
    let names = HeaderNames::of_holds();
    let header = file.header(&table, &names, &ChosenHeader::default(), findings, |columns| {
        let has = |meaning| columns.iter().any(|column| column.meaning == meaning);
        (has(Meaning::UnitCode) || has(Meaning::UnitName) || has(Meaning::Unit))
            && (has(Meaning::HoldKind) || has(Meaning::Reason))
    });
    let Some(header) = header else { return Vec::new() };
    let mut complete = true;
    for meaning in [Meaning::HoldKind, Meaning::Reason] {
        if header.position(meaning).is_none() {
            missing_column(&file, &header, &names, meaning, findings);
            complete = false;
        }
    }
    let mut holds = Vec::new();
    if complete {
        let lookup = UnitLookup::new(units);
        let mut reading = HoldsReading { file, plan, header: &header, lookup: &lookup, units, findings };
        table.for_each_row(|row| {
            if row.number > header.row {
                holds.extend(reading.read(row));
            }
            ControlFlow::Continue(())
        });
    }
    holds
}

struct HoldsReading<'a, 'w> {
    file: SourceFile<'a>,
    plan: &'a Plan,
    header: &'w Header,
    lookup: &'w UnitLookup<'a>,
    units: &'a Units,
    findings: &'w mut Findings,
}

impl HoldsReading<'_, '_> {
    fn spot(&self, row: u32, column: Option<usize>) -> Spot {
        spot(self.file.name, row, column, &self.header.columns)
    }

    fn read(&mut self, row: Row<'_>) -> Option<Hold> {
        let position = |meaning| self.header.position(meaning);
        let text = |column: Option<usize>| {
            column.and_then(|column| row.cells.get(column)).map_or("", |cell| cell.text)
        };
        let code_column = position(Meaning::UnitCode).or(position(Meaning::Unit));
        let parent = text(position(Meaning::ParentCode));
        let named = Named {
            code: text(code_column),
            name: text(position(Meaning::UnitName)),
            parent: if parent.is_empty() { text(position(Meaning::ParentName)) } else { parent },
        };
        let unit = self.unit(named, row.number, code_column.or(position(Meaning::UnitName)));
        let kind_column = position(Meaning::HoldKind);
        let kind = kind(text(kind_column));
        let reason_column = position(Meaning::Reason);
        let criterion_column = position(Meaning::Criterion);
        let (reason, criterion) = (text(reason_column), text(criterion_column));
        if kind.is_none() {
            let at = self.spot(row.number, kind_column);
            codes::HOLD_KIND_UNKNOWN.raise(self.findings, |draft| draft.at(at).with_read(text(kind_column)));
        }
        // A dash or a point is no reason.
        let reason = if fold(reason).is_empty() { "" } else { reason };
        if reason.is_empty() {
            let at = self.spot(row.number, reason_column);
            codes::HOLD_REASON_MISSING.raise(self.findings, |draft| draft.at(at));
        }
        let criterion = if criterion.is_empty() {
            Some(None)
        } else {
            self.criterion(criterion, row.number, criterion_column).map(Some)
        };
        if reason.is_empty() {
            return None;
        }
        Some(Hold { unit: unit?, criterion: criterion?, kind: kind?, reason: reason.to_owned() })
    }

    fn unit(&mut self, named: Named<'_>, row: u32, column: Option<usize>) -> Option<u32> {
        let at = self.spot(row, column);
        let lookup = self.lookup;
        let read = if named.code.is_empty() { named.name } else { named.code };
        match lookup.find(named) {
            Found::Unit(unit) => return Some(unit),
            Found::LeadingZero(unit) => {
                let code = self.units.get(unit).code();
                codes::UNIT_LEADING_ZERO.raise(self.findings, |draft| {
                    draft.at(at).with_unit(code).with_read(plain_code(named.code)).with("code", code)
                });
                return Some(unit);
            }
            Found::Unnamed => codes::UNIT_MISSING.raise(self.findings, |draft| draft.at(at)),
            Found::Several(units) => codes::UNIT_AMBIGUOUS.raise(self.findings, |draft| {
                draft.at(at).with_read(read).with("choices", lookup.list(units.iter().copied()))
            }),
            Found::Nothing => codes::UNIT_UNKNOWN.raise(self.findings, |draft| {
                draft.at(at).with_read(read).with("suggestions", lookup.suggestions(named))
            }),
        }
        None
    }

    /// A criterion by code, else by its number in the plan, else by name. A number or a name that several criteria
    /// have means none.
    fn criterion(&mut self, text: &str, row: u32, column: Option<usize>) -> Option<usize> {
        let criteria = &self.plan.criteria;
        let wanted = fold(text);
        let by_code = |criterion: &Criterion| fold(&criterion.code) == wanted;
        let by_number =
            |criterion: &Criterion| !criterion.number.is_empty() && fold(&criterion.number) == wanted;
        let by_name =
            |criterion: &Criterion| fold(&criterion.name.vi) == wanted || fold(&criterion.name.en) == wanted;
        let named: [&dyn Fn(&Criterion) -> bool; 3] = [&by_code, &by_number, &by_name];
        let found = named.into_iter().find_map(|is_named| {
            let found: Vec<usize> = (0..criteria.len()).filter(|index| is_named(&criteria[*index])).collect();
            (!found.is_empty()).then_some(found)
        });
        let at = self.spot(row, column);
        match found.as_deref() {
            Some([criterion]) => return Some(*criterion),
            Some(several) => codes::HOLD_CRITERION_AMBIGUOUS.raise(self.findings, |draft| {
                let choices: Vec<&str> = several.iter().map(|index| criteria[*index].code.as_str()).collect();
                draft.at(at).with_read(text).with("choices", choices.join(", "))
            }),
            None => codes::HOLD_CRITERION_UNKNOWN.raise(self.findings, |draft| {
                let near = nearest(text, criteria.iter().map(|criterion| criterion.code.as_str()));
                draft.at(at).with_read(text).with("suggestions", near.join(", "))
            }),
        }
        None
    }
}

fn kind(text: &str) -> Option<HoldKind> {
    match fold(text).as_str() {
        "hold" | "on hold" | "tam dung" | "tam giu" | "tam hoan" | "cho" | "cho xac minh"
        | "tam dung xet" => Some(HoldKind::Hold),
        "exclude" | "excluded" | "loai" | "loai tru" | "khong xet" | "loai khoi" => Some(HoldKind::Exclude),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::plan::sample;
    use crate::contest::plan::{Across, Rule, Total};
    use crate::contest::words::Words;

    fn plan() -> Plan {
        let mut plan = sample::plan();
        let criterion = |code: &str, number: &str, name: &str| Criterion {
            code: code.to_owned(),
            number: number.to_owned(),
            name: Words::same(name),
            source: String::new(),
            verbatim: false,
            owner: None,
            evidence: None,
            gate: true,
            branch: None,
            total: Total::Base,
            rule: Rule::Flag { of: 4, expect: true, across: Across::Whole },
            hold_when: None,
            points: None,
        };
        plan.criteria =
            vec![criterion("complete", "5a", "Báo cáo đầy đủ"), criterion("order", "9", "An ninh")];
        plan.criteria.extend([criterion("fire", "7", "Cháy, nổ"), criterion("flood", "7", "Lũ lụt")]);
        plan
    }

    fn read(text: &str) -> (Vec<Hold>, Vec<String>) {
        let plan = plan();
        let mut findings = Findings::default();
        let units = crate::intake::units::read_units(
            SourceFile::new(
                "units.csv",
                "code,name,level\n001,Huyện Một,district\n002,Huyện Hai,district\n".as_bytes(),
            ),
            &plan,
            &mut findings,
        );
        let file = SourceFile::new("holds.csv", text.as_bytes());
        let holds = read_holds(file, &plan, &units, &mut findings);
        let found = findings
            .in_order()
            .iter()
            .map(|finding| format!("{} {}:{}", finding.code, finding.spot.row, finding.spot.column))
            .collect();
        (holds, found)
    }

    #[test]
    fn holds_name_a_unit_a_criterion_a_kind_and_a_reason() {
        let (holds, found) = read(
            "Mã;Tiêu chí;Hình thức;Lý do\n001;;tạm dừng;đơn thư\n1;5A;hold;x\n002;An ninh;Loại trừ;y\nHuyện Hai;order;exclude;z\n",
        );
        assert_eq!(found, ["unit.leading_zero 3:1"]);
        let read: Vec<(u32, Option<usize>, HoldKind, &str)> =
            holds.iter().map(|hold| (hold.unit, hold.criterion, hold.kind, hold.reason.as_str())).collect();
        assert_eq!(
            read,
            [
                (0, None, HoldKind::Hold, "đơn thư"),
                (0, Some(0), HoldKind::Hold, "x"),
                (1, Some(1), HoldKind::Exclude, "y"),
                (1, Some(1), HoldKind::Exclude, "z"),
            ]
        );
    }

    #[test]
    fn a_row_with_an_error_is_left_out_and_every_error_told() {
        let (holds, found) = read("code,criterion,kind,reason\n009,ordr,wait?,\n001,,hold,ok\n");
        assert_eq!(holds.len(), 1);
        assert_eq!(
            found,
            [
                "unit.unknown 2:1",
                "hold.criterion_unknown 2:2",
                "hold.kind_unknown 2:3",
                "hold.reason_missing 2:4"
            ]
        );
    }

    #[test]
    fn a_number_of_several_criteria_and_a_dash_for_a_reason_are_refused() {
        let (holds, found) =
            read("code,criterion,kind,reason\n001,7,hold,x\n001,flood,hold,x\n001,9,hold,-\n");
        assert_eq!(found, ["hold.criterion_ambiguous 2:2", "hold.reason_missing 4:4"]);
        assert_eq!(holds.iter().map(|hold| hold.criterion).collect::<Vec<_>>(), [Some(3)]);
    }

    #[test]
    fn a_file_without_reasons_is_refused() {
        let (holds, found) = read("code,kind\n001,hold\n");
        assert_eq!((holds.len(), found), (0, vec!["column.missing 1:0".to_owned()]));
    }
}
