//! A 责任分解表 written here is read back as what it was made from.

use gongwen::{
    ledger::{DocKind, Ledger, Role},
    read::read,
    understand::understand,
    write::{BreakdownTable, docx, xlsx},
};

fn ledger_of(bytes: &[u8], name: &str) -> Ledger {
    understand(&read(bytes, Some(name)).unwrap())
}

/// Of every item: quantities, last days of its deadlines, and who leads or takes part.
fn told(ledger: &Ledger) -> Vec<String> {
    let told = ledger.items.iter().map(|item| {
        let mut quantities: Vec<String> = item
            .targets
            .iter()
            .map(|target| format!("{}{}", target.value, target.unit))
            .collect();
        quantities.sort_unstable();
        let mut days: Vec<String> = item
            .deadlines
            .iter()
            .filter_map(|deadline| deadline.to.map(|day| day.to_string()))
            .collect();
        days.sort_unstable();
        let support = item
            .responsible
            .iter()
            .filter(|unit| unit.role == Role::Support);
        format!("{quantities:?} {days:?} {}", support.count())
    });
    told.collect()
}

#[test]
fn quantities_and_deadlines_are_not_doubled_by_the_columns_that_repeat_them() {
    for paper in ["d01", "d02", "d11"] {
        let path = format!("{}/tests/corpus/{paper}.txt", env!("CARGO_MANIFEST_DIR"));
        let first = ledger_of(&std::fs::read(path).unwrap(), "paper.txt");
        let table = BreakdownTable::from_ledger(&first);
        for (bytes, name) in [
            (xlsx(&table).unwrap(), "table.xlsx"),
            (docx(&table).unwrap(), "table.docx"),
        ] {
            let again = ledger_of(&bytes, name);
            assert_eq!(again.kind, DocKind::ResponsibilityTable, "{paper} {name}");
            assert_eq!(
                again.issued_on.as_ref().map(|day| day.value),
                first.issued_on.as_ref().map(|day| day.value),
                "{paper} {name}"
            );
            assert_eq!(told(&again), told(&first), "{paper} {name}");
        }
    }
}
