//! People.

use crate::org::{model::Person, pinyin, scope::Scope};
use base::{
    Role,
    actor::{PersonId, UnitId},
};
use sea_orm::FromQueryResult;
use store::{Error, Read, Result, Tx, args};

#[derive(FromQueryResult)]
struct PersonRow {
    id: String,
    name: String,
    phone: String,
    version: i64,
}

impl TryFrom<PersonRow> for Person {
    type Error = Error;

    fn try_from(row: PersonRow) -> Result<Self> {
        Ok(Self {
            id: row.id.parse()?,
            name: row.name,
            phone: row.phone,
            version: row.version,
        })
    }
}

/// Which people a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::org) struct PeopleFilter {
    pub(in crate::org) unit: Option<UnitId>,
    pub(in crate::org) role: Option<Role>,
    /// Part of a name.
    pub(in crate::org) word: String,
    /// Also those who hold no post any more.
    pub(in crate::org) with_past: bool,
}

/// One page of the people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::org) struct PeoplePage {
    pub(in crate::org) people: Vec<Person>,
    /// How many there are on all pages.
    pub(in crate::org) n_all: i64,
}

const FILTER: &str = "(cast($1 as text) = '' or exists (
        select 1 from org_posts p where p.person_id = o.id and p.unit_id = $1))
    and (cast($2 as text) = '' or exists (
        select 1 from org_posts p where p.person_id = o.id and p.role = $2))
    and o.name like $3 escape '!'
    and (cast($4 as text) = 'past' or exists (
        select 1 from org_posts p where p.person_id = o.id))";

/// One page of the people a filter lets through, among those in units somebody finds, in the order
/// of their names.
pub(in crate::org) async fn people(
    db: &impl Read,
    filter: &PeopleFilter,
    found: &Scope,
    n_skipped: i64,
    most: i64,
) -> Result<PeoplePage> {
    let unit = filter.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let role = filter.role.map(Role::code).unwrap_or_default();
    let escaped: String = filter
        .word
        .chars()
        .flat_map(|char| match char {
            '%' | '_' | '!' => vec!['!', char],
            _ => vec![char],
        })
        .collect();
    let pattern = format!("%{escaped}%");
    let (in_sight, ids) = found.condition("p.unit_id", 5);
    let in_sight = match found {
        Scope::All => in_sight,
        Scope::Units(_) => {
            format!("exists (select 1 from org_posts p where p.person_id = o.id and {in_sight})")
        }
    };
    let with_past = if filter.with_past { "past" } else { "" };
    let mut args = args![unit, role, pattern, with_past];
    args.extend(ids);
    let n_all = db
        .number(
            &format!("select count(*) as n from org_people o where {FILTER} and {in_sight}"),
            args.clone(),
        )
        .await?;
    let rows: Vec<PersonRow> = db
        .rows(
            &format!(
                "select o.id, o.name, o.phone, o.version from org_people o
                 where {FILTER} and {in_sight}
                 order by o.pinyin, o.id limit {most} offset {n_skipped}"
            ),
            args,
        )
        .await?;
    Ok(PeoplePage {
        people: rows
            .into_iter()
            .map(Person::try_from)
            .collect::<Result<_>>()?,
        n_all,
    })
}

/// Everybody, in the order of their names.
pub(in crate::org) async fn everybody(db: &impl Read) -> Result<Vec<Person>> {
    let rows: Vec<PersonRow> = db
        .rows(
            "select id, name, phone, version from org_people order by pinyin, id",
            args![],
        )
        .await?;
    rows.into_iter().map(Person::try_from).collect()
}

#[derive(FromQueryResult)]
struct IdRow {
    id: String,
}

/// The only person of a name.
pub(crate) async fn person_named(db: &impl Read, name: &str) -> Result<Option<PersonId>> {
    let rows: Vec<IdRow> = db
        .rows(
            "select id from org_people where name = $1 limit 2",
            args![name],
        )
        .await?;
    match rows.as_slice() {
        [row] => Ok(Some(row.id.parse()?)),
        _ => Ok(None),
    }
}

/// The name of a person.
pub(crate) async fn person_name(db: &impl Read, id: PersonId) -> Result<Option<String>> {
    Ok(person(db, id).await?.map(|person| person.name))
}

/// One person.
pub(in crate::org) async fn person(db: &impl Read, id: PersonId) -> Result<Option<Person>> {
    let row: Option<PersonRow> = db
        .row(
            "select id, name, phone, version from org_people where id = $1",
            args![id.to_string()],
        )
        .await?;
    row.map(Person::try_from).transpose()
}

/// Keeps a new person.
pub(in crate::org) async fn insert_person(tx: &mut Tx, person: &Person) -> Result<()> {
    tx.run(
        "insert into org_people (id, name, pinyin, phone, version) values ($1, $2, $3, $4, 1)",
        args![
            person.id.to_string(),
            person.name.clone(),
            pinyin::person_sort_key(&person.name),
            person.phone.clone()
        ],
    )
    .await?;
    Ok(())
}

/// Changes a person who is still at this version; says whether they were.
pub(in crate::org) async fn update_person(tx: &mut Tx, person: &Person) -> Result<bool> {
    let n_changed = tx
        .run(
            "update org_people set name = $2, pinyin = $3, phone = $4, version = version + 1
             where id = $1 and version = $5",
            args![
                person.id.to_string(),
                person.name.clone(),
                pinyin::person_sort_key(&person.name),
                person.phone.clone(),
                person.version
            ],
        )
        .await?;
    Ok(n_changed == 1)
}

/// Who holds a post of one of these roles, in a unit or (for none) anywhere: person and name, in the
/// order of their posts.
pub(crate) async fn holders(
    db: &impl Read,
    unit: Option<UnitId>,
    roles: &[Role],
) -> Result<Vec<(PersonId, String)>> {
    #[derive(FromQueryResult)]
    struct HolderRow {
        id: String,
        name: String,
    }
    let mut values = args![unit.map(|unit| unit.to_string()).unwrap_or_default()];
    values.extend(roles.iter().map(|role| store::Value::from(role.code())));
    let places: Vec<String> = (2..=values.len()).map(|n| format!("${n}")).collect();
    let rows: Vec<HolderRow> = db
        .rows(
            &format!(
                "select o.id, o.name from org_people o join org_posts p on p.person_id = o.id
                 where ($1 = '' or p.unit_id = $1) and p.role in ({})
                 group by o.id, o.name order by min(p.place), o.id",
                places.join(", ")
            ),
            values,
        )
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id.parse()?, row.name)))
        .collect()
}
