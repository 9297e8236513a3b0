//! What the OpenAPI document says beyond the operations' own words: examples that were answered by the service itself,
//! and every kind of problem by its code.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{OpenApi, RefOr, Required};

use super::export::XLSX;
use super::once::LONGEST_KEY;
use super::problem::with_texts;
use crate::app::problem::PROBLEM_CODES;
use crate::contest::words::Language;

/// Requests and answers by operation, as a test recorded them.
const EXAMPLES: &str = include_str!("../../openapi/examples.json");

/// The content type of problems.
const PROBLEM: &str = "application/problem+json";

/// Adds examples and problems.
pub struct Completed;

impl utoipa::Modify for Completed {
    fn modify(&self, document: &mut OpenApi) {
        add_codes(document);
        let examples: BTreeMap<String, Value> =
            serde_json::from_str(EXAMPLES).expect("the recorded examples are JSON");
        for item in document.paths.paths.values_mut() {
            if let Some(post) = &mut item.post {
                take_key(post);
            }
            for operation in
                [&mut item.get, &mut item.put, &mut item.post, &mut item.delete].into_iter().flatten()
            {
                let example = operation.operation_id.as_ref().and_then(|id| examples.get(id));
                complete(operation, example.unwrap_or(&Value::Null));
            }
        }
    }
}

fn complete(operation: &mut Operation, example: &Value) {
    if let (Some(body), Some(request)) = (&mut operation.request_body, example.get("request")) {
        // What was sent as text is no example of JSON, nor of a spreadsheet.
        let fits = |kind: &str| !request.is_string() || ![XLSX, "application/json"].contains(&kind);
        let others = body.content.iter_mut().filter(|(kind, it)| it.example.is_none() && fits(kind));
        for (_, content) in others {
            content.example = Some(request.clone());
        }
    }
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        for (kind, content) in &mut response.content {
            if kind == PROBLEM {
                let codes = PROBLEM_CODES.iter().filter(|code| code.status.to_string() == *status);
                let codes: Vec<&str> = codes.map(|code| code.code).collect();
                if !response.description.contains(": ") {
                    response.description =
                        format!("{}: {}", response.description.trim_end_matches('.'), codes.join(", "));
                }
            } else if content.example.is_none() {
                content.example = example.get("response").cloned();
            }
        }
    }
}

/// Says that an operation that takes JSON, or nothing, may come with a key.
fn take_key(operation: &mut Operation) {
    let is_json = |body: &RequestBody| body.content.keys().all(|kind| kind == "application/json");
    if !operation.request_body.as_ref().is_none_or(is_json) || operation.security.is_some() {
        return;
    }
    let key = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(LONGEST_KEY))
        .pattern(Some("^[!-~]{1,128}$"));
    let parameter = ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Chosen by the client, a new one for each thing to be done. The same request with the same key within 24 \
             hours is done once and answered as the first time; an answer with a secret is not told again.",
        ))
        .schema(Some(key))
        .example(Some(json!("7b1f3c52-ballots-17")));
    operation.parameters.get_or_insert_default().push(parameter.build());
}

/// Lists every code of a problem, with its sentences, in the schema of problems and at the document's end.
fn add_codes(document: &mut OpenApi) {
    let codes: Vec<Value> = PROBLEM_CODES.iter().map(|code| Value::from(code.code)).collect();
    let schemas = document.components.as_mut().map(|components| &mut components.schemas);
    if let Some(RefOr::T(Schema::Object(problem))) = schemas.and_then(|all| all.get_mut("ProblemBody"))
        && let Some(RefOr::T(Schema::Object(code))) = problem.properties.get_mut("code")
    {
        code.enum_values = Some(codes);
    }
    let told = PROBLEM_CODES.iter().map(|code| {
        let parts: Vec<(&str, crate::text::Part<'_>)> =
            code.arguments.iter().map(|name| (*name, format!("{{{name}}}").into())).collect();
        let key = format!("problem-{}", code.code);
        let say = |language| with_texts(language, |texts| texts.get(&key, &parts));
        json!({
            "code": code.code, "status": code.status,
            "vi": say(Language::Vietnamese), "en": say(Language::English),
        })
    });
    let told = Value::Array(told.collect());
    document.extensions = Some(ExtensionsBuilder::new().add("x-problems", told).build());
}
