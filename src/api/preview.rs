//! What a file would change, as the API tells it.

use serde::Serialize;
use utoipa::ToSchema;

use super::finding::FindingsBody;
use super::problem::with_texts;
use super::upload::UploadBody;
use crate::app::preview::{CellChange, Effect, Preview, UnitChange};
use crate::app::stored_figure::written;
use crate::contest::words::Language;
use crate::intake::decode::Encoding;
use crate::intake::reports::Matching;
use crate::intake::separator::Separator;
use crate::text::format::column_letters;

/// A figure that a file would set.
#[derive(Serialize, ToSchema)]
pub struct CellBody {
    /// The code of the metric.
    #[schema(example = "took_part")]
    pub metric: String,
    /// The code of the item, of a metric that is split.
    pub item: Option<String>,
    /// What stands now; null: nothing.
    pub before: Option<String>,
    /// What would stand.
    pub after: String,
    /// The row in the file.
    pub row: u32,
    /// The column's letters.
    #[schema(example = "C")]
    pub column: String,
}

/// What a file would change for a unit.
#[derive(Serialize, ToSchema)]
pub struct UnitChangeBody {
    /// The unit's code.
    pub unit: String,
    /// The unit's name.
    pub name: String,
    /// The number of the version that stands; 0 without one.
    pub base_version: i64,
    /// Errors between its figures as they would stand.
    pub errors: u64,
    /// Warnings.
    pub warnings: u64,
    /// Its created and changed figures.
    pub cells: Vec<CellBody>,
}

/// How a unit's place would change.
#[derive(Serialize, ToSchema)]
pub struct EffectBody {
    /// The unit's code.
    pub unit: String,
    /// The unit's name.
    pub name: String,
    /// Its rank now; null of a unit that hasn't reported yet.
    pub rank_before: Option<u32>,
    /// Its rank then.
    pub rank_after: u32,
    /// Its total now; null where the plan gives no points or it has none.
    pub total_before: Option<String>,
    /// Its total then.
    pub total_after: Option<String>,
    /// Codes of the awards it is recommended for now.
    pub awards_before: Vec<String>,
    /// Codes of the awards it would be recommended for.
    pub awards_after: Vec<String>,
    /// All that in one sentence, in Vietnamese.
    #[schema(example = "Xã A (Cụm 1) lên hạng 6 -> 5.")]
    pub text_vi: String,
    /// The same in English.
    #[schema(example = "Xã A (Cụm 1) rises 6 -> 5.")]
    pub text_en: String,
}

/// A column of a file with what it means.
#[derive(Serialize, ToSchema)]
pub struct MatchedColumnBody {
    /// The column's letters.
    #[schema(example = "C")]
    pub column: String,
    /// The header as the file writes it.
    pub header: String,
    /// The code of what it means, as `columns` takes it, or `unit`: a unit by code or name; null: it isn't recognised.
    #[schema(example = "took_part")]
    pub means: Option<String>,
    /// Whether `columns` said so.
    pub chosen: bool,
}

/// What a file would change. Nothing is stored yet.
#[derive(Serialize, ToSchema)]
pub struct PreviewBody {
    /// The file.
    pub upload: UploadBody,
    /// What committing quotes.
    pub digest: String,
    /// The encoding that it was read in; null of a spreadsheet, and of a file that couldn't be read.
    #[schema(example = "UTF-8")]
    pub encoding: Option<&'static str>,
    /// What was taken to stand between its cells: `comma`, `semicolon` or `tab`; null as for `encoding`.
    #[schema(example = "comma")]
    pub separator: Option<&'static str>,
    /// The sheet that it was read from; null of another file than a spreadsheet.
    pub sheet: Option<String>,
    /// The visible sheets of a spreadsheet.
    pub sheets: Vec<String>,
    /// The row of the header, or of what is nearest to one; null of a file that has no rows.
    pub header_row: Option<u32>,
    /// The columns of that row with what they mean.
    pub columns: Vec<MatchedColumnBody>,
    /// How many figures are created.
    pub created: u64,
    /// How many are changed.
    pub changed: u64,
    /// How many stay as they are.
    pub unchanged: u64,
    /// How many errors are in cells and rows that can't be taken.
    pub rejected: u64,
    /// How many units change.
    pub changed_units: usize,
    /// The first hundred units that change.
    pub units: Vec<UnitChangeBody>,
    /// How many units change their rank, total or recommendation.
    pub affected_units: usize,
    /// The first hundred of them.
    pub effects: Vec<EffectBody>,
    /// What is wrong or worth a look.
    pub findings: FindingsBody,
}

/// How many units a preview shows whole; all are counted.
const SHOWN: usize = 100;

fn cell_body(preview: &Preview, cell: &CellChange) -> CellBody {
    let (metric, item) = preview.frame.plan.slot(cell.slot);
    CellBody {
        metric: metric.code.clone(),
        item: item.map(|item| item.code.clone()),
        before: cell.before.map(|before| written(before, &preview.texts)),
        after: written(cell.figure.value, &preview.texts),
        row: cell.figure.place.row,
        column: column_letters(u32::from(cell.figure.place.column) + 1),
    }
}

fn columns(matching: &Matching) -> Vec<MatchedColumnBody> {
    let each = (1_u32..).zip(&matching.columns).map(|(number, column)| MatchedColumnBody {
        column: column_letters(number),
        header: column.header.clone(),
        means: column.means.clone(),
        chosen: column.is_chosen,
    });
    each.collect()
}

fn unit_body(preview: &Preview, change: &UnitChange) -> UnitChangeBody {
    let unit = preview.frame.units.get(change.unit);
    UnitChangeBody {
        unit: unit.code().to_owned(),
        name: unit.name().to_owned(),
        base_version: change.base,
        errors: change.errors,
        warnings: change.warnings,
        cells: change.cells.iter().map(|cell| cell_body(preview, cell)).collect(),
    }
}

fn effect_body(preview: &Preview, effect: &Effect) -> EffectBody {
    let unit = preview.frame.units.get(effect.unit);
    let awards = |awards: &[usize]| -> Vec<String> {
        awards.iter().map(|award| preview.frame.plan.awards[*award].code.clone()).collect()
    };
    let plain = |total: rust_decimal::Decimal| total.to_string();
    let told = |language| with_texts(language, |texts| preview.told(texts, effect, plain));
    EffectBody {
        text_vi: told(Language::Vietnamese),
        text_en: told(Language::English),
        unit: unit.code().to_owned(),
        name: unit.name().to_owned(),
        rank_before: effect.rank_before,
        rank_after: effect.rank_after,
        total_before: effect.total_before.map(|total| total.to_string()),
        total_after: effect.total_after.map(|total| total.to_string()),
        awards_before: awards(&effect.awards_before),
        awards_after: awards(&effect.awards_after),
    }
}

impl From<&Preview> for PreviewBody {
    fn from(preview: &Preview) -> Self {
        Self {
            upload: UploadBody::from(&preview.upload),
            digest: preview.digest.clone(),
            created: preview.created,
            changed: preview.changed,
            unchanged: preview.unchanged,
            encoding: preview.understood.as_ref().and_then(|it| it.encoding).map(Encoding::name),
            separator: preview.understood.as_ref().and_then(|it| it.separator).map(Separator::code),
            sheet: preview.understood.as_ref().and_then(|it| it.sheet.clone()),
            sheets: preview.sheets.clone(),
            header_row: preview.matching.as_ref().map(|matching| matching.header_row),
            columns: preview.matching.as_ref().map_or_else(Vec::new, columns),
            rejected: preview.rejected,
            changed_units: preview.units.len(),
            units: preview.units.iter().take(SHOWN).map(|unit| unit_body(preview, unit)).collect(),
            affected_units: preview.effects.len(),
            effects: preview.effects.iter().take(SHOWN).map(|it| effect_body(preview, it)).collect(),
            findings: FindingsBody::from(&preview.findings),
        }
    }
}
