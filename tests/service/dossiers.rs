//! Dossiers over HTTP: files by what they are, what is lacking, who may see and hand in what, and that a large file is never in
//! memory whole.

use std::io::{Cursor, Write as _};

use serde_json::json;
use thidua::app::actor::{Actor, Role};
use thidua::app::case::Step;
use thidua::contest::case::CaseAction;

use super::house::{Answer, Engine, House, engines, new_database};
use super::program::{Server, add_user};
use super::way::{PROCESS, audit_text, opened, opened_with, pdf, plan_file, send_part, step};

fn assert_refused(answer: &Answer, status: u16, code: &str, what: &str) {
    assert_eq!(answer.problem(), (status, code.to_owned()), "{what}: {}", answer.text());
    let body = answer.json();
    for text in ["text_vi", "text_en"] {
        let text = body[text].as_str().unwrap_or("");
        assert!(text.len() > 20 && !text.contains("problem-"), "{what}: {text}");
    }
    assert_ne!(body["text_vi"], body["text_en"], "{what}");
}

/// A text of the Office Open XML family, with a part beside the list of types.
fn docx(part: &str) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let types = format!("<Types><Override PartName=\"/word/document.xml\" ContentType=\"{main}\"/></Types>");
    for (name, text) in [("[Content_Types].xml", types.as_str()), (part, "<document/>")] {
        out.start_file(name, options).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_dossier_is_handed_in_looked_at_given_out_and_found_complete() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        let at = format!("{plan}/cases/1");
        let dossier = officer.get(&format!("{at}/files")).good();
        assert_eq!((&dossier["missing"], &dossier["is_open"]), (&json!(["report"]), &json!(true)));
        let complete = Step { action: CaseAction::Complete, reason: None, note: None };
        let early = house.service.step_case(&Actor::command(), 1, 1, (None, &complete)).unwrap_err();
        assert_eq!(early.code.code, "dossier_incomplete");
        let bytes = pdf("thành tích");
        let made = send_part(&officer, &at, ("report", "Báo cáo Nguyễn Văn A.pdf"), &bytes).good();
        assert_eq!((&made["type"], &made["size"]), (&json!("pdf"), &json!(bytes.len())));
        assert_eq!(officer.get(&format!("{at}/files")).good()["missing"], json!([]));
        let got = officer.get(&format!("{at}/files/{}", made["id"]));
        assert_eq!((got.status, &got.body), (200, &bytes));
        assert_eq!(got.header("content-type"), Some("application/pdf"));
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(got.header("cache-control"), Some("no-store"));
        let kept = got.header("content-disposition").unwrap();
        assert!(kept.starts_with("attachment; ") && kept.contains("filename*=UTF-8''B%C3%A1o"), "{kept}");
        step(&house, 1, CaseAction::Complete);
        let closed = send_part(&officer, &at, ("report", "b.pdf"), &pdf("b"));
        assert_refused(&closed, 409, "dossier_closed", "a complete dossier");
        let remove = json!({ "reason": "nộp nhầm" });
        let closed = officer.post(&format!("{at}/files/{}/remove", made["id"]), &remove);
        assert_refused(&closed, 409, "dossier_closed", "a complete dossier");
        step(&house, 1, CaseAction::Return);
        let removed = officer.post(&format!("{at}/files/{}/remove", made["id"]), &remove).good();
        assert_eq!(removed["remove_reason"], "nộp nhầm");
        let again = officer.post(&format!("{at}/files/{}/remove", made["id"]), &remove);
        assert_eq!(again.problem(), (404, "not_found".into()));
        let dossier = officer.get(&format!("{at}/files")).good();
        assert_eq!(dossier["missing"], json!(["report"]), "what was taken out doesn't count");
        assert_eq!(dossier["parts"][0]["files"][0]["removed_by"], "user:officer");
        let audit = audit_text(&officer);
        assert!(audit.contains("dossier.add") && audit.contains("dossier.remove"));
        assert!(
            !audit.contains("Nguyễn") && !audit.contains(".pdf"),
            "a file's name may tell who somebody is"
        );
    }
}

#[test]
fn what_a_dossier_doesnt_take_is_refused_with_its_reason_and_nothing_changes() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        let at = format!("{plan}/cases/1");
        let before = officer.get("/api/v1/audit?limit=1").good();
        let ole = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600]].concat();
        let script = b"%PDF-1.4\n1 0 obj << /S /JavaScript /JS (a) >> endobj\n%%EOF".to_vec();
        let png = b"\x89PNG\r\n\x1a\n".to_vec();
        for (part, name, bytes, status, code) in [
            ("photo", "a.pdf", pdf("a"), 422, "file_type"),
            ("report", "a.docm", docx("word/document.xml"), 422, "file_macro"),
            ("report", "a.docx", docx("word/vbaProject.bin"), 422, "file_macro"),
            ("report", "a.doc", ole, 422, "file_legacy"),
            ("report", "a.pdf", script, 422, "file_active"),
            ("report", "a.pdf", docx("word/document.xml"), 422, "file_ending"),
            ("report", "a.pdf", b"MZ".to_vec(), 422, "file_unknown"),
            ("report", "a.pdf", pdf("a")[..20].to_vec(), 422, "file_damaged"),
            ("photo", "a.png", png, 422, "file_damaged"),
            ("report", "../a.pdf", pdf("a"), 422, "file_name"),
            ("report", "C:\\a.pdf", pdf("a"), 422, "file_name"),
            ("report", "a\u{202e}.pdf", pdf("a"), 422, "file_name"),
            ("nothing", "a.pdf", pdf("a"), 422, "part_unknown"),
            ("report", "a.pdf", vec![b' '; 1_000_001], 413, "file_too_large"),
        ] {
            assert_refused(&send_part(&officer, &at, (part, name), &bytes), status, code, name);
        }
        let empty = send_part(&officer, &at, ("report", "a.pdf"), b"");
        assert_eq!(empty.problem(), (422, "file_empty".into()));
        let text =
            officer.send("POST", &format!("{at}/files?part=report&file_name=a"), Some("text/html"), b"a");
        assert_eq!(text.problem(), (415, "content_type".into()));
        let dossier = officer.get(&format!("{at}/files")).good();
        assert_eq!(dossier["missing"], json!(["report"]));
        assert_eq!(dossier["parts"][0]["files"], json!([]));
        assert_eq!(officer.get("/api/v1/audit?limit=1").good()["total"], before["total"]);
        send_part(&officer, &at, ("report", "a.docx"), &docx("word/document.xml")).good();
        let twice = send_part(&officer, &at, ("report", "b.docx"), &docx("word/document.xml"));
        assert_eq!(twice.problem(), (409, "already_there".into()), "the same file once more");
    }
}

#[test]
fn a_plan_whose_dossier_has_a_part_twice_is_refused() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let twice = PROCESS.replace("code = \"photo\"", "code = \"report\"");
        let refused = officer.send("POST", "/api/v1/plans", Some("application/toml"), &plan_file(&twice));
        assert_eq!(refused.problem(), (422, "plan_mistakes".into()));
        assert!(refused.text().contains("report"), "{}", refused.text());
        assert_eq!(officer.get("/api/v1/plans").good()["total"], 0);
    }
}

#[test]
fn dossiers_are_handed_in_by_units_in_reach_and_seen_by_who_may() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        let cases: Vec<String> = (1..=4).map(|case| format!("{plan}/cases/{case}")).collect();
        let unit =
            officer.get(&format!("{plan}/units")).good()["items"][0]["code"].as_str().unwrap().to_owned();
        let own = house.user(Role::Reporter, Some(&unit));
        let seen: Vec<usize> =
            (0..4).filter(|at| own.get(&format!("{}/files", cases[*at])).status == 200).collect();
        assert_eq!(seen.len(), 1, "its own alone");
        let (mine, other) = (&cases[seen[0]], &cases[(seen[0] + 1) % 4]);
        let made = send_part(&own, mine, ("report", "a.pdf"), &pdf("a")).good();
        assert_eq!(
            send_part(&own, other, ("report", "a.pdf"), &pdf("a")).problem(),
            (404, "not_found".into())
        );
        let elsewhere = own.get(&format!("{other}/files/{}", made["id"]));
        assert_eq!(elsewhere.problem(), (404, "not_found".into()));
        assert_eq!(
            officer.get(&format!("{other}/files/{}", made["id"])).status,
            404,
            "it isn't of that case"
        );
        let member = house.user(Role::CouncilMember, None);
        assert_eq!(member.get(&format!("{mine}/files/{}", made["id"])).status, 200);
        let refused = send_part(&member, mine, ("report", "b.pdf"), &pdf("b"));
        assert_eq!(refused.problem(), (403, "forbidden".into()));
        assert_eq!(member.get(&format!("{mine}/files")).good()["is_open"], false);
        let viewer = house.user(Role::Viewer, None);
        assert_eq!(viewer.get(&format!("{mine}/files")).status, 404);
        let remove = json!({ "reason": "nhầm" });
        own.post(&format!("{mine}/files/{}/remove", made["id"]), &remove).good();
        assert_eq!(own.get(&format!("{mine}/files/{}", made["id"])).status, 404, "it was taken out");
        assert_eq!(own.get(&format!("{mine}/files")).good()["parts"][0]["files"], json!([]));
        assert_eq!(officer.get(&format!("{mine}/files/{}", made["id"])).status, 200, "its bytes stay");
    }
}

#[test]
fn a_backup_holds_the_files_of_dossiers() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        send_part(&officer, &format!("{plan}/cases/2"), ("report", "a.pdf"), &pdf("a")).good();
        let (copy, folder) = new_database(Engine::Sqlite);
        let path = copy.trim_start_matches("sqlite://");
        thidua::app::backup::backup(&house.database, std::path::Path::new(path))
            .expect("a backup can be made");
        let other = House::at(&copy, folder);
        let officer = officer.moved_to(other.address);
        let got = officer.get(&format!("{plan}/cases/2/files/1"));
        assert_eq!((got.status, got.body), (200, pdf("a")));
    }
}

#[test]
fn a_large_file_of_evidence_never_stands_in_memory_whole_and_one_of_a_hundred_megabytes_isnt_stored() {
    let (database, _kept) = new_database(Engine::Sqlite);
    let password = add_user(&database, "officer", "officer");
    // Each connection has a cache of its own, and which of several takes a request is chance.
    let server = Server::start_with(&database, &[("THIDUA_CONNECTIONS", "1")]);
    let officer = server.anon().log_in("officer", &password);
    let plan = {
        // The cases are opened beside the server, on the same database.
        let folder = tempfile::tempdir().unwrap();
        let house = House::at(&database, folder);
        let officer = officer.moved_to(house.address);
        opened_with(&house, &officer, PROCESS)
    };
    let at = format!("{plan}/cases/1");
    let mut large = vec![
        0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0,
    ];
    large.resize(49_000_000, 7);
    large.extend_from_slice(&[0xFF, 0xD9]);
    let before = server.peak_memory();
    let made = send_part(&officer, &at, ("photo", "anh.jpg"), &large).good();
    assert_eq!(made["size"], large.len());
    let got = officer.get(&format!("{at}/files/{}", made["id"]));
    assert!(got.body == large, "{} bytes", got.body.len());
    let grown = server.peak_memory() - before;
    // The database's cache of pages may take 16 MB; the whole file would take 49, more than once.
    assert!(grown < 24 << 20, "{} MB more", grown >> 20);
    let size = || std::fs::metadata(database.trim_start_matches("sqlite://")).unwrap().len();
    let stored = size();
    let larger = vec![0xFF; 100_000_000];
    assert_refused(&send_part(&officer, &at, ("photo", "b.jpg"), &larger), 413, "file_too_large", "100 MB");
    // One that doesn't say beforehand how large it is, is refused once it is too large.
    let chunked = officer.clone().with("transfer-encoding", "chunked");
    assert_refused(&send_part(&chunked, &at, ("photo", "b.jpg"), &larger), 413, "file_too_large", "100 MB");
    assert!(size() < stored + 60_000_000, "what came is taken away again");
    assert_eq!(officer.get(&format!("{at}/files")).good()["parts"][1]["files"].as_array().unwrap().len(), 1);
}
