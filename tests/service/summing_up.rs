//! The summing-up report over two contests that differ: strengths and limits by criterion, who was commended, and the comparison,
//! each against figures counted by hand.

use serde_json::json;
use thidua::app::actor::Role;

use super::docx_file::Docx;
use super::house::{Caller, House, engines, hand_in};
use super::small::{accept, move_to};

/// A synthetic plan with six yes-or-no criteria, of which an award asks the first alone; `last` is the code of the sixth.
fn plan_text(code: &str, last: &str) -> String {
    let mut text = format!(
        "[plan]\ncode = \"{code}\"\ntitle = {{ vi = \"Đợt giả định {code}\" }}\nissuer = \"Đơn vị giả định\"\n\
         issued = 2021-01-04\nperiod = {{ from = 2021-01-04, to = 2021-12-31 }}\n\n\
         [[level]]\ncode = \"unit\"\nname = {{ vi = \"Đơn vị\", en = \"Unit\" }}\n\n[clusters]\nby = \"one\"\n\n\
         [[ranking]]\nby = \"gates\"\n\n\
         [[award]]\ncode = \"merit\"\nname = {{ vi = \"Khen\" }}\nrestated = \"Khen\"\nrequires = {{ gates = true }}\n\
         quota = [{{ per = \"overall\", at_most = 5 }}]\non_tie = \"all\"\n"
    );
    for code in ["a", "b", "c", "d", "e", last] {
        let gate = if code == "a" { "gate = true\n" } else { "" };
        text += &format!(
            "\n[[metric]]\ncode = \"{code}\"\nname = {{ vi = \"Chỉ tiêu {code}\" }}\nkind = \"yes_no\"\n\n\
             [[criterion]]\ncode = \"{code}\"\nname = {{ vi = \"Tiêu chí {code}\" }}\nrestated = \"Đạt {code}\"\n{gate}\
             flag = {{ of = \"{code}\", expect = true }}\n"
        );
    }
    text
}

/// A contest that is ranked: of each unit which criteria it met.
fn ranked(officer: &Caller, text: &str, header: &str, units: &[(&str, [bool; 6])]) -> String {
    let made = officer.send("POST", "/api/v1/plans", Some("application/toml"), text.as_bytes()).good();
    let plan = format!("/api/v1/plans/{}", made["id"]);
    let list: Vec<String> =
        units.iter().map(|(code, _)| format!("{code},Đơn vị {code} (giả định),unit")).collect();
    let list = format!("code,name,level\n{}\n", list.join("\n"));
    officer.send("PUT", &format!("{plan}/units"), Some("text/csv"), list.as_bytes()).good();
    for state in ["launched", "collecting"] {
        officer.put(&format!("{plan}/state"), &json!({ "to": state })).good();
    }
    let row = |(code, met): &(&str, [bool; 6])| {
        let cells = met.map(|met| if met { "có" } else { "không" });
        format!("{code},{}", cells.join(","))
    };
    let rows: Vec<String> = units.iter().map(row).collect();
    hand_in(officer, &plan, format!("code,{header}\n{}\n", rows.join("\n")).as_bytes());
    for (code, _) in units {
        accept(officer, &plan, code, 1);
    }
    move_to(officer, &plan, "closed");
    move_to(officer, &plan, "ranked");
    plan
}

/// Met or not, as `1` and `0`.
fn met(text: &str) -> [bool; 6] {
    std::array::from_fn(|at| text.as_bytes()[at] == b'1')
}

#[test]
fn strengths_limits_and_the_comparison_are_what_two_different_contests_say() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        // Before: A, B, C; criterion `old` was only then.
        let before = [("A", met("111100")), ("B", met("110000")), ("C", met("010000"))];
        ranked(&officer, &plan_text("01/KH", "old"), "a,b,c,d,e,old", &before);
        // Now: A, B, D, E. Met by a 3, b 4, c 2, d 2, e 1, new 0 of four.
        let now = [("A", met("111110")), ("B", met("111000")), ("D", met("110100")), ("E", met("010000"))];
        ranked(&officer, &plan_text("02/KH", "new"), "a,b,c,d,e,new", &now);
        let answer = officer.get("/api/v1/plans/2/documents/summary?compare=1");
        assert_eq!(answer.status, 200, "{}", answer.text());
        let mut docx = Docx::of(&answer.body);
        let text = docx.text();
        let section = |from: &str, to: &str| {
            let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("{from}\n{text}"));
            rest.split_once(to).unwrap_or_else(|| panic!("{to}\n{text}")).0.replace('\u{a0}', " ")
        };
        let lines = |part: &str| {
            part.lines().map(|line| line.trim_start_matches("- ").to_owned()).collect::<Vec<_>>()
        };
        let strengths = section("các tiêu chí được nhiều đơn vị đạt nhất:\n", "\n2. Hạn chế");
        assert_eq!(
            lines(&strengths),
            [
                "Tiêu chí b (Tiêu chí b): 4/4 đơn vị đạt, 100,00 %.",
                "Tiêu chí a (Tiêu chí a): 3/4 đơn vị đạt, 75,00 %.",
                "Tiêu chí c (Tiêu chí c): 2/4 đơn vị đạt, 50,00 %.",
                "Tiêu chí d (Tiêu chí d): 2/4 đơn vị đạt, 50,00 %.",
            ],
            "the three that most have met, and the one that is like the third"
        );
        let limits = section("các tiêu chí ít đơn vị đạt nhất:\n", "\n3. Nguyên nhân");
        assert_eq!(
            lines(&limits),
            [
                "Tiêu chí new (Tiêu chí new): 0/4 đơn vị đạt, 0,00 %.",
                "Tiêu chí e (Tiêu chí e): 1/4 đơn vị đạt, 25,00 %.",
            ]
        );
        assert!(text.contains("2 đơn vị có mặt ở cả hai đợt"), "A and B: {text}");
        assert!(text.contains("2 tập thể được đề nghị khen thưởng ở cả hai đợt"), "A and B: {text}");
        assert!(text.contains("1/6 tiêu chí của đợt này không có trong kế hoạch trước"), "{text}");
        let tables = docx.tables();
        // Cells are compared without the breaks between their lines.
        let bare = |text: &str| text.replace(char::is_whitespace, "");
        let comparison: Vec<[String; 3]> =
            tables[1].iter().map(|(_, cells)| std::array::from_fn(|at| bare(&cells[at]))).collect();
        let expected = [
            ["Nội dung", "Đợt trước", "Đợt này"],
            ["Số đơn vị tham gia", "3", "4"],
            ["Số cụm, khối thi đua", "1", "1"],
            ["Số tập thể được đề nghị khen thưởng", "2", "3"],
            ["Số đơn vị đạt tiêu chí a (Tiêu chí a)", "2/3 66,66 %", "3/4 75,00 %"],
            ["Số đơn vị đạt tiêu chí b (Tiêu chí b)", "3/3 100,00 %", "4/4 100,00 %"],
            ["Số đơn vị đạt tiêu chí c (Tiêu chí c)", "1/3 33,33 %", "2/4 50,00 %"],
            ["Số đơn vị đạt tiêu chí d (Tiêu chí d)", "1/3 33,33 %", "2/4 50,00 %"],
            ["Số đơn vị đạt tiêu chí e (Tiêu chí e)", "0/3 0,00 %", "1/4 25,00 %"],
        ];
        assert_eq!(comparison, expected.map(|row| row.map(bare)));
    }
}
