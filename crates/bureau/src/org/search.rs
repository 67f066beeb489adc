//! What of units and people can be found by words: names they have and had, and what people are.
//! Telephone numbers are no words.
//!
//! The address list says who finds what (`policy::address_list`), so it is asked for the keys. A
//! person in several units is several entries: a school finds somebody by the post it may know of.

use super::{
    model::{Person, Post, Unit, UnitKind},
    paths, pinyin, policy,
    scope::{self, Scope},
    store,
};
use ::store::{
    Db, Read, Result, Tx,
    search::{self, Audience, Entry},
};
use base::{
    Actor,
    actor::{PersonId, UnitId},
};
use shell::Searchable;
use std::{collections::BTreeMap, pin::Pin};

const UNIT: &str = "org.unit";
const PERSON: &str = "org.person";

/// The kinds, in the order their tabs are shown.
pub(super) const SEARCHABLE: [Searchable; 2] = [
    Searchable {
        kind: UNIT,
        word: "单位",
        entries: |db| Box::pin(async move { units(&db).await }),
    },
    Searchable {
        kind: PERSON,
        word: "人员",
        entries: |db| Box::pin(async move { people(&db).await }),
    },
];

/// Held by whoever has the whole address list.
const EVERYTHING: &str = "org:all";
/// Held by whoever has only part of it: the bureau's own people are in every part.
const HOUSE: &str = "org:house";

/// What somebody's address list holds.
pub(super) fn keys(
    db: Db,
    actor: Actor,
) -> Pin<Box<dyn Future<Output = Result<Vec<String>>> + Send>> {
    Box::pin(async move {
        let units = store::every_unit(&db).await?;
        let scope = scope::scope(&db, &actor).await?;
        Ok(match policy::address_list(&actor, &scope, &units) {
            Scope::All => vec![EVERYTHING.to_owned()],
            Scope::Units(units) => std::iter::once(HOUSE.to_owned())
                .chain(units.into_iter().map(key_of))
                .collect(),
        })
    })
}

/// Brings what is found of units and people to what they are now. Every act on them calls it before
/// it commits: a new name stands in the entries of everybody below.
pub(super) async fn renew(tx: &mut Tx) -> Result<()> {
    let (units, people) = (units(tx).await?, people(tx).await?);
    search::sync(tx, UNIT, &units).await?;
    search::sync(tx, PERSON, &people).await
}

fn key_of(unit: UnitId) -> String {
    format!("org:{unit}")
}

fn keyed(key: impl Into<String>) -> Vec<Audience> {
    vec![Audience::Key(key.into())]
}

async fn units(db: &impl Read) -> Result<Vec<Entry>> {
    let units = store::every_unit(db).await?;
    Ok(units.iter().map(|unit| unit_entry(unit, &units)).collect())
}

fn unit_entry(unit: &Unit, house: &[Unit]) -> Entry {
    let parent = unit
        .parent
        .and_then(|parent| house.iter().find(|unit| unit.id == parent));
    let mut context = vec![unit.kind.label()];
    context.extend(parent.map(|parent| parent.short_name.as_str()));
    if !unit.is_living() {
        context.push("已撤并");
    }
    let mut words = vec![unit.short_name.as_str(), &unit.code];
    words.extend(unit.aliases.iter().map(String::as_str));
    let former = unit.former_names.iter();
    words.extend(former.flat_map(|former| [former.name.as_str(), &former.short_name]));
    words.extend(unit.duties.iter().map(String::as_str));
    words.retain(|word| !word.is_empty() && *word != unit.name);
    words.dedup();
    let mut audience = keyed(EVERYTHING);
    audience.extend(keyed(key_of(unit.id)));
    Entry {
        key: format!("{UNIT}:{}", unit.id),
        kind: UNIT,
        title: unit.name.clone(),
        context: context.join(" · "),
        words: words.join("、"),
        href: paths::unit(unit.id),
        at_ms: 0,
        audience,
    }
}

async fn people(db: &impl Read) -> Result<Vec<Entry>> {
    let units = store::every_unit(db).await?;
    let of_bureau = |unit: UnitId| {
        let found = units.iter().find(|known| known.id == unit);
        found.is_some_and(|unit| {
            matches!(
                unit.kind,
                UnitKind::Bureau | UnitKind::Office | UnitKind::Affiliated
            )
        })
    };
    let mut posts: BTreeMap<PersonId, Vec<Post>> = BTreeMap::new();
    for post in store::posts(db).await? {
        posts.entry(post.person).or_default().push(post);
    }
    let mut entries = Vec::new();
    for person in store::everybody(db).await? {
        let posts = posts.remove(&person.id).unwrap_or_default();
        let every: Vec<&Post> = posts.iter().collect();
        entries.push(person_entry(&person, "", &every, EVERYTHING.to_owned()));
        let (house, elsewhere): (Vec<&Post>, Vec<&Post>) =
            every.into_iter().partition(|post| of_bureau(post.unit));
        if !house.is_empty() {
            entries.push(person_entry(&person, HOUSE, &house, HOUSE.to_owned()));
        }
        let mut by_unit: BTreeMap<UnitId, Vec<&Post>> = BTreeMap::new();
        for post in elsewhere {
            by_unit.entry(post.unit).or_default().push(post);
        }
        for (unit, posts) in by_unit {
            let key = key_of(unit);
            entries.push(person_entry(&person, &key, &posts, key.clone()));
        }
    }
    Ok(entries)
}

fn person_entry(person: &Person, part: &str, posts: &[&Post], key: String) -> Entry {
    let context: Vec<String> = posts
        .iter()
        .map(|post| match post.title.is_empty() {
            true => format!("{}{}", post.unit_name, post.role.label()),
            false => format!("{}{}", post.unit_name, post.title),
        })
        .collect();
    Entry {
        key: format!("{PERSON}:{}:{part}", person.id),
        kind: PERSON,
        title: person.name.clone(),
        context: match context.is_empty() {
            true => "没有任职".to_owned(),
            false => context.join("、"),
        },
        words: pinyin::letters(&person.name),
        href: paths::person(person.id),
        at_ms: 0,
        audience: keyed(key),
    }
}
