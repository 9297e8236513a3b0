//! Votes as minutes tell them: the rule in words, and for each case who was entitled, who was there, the ballots, the base, how
//! many it takes, and the share in favour as the exact fraction and in percent.

use super::honoured::Subject;
use super::{Row, Set, Table, roman};
use crate::contest::council::rule::ItemRule;
use crate::contest::fraction::Fraction;
use crate::contest::plan::{Recused, Threshold, VoteBase};
use crate::contest::words::Language;
use crate::text::format;

/// What a share is taken of, in words.
const fn base_told(base: VoteBase) -> &'static str {
    match base {
        VoteBase::All => "tổng số thành viên Hội đồng",
        VoteBase::Present => "số thành viên dự họp",
        VoteBase::Cast => "số phiếu thu về",
    }
}

/// The same in few words, behind a fraction.
const fn base_short(base: VoteBase) -> &'static str {
    match base {
        VoteBase::All => "thành viên",
        VoteBase::Present => "người dự họp",
        VoteBase::Cast => "phiếu thu về",
    }
}

/// A voting rule in words.
pub fn rule_told(rule: &ItemRule) -> String {
    let way = if rule.secret { "bỏ phiếu kín" } else { "biểu quyết công khai" };
    let writing = if rule.in_writing {
        "; thành viên vắng mặt được lấy ý kiến bằng văn bản"
    } else {
        ""
    };
    let recused = match (rule.of, rule.recused) {
        (VoteBase::Cast, _) => "",
        (_, Recused::Count) => " (tính cả thành viên không tham gia biểu quyết do có liên quan)",
        (_, Recused::LeaveOut) => " (không tính thành viên không tham gia biểu quyết do có liên quan)",
    };
    let bar = bar_of(rule.threshold, base_told(rule.of));
    format!("{way}; thông qua khi số phiếu tán thành đạt {bar}{recused}{writing}")
}

/// A bar in words with what it is a share of: `trên 50 % số phiếu thu về`, `từ 2/3 số phiếu thu về trở lên`.
pub fn bar_of(bar: Threshold, base: &str) -> String {
    format!("{} {base}{}", bar_text(bar), if bar.strict { "" } else { " trở lên" })
}

/// The beginning of that: `trên 50 %`, `từ 2/3`.
fn bar_text(bar: Threshold) -> String {
    let percent = format::short_percent(bar.share, Language::Vietnamese);
    let is_cut = percent.contains('…');
    let share = if is_cut { format::fraction(bar.share, Language::Vietnamese) } else { percent };
    format!("{} {}", if bar.strict { "trên" } else { "từ" }, share.replace(' ', "\u{a0}"))
}

/// What came out for a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoteResult {
    /// Enough were in favour; at a tie it also took a seat.
    Passed,
    /// Too few were in favour.
    Failed,
    /// Enough were in favour at a tie, but others had more votes for all seats.
    NoSeat,
    /// It is equal with others at the last seat, and voted on again.
    Again,
    /// Counted; the tie that it is in isn't settled yet.
    Waiting,
    /// No vote on it was closed.
    NotHeld,
    /// It was taken off the agenda.
    Removed,
    /// It was left for another session.
    Postponed,
    /// The vote was broken off and doesn't count.
    Void,
}

impl VoteResult {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Passed,
        Self::Failed,
        Self::NoSeat,
        Self::Again,
        Self::Waiting,
        Self::NotHeld,
        Self::Removed,
        Self::Postponed,
        Self::Void,
    ];

    /// In words.
    pub const fn told(self) -> &'static str {
        match self {
            Self::Passed => "Thông qua",
            Self::Failed => "Không thông qua",
            Self::NoSeat => "Hết chỉ tiêu",
            Self::Again => "Biểu quyết lại",
            Self::Waiting => "Chờ so với trường hợp bằng nhau",
            Self::NotHeld => "Chưa biểu quyết",
            Self::Removed => "Rút khỏi chương trình",
            Self::Postponed => "Chuyển phiên sau",
            Self::Void => "Cuộc bỏ phiếu không có giá trị",
        }
    }
}

/// The ballots on a case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ballots {
    /// Members who might vote: all but those recused.
    pub entitled: i64,
    /// How many of them were present.
    pub present: i64,
    /// How many of them voted in writing.
    pub in_writing: i64,
    /// How many members were recused.
    pub recused: i64,
    /// In favour.
    pub votes_for: i64,
    /// Against.
    pub against: i64,
    /// Blank.
    pub blank: i64,
    /// What the share is taken of.
    pub base: i64,
    /// How many in favour it takes.
    pub required: i64,
}

impl Ballots {
    /// The share in favour: the exact fraction, and in percent with two decimals, half up; of nothing there is none.
    pub fn share(&self, base: VoteBase) -> String {
        let what = base_short(base);
        let whole = |number: i64| format::count(number, Language::Vietnamese);
        let fraction = format!("{}/{} {what}", whole(self.votes_for), whole(self.base));
        if self.base <= 0 {
            return fraction;
        }
        let percent = Fraction::new(self.votes_for, self.base).half_up(100, 2);
        format!("{fraction} = {}\u{a0}%", format::scaled(percent, 2, Language::Vietnamese))
    }
}

/// A case on the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldItem {
    /// Who it is about.
    pub subject: Subject,
    /// The number of the case.
    pub case: i64,
    /// Which round of voting it was.
    pub round: i64,
    /// The ballots; `None` where no vote was closed.
    pub ballots: Option<Ballots>,
    /// What came out.
    pub result: VoteResult,
    /// Members who took no part, with the reason.
    pub recused: Vec<(String, String)>,
}

impl ToldItem {
    /// The case by its name and number.
    pub fn named(&self) -> String {
        format!("{} (hồ sơ số {})", self.subject.shown(), self.case)
    }
}

/// Cases of one award with its voting rule.
#[derive(Debug, Clone)]
pub struct ItemGroup {
    /// The award's name.
    pub award: String,
    /// The rule; `None` where the plan has none.
    pub rule: Option<ItemRule>,
    /// The cases.
    pub items: Vec<ToldItem>,
}

/// The votes on all cases.
pub(super) fn table_of_votes(groups: &[ItemGroup]) -> Table {
    let columns = [
        ("TT", 50, Set::Middle),
        ("Tập thể, cá nhân", 215, Set::Left),
        ("Thành viên", 220, Set::Left),
        ("Số phiếu", 205, Set::Left),
        ("Tỷ lệ tán thành", 195, Set::Left),
        ("Kết quả", 115, Set::Middle),
    ];
    let mut table = Table::new("Kết quả biểu quyết từng trường hợp", &columns);
    table.is_small = true;
    let mut at = 0;
    for (part, group) in (1..).zip(groups) {
        table.rows.push(Row::Group(format!("{}. {}", roman(part), group.award)));
        for item in &group.items {
            at += 1;
            table.rows.push(row(at, item, group.rule.map_or(VoteBase::All, |rule| rule.of)));
        }
    }
    table
}

fn row(at: usize, item: &ToldItem, base: VoteBase) -> Row {
    let mut name = vec![item.subject.shown()];
    match &item.subject {
        Subject::Collective(unit) if !unit.cluster.is_empty() => name.push(unit.cluster.clone()),
        Subject::Collective(_) => {}
        Subject::Person(person) => {
            let place = [&person.position, &person.unit].into_iter().filter(|text| !text.is_empty());
            name.extend(place.cloned());
        }
    }
    name.push(format!("Hồ sơ số {}", item.case));
    if item.round > 1 {
        name.push(format!("Biểu quyết lần {}", item.round));
    }
    let whole = |number: i64| format::count(number, Language::Vietnamese);
    let (members, ballots, share) = match &item.ballots {
        None => ("–".to_owned(), "–".to_owned(), "–".to_owned()),
        Some(told) => (
            format!(
                "Được biểu quyết:\u{a0}{}\nCó mặt:\u{a0}{}\nBằng văn bản:\u{a0}{}\nKhông tham gia:\u{a0}{}",
                whole(told.entitled),
                whole(told.present),
                whole(told.in_writing),
                whole(told.recused)
            ),
            format!(
                "Tán thành:\u{a0}{}\nKhông tán thành:\u{a0}{}\nTrống:\u{a0}{}",
                whole(told.votes_for),
                whole(told.against),
                whole(told.blank)
            ),
            format!("{}\nCần:\u{a0}{}\u{a0}phiếu", told.share(base), whole(told.required)),
        ),
    };
    Row::Cells(vec![
        super::submission::number(at),
        name.join("\n"),
        members,
        ballots,
        share,
        item.result.told().to_owned(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_the_exact_fraction_and_two_decimals_half_up_with_its_denominator_named() {
        let share = |votes_for, base, of| Ballots { votes_for, base, ..Ballots::default() }.share(of);
        assert_eq!(share(7, 8, VoteBase::Present), "7/8 người dự họp = 87,50\u{a0}%");
        assert_eq!(share(2, 3, VoteBase::All), "2/3 thành viên = 66,67\u{a0}%");
        assert_eq!(share(1, 800, VoteBase::Cast), "1/800 phiếu thu về = 0,13\u{a0}%", "0.125 goes up");
        assert_eq!(share(0, 0, VoteBase::Cast), "0/0 phiếu thu về");
    }

    #[test]
    fn rules_say_of_what_and_whether_recused_members_count() {
        let mut rule = ItemRule {
            threshold: Threshold { share: Fraction::new(2, 3), strict: false },
            of: VoteBase::All,
            recused: Recused::Count,
            secret: true,
            in_writing: false,
            quorum: None,
            seats: None,
        };
        let told = rule_told(&rule);
        assert!(
            told.starts_with(
                "bỏ phiếu kín; thông qua khi số phiếu tán thành đạt từ 2/3 tổng số thành viên Hội đồng trở lên (tính"
            ),
            "{told}"
        );
        assert!(told.contains("(tính cả thành viên không tham gia"), "{told}");
        rule.of = VoteBase::Cast;
        assert!(rule_told(&rule).ends_with("từ 2/3 số phiếu thu về trở lên"), "{}", rule_told(&rule));
        let half = Threshold { share: Fraction::new(1, 2), strict: true };
        assert_eq!(bar_of(half, "số phiếu thu về"), "trên 50\u{a0}% số phiếu thu về");
    }
}
