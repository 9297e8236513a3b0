//! Every operation of the service's document with its parameters and bodies filled in: all addresses that can be read, and all
//! requests that write.

use serde_json::{Map, Value, json};

use super::house::{Answer, Caller};
use super::two_worlds::TODAY;

/// A request that writes.
pub struct Write {
    /// What the document calls it.
    pub operation: String,
    /// As it is told in a failure.
    pub told: String,
    method: String,
    address: String,
    kind: Option<String>,
    body: Vec<u8>,
}

impl Write {
    /// Sends it.
    pub fn send(&self, caller: &Caller) -> Answer {
        caller.send(&self.method, &self.address, self.kind.as_deref(), &self.body)
    }

    /// Whether it changes who is recused or the plan itself: no longer the same case, so these come last.
    pub fn comes_last(&self) -> bool {
        let of_plan = ["/plans/1/state", "/plans/1/source", "/plans/1/units"];
        self.address.contains("/councils/") || of_plan.iter().any(|end| self.address.ends_with(end))
    }
}

/// What a parameter of an address may be in a small contest.
fn values(name: &str) -> &'static [&'static str] {
    match name {
        "plan" | "decision" | "tie" => &["1"],
        "council" => &["hoi_dong"],
        "unit" | "code" | "nominator" => &["A", "B"],
        "login" => &["tv.1"],
        "criterion" => &["result"],
        "kind" => &["submission", "minutes", "summary", "urging", "decision", "explanation", "achievements"],
        "list" => &["proposed", "decided", "public"],
        "item" | "case" | "member" => &["1", "2", "3", "4", "5", "6"],
        "objection" => &["1", "2", "3", "4"],
        "publicity" => &["1", "2", "3"],
        _ => &["1", "2"],
    }
}

/// The addresses of an operation.
fn filled(path: &str) -> Vec<String> {
    let mut made = vec![String::new()];
    for part in path.trim_start_matches('/').split('/') {
        let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        let choices: Vec<&str> = name.map_or_else(|| vec![part], |name| values(name).to_vec());
        made = made
            .iter()
            .flat_map(|begun| choices.iter().map(move |choice| format!("{begun}/{choice}")))
            .collect();
    }
    made
}

fn document() -> Map<String, Value> {
    let document = serde_json::to_value(thidua::api::document()).unwrap();
    document["paths"].as_object().unwrap().clone()
}

/// Every address that can be read, with the pages.
pub fn addresses() -> Vec<String> {
    let mut all = Vec::new();
    for (path, operations) in document() {
        // A stream never ends; what it tells is looked at elsewhere.
        if operations.get("get").is_some() && !path.ends_with("/events") {
            all.extend(filled(&path));
        }
    }
    for pages in super::ui::PAGES {
        all.push(pages.replace("099", "A").replace("095", "B"));
    }
    for case in 1..=6 {
        all.push(format!("/plans/1/cases/{case}"));
        all.push(format!("/plans/1/sessions/1/items/{case}"));
        all.push(format!("/plans/1/cases/{case}/dossier"));
    }
    for page in [
        "cases",
        "cases?state=voted",
        "cases?state=rejected",
        "nominations",
        "nominations/2",
        "publicities",
        "publicities/1",
        "publicities/2",
        "publicities/3",
        "sessions",
        "sessions/1",
        "sessions/1/vote",
        "decisions",
        "decisions/1",
        "submissions",
    ] {
        all.push(format!("/plans/1/{page}"));
    }
    for paper in [
        "minutes?session=1",
        "decision?decision=1",
        "decision?decision=2",
        "explanation?unit=A",
        "explanation?unit=B",
    ] {
        all.push(format!("/api/v1/plans/1/documents/{paper}"));
    }
    for publicity in 1..=3 {
        all.push(format!("/api/v1/plans/1/award-lists/public?publicity={publicity}"));
    }
    for state in ["voted", "rejected", "published", "appraised", "submitted", "decided"] {
        all.push(format!("/api/v1/plans/1/cases?state={state}"));
    }
    all.extend(
        ["/awards", "/awards/statistics", "/councils", "/councils/hoi_dong", "/audit?action=vote.cast"]
            .map(str::to_owned),
    );
    for limit in [1, 5, 1000] {
        all.push(format!("/api/v1/audit?limit={limit}"));
    }
    all
}

/// The same day for everything that is dated, which lies in the future of these contests in the document.
fn dated(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let is_day = field.as_str().is_some_and(|text| {
                    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
                });
                match (is_day, name.as_str()) {
                    (true, "ends_on") => *field = json!("2021-05-28"),
                    (true, _) => *field = json!(TODAY),
                    _ => dated(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(dated),
        _ => {}
    }
}

/// What a field of a body may be besides what the document has as an example.
fn choices(path: &str, name: &str, example: &Value) -> Vec<Value> {
    let each = |make: fn(i64) -> Value| (1..=6).map(make).collect::<Vec<Value>>();
    match (name, example) {
        ("cases" | "items" | "numbers" | "add", Value::Array(_)) => each(|number| json!([number])),
        ("case", Value::Number(_)) => each(|number| json!(number)),
        ("units", Value::Array(_)) if path.ends_with("/choices") => {
            ["A", "B", "D"].map(|unit| json!([unit])).to_vec()
        }
        ("unit", Value::String(_)) => vec![json!("A"), json!("B")],
        ("award", Value::String(_)) if path.ends_with("/choices") => vec![json!("merit")],
        // The member without a login, who votes in writing.
        ("member", Value::Null) => vec![Value::Null, json!(5)],
        ("member", Value::Number(_)) => vec![json!(4), json!(5)],
        ("action", Value::String(_)) => vec![example.clone(), json!("hold"), json!("withdraw")],
        ("state", Value::String(_)) if path.ends_with("/sessions/{session}/state") => {
            ["open", "closed", "cancelled"].map(|state| json!(state)).to_vec()
        }
        ("version", Value::Number(_)) => vec![json!(1)],
        _ => vec![example.clone()],
    }
}

/// Every body that is made of an example.
fn bodies(path: &str, example: &Value) -> Vec<Vec<u8>> {
    let Value::Object(fields) = example else {
        return vec![
            example
                .as_str()
                .map_or_else(|| example.to_string().into_bytes(), |text| text.as_bytes().to_vec()),
        ];
    };
    let mut made = vec![Map::new()];
    for (name, field) in fields {
        let choices = choices(path, name, field);
        let with = |body: &Map<String, Value>, choice: &Value| {
            let mut body = body.clone();
            body.insert(name.clone(), choice.clone());
            body
        };
        made = made.iter().flat_map(|body| choices.iter().map(move |choice| with(body, choice))).collect();
    }
    let written = |body: Map<String, Value>| {
        let mut body = Value::Object(body);
        dated(&mut body);
        body.to_string().into_bytes()
    };
    made.into_iter().map(written).collect()
}

/// The kind of a request's body, and the bodies: none, one of another kind than JSON, or several.
fn contents(path: &str, operation: &Value) -> Vec<(Option<String>, Vec<u8>)> {
    let Some(contents) = operation["requestBody"]["content"].as_object() else {
        return vec![(None, Vec::new())];
    };
    let (kind, content) = contents
        .get_key_value("application/json")
        .or_else(|| contents.iter().next())
        .expect("a body has a kind");
    bodies(path, &content["example"]).into_iter().map(|body| (Some(kind.clone()), body)).collect()
}

/// What is asked for besides the path, where it can't be left out.
fn query(path: &str) -> &'static str {
    match path.rsplit('/').next() {
        Some("files") => "?part=report&file_name=a.pdf",
        Some("uploads") => "?file_name=a.csv",
        _ => "",
    }
}

/// Every request that writes, those last that change more than they are about. Nobody logs in or out, or changes a password.
pub fn writes() -> Vec<Write> {
    let mut all = Vec::new();
    for (path, operations) in document() {
        if path.starts_with("/api/v1/sessions") || path.starts_with("/api/v1/me") {
            continue;
        }
        for method in ["post", "put", "delete", "patch"] {
            let operation = &operations[method];
            if operation.is_null() {
                continue;
            }
            let name = operation["operationId"].as_str().expect("each has a name").to_owned();
            for address in filled(&path) {
                for (kind, body) in contents(&path, operation) {
                    let method = method.to_uppercase();
                    let told = format!("{method} {address} {}", String::from_utf8_lossy(&body));
                    let address = format!("{address}{}", query(&path));
                    all.push(Write { operation: name.clone(), told, method, address, kind, body });
                }
            }
        }
    }
    all.sort_by_key(Write::comes_last);
    all
}
