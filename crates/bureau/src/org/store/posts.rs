//! Posts: what people are in units, and what they were.

use super::{day, known_day, stored_day};
use crate::org::model::{PastPost, Post, PostDraft, PostHolder, PostId};
use base::{
    Role,
    actor::{PersonId, UnitId},
    day::Date,
};
use sea_orm::FromQueryResult;
use store::{Error, Read, Result, Tx, args};

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
    from_day: Option<String>,
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
            from: day(row.from_day)?,
        })
    }
}

const POSTS: &str = "select p.id, p.person_id, o.name as person_name, o.phone, p.unit_id,
        u.short_name as unit_name, p.title, p.role, p.place, p.from_day
    from org_posts p
    join org_people o on o.id = p.person_id
    join org_units u on u.id = p.unit_id";

/// Every post of the house, person by person.
pub(in crate::org) async fn posts(db: &impl Read) -> Result<Vec<Post>> {
    posts_where(db, "true", args![]).await
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

/// The posts of the three administrators.
pub(in crate::org) async fn posts_of_administrators(db: &impl Read) -> Result<Vec<Post>> {
    let roles = Role::ADMINISTRATORS.map(|role| role.code().into()).to_vec();
    posts_where(db, "p.role in ($1, $2, $3)", roles).await
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

/// Gives a person a post.
pub(in crate::org) async fn insert_post(
    tx: &mut Tx,
    id: PostId,
    person: PersonId,
    draft: &PostDraft,
) -> Result<()> {
    tx.run(
        "insert into org_posts (id, person_id, unit_id, title, role, place, from_day)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![
            id.to_string(),
            person.to_string(),
            draft.unit.to_string(),
            draft.title.clone(),
            draft.role.code(),
            draft.place,
            stored_day(draft.from)
        ],
    )
    .await?;
    Ok(())
}

/// Changes a post.
pub(in crate::org) async fn update_post(tx: &mut Tx, id: PostId, draft: &PostDraft) -> Result<()> {
    tx.run(
        "update org_posts
         set unit_id = $2, title = $3, role = $4, place = $5, from_day = $6
         where id = $1",
        args![
            id.to_string(),
            draft.unit.to_string(),
            draft.title.clone(),
            draft.role.code(),
            draft.place,
            stored_day(draft.from)
        ],
    )
    .await?;
    Ok(())
}

/// Ends a post: it moves to those that were.
pub(in crate::org) async fn end_post(
    tx: &mut Tx,
    id: PostId,
    until: Date,
    reason: &str,
) -> Result<()> {
    tx.run(
        "insert into org_past_posts
             (id, person_id, unit_id, title, role, place, from_day, until_day, reason)
         select id, person_id, unit_id, title, role, place, from_day, $2, $3
         from org_posts where id = $1",
        args![id.to_string(), until.to_string(), reason],
    )
    .await?;
    remove_post(tx, id).await
}

/// Takes away a post whose end is written down already.
pub(in crate::org) async fn remove_post(tx: &mut Tx, id: PostId) -> Result<()> {
    tx.run("delete from org_posts where id = $1", args![id.to_string()])
        .await?;
    Ok(())
}

/// Keeps a post that was held before anything was written here.
pub(in crate::org) async fn insert_past_post(tx: &mut Tx, post: &PastPost) -> Result<()> {
    tx.run(
        "insert into org_past_posts
             (id, person_id, unit_id, title, role, place, from_day, until_day, reason)
         values ($1, $2, $3, $4, $5, 0, $6, $7, $8)",
        args![
            post.id.to_string(),
            post.person.to_string(),
            post.unit.to_string(),
            post.title.clone(),
            post.role.code(),
            stored_day(post.from),
            post.until.to_string(),
            post.reason.clone()
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct PastPostRow {
    id: String,
    person_id: String,
    unit_id: String,
    title: String,
    role: String,
    from_day: Option<String>,
    until_day: String,
    reason: String,
}

impl TryFrom<PastPostRow> for PastPost {
    type Error = Error;

    fn try_from(row: PastPostRow) -> Result<Self> {
        Ok(Self {
            id: row.id.parse()?,
            person: row.person_id.parse()?,
            unit: row.unit_id.parse()?,
            title: row.title,
            role: Role::from_code(&row.role).ok_or_else(|| Error::Corrupt(row.role))?,
            from: day(row.from_day)?,
            until: known_day(&row.until_day)?,
            reason: row.reason,
        })
    }
}

const PAST_POSTS: &str = "select id, person_id, unit_id, title, role, from_day, until_day, reason
    from org_past_posts";

/// The posts a person held, the latest first.
pub(in crate::org) async fn past_posts_of(
    db: &impl Read,
    person: PersonId,
) -> Result<Vec<PastPost>> {
    let sql = format!("{PAST_POSTS} where person_id = $1 order by until_day desc, id");
    let rows: Vec<PastPostRow> = db.rows(&sql, args![person.to_string()]).await?;
    rows.into_iter().map(PastPost::try_from).collect()
}

/// Every post that was held, the earliest end first.
pub(in crate::org) async fn past_posts(db: &impl Read) -> Result<Vec<PastPost>> {
    let sql = format!("{PAST_POSTS} order by until_day, person_id, id");
    let rows: Vec<PastPostRow> = db.rows(&sql, args![]).await?;
    rows.into_iter().map(PastPost::try_from).collect()
}
