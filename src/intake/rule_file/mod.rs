//! Rule files (TOML): rules of commendation with dates become [`Rules`], or a list of every mistake in them.
//!
//! Each file is checked by itself first; then the days of all together: between the first and the last day there is no
//! gap, and no day has two packs or two base wages.

mod shape;

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde_json::Value;

use super::plan_file::mistake::{Mistake, Mistakes, Note};
use super::plan_file::written::{Span, Written};
use super::plan_file::{parsed, schema_of};
use crate::contest::plan::Rounding;
use crate::contest::rules::{
    BaseWage, Coefficient, Days, Form, LegalBasis, MoneyRounding, Origin, RegisterField, RulePack, Rules,
};
use crate::contest::words::Words;
use crate::intake::plan_file::form::{Code, Day};

/// The schema, made once.
static SCHEMA: LazyLock<Value> = LazyLock::new(schema_of::<shape::RuleFile>);

/// A rule file as it was found.
#[derive(Debug, Clone, Copy)]
pub struct RuleText<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// Something with days, and where its first day is written: the file's index and the place in it.
struct Dated<T> {
    it: T,
    days: Days,
    file: usize,
    span: Span,
}

/// Reads all rule files.
///
/// # Errors
/// Every mistake in them, file by file. Days of different files are compared only when each file is right by itself.
pub fn read_rules(files: &[RuleText<'_>]) -> Result<Rules, Vec<Mistake>> {
    let mut all: Vec<Mistakes<'_>> = files.iter().map(|file| Mistakes::of(file.text)).collect();
    let (mut packs, mut wages) = (Vec::new(), Vec::new());
    for (at, file) in files.iter().enumerate() {
        if let Some((read, _)) = parsed::<shape::RuleFile>(file.text, &SCHEMA, &mut all[at]) {
            packs.extend(pack(&read, at, &mut all[at]));
            wages.extend(read.wage.iter().map(|wage| base_wage(wage, at, &mut all[at])));
        }
    }
    if all.iter().all(Mistakes::is_empty) {
        check_codes(&packs, &mut all);
        check_days(&mut packs, &mut all);
        check_days(&mut wages, &mut all);
    }
    if all.iter().all(Mistakes::is_empty) {
        let packs = packs.into_iter().map(|dated| dated.it).collect();
        return Ok(Rules { packs, wages: wages.into_iter().map(|dated| dated.it).collect() });
    }
    Err(all.into_iter().zip(files).flat_map(|(mistakes, file)| mistakes.in_order(file.name)).collect())
}

fn origin(source: &str, is_certain: bool) -> Origin {
    Origin { source: source.to_owned(), is_certain }
}

const fn rounding(name: shape::Rounding) -> Rounding {
    match name {
        shape::Rounding::HalfUp => Rounding::HalfUp,
        shape::Rounding::HalfEven => Rounding::HalfEven,
        shape::Rounding::Down => Rounding::Down,
        shape::Rounding::Up => Rounding::Up,
    }
}

fn days(from: &Written<Day>, until: Option<&Written<Day>>, mistakes: &mut Mistakes<'_>) -> Days {
    if let Some(until) = until.filter(|until| until.value.0 < from.value.0) {
        let note = Note::new(
            "date.order",
            format!("Ngày cuối {} đứng trước ngày đầu {}.", until.value.0, from.value.0),
            format!("The last day {} comes before the first day {}.", until.value.0, from.value.0),
        );
        let day = from.value.0;
        mistakes.add(&until.span, note.expected(format!("từ {day} trở đi"), format!("{day} or later")));
    }
    Days { from: from.value.0, until: until.map(|until| until.value.0) }
}

fn pack(file: &shape::RuleFile, at: usize, mistakes: &mut Mistakes<'_>) -> Option<Dated<RulePack>> {
    let Some(heading) = &file.pack else {
        let stray = file.basis.first().map(|basis| &basis.span).or(file.form.first().map(|form| &form.span));
        if let Some(span) = stray.cloned().or_else(|| file.wage.is_empty().then_some(0..0)) {
            let note = Note::new("pack.missing", "Tệp thiếu [pack].", "The file lacks [pack].");
            mistakes.add(&span, note.expected("[pack] với code, name, from", "[pack] with code, name, from"));
        }
        return None;
    };
    for (key, is_empty) in [("basis", file.basis.is_empty()), ("form", file.form.is_empty())] {
        if is_empty {
            let note = Note::new(
                "list.empty",
                format!("Bộ quy định không có [[{key}]] nào."),
                format!("The pack has no [[{key}]]."),
            );
            mistakes.add(&heading.span, note.expected("ít nhất một mục", "at least one entry"));
        }
    }
    let money = &heading.money;
    let days = days(&heading.from, heading.until.as_ref(), mistakes);
    let mut forms: Vec<Form> = Vec::new();
    for written in &file.form {
        if forms.iter().any(|known| known.code == written.code.value.0) {
            twice(&written.code, mistakes);
        }
        forms.push(form(written, mistakes));
    }
    let basis = |basis: &Written<shape::Basis>| LegalBasis {
        text: Words::from(&basis.text),
        date: basis.date.0,
        origin: origin(&basis.number, basis.certain),
    };
    let it = RulePack {
        code: heading.code.value.0.clone(),
        name: Words::from(&heading.name),
        days,
        money: MoneyRounding {
            step: money.step,
            rounding: rounding(money.rounding),
            origin: origin(&money.source, money.certain),
        },
        bases: file.basis.iter().map(basis).collect(),
        forms,
    };
    Some(Dated { it, days, file: at, span: heading.from.span.clone() })
}

fn twice(code: &Written<Code>, mistakes: &mut Mistakes<'_>) {
    let written = &code.value.0;
    let note = Note::new(
        "code.twice",
        format!("Mã \"{written}\" đã có ở trên."),
        format!("The code \"{written}\" is there already."),
    );
    mistakes.add(&code.span, note.expected("một mã khác", "another code"));
}

fn form(form: &shape::Form, mistakes: &mut Mistakes<'_>) -> Form {
    let mut of = |written: &Option<shape::Coefficient>| {
        let written = written.as_ref()?;
        let number = written.coefficient.value.0;
        if number.mantissa < 0 {
            let note = Note::new(
                "number.out_of_range",
                "Hệ số tiền thưởng không được âm.",
                "A coefficient isn't negative.",
            );
            mistakes.add(&written.coefficient.span, note.expected("từ 0 trở lên", "0 or more"));
        }
        let value = Decimal::new(number.mantissa, u32::from(number.scale));
        Some(Coefficient { value, origin: origin(&written.source, written.certain) })
    };
    let (individual, collective) = (of(&form.individual), of(&form.collective));
    Form {
        code: form.code.value.0.clone(),
        name: Words::from(&form.name),
        field: match form.field {
            shape::FieldName::Title => RegisterField::Title,
            shape::FieldName::Form => RegisterField::Form,
        },
        individual,
        collective,
    }
}

fn base_wage(wage: &shape::Wage, at: usize, mistakes: &mut Mistakes<'_>) -> Dated<BaseWage> {
    let days = days(&wage.from, wage.until.as_ref(), mistakes);
    let it = BaseWage { days, amount: wage.amount, origin: origin(&wage.source, wage.certain) };
    Dated { it, days, file: at, span: wage.from.span.clone() }
}

fn check_codes(packs: &[Dated<RulePack>], all: &mut [Mistakes<'_>]) {
    for (at, dated) in packs.iter().enumerate() {
        if packs[..at].iter().any(|other| other.it.code == dated.it.code) {
            let code = &dated.it.code;
            let note = Note::new(
                "code.twice",
                format!("Một tệp khác đã có bộ quy định mã \"{code}\"."),
                format!("Another file has a pack with the code \"{code}\"."),
            );
            all[dated.file].add(&dated.span, note.expected("một mã khác", "another code"));
        }
    }
}

/// Puts what has days in their order, and notes where a day has none, or two.
fn check_days<T>(list: &mut [Dated<T>], all: &mut [Mistakes<'_>]) {
    list.sort_by_key(|dated| dated.days.from);
    for pair in list.windows(2) {
        let [before, after] = pair else { continue };
        let wanted = before.days.until.and_then(|until| until.succ_opt());
        if wanted == Some(after.days.from) {
            continue;
        }
        let from = after.days.from;
        let is_gap = wanted.is_some_and(|wanted| wanted < from);
        let until = before.days.until.map_or_else(|| "…".to_owned(), |until| until.to_string());
        let note = if is_gap {
            Note::new(
                "date.gap",
                format!("Có ngày không thuộc quy định nào: quy định trước dừng ở {until}."),
                format!("Some days have no rules: what comes before ends on {until}."),
            )
        } else {
            Note::new(
                "date.overlap",
                format!("Ngày {from} đã thuộc quy định trước (đến {until})."),
                format!("{from} has rules already: what comes before ends on {until}."),
            )
        };
        let expected = wanted.map_or_else(|| "until".to_owned(), |wanted| wanted.to_string());
        all[after.file].add(&after.span, note.expected(expected.clone(), expected));
    }
}

#[cfg(test)]
mod tests;
