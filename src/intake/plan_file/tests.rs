//! Plan files that load, and mistakes with their places.

use super::*;
use crate::contest::words::Language;

const LEADING: &str = include_str!("../../../fixtures/plans/dien-bien-508-2021.toml");

fn load(text: &str) -> Plan {
    match read_plan("plan.toml", text) {
        Ok(plan) => plan,
        Err(mistakes) => {
            let texts: Vec<String> =
                mistakes.iter().map(|mistake| mistake.render(Language::English)).collect();
            panic!("{}", texts.join("\n"))
        }
    }
}

#[test]
fn the_leading_plan_loads() {
    let plan = load(LEADING);
    assert_eq!(plan.criteria.len(), 14);
}
