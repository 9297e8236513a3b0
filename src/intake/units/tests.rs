//! What units files say, and what is found in them. All units here are synthetic.

use super::*;
use crate::contest::plan::sample;
use crate::contest::plan::{Clustering, Participants, Subject};
use crate::contest::words::Words;

fn read(plan: &Plan, text: &str) -> (Units, Vec<String>) {
    let mut findings = Findings::default();
    let units = read_units(SourceFile::new("units.csv", text.as_bytes()), plan, &mut findings);
    let found = findings
        .in_order()
        .iter()
        .map(|finding| {
            let spot = &finding.spot;
            format!("{} {}:{} {}", finding.code, spot.row, spot.column, finding.read).trim_end().to_owned()
        })
        .collect();
    (units, found)
}

fn clusters(units: &Units) -> Vec<(&str, Vec<&str>)> {
    (0_u32..)
        .zip(&units.clusters)
        .map(|(index, cluster)| {
            let members = units.list.iter().filter(|unit| unit.cluster == Some(index));
            (cluster.code.as_str(), members.map(Unit::code).collect())
        })
        .collect()
}

const TREE: &str = "code,name,level,parent_code,cluster,source\n\
    01,Tỉnh Thử,province,,,\n\
    00011,Xã Một,commune,001,Cụm 1,Sở A\n\
    001,Huyện Một,district,01,Cụm 1,Sở A\n\
    002,Huyện Hai,district,01,CỤM  1,Sở B\n\
    00021,Xã Hai,commune,002,Cụm 2,sở a\n";

#[test]
fn units_are_read_with_their_tree_whatever_the_order_of_rows() {
    let (units, found) = read(&sample::plan(), TREE);
    assert_eq!(found, [""; 0]);
    let parents: Vec<Option<u32>> = units.list.iter().map(|unit| unit.parent).collect();
    assert_eq!(parents, [None, Some(2), Some(0), Some(0), Some(3)]);
    assert_eq!(units.list[1].level, 2);
    assert_eq!(units.sources, ["Sở A", "Sở B"]);
    assert_eq!(units.list[4].source, Some(0));
    assert_eq!(clusters(&units), [("commune", vec!["00011", "00021"]), ("district", vec!["001", "002"])]);
    assert_eq!(units.participants().collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn columns_and_levels_are_known_by_vietnamese_names_with_and_without_diacritics() {
    for text in [
        "Mã;Tên;Cấp;Mã cấp trên\n01;Tỉnh Thử;Tỉnh;\n001;Huyện Một;Huyện;01\n",
        "DANH SÁCH ĐƠN VỊ;;;\nSTT;MA DON VI;TEN DON VI;CAP;CAP TREN\n1;01;Tỉnh Thử;tinh;\n2;=\"001\";Huyện Một;HUYEN;=\"01\"\n",
    ] {
        let (units, found) = read(&sample::plan(), text);
        assert_eq!((units.list.len(), found), (2, vec![]));
        assert_eq!((units.list[1].code(), units.list[1].parent), ("001", Some(0)));
    }
}

#[test]
fn clusters_follow_the_plan() {
    let mut plan = sample::plan();
    for (clustering, expected) in [
        (Clustering::Column, vec![("Cụm 1", vec!["00011", "001", "002"]), ("Cụm 2", vec!["00021"])]),
        (
            Clustering::Parent,
            vec![("001", vec!["00011"]), ("01", vec!["001", "002"]), ("002", vec!["00021"])],
        ),
        (Clustering::One, vec![("all", vec!["00011", "001", "002", "00021"])]),
    ] {
        plan.clusters = clustering;
        let (units, found) = read(&plan, TREE);
        assert_eq!((clusters(&units), found), (expected, vec![]));
    }
}

#[test]
fn participants_are_chosen_by_level_subject_and_unit_above() {
    let mut plan = sample::plan();
    plan.participants = Participants { levels: vec![2], ..Participants::default() };
    assert_eq!(clusters(&read(&plan, TREE).0), [("commune", vec!["00011", "00021"])]);
    plan.participants = Participants { under: vec!["002".to_owned()], ..Participants::default() };
    assert_eq!(clusters(&read(&plan, TREE).0), [("district", vec!["002"]), ("commune", vec!["00021"])]);
    plan.participants = Participants { under: vec!["009".to_owned()], ..Participants::default() };
    assert_eq!(read(&plan, TREE).1, ["unit.no_participants 0:0", "unit.under_unknown 0:0"]);
    plan.participants = Participants { levels: vec![0], ..Participants::default() };
    assert_eq!(clusters(&read(&plan, TREE).0), [("province", vec!["01"])]);
}

#[test]
fn subjects_come_from_the_column_or_from_the_level() {
    let mut plan = sample::plan();
    let subject =
        |code: &str, vi: &str, levels| Subject { code: code.to_owned(), name: Words::same(vi), levels };
    plan.subjects = vec![subject("locality", "Địa phương", vec![2]), subject("body", "Cơ quan", vec![])];
    plan.clusters = Clustering::Subject;
    let text =
        "code,name,level,subject\n1,A,commune,\n2,B,district,cơ quan\n3,C,district,\n4,D,commune,bodx\n";
    let (units, found) = read(&plan, text);
    assert_eq!(clusters(&units), [("locality", vec!["1"]), ("body", vec!["2"])]);
    assert_eq!(
        found,
        ["unit.subject_missing 4:4", "unit.subject_missing 5:4", "unit.subject_unknown 5:4 bodx"]
    );
    plan.participants.subjects = vec![1];
    assert_eq!(clusters(&read(&plan, text).0), [("body", vec!["2"])]);
}

#[test]
fn mistakes_are_found_all_at_once() {
    let text = "code,name,level,parent_code\n\
        001,Huyện Một,district,\n\
        001,Huyện Một nữa,district,\n\
        ,Không mã,district,\n\
        002,,district,\n\
        003,Huyện Ba,distric,\n\
        004,Huyện Bốn,district,009\n\
        00041,Xã Bốn,commune,4\n";
    let (units, found) = read(&sample::plan(), text);
    assert_eq!(
        found,
        [
            "unit.code_duplicate 3:1 001",
            "unit.code_missing 4:1",
            "unit.name_missing 5:2",
            "unit.level_unknown 6:3 distric",
            "unit.parent_unknown 7:4 009",
            "unit.leading_zero 8:4 4",
        ]
    );
    assert_eq!(units.list.len(), 4);
    assert_eq!(units.list[3].parent, Some(2));
}

#[test]
fn circles_are_reported_once_and_opened() {
    let text = "code,name,level,parent_code\n1,A,district,3\n2,B,district,1\n3,C,district,2\n4,D,commune,3\n5,E,commune,5\n";
    let (units, found) = read(&sample::plan(), text);
    assert_eq!(found, ["unit.parent_cycle 2:4", "unit.parent_cycle 6:4"]);
    for unit in 0..5 {
        let mut above = Some(unit);
        for _ in 0..=5 {
            above = above.and_then(|unit| units.get(unit).parent);
        }
        assert_eq!(above, None);
    }
}

#[test]
fn a_participant_without_a_cluster_is_an_error() {
    let mut plan = sample::plan();
    plan.clusters = Clustering::Column;
    let (units, found) = read(
        &plan,
        "code,name,level,cluster\n01,Tỉnh,province,\n001,Huyện,district,\n002,Hai,district,Cụm 1\n",
    );
    assert_eq!(found, ["unit.cluster_missing 3:4"]);
    assert_eq!(units.participants().collect::<Vec<_>>(), [2]);
}

#[test]
fn a_missing_column_and_a_missing_header_are_told() {
    assert_eq!(
        read(&sample::plan(), "code,name\n1,A\n").1,
        ["unit.no_participants 0:0", "column.missing 1:0"]
    );
    assert_eq!(read(&sample::plan(), "a,b\n1,A\n").1, ["header.not_found 0:0 a, b"]);
    assert_eq!(read(&sample::plan(), "").1, ["file.empty 0:0"]);
}

#[test]
fn clusters_that_differ_in_diacritics_are_two_with_a_warning() {
    let mut plan = sample::plan();
    plan.clusters = Clustering::Column;
    let text = "code,name,level,cluster,source\n1,A,commune,Khối D,Sở Một\n2,B,commune,Khối Đ,SỞ MỘT\n\
        3,C,commune,khối d,Sơ Một\n";
    let (units, found) = read(&plan, text);
    assert_eq!(clusters(&units), [("Khối D", vec!["1", "3"]), ("Khối Đ", vec!["2"])]);
    assert_eq!(units.sources, ["Sở Một", "Sơ Một"]);
    assert_eq!(found, ["unit.group_alike 3:4 Khối Đ", "unit.group_alike 4:5 Sơ Một"]);
}

#[test]
fn a_missing_cluster_names_the_column_that_the_plan_clusters_by() {
    let mut plan = sample::plan();
    for (clustering, spot) in [(Clustering::Parent, "4"), (Clustering::Column, "5")] {
        plan.clusters = clustering;
        let (_, found) = read(&plan, "code,name,level,parent_code,cluster\n1,A,commune,,\n");
        assert_eq!(found, [format!("unit.cluster_missing 2:{spot}")]);
    }
}
