//! People, their posts, and what leaders are in charge of.

use crate::org::{
    model::{Leader, Person, Post, PostDraft, PostHolder, PostId},
    pinyin,
};
use base::{
    Role,
    actor::{PersonId, UnitId},
};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
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

#[derive(FromQueryResult)]
struct PostRow {
    id: String,
    person_id: String,
    person_name: String,
    phone: String,
    unit_id: String,
    unit_name: String,
    title: String,
    role: String,
    place: i64,
}

impl TryFrom<PostRow> for Post {
    type Error = Error;

    fn try_from(row: PostRow) -> Result<Self> {
        Ok(Self {
            id: row.id.parse()?,
            person: row.person_id.parse()?,
            person_name: row.person_name,
            phone: row.phone,
            unit: row.unit_id.parse()?,
            unit_name: row.unit_name,
            title: row.title,
            role: Role::from_code(&row.role).ok_or_else(|| Error::Corrupt(row.role))?,
            place: row.place,
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
    and o.name like $3 escape '!'";

/// One page of the people a filter lets through, in the order of their names.
pub(in crate::org) async fn people(
    db: &impl Read,
    filter: &PeopleFilter,
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
    let n_all = db
        .number(
            &format!("select count(*) as n from org_people o where {FILTER}"),
            args![unit.clone(), role, pattern.clone()],
        )
        .await?;
    let rows: Vec<PersonRow> = db
        .rows(
            &format!(
                "select o.id, o.name, o.phone, o.version from org_people o where {FILTER}
                 order by o.pinyin, o.id limit $4 offset $5"
            ),
            args![unit, role, pattern, most, n_skipped],
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

const POSTS: &str = "select p.id, p.person_id, o.name as person_name, o.phone, p.unit_id,
        u.short_name as unit_name, p.title, p.role, p.place
    from org_posts p
    join org_people o on o.id = p.person_id
    join org_units u on u.id = p.unit_id";

/// Every post of the house, person by person.
pub(in crate::org) async fn posts(db: &impl Read) -> Result<Vec<Post>> {
    posts_where(db, "true", args![]).await
}

/// The posts of the three administrators.
pub(in crate::org) async fn posts_of_administrators(db: &impl Read) -> Result<Vec<Post>> {
    let roles = Role::ADMINISTRATORS.map(|role| role.code().into()).to_vec();
    posts_where(db, "p.role in ($1, $2, $3)", roles).await
}

/// Everybody in every post; for what concerns the whole house at once.
pub(crate) async fn post_holders(db: &impl Read) -> Result<Vec<PostHolder>> {
    let posts = posts(db).await?.into_iter().map(|post| PostHolder {
        person: post.person,
        name: post.person_name,
        unit: post.unit,
        unit_name: post.unit_name,
        role: post.role,
        place: post.place,
    });
    Ok(posts.collect())
}

/// The posts of these people, one statement for all of them.
pub(in crate::org) async fn posts_of(db: &impl Read, people: &[PersonId]) -> Result<Vec<Post>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=people.len()).map(|n| format!("${n}")).collect();
    let condition = format!("p.person_id in ({})", places.join(", "));
    let ids = people
        .iter()
        .map(|person| person.to_string().into())
        .collect();
    posts_where(db, &condition, ids).await
}

/// The posts of a unit.
pub(in crate::org) async fn posts_of_unit(db: &impl Read, unit: UnitId) -> Result<Vec<Post>> {
    let mut posts = posts_where(db, "p.unit_id = $1", args![unit.to_string()]).await?;
    posts.sort_by_key(|post| post.place);
    Ok(posts)
}

/// One post.
pub(in crate::org) async fn post(db: &impl Read, id: PostId) -> Result<Option<Post>> {
    let found = posts_where(db, "p.id = $1", args![id.to_string()]).await?;
    Ok(found.into_iter().next())
}

async fn posts_where(
    db: &impl Read,
    condition: &str,
    args: Vec<store::Value>,
) -> Result<Vec<Post>> {
    let rows: Vec<PostRow> = db
        .rows(
            &format!("{POSTS} where {condition} order by o.pinyin, o.id, p.place, p.id"),
            args,
        )
        .await?;
    rows.into_iter().map(Post::try_from).collect()
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

/// Gives a person a post.
pub(in crate::org) async fn insert_post(
    tx: &mut Tx,
    id: PostId,
    person: PersonId,
    draft: &PostDraft,
) -> Result<()> {
    tx.run(
        "insert into org_posts (id, person_id, unit_id, title, role, place)
         values ($1, $2, $3, $4, $5, $6)",
        args![
            id.to_string(),
            person.to_string(),
            draft.unit.to_string(),
            draft.title.clone(),
            draft.role.code(),
            draft.place
        ],
    )
    .await?;
    Ok(())
}

/// Changes a post.
pub(in crate::org) async fn update_post(tx: &mut Tx, id: PostId, draft: &PostDraft) -> Result<()> {
    tx.run(
        "update org_posts set unit_id = $2, title = $3, role = $4, place = $5 where id = $1",
        args![
            id.to_string(),
            draft.unit.to_string(),
            draft.title.clone(),
            draft.role.code(),
            draft.place
        ],
    )
    .await?;
    Ok(())
}

/// Takes a post away.
pub(in crate::org) async fn delete_post(tx: &mut Tx, id: PostId) -> Result<()> {
    tx.run("delete from org_posts where id = $1", args![id.to_string()])
        .await?;
    Ok(())
}

/// Takes every post of a person away.
pub(in crate::org) async fn delete_posts_of(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(
        "delete from org_posts where person_id = $1",
        args![person.to_string()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct LeaderRow {
    person_id: String,
    name: String,
    title: String,
    unit_id: Option<String>,
}

/// Every leader with the units they are in charge of, in the order of their posts.
pub(crate) async fn leaders(db: &impl Read) -> Result<Vec<Leader>> {
    let rows: Vec<LeaderRow> = db
        .rows(
            "select p.person_id, o.name, p.title, c.unit_id
             from org_posts p
             join org_people o on o.id = p.person_id
             left join org_charges c on c.person_id = p.person_id
             where p.role = 'leader'
             order by p.place, o.pinyin, o.id, c.unit_id",
            args![],
        )
        .await?;
    let mut leaders: Vec<Leader> = Vec::new();
    for row in rows {
        let person: PersonId = row.person_id.parse()?;
        let unit: Option<UnitId> = row.unit_id.map(|id| id.parse()).transpose()?;
        match leaders.iter_mut().find(|leader| leader.person == person) {
            // A leader with two posts comes with every unit twice.
            Some(leader) => {
                let new = unit.filter(|unit| !leader.in_charge_of.contains(unit));
                leader.in_charge_of.extend(new);
            }
            None => leaders.push(Leader {
                person,
                name: row.name,
                title: row.title,
                in_charge_of: unit.into_iter().collect(),
            }),
        }
    }
    Ok(leaders)
}

#[derive(FromQueryResult)]
struct ChargeRow {
    person_id: String,
    unit_id: String,
}

/// The units everybody is in charge of.
pub(in crate::org) async fn charges(db: &impl Read) -> Result<BTreeMap<PersonId, Vec<UnitId>>> {
    let rows: Vec<ChargeRow> = db
        .rows(
            "select c.person_id, c.unit_id
             from org_charges c join org_units u on u.id = c.unit_id
             order by u.place, u.pinyin, u.id",
            args![],
        )
        .await?;
    let mut charges: BTreeMap<PersonId, Vec<UnitId>> = BTreeMap::new();
    for row in rows {
        let units = charges.entry(row.person_id.parse()?).or_default();
        units.push(row.unit_id.parse()?);
    }
    Ok(charges)
}

/// Puts a person in charge of these units and no others.
pub(in crate::org) async fn set_charges(
    tx: &mut Tx,
    person: PersonId,
    units: &[UnitId],
) -> Result<()> {
    tx.run(
        "delete from org_charges where person_id = $1",
        args![person.to_string()],
    )
    .await?;
    for unit in units {
        tx.run(
            "insert into org_charges (person_id, unit_id) values ($1, $2)",
            args![person.to_string(), unit.to_string()],
        )
        .await?;
    }
    Ok(())
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
