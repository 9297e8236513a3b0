//! The bare cost of reading a CSV file: every record into one reused `ByteRecord`, nothing kept.
//!
//! `benches/run` runs it beside the others. By hand: `cargo bench --bench bare_read -- FILE`.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

/// How many rows (without the header) and fields a file has.
fn count(path: &Path) -> Result<(u64, u64), csv::Error> {
    let mut reader = csv::ReaderBuilder::new().from_path(path)?;
    let mut record = csv::ByteRecord::new();
    let (mut rows, mut fields) = (0_u64, 0_u64);
    while reader.read_byte_record(&mut record)? {
        rows += 1;
        for _ in &record {
            fields += 1;
        }
    }
    Ok((rows, fields))
}

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo bench` adds the flag --bench.
    let files: Vec<_> = std::env::args_os()
        .skip(1)
        .filter(|argument| !argument.to_string_lossy().starts_with("--"))
        .collect();
    if files.is_empty() {
        eprintln!("no file given, nothing read; benches/run measures everything");
    }
    for file in files {
        let started = Instant::now();
        let (rows, fields) = count(Path::new(&file))?;
        let seconds = started.elapsed().as_secs_f64();
        eprintln!("{{\"seconds\": {seconds}, \"rows\": {rows}, \"fields\": {fields}}}");
    }
    Ok(())
}
