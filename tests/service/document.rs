//! The OpenAPI document: committed, fresh, with examples that the service itself answered.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::house::{Engine, House};
use super::two_engines::{Recorded, play};

/// A file under `openapi/`.
fn committed(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi").join(name)
}

/// Compares with what is committed, or with `THIDUA_WRITE` set writes it.
fn fresh(name: &str, text: &str) {
    let path = committed(name);
    if std::env::var("THIDUA_WRITE").is_ok() {
        std::fs::write(&path, text).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(known == text, "openapi/{name} is stale: run the tests once with THIDUA_WRITE=1, and once more");
}

/// Cuts what is too long for an example: lists after their first item, texts after two hundred characters.
fn shortened(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().take(1).map(shortened).collect()),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), shortened(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::String(text) if text.chars().count() > 200 => {
            Value::String(text.chars().take(200).collect::<String>() + "…")
        }
        other => other.clone(),
    }
}

fn value_of(bytes: &[u8]) -> Value {
    let text = std::str::from_utf8(bytes).unwrap_or("(the bytes of a file)");
    let text = || Value::String(text.trim_start_matches('\u{feff}').to_owned());
    shortened(&serde_json::from_slice(bytes).unwrap_or_else(|_| text()))
}

/// Whether an example shows nothing but that there is nothing yet.
fn is_empty_list(example: &Value) -> bool {
    example["response"]["items"].as_array().is_some_and(Vec::is_empty)
}

/// The id of the operation that a request meant.
fn operation_of(document: &Value, request: &Recorded) -> Option<String> {
    let path = request.path.split('?').next()?;
    let fits = |template: &str| {
        let (parts, named): (Vec<&str>, Vec<&str>) =
            (path.split('/').collect(), template.split('/').collect());
        parts.len() == named.len()
            && parts.iter().zip(&named).all(|(part, name)| part == name || name.starts_with('{'))
    };
    // A path in words goes before one with a parameter in its place.
    let mut fitting: Vec<(&String, &Value)> =
        document["paths"].as_object()?.iter().filter(|(template, _)| fits(template)).collect();
    fitting.sort_by_key(|(template, _)| template.matches('{').count());
    let operation = &fitting.first()?.1[request.method.to_lowercase()];
    operation["operationId"].as_str().map(str::to_owned)
}

#[test]
fn every_operation_has_an_example_that_the_service_answered() {
    let document = serde_json::to_value(thidua::api::document()).unwrap();
    let mut examples: BTreeMap<String, Value> = BTreeMap::new();
    for request in play(&House::on(Engine::Sqlite)) {
        let Some(id) = operation_of(&document, &request) else { continue };
        // A list of nothing makes room for one of something.
        let known = examples.get(&id).is_some_and(|known| !is_empty_list(known));
        if known || !(200..300).contains(&request.answer.status) {
            continue;
        }
        let mut example =
            json!({ "status": request.answer.status, "response": value_of(&request.answer.body) });
        if !request.body.is_empty() {
            example["request"] = value_of(&request.body);
        }
        if !is_empty_list(&example) || !examples.contains_key(&id) {
            examples.insert(id, example);
        }
    }
    let mut without = Vec::new();
    for operations in document["paths"].as_object().unwrap().values() {
        for operation in operations.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            let streams = operation.to_string().contains("text/event-stream");
            if !examples.contains_key(id) && !streams {
                without.push(id.to_owned());
            }
        }
    }
    assert!(
        without.is_empty(),
        "no request of the script in two_engines.rs and two_engines_awards.rs succeeds for: {without:?}"
    );
    fresh("examples.json", &(serde_json::to_string_pretty(&examples).unwrap() + "\n"));
}

#[test]
fn the_openapi_document_is_the_committed_one() {
    let document = thidua::api::document().to_pretty_json().unwrap() + "\n";
    fresh("openapi.json", &document);
}

#[test]
fn every_operation_says_what_it_does_and_what_it_refuses() {
    let document = serde_json::to_value(thidua::api::document()).unwrap();
    let mut ids = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no id"));
            ids.push(id.to_owned());
            for said in ["summary", "description"] {
                assert!(operation[said].as_str().is_some_and(|text| text.len() > 5), "{id}: {said}");
            }
            assert!(!operation["tags"].as_array().unwrap().is_empty(), "{id}");
            let responses = operation["responses"].as_object().unwrap();
            let refusals = responses.iter().filter(|(status, _)| status.as_str() >= "400");
            for (status, refusal) in refusals.clone() {
                let content = &refusal["content"]["application/problem+json"];
                assert!(content.is_object(), "{id} {status}");
                assert!(
                    refusal["description"].as_str().unwrap().contains(": "),
                    "{id} {status} names its codes"
                );
            }
            assert!(refusals.count() >= 10, "{id}");
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "every operation has an id of its own");
    let codes = document["components"]["schemas"]["ProblemBody"]["properties"]["code"]["enum"].as_array();
    assert_eq!(codes.map(Vec::len), document["x-problems"].as_array().map(Vec::len));
    for problem in document["x-problems"].as_array().unwrap() {
        assert_ne!(problem["vi"], problem["en"], "{problem}");
    }
}

/// Names of schemas are those of types, whatever file they stand in: of two with one name, one would be told for both.
#[test]
fn bug_two_schemas_of_one_name() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut folders = vec![std::path::PathBuf::from("src/api")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for part in text.split("ToSchema)]").skip(1) {
                let line = part
                    .lines()
                    .find(|line| line.starts_with("pub struct ") || line.starts_with("pub enum "));
                let Some(name) = line.and_then(|line| line.split([' ', '<', '(']).nth(2)) else { continue };
                let here = path.display().to_string();
                let other = seen.insert(name.to_owned(), here.clone());
                assert!(other.is_none(), "{name} stands in {} and in {here}", other.unwrap_or_default());
            }
        }
    }
    assert!(seen.len() > 100, "the types were found");
}
