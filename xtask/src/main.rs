//! The project's own commands, run as `cargo x …`.

mod corpus;

use std::path::Path;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["corpus", papers, out] => corpus::predict(Path::new(papers), Path::new(out)),
        _ => anyhow::bail!("usage: cargo x corpus PAPERS OUT"),
    }
}
