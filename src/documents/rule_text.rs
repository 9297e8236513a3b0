//! Rules of commendation in words: which hold when, what decisions rest on, and how much money goes with each form.

use crate::contest::plan::Rounding;
use crate::contest::rules::{Coefficient, Days, Origin, RegisterField, RulePack, Rules};
use crate::text::{Texts, format};

/// All rules, the oldest first.
pub fn rules_text(texts: &Texts, rules: &Rules) -> String {
    let packs = rules.packs.iter().map(|pack| pack_text(texts, pack));
    let mut text = packs.collect::<Vec<_>>().join("\n");
    if !rules.wages.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&texts.word("rules-wages"));
        text.push('\n');
        for wage in &rules.wages {
            let amount = format::count(i128::from(wage.amount), texts.language());
            let parts = [("days", days(texts, wage.days).into()), ("amount", amount.into())];
            text.push_str(&format!("  {}{}\n", texts.get("rules-wage", &parts), origin(texts, &wage.origin)));
        }
    }
    text
}

/// Days in words.
pub fn days(texts: &Texts, days: Days) -> String {
    let from = ("from", format::date(days.from).into());
    match days.until {
        Some(until) => texts.get("rules-days", &[from, ("until", format::date(until).into())]),
        None => texts.get("rules-days-open", &[from]),
    }
}

/// Where a number comes from, and whether it is to be checked.
fn origin(texts: &Texts, origin: &Origin) -> String {
    let source = [("source", (&origin.source).into())];
    texts.get(if origin.is_certain { "rules-source" } else { "rules-source-unsure" }, &source)
}

/// How money is rounded, in words.
pub fn rounding(texts: &Texts, pack: &RulePack) -> String {
    let way = match pack.money.rounding {
        Rounding::HalfUp => "half_up",
        Rounding::HalfEven => "half_even",
        Rounding::Down => "down",
        Rounding::Up => "up",
    };
    let step = format::count(i128::from(pack.money.step), texts.language());
    texts.get(
        "rules-rounding",
        &[("step", step.into()), ("way", texts.word(&format!("rules-round-{way}")).into())],
    )
}

fn pack_text(texts: &Texts, pack: &RulePack) -> String {
    let language = texts.language();
    let mut text = format!("{} [{}]\n", pack.name.in_language(language), pack.code);
    text.push_str(&format!("  {}\n", days(texts, pack.days)));
    text.push_str(&format!("  {}{}\n", rounding(texts, pack), origin(texts, &pack.money.origin)));
    text.push_str(&format!("  {}\n", texts.word("rules-bases")));
    for basis in &pack.bases {
        text.push_str(&format!("    {}{}\n", basis.text.in_language(language), origin(texts, &basis.origin)));
    }
    text.push_str(&format!("  {}\n", texts.word("rules-forms")));
    for form in &pack.forms {
        let field = match form.field {
            RegisterField::Title => "rules-field-title",
            RegisterField::Form => "rules-field-form",
        };
        let name = form.name.in_language(language);
        text.push_str(&format!("    {name} ({}) [{}]\n", texts.word(field), form.code));
        for (key, coefficient) in
            [("rules-individual", &form.individual), ("rules-collective", &form.collective)]
        {
            if let Some(coefficient) = coefficient {
                text.push_str(&format!("      {}\n", coefficient_text(texts, key, coefficient)));
            }
        }
    }
    text
}

fn coefficient_text(texts: &Texts, key: &str, coefficient: &Coefficient) -> String {
    let number = format::decimal(coefficient.value, texts.language());
    format!("{}{}", texts.get(key, &[("number", number.into())]), origin(texts, &coefficient.origin))
}
