use std::time::Instant;
use thidua::app::score_files::*;
use thidua::contest::finding::Findings;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let th: usize = a.get(4).map_or(1, |x| x.parse().unwrap());
    for _ in 0..4 {
        let t = Instant::now();
        let rd = |p: &str| GivenFile { name: p.into(), bytes: std::fs::read(p).unwrap() };
        let plan = load_plan(&rd(&a[1])).unwrap();
        let t1 = t.elapsed();
        let u = rd(&a[2]);
        let r = rd(&a[3]);
        let t2 = t.elapsed();
        let mut f = Findings::default();
        let units = thidua::intake::units::read_units(
            thidua::intake::source_file::SourceFile { name: "u", bytes: &u.bytes },
            &plan,
            &mut f,
        );
        let t3 = t.elapsed();
        let tb = thidua::intake::table::Table::read(&r.bytes).unwrap();
        let t35 = t.elapsed();
        let mut n = 0;
        tb.for_each_row(|r| {
            n += r.cells.len();
            std::ops::ControlFlow::Continue(())
        });
        let t36 = t.elapsed();
        drop(tb);
        let (rep, _) = thidua::intake::reports::read_reports(
            thidua::intake::reports::open_reports(&[thidua::intake::source_file::SourceFile {
                name: "r",
                bytes: &r.bytes,
            }]),
            &plan,
            &units,
            &Default::default(),
            &mut f,
            &|_| (),
        );
        let t4 = t.elapsed();
        thidua::contest::consistency::check_consistency(&plan, &units, &rep, &mut f);
        let t5 = t.elapsed();
        let c = thidua::contest::scored::Contest {
            plan: &plan,
            units: &units,
            reports: &rep,
            holds: &[],
            as_of: None,
        };
        let s = thidua::contest::score::score_on(&c, th);
        let t6 = t.elapsed();
        let d = thidua::documents::ranking::RankingDocument {
            contest: c,
            scored: &s,
            borders: &[],
            fragilities: None,
            provisional: false,
            cluster: None,
        };
        let mut o = std::fs::File::create("/tmp/o.csv").unwrap();
        thidua::documents::csv::write_csv(&d, th, &mut o).unwrap();
        let t7 = t.elapsed();
        println!(
            "plan {:?} files {:?} units {:?} table {:?} rows {:?} reports {:?} checks {:?} score {:?} csv {:?} total {:?} {n}",
            t1,
            t2 - t1,
            t3 - t2,
            t35 - t3,
            t36 - t35,
            t4 - t36,
            t5 - t4,
            t6 - t5,
            t7 - t6,
            t7 - (t36 - t3)
        );
    }
}
