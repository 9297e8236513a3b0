//! Rules of commendation as bodies.

use super::award::{BaseWageBody, RuleForm, RuleList, RuleNumber, RulePackBody};
use super::page::WordsBody;
use crate::app::rules::rules;
use crate::contest::rules::{Coefficient, Form, Origin, RegisterField, RulePack};

fn number(value: &impl ToString, origin: &Origin) -> RuleNumber {
    RuleNumber { value: value.to_string(), source: origin.source.clone(), certain: origin.is_certain }
}

fn coefficient(coefficient: Option<&Coefficient>) -> Option<RuleNumber> {
    coefficient.map(|it| number(&it.value, &it.origin))
}

fn form(form: &Form) -> RuleForm {
    RuleForm {
        code: form.code.clone(),
        name: WordsBody::from(&form.name),
        is_title: form.field == RegisterField::Title,
        individual: coefficient(form.individual.as_ref()),
        collective: coefficient(form.collective.as_ref()),
    }
}

fn pack(pack: &RulePack) -> RulePackBody {
    RulePackBody {
        code: pack.code.clone(),
        name: WordsBody::from(&pack.name),
        from: pack.days.from,
        until: pack.days.until,
        bases: pack.bases.iter().map(|basis| number(&basis.text.vi, &basis.origin)).collect(),
        round_to: number(&pack.money.step, &pack.money.origin),
        forms: pack.forms.iter().map(form).collect(),
    }
}

/// All rules that the program holds.
pub fn rule_list() -> RuleList {
    let wages = rules().wages.iter().map(|wage| BaseWageBody {
        from: wage.days.from,
        until: wage.days.until,
        amount: number(&wage.amount, &wage.origin),
    });
    RuleList { packs: rules().packs.iter().map(pack).collect(), base_wages: wages.collect() }
}
