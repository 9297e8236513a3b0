//! Every operation of the document, asked with what it can't take: never a mistake of the program, never a text that a
//! database couldn't keep, always a problem with a code, a place and words. New operations are asked as soon as the
//! document has them.

use serde_json::{Map, Value, json};
use thidua::app::actor::Role;

use super::house::{Answer, Caller, House, engines};
use super::small::reported;

/// An operation of the document.
struct Operation {
    id: String,
    method: String,
    path: String,
    parameters: Vec<Value>,
    /// The example of its body in JSON.
    body: Option<Value>,
    statuses: Vec<String>,
}

/// Every operation that ends by itself; streams don't.
fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(thidua::api::document()).unwrap();
    let mut all = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            if operation.to_string().contains("text/event-stream") {
                continue;
            }
            let body = &operation["requestBody"]["content"]["application/json"]["example"];
            all.push(Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                parameters: operation["parameters"].as_array().cloned().unwrap_or_default(),
                body: body.is_object().then(|| body.clone()),
                statuses: operation["responses"].as_object().unwrap().keys().cloned().collect(),
            });
        }
    }
    all
}

impl Operation {
    /// The names of its parameters in a place: `path` or `query`.
    fn names(&self, place: &str) -> Vec<&str> {
        let there = self.parameters.iter().filter(|parameter| parameter["in"] == place);
        there.map(|parameter| parameter["name"].as_str().unwrap()).collect()
    }

    /// Its address, with a value for one parameter of the path and what stands in the small contest for the others.
    fn address(&self, named: &str, value: &str) -> String {
        let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) if name == named => value.to_owned(),
            Some("unit" | "code") => "A".to_owned(),
            Some("login") => "officer".to_owned(),
            Some(_) => "1".to_owned(),
            None => part.to_owned(),
        };
        self.path.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    fn send(&self, caller: &Caller, address: &str, body: Option<&Value>) -> Answer {
        match body {
            Some(body) => {
                caller.send(&self.method, address, Some("application/json"), body.to_string().as_bytes())
            }
            None => caller.send(&self.method, address, None, &[]),
        }
    }

    /// Every mistake in an answer, as sentences.
    fn faults(&self, answer: &Answer, asked: &str) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |what: &str| {
            faults.push(format!("{} {asked}: {what}: {} {}", self.id, answer.status, answer.text()));
        };
        if !self.statuses.contains(&answer.status.to_string()) {
            fault("not in the document");
        }
        if answer.status >= 500 {
            fault("a mistake of the program");
        }
        if answer.status < 400 {
            return faults;
        }
        if answer.header("content-type") != Some("application/problem+json") {
            fault("no problem");
            return faults;
        }
        let problem = answer.json();
        if problem["text_vi"] == problem["text_en"] || problem["title"].as_str().is_none_or(str::is_empty) {
            fault("no words in both languages");
        }
        let placed = ["parameter_malformed", "body_malformed", "field_refused", "not_found"];
        if placed.iter().any(|code| problem["code"] == *code) && problem["place"].is_null() {
            fault("no place");
        }
        faults
    }
}

/// A house with a small contest that collects, and its administrator.
fn house_and_caller(engine: super::house::Engine) -> (House, Caller) {
    let house = House::on(engine);
    let officer = house.user(Role::Officer, None);
    reported(&officer);
    let administrator = house.user(Role::Administrator, None);
    (house, administrator)
}

/// Values that no parameter should fall over.
fn odd_values() -> Vec<String> {
    let long = "9".repeat(3000);
    [
        "-1",
        "0",
        "99999999999999999999",
        "-9223372036854775808",
        "9223372036854775807",
        "1e9",
        "%FF",
        "%20",
        "..%2F..%2Fetc%2Fpasswd",
        "%E1%BA%A1",
        "'%22%3B--",
        &long,
    ]
    .map(str::to_owned)
    .to_vec()
}

#[test]
fn no_parameter_is_answered_with_a_mistake_of_the_program() {
    for engine in engines() {
        let (_house, administrator) = house_and_caller(engine);
        let mut faults = Vec::new();
        for operation in operations() {
            for value in odd_values() {
                for name in operation.names("path") {
                    let address = operation.address(name, &value);
                    let answer = operation.send(&administrator, &address, operation.body.as_ref());
                    faults.extend(operation.faults(&answer, &format!("{name}={value:.30}")));
                }
                for name in operation.names("query") {
                    let address = format!("{}?{name}={value}", operation.address("", ""));
                    let answer = operation.send(&administrator, &address, operation.body.as_ref());
                    faults.extend(operation.faults(&answer, &format!("?{name}={value:.30}")));
                }
            }
            let address = format!("{}?no_such_parameter=1", operation.address("", ""));
            if !operation.names("query").is_empty() {
                let answer = operation.send(&administrator, &address, operation.body.as_ref());
                faults.extend(operation.faults(&answer, "an unknown parameter"));
                if answer.status != 400 {
                    faults.push(format!("{} takes a parameter that it doesn't know", operation.id));
                }
            }
        }
        assert!(faults.is_empty(), "{engine:?}:\n{}", faults.join("\n"));
    }
}

/// Bodies with one thing wrong, or odd: what is wrong, the body, whether it must be refused.
fn odd_bodies(example: &Map<String, Value>) -> Vec<(String, Value, bool)> {
    let with = |name: &str, value: Value| {
        let mut body = example.clone();
        body.insert(name.to_owned(), value);
        Value::from(body)
    };
    let mut all = vec![
        ("an unknown field".to_owned(), with("no_such_field", json!(1)), true),
        ("a list".to_owned(), json!([]), true),
        ("a text".to_owned(), json!("x"), true),
    ];
    for (name, value) in example {
        let mut odd: Vec<(&str, Value, bool)> = vec![
            ("an object in place of a value", json!({ "no_such_field": {} }), true),
            ("a huge number", json!(u64::MAX), true),
        ];
        if value.is_string() {
            odd.push(("the character NUL", json!("a\0b"), true));
            odd.push(("a long text", json!("ạ".repeat(60_000)), true));
            odd.push(("a number in place of a text", json!(1), true));
            odd.push(("nothing", json!(""), false));
        }
        if value.is_number() {
            odd.push(("a negative number", json!(-1), false));
            odd.push(("the largest number", json!(i64::MAX), false));
            odd.push(("a fraction", json!(1.5), true));
        }
        all.extend(
            odd.into_iter()
                .map(|(what, value, refused)| (format!("{name}: {what}"), with(name, value), refused)),
        );
    }
    all
}

#[test]
fn no_body_is_answered_with_a_mistake_of_the_program() {
    for engine in engines() {
        let (_house, administrator) = house_and_caller(engine);
        let mut faults = Vec::new();
        for operation in operations() {
            // Logging in is throttled, and uploads are read when they are previewed.
            if ["log_in", "add_upload"].contains(&operation.id.as_str()) {
                continue;
            }
            let Some(example) = operation.body.as_ref().and_then(Value::as_object) else { continue };
            for (what, body, refused) in odd_bodies(example) {
                let answer = operation.send(&administrator, &operation.address("", ""), Some(&body));
                faults.extend(operation.faults(&answer, &what));
                if refused && answer.status < 400 {
                    faults.push(format!("{} takes {what}: {}", operation.id, answer.text()));
                }
            }
        }
        assert!(faults.is_empty(), "{engine:?}:\n{}", faults.join("\n"));
    }
}
