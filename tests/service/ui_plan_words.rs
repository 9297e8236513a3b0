//! The page of a plan's file tells the plan in words, in both languages, as the command does.

use thidua::app::actor::Role;
use thidua::contest::words::Language;
use thidua::documents::plan_text::plan_sections;
use thidua::text::Texts;

use super::house::{House, collecting, engines, fixture};
use super::ui::page;
use crate::contest_files::plan_of;

#[test]
fn a_plan_is_told_in_words_on_the_page_of_its_file() {
    let source = String::from_utf8(fixture("plans/cho-don-2021.toml")).expect("a plan file is UTF-8");
    let plan = plan_of("cho-don-2021", &source).expect("the plan is right");
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, "plans/cho-don-2021.toml", "cases/plan-cho-don-2021/units.csv");
        let cookie =
            officer.headers().iter().find(|(name, _)| name == "cookie").expect("a session").1.clone();
        for (tag, language) in [("vi", Language::Vietnamese), ("en", Language::English)] {
            let caller = officer.clone().with("cookie", &format!("{cookie}; thidua_language={tag}"));
            let shown = page(&caller, "/plans/1/file");
            for section in plan_sections(&Texts::new(language), &plan) {
                assert!(shown.contains(&format!("<h2>{}</h2>", section.title)), "{}", section.title);
                for sentence in section.sentences {
                    for line in std::iter::once(sentence.text).chain(sentence.details) {
                        assert!(shown.contains(&line), "{line}");
                    }
                }
            }
        }
        // Everybody who sees the plan may read it; the page of the criteria tells the quotas as whole.
        let reporter = house.user(Role::Reporter, Some("K1"));
        assert!(page(&reporter, "/plans/1/file").contains("riêng Cá nhân: 3"));
        assert!(page(&officer, "/plans/1/criteria").contains("riêng Cá nhân: 3"));
        assert!(page(&officer, "/plans/1/recommendation").contains("riêng Cá nhân: 3"));
    }
}
