//! `cargo x fault [ROUNDS]`: the program is killed in the middle of writing, again and again. What
//! it had acknowledged must be there afterwards, the database sound, the audit whole, every job done
//! once.

mod jobs;

use crate::{
    bench::{Demo, http::signed_in},
    house,
    run::Run,
};
use anyhow::{Context, Result, bail, ensure};
use std::{
    path::Path,
    process::Command,
    sync::Mutex,
    thread::{scope, sleep},
    time::Duration,
};

/// How many times the program is killed when nobody says otherwise.
const ROUNDS: usize = 100;

/// How many people write at once.
const WRITERS: usize = 3;

/// The administrator of the demo county, who may register units.
const LOGIN: &str = "admin";

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let rounds = match arguments {
        [] => ROUNDS,
        [rounds] => rounds.parse().context("usage: cargo x fault [ROUNDS]")?,
        _ => bail!("usage: cargo x fault [ROUNDS]"),
    };
    println!("{}", kill_and_look(rounds)?);
    Ok(())
}

/// Kills the release build this many times; tells what came of it.
pub(crate) fn kill_and_look(rounds: usize) -> Result<String> {
    Run::cargo("build --quiet --locked --release --bin luoshi".split(' ')).go()?;
    let folder = tempfile::tempdir()?;
    let data = folder.path();
    let mut acknowledged = Vec::new();
    for round in 0..rounds {
        let (mut demo, _) = Demo::start(data).with_context(|| format!("start {round}"))?;
        acknowledged.extend(write_until_killed(&mut demo, round)?);
    }
    ensure!(
        acknowledged.len() >= rounds,
        "only {} writes in {rounds} rounds: nothing was tested",
        acknowledged.len()
    );
    let (demo, _) = Demo::start(data).context("start after the last kill")?;
    let mut browser = signed_in(demo.port(), LOGIN)?;
    let list = browser.get("/org")?.body;
    let lost: Vec<&String> = acknowledged
        .iter()
        .filter(|name| !list.contains(&format!(">{name}</a>")))
        .collect();
    ensure!(
        lost.is_empty(),
        "{} of {} acknowledged writes are lost: {lost:?}",
        lost.len(),
        acknowledged.len()
    );
    drop(demo);
    let proof = luoshi(data, &["audit", "verify"])?;
    ensure!(proof.contains("完整"), "the audit is broken: {proof}");
    let findings = luoshi(data, &["doctor"])?;
    ensure!(
        findings.contains("自检没有发现问题"),
        "the database is not sound: {findings}"
    );
    let jobs = jobs::kill_and_look(rounds)?;
    Ok(format!(
        "killed {rounds} times during {} acknowledged writes: none lost, database sound, audit whole; {jobs}",
        acknowledged.len()
    ))
}

/// Lets several people register units until the program is killed under them; the names of those
/// it said were registered.
fn write_until_killed(demo: &mut Demo, round: usize) -> Result<Vec<String>> {
    let mut browser = signed_in(demo.port(), LOGIN)?;
    let form = browser.get("/org/units/new")?;
    let token = form.token()?.to_owned();
    let bureau = first_unit(&form.body)?;
    let acknowledged = Mutex::new(Vec::new());
    // Other moments each round, the same ones each time the whole is run.
    let pause = Duration::from_millis(20 + (round as u64 * 53) % 180);
    scope(|threads| {
        for writer in 0..WRITERS {
            let mut browser = browser.clone();
            let (acknowledged, token, bureau) = (&acknowledged, &token, &bureau);
            threads.spawn(move || {
                for number in 0.. {
                    let name = format!("k{round}w{writer}n{number}");
                    let fields = [
                        ("_csrf", token.as_str()),
                        ("kind", "affiliated"),
                        ("parent", bureau.as_str()),
                        ("name", name.as_str()),
                        ("short_name", name.as_str()),
                        ("place", "9"),
                    ];
                    match browser.post("/org/units/new", &fields) {
                        Ok(reply) if reply.status == 303 => {
                            if let Ok(mut names) = acknowledged.lock() {
                                names.push(name);
                            }
                        }
                        _ => return,
                    }
                }
            });
        }
        sleep(pause);
        demo.kill();
    });
    acknowledged
        .into_inner()
        .map_err(|_| anyhow::anyhow!("a writer panicked"))
}

/// The first unit to choose as the one above: the bureau.
fn first_unit(form: &str) -> Result<String> {
    let (_, select) = form
        .split_once("name=\"parent\"")
        .context("the form has no field for the unit above")?;
    let id = select
        .split("value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|value| value.len() == 36)
        .context("no unit to choose")?;
    Ok(id.to_owned())
}

/// What a command of the program says about a data folder, whatever its verdict.
fn luoshi(data: &Path, words: &[&str]) -> Result<String> {
    let program = house::target_folder()?.join("release/luoshi");
    let output = Command::new(program)
        .args(words)
        .arg("--data")
        .arg(data)
        .output()?;
    let both = [output.stdout, output.stderr].concat();
    Ok(String::from_utf8_lossy(&both).into_owned())
}

#[cfg(test)]
mod tests {
    use super::first_unit;

    #[test]
    fn the_first_unit_of_a_form_is_found() {
        let id = "00000000-0000-7000-8000-000000000000";
        let form = format!(
            "<select name=\"parent\"><option value=\"\">无</option><option value=\"{id}\">局</option>"
        );
        assert_eq!(first_unit(&form).unwrap(), id);
        assert!(first_unit("").is_err());
    }
}
