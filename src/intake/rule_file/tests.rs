//! Rule files that are right, and each mistake in those that aren't.

use super::*;

const WAGES: &str = "[[wage]]\nfrom = 2020-01-01\namount = 1000\nsource = \"1/2020\"\ncertain = true\n";

/// A pack with a code and days.
fn pack_text(code: &str, days: &str) -> String {
    format!(
        "[pack]\ncode = \"{code}\"\nname = {{ vi = \"Quy định\" }}\n{days}\n\
         money = {{ step = 1, rounding = \"half_up\", source = \"1/2020\", certain = true }}\n\
         [[basis]]\nnumber = \"1/2020\"\ndate = 2019-12-01\ntext = {{ vi = \"Luật\" }}\ncertain = true\n\
         [[form]]\ncode = \"certificate\"\nname = {{ vi = \"Bằng khen\" }}\nfield = \"form\"\n\
         individual = {{ coefficient = \"1.5\", source = \"1/2020\", certain = false }}\n"
    )
}

/// Codes of mistakes with file and line.
fn mistakes(texts: &[&str]) -> Vec<String> {
    let names: Vec<String> = (0..texts.len()).map(|at| format!("{at}.toml")).collect();
    let files: Vec<RuleText<'_>> =
        names.iter().zip(texts).map(|(name, text)| RuleText { name, text }).collect();
    let told = |mistake: &Mistake| format!("{}:{} {}", mistake.file, mistake.line, mistake.code);
    read_rules(&files).err().unwrap_or_default().iter().map(told).collect()
}

#[test]
fn a_pack_and_wages_are_read() {
    let pack = pack_text("one", "from = 2020-01-01");
    let files = [RuleText { name: "a", text: &pack }, RuleText { name: "b", text: WAGES }];
    let rules = read_rules(&files).unwrap();
    let day = "2020-05-01".parse().unwrap();
    let pack = rules.pack_on(day).unwrap();
    let form = pack.form("certificate").unwrap();
    let coefficient = form.individual.as_ref().unwrap();
    assert_eq!((coefficient.value.to_string().as_str(), coefficient.origin.is_certain), ("1.5", false));
    assert_eq!((form.field, &form.collective), (RegisterField::Form, &None));
    assert_eq!((pack.bases[0].text.vi.as_str(), pack.name.en.as_str()), ("Luật", "Quy định"));
    assert_eq!(rules.wage_on(day).unwrap().amount, 1000);
    assert!(rules.pack_on("2019-12-31".parse().unwrap()).is_none(), "before the first day there are none");
}

#[test]
fn structure_is_checked_strictly() {
    let pack = pack_text("one", "from = 2020-01-01");
    let changed = |from: &str, to: &str| pack.replace(from, to);
    for (text, expected) in [
        (changed("certain = false", "sure = false"), vec!["0.toml:15 key.unknown", "0.toml:15 key.missing"]),
        (changed("field = \"form\"", "field = \"hinh_thuc\""), vec!["0.toml:14 value.not_in_list"]),
        (changed("coefficient = \"1.5\"", "coefficient = 1.5"), vec!["0.toml:15 number.unquoted"]),
        (changed("\"1.5\"", "\"-1.5\""), vec!["0.toml:15 number.out_of_range"]),
        (changed("step = 1,", "step = 0,"), vec!["0.toml:5 number.out_of_range"]),
        (changed("from = 2020-01-01", "from = \"2020-01-01\""), vec!["0.toml:4 value.wrong_type"]),
        (changed("vi = \"Luật\"", "vi = \"\""), vec!["0.toml:9 text.empty"]),
        (WAGES.replace("1000", "0"), vec!["0.toml:3 number.out_of_range"]),
        (String::new(), vec!["0.toml:1 pack.missing"]),
        ("[[form]".to_owned(), vec!["0.toml:1 toml.syntax"]),
    ] {
        let found = mistakes(&[&text]);
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert!(expected.iter().all(|one| found.contains(one)), "{text}\n{found:?}");
    }
}

#[test]
fn days_without_rules_and_days_with_two_are_mistakes() {
    let first = pack_text("one", "from = 2020-01-01\nuntil = 2020-12-31");
    let open = pack_text("one", "from = 2020-01-01");
    let on = |day: &str| pack_text("two", &format!("from = {day}"));
    assert_eq!(mistakes(&[&first, &on("2021-01-01")]), Vec::<String>::new());
    assert_eq!(mistakes(&[&on("2021-01-01"), &first]), Vec::<String>::new(), "whatever their order");
    assert_eq!(mistakes(&[&first, &on("2021-01-02")]), ["1.toml:4 date.gap"]);
    assert_eq!(mistakes(&[&first, &on("2020-12-31")]), ["1.toml:4 date.overlap"]);
    assert_eq!(mistakes(&[&open, &on("2021-01-01")]), ["1.toml:4 date.overlap"]);
    assert_eq!(mistakes(&[&first, &pack_text("one", "from = 2021-01-01")]), ["1.toml:4 code.twice"]);
    assert_eq!(
        mistakes(&[&pack_text("one", "from = 2020-01-02\nuntil = 2020-01-01")]),
        ["0.toml:5 date.order"]
    );
    let two = format!("{WAGES}{WAGES}");
    assert_eq!(mistakes(&[&two]), ["0.toml:7 date.overlap"]);
}

#[test]
fn a_form_stands_once_and_a_pack_has_bases_and_forms() {
    let pack = pack_text("one", "from = 2020-01-01");
    let (_, form) = pack.split_once("[[form]]").unwrap();
    assert_eq!(mistakes(&[&format!("{pack}[[form]]{form}")]), ["0.toml:17 code.twice"]);
    let (without, _) = pack.split_once("[[form]]").unwrap();
    assert_eq!(mistakes(&[without]), ["0.toml:1 list.empty"]);
    let stray = pack.replace("[pack]\n", "[[basis]]\n");
    assert!(!mistakes(&[&stray]).is_empty());
}
