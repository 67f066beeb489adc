//! Papers of our own, one for each form that offices and web pages give them, with reference
//! outputs. `UPDATE_REF=1 cargo test -p gongwen` accepts what comes out; read the difference first.

use gongwen::{ledger::Ledger, source::Source, understand::understand};
use std::{fmt::Write, fs, path::Path};

#[test]
fn papers_come_out_as_their_reference_files_say() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut different = Vec::new();
    for folder in ["papers", "corpus"] {
        let mut names: Vec<_> = fs::read_dir(tests.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
            .collect();
        names.sort();
        for path in names {
            let source = Source::from_text(fs::read_to_string(&path).unwrap());
            let told = tell(&source, &understand(&source));
            let reference = tests.join("reference").join(path.file_name().unwrap());
            if std::env::var_os("UPDATE_REF").is_some() {
                fs::write(&reference, &told).unwrap();
            } else if fs::read_to_string(&reference).unwrap_or_default() != told {
                eprintln!("--- {} came out as\n{told}", path.display());
                different.push(path);
            }
        }
    }
    assert!(
        different.is_empty(),
        "not as the reference says: {different:?}"
    );
}

/// What was understood, as a person would check it: one line a fact.
fn tell(source: &Source, ledger: &Ledger) -> String {
    let mut told = String::new();
    let mut line = |text: String| writeln!(told, "{}", text.replace('\n', "⏎")).unwrap();
    line(format!("kind       {:?}", ledger.kind));
    line(format!(
        "title      {}",
        shown(ledger.title.as_ref().map(|title| title.value.clone()))
    ));
    line(format!(
        "issuer     {}",
        shown(ledger.issuer.as_ref().map(|issuer| issuer.value.clone()))
    ));
    line(format!(
        "doc_number {}",
        shown(
            ledger
                .doc_number
                .as_ref()
                .map(|number| number.value.clone())
        )
    ));
    line(format!(
        "plan_year  {}",
        shown(ledger.plan_year.as_ref().map(|year| year.value.to_string()))
    ));
    line(format!(
        "issued_on  {}",
        shown(ledger.issued_on.as_ref().map(|day| day.value.to_string()))
    ));
    for heading in &ledger.outline {
        let item = heading
            .item
            .map_or(String::new(), |item| format!(" → {item}"));
        line(format!(
            "outline    {}{} {}{item}",
            "  ".repeat(heading.depth),
            heading.marker,
            heading.title
        ));
    }
    for (number, item) in ledger.items.iter().enumerate() {
        line(format!(
            "item {number}     {} @{} {} [{}]",
            item.marker,
            item.start,
            item.quote_start,
            item.path.join(" / ")
        ));
        if let Some(title) = &item.title {
            line(format!("  title    {}", title.value));
        }
        for target in &item.targets {
            let max = target.max.map_or(String::new(), |max| format!("–{max}"));
            line(format!(
                "  target   {} = {:?} {}{max} {} ({:?}) {}",
                target.quote, target.cmp, target.value, target.unit, target.kind, target.subject
            ));
        }
        for deadline in &item.deadlines {
            let day = |day: Option<gongwen::day::Day>| {
                day.map_or_else(|| "?".to_owned(), |day| day.to_string())
            };
            line(format!(
                "  deadline {} = {}..{} {:?}",
                deadline.quote,
                day(deadline.from),
                day(deadline.to),
                deadline.recurs
            ));
        }
        for name in &item.responsible {
            line(format!("  {:?} {}", name.role, name.name));
        }
    }
    for noise in &ledger.noise {
        line(format!("noise      {}", source.slice(*noise)));
    }
    for finding in &ledger.findings {
        line(format!(
            "finding    {:?} @{} {} {} {}",
            finding.code, finding.span.start, finding.what, finding.why, finding.suggestion
        ));
    }
    told
}

fn shown(value: Option<String>) -> String {
    value.unwrap_or_else(|| "—".to_owned())
}
