//! Reports in JSON, as programs send them: made a long table, so that everything after reads them like any other file.

use serde::Deserialize;

/// A report in JSON: `{"figures": [{"unit": "099", "metric": "voters", "item": "province_council", "value": "1925"}]}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonReport {
    figures: Vec<JsonFigure>,
}

/// One figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonFigure {
    /// The unit's code.
    unit: String,
    /// The metric's code.
    metric: String,
    /// The item's code, of a metric that is split.
    #[serde(default)]
    item: Option<String>,
    /// The value as text: a count, a decimal with a point, `true` or `false`, a date.
    value: String,
}

/// The long table that a report in JSON stands for: a header, then one row per figure, in the order given. Figure `n`
/// (1 being the first) is row `n + 1`.
///
/// # Errors
/// Where the JSON is malformed or has other fields: what is wrong, with line and column.
pub fn long_table(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let report: JsonReport = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let mut table = csv::Writer::from_writer(Vec::new());
    let told = "memory takes whatever is written to it";
    table.write_record(["unit", "metric", "item", "value"]).expect(told);
    for figure in &report.figures {
        let item = figure.item.as_deref().unwrap_or("");
        table.write_record([&figure.unit, &figure.metric, item, &figure.value]).expect(told);
    }
    Ok(table.into_inner().expect(told))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_become_rows_in_their_order() {
        let json = br#"{"figures":[{"unit":"01","metric":"a","item":"x","value":"5"},{"unit":"02","metric":"b","value":"\"6,7"}]}"#;
        let table = String::from_utf8(long_table(json).unwrap()).unwrap();
        assert_eq!(table, "unit,metric,item,value\n01,a,x,5\n02,b,,\"\"\"6,7\"\n");
    }

    #[test]
    fn what_isnt_such_a_report_is_refused_with_its_place() {
        for json in [
            "",
            "[]",
            "{}",
            r#"{"figures":[{"unit":"1","metric":"a","value":5}]}"#,
            r#"{"figures":[],"x":1}"#,
        ] {
            let refused = long_table(json.as_bytes()).unwrap_err();
            assert!(refused.contains("line"), "{json}: {refused}");
        }
    }
}
