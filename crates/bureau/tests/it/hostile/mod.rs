//! Hostile values into every field of every form.
//!
//! Each role walks the demo county, page by page, and finds its forms; each kind of form is then posted
//! again and again, with what nobody should send in all fields at once and in each of them alone. Which
//! words a field gets goes round in a fixed order, so that every run posts the same. A new act whose
//! form the walk does not come to fails the test until it is reached, or named with a reason.

mod answers;
mod attack;
mod forms;
mod routes;
mod scene;
mod values;
mod walk;
mod writes;

use attack::Attack;
use std::collections::BTreeSet;

/// Acts no form of the demo county leads to, and why.
const UNREACHED: [(&str, &str); 3] = [
    (
        "/bus/positions",
        "devices send to it; no page has a form for it",
    ),
    (
        "/inbox/outward/try-mail",
        "the demo writes to nobody: it has no mail server",
    ),
    (
        "/facts/imports/{import}/look",
        "only a file read in the background is looked at again",
    ),
];

/// Forms of acts that have others too, by a field that only these ask: why a number of a locked year changes,
/// what is taken over of a template, why two numbers are two.
const ASKED_BESIDES: [(&str, &str); 9] = [
    ("/ledger/{register}/new", "correction"),
    ("/ledger/{register}/rows/{row}/edit", "correction"),
    ("/ledger/{register}/grid", "correction"),
    ("/ledger/{register}/import/apply", "correction"),
    ("/ledger/{register}/verification", "correction"),
    ("/ledger/{register}/removal", "correction"),
    ("/ledger/{register}/bin/{row}/restoration", "correction"),
    ("/ledger/{register}/definition/edit", "grow"),
    ("/facts/twins/answer", "reason"),
];

/// The share of all acts that must be reached, in hundredths.
const LEAST_REACHED: usize = 90;

/// Posts below which the walk has lost its way.
const FEWEST_POSTS: usize = 1_000;

#[tokio::test]
async fn no_field_of_any_form_breaks_a_page_or_comes_back_as_markup_or_changes_what_was_refused() {
    let (kept, people, found) = scene::scene().await;
    for (act, field) in ASKED_BESIDES {
        let is_it = |met: &walk::Met| {
            let form = &met.form;
            form.is_post && routes::of(true, &form.action) == act && form.asks(field)
        };
        assert!(found.iter().any(is_it), "no form of {act} asks {field}");
    }
    let mut attack = Attack::on(&kept, &people).await;
    attack.places().await;
    for met in &found {
        attack.form(met).await;
    }
    let faults: Vec<String> = attack.faults.into_iter().collect();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(
        attack.n_posts >= FEWEST_POSTS,
        "only {} posts were made",
        attack.n_posts
    );
    every_act_was_reached(&attack.reached);
}

fn every_act_was_reached(reached: &BTreeSet<&str>) {
    let acts: Vec<&str> = routes::acts().collect();
    let is_named = |act: &&&str| UNREACHED.iter().any(|(named, _)| *named == **act);
    let missed: Vec<&&str> = acts
        .iter()
        .filter(|act| !reached.contains(**act) && !is_named(act))
        .collect();
    assert!(
        missed.is_empty(),
        "no form was found for these acts; lead the walk to one in `scene`, or name them with the \
         reason in UNREACHED:\n{missed:#?}"
    );
    let named_in_vain: Vec<&&str> = acts
        .iter()
        .filter(|act| reached.contains(**act) && is_named(act))
        .collect();
    assert!(
        named_in_vain.is_empty(),
        "reached after all: {named_in_vain:?}"
    );
    assert!(reached.len() * 100 >= acts.len() * LEAST_REACHED);
}
