//! Parameters of addresses that can't be read: which one, and what was expected, as the document says.

use std::sync::LazyLock;

use actix_web::HttpRequest;
use actix_web::web::Query;
use serde_json::Value;

use super::problem::{Refused, language_of};
use crate::app::problem::{PARAMETER_MALFORMED, Problem};

/// The document, as it tells of parameters.
static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(super::document()).unwrap_or(Value::Null));

/// The parameters of an operation that stand in a place: `path` or `query`.
fn parameters<'a>(request: &HttpRequest, place: &'a str) -> impl Iterator<Item = &'static Value> + 'a {
    let pattern = request.match_pattern().unwrap_or_default();
    let operation = &DOCUMENT["paths"][pattern][request.method().as_str().to_ascii_lowercase()];
    let all = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    all.iter().filter(move |parameter| parameter["in"] == place)
}

/// What a schema takes, in signs that every language reads.
fn expected(schema: &Value, example: &Value) -> String {
    if let Some(values) = named_values(schema) {
        return values.join(", ");
    }
    let bound = |name: &str, otherwise: i64| schema[name].as_i64().unwrap_or(otherwise);
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("integer"), _) => format!("{}–{}", bound("minimum", 0), bound("maximum", i64::MAX)),
        (Some("boolean"), _) => "true, false".to_owned(),
        (_, Some("date")) => "2021-05-23".to_owned(),
        (_, Some("date-time")) => "2021-05-24T02:30:00Z".to_owned(),
        _ => match example {
            Value::String(example) => example.clone(),
            Value::Null => "…".to_owned(),
            other => other.to_string(),
        },
    }
}

/// The schema of a parameter, also where it is named elsewhere in the document or may be left out.
fn schema_of(parameter: &Value) -> &Value {
    let named = |schema: &Value| -> Option<&'static Value> {
        DOCUMENT.pointer(schema["$ref"].as_str()?.strip_prefix('#')?)
    };
    let schema = &parameter["schema"];
    let choices = ["oneOf", "anyOf", "allOf"].iter().filter_map(|name| schema[*name].as_array()).flatten();
    named(schema).or_else(|| choices.into_iter().find_map(named)).unwrap_or(schema)
}

/// The values that a schema names, if it names them all.
fn named_values(schema: &Value) -> Option<Vec<&str>> {
    Some(schema["enum"].as_array()?.iter().filter_map(Value::as_str).collect())
}

/// Whether a text fits a schema.
fn fits(schema: &Value, text: &str) -> bool {
    if let Some(values) = named_values(schema) {
        return values.contains(&text);
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("integer"), _) => text
            .parse::<i64>()
            .is_ok_and(|number| schema["minimum"].as_i64().is_none_or(|least| number >= least)),
        (Some("boolean"), _) => matches!(text, "true" | "false"),
        (_, Some("date")) => text.parse::<chrono::NaiveDate>().is_ok(),
        (_, Some("date-time")) => text.parse::<chrono::DateTime<chrono::Utc>>().is_ok(),
        _ => true,
    }
}

fn name_of(parameter: &Value) -> &str {
    parameter["name"].as_str().unwrap_or("")
}

/// A parameter that can't be read.
pub fn malformed(field: &str, expected: &str) -> Problem {
    PARAMETER_MALFORMED.with("field", field).with("expected", expected)
}

/// The refusal of an address whose parameters in the path can't be read.
pub fn malformed_path(request: &HttpRequest) -> Refused {
    let wrong = parameters(request, "path").find(|parameter| {
        let value = request.match_info().get(name_of(parameter)).unwrap_or("");
        !fits(schema_of(parameter), value)
    });
    let problem = match wrong {
        Some(parameter) => {
            malformed(name_of(parameter), &expected(schema_of(parameter), &parameter["example"]))
        }
        None => malformed(request.path(), &request.match_pattern().unwrap_or_default()),
    };
    Refused::new(problem, language_of(request.headers()))
}

/// The refusal of an address whose query can't be read.
pub fn malformed_query(request: &HttpRequest) -> Refused {
    let given = Query::<Vec<(String, String)>>::from_query(request.query_string());
    let given = given.map(Query::into_inner).unwrap_or_default();
    Refused::new(wrong_in_query(request, &given), language_of(request.headers()))
}

fn wrong_in_query(request: &HttpRequest, given: &[(String, String)]) -> Problem {
    let taken = |parameter: &Value| {
        malformed(name_of(parameter), &expected(schema_of(parameter), &parameter["example"]))
    };
    for (at, (name, value)) in given.iter().enumerate() {
        let Some(parameter) = parameters(request, "query").find(|known| name_of(known) == name) else {
            let known: Vec<&str> = parameters(request, "query").map(name_of).collect();
            return malformed(name, &known.join(", "));
        };
        if given[..at].iter().any(|(before, _)| before == name) {
            return malformed(name, &format!("{name}=…"));
        }
        if !fits(schema_of(parameter), value) {
            return taken(parameter);
        }
    }
    let missing = parameters(request, "query").find(|parameter| {
        parameter["required"] == true && !given.iter().any(|(name, _)| name == name_of(parameter))
    });
    missing.map_or_else(|| malformed("?", "UTF-8"), taken)
}
