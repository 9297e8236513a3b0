//! The official list of units: code, name, level, code of the unit above. Bytes to rows, with every row that can't be.

use std::ops::ControlFlow;

use super::fold::fold;
use super::table::Table;

/// A unit as a list names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialUnit {
    /// The row, as a spreadsheet counts it.
    pub row: u32,
    /// The code; text, with its leading zeros.
    pub code: String,
    /// The name.
    pub name: String,
    /// The level.
    pub level: String,
    /// The code of the unit above.
    pub parent_code: Option<String>,
}

/// Why a list can't be taken: rows with what is wrong in each, row 1 for the header.
pub type RefusedRows = Vec<(u32, &'static str)>;

const COLUMNS: [&[&str]; 4] = [
    &["code", "ma don vi", "ma"],
    &["name", "ten don vi", "ten"],
    &["level", "cap"],
    &["parent_code", "parent code", "ma cap tren"],
];

/// The longest code and the longest name, in characters.
const LONGEST: (usize, usize) = (20, 200);

/// Reads a list. Every row must have a code, a name and a level, and each code stands once.
///
/// # Errors
/// All rows that can't be taken, with the column that is wrong; or the header, when columns are missing.
pub fn read_official_units(bytes: &[u8]) -> Result<Vec<OfficialUnit>, RefusedRows> {
    let table = Table::read(bytes).map_err(|_| vec![(1, "file")])?;
    let mut columns: Option<[Option<usize>; 4]> = None;
    let (mut units, mut refused) = (Vec::new(), Vec::new());
    let mut known = rustc_hash::FxHashSet::default();
    table.for_each_row(|row| {
        let Some(places) = columns else {
            let place =
                |names: &[&str]| row.cells.iter().position(|it| names.contains(&fold(it.text).as_str()));
            columns = Some(COLUMNS.map(place));
            return ControlFlow::Continue(());
        };
        let cell = |at: usize| {
            let text = places[at].and_then(|at| row.cells.get(at)).map_or("", |cell| cell.text);
            text.to_owned()
        };
        let unit = OfficialUnit {
            row: row.number,
            code: cell(0),
            name: cell(1),
            level: cell(2),
            parent_code: Some(cell(3)).filter(|code| !code.is_empty()),
        };
        let plain = |text: &str, longest: usize| {
            !text.is_empty() && text.chars().count() <= longest && !text.chars().any(char::is_control)
        };
        let wrong = if !plain(&unit.code, LONGEST.0) || !known.insert(unit.code.clone()) {
            Some("code")
        } else if !plain(&unit.name, LONGEST.1) {
            Some("name")
        } else if !plain(&unit.level, LONGEST.0) {
            Some("level")
        } else {
            None
        };
        match wrong {
            Some(column) => refused.push((row.number, column)),
            None => units.push(unit),
        }
        ControlFlow::Continue(())
    });
    let missing = columns.is_none_or(|places| places[..3].iter().any(Option::is_none));
    if missing {
        return Err(vec![(1, "code, name, level, parent_code")]);
    }
    if refused.is_empty() { Ok(units) } else { Err(refused) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_with_its_leading_zeros() {
        let units = read_official_units(
            "code,name,level,parent_code\n01,Hà Nội,province,\n004,Ba Đình,commune,01\n".as_bytes(),
        );
        let units = units.unwrap();
        assert_eq!((units[1].code.as_str(), units[1].parent_code.as_deref()), ("004", Some("01")));
        let vietnamese =
            read_official_units("Mã đơn vị;Tên đơn vị;Cấp;Mã cấp trên\n01;Hà Nội;province;\n".as_bytes());
        assert_eq!(vietnamese.unwrap().len(), 1);
    }

    #[test]
    fn every_row_that_cant_be_taken_is_told_at_once() {
        let list = "code,name,level\n01,A,province\n01,B,province\n,C,province\n02,,province\n03,D,\n";
        let refused = read_official_units(list.as_bytes()).unwrap_err();
        assert_eq!(refused, [(3, "code"), (4, "code"), (5, "name"), (6, "level")]);
        assert_eq!(read_official_units(b"a,b\n1,2\n").unwrap_err()[0].0, 1);
    }
}
