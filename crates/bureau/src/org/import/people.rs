//! The sheet 人员: one row for each post.

use super::{
    Effect, Fault, FieldNames, House, PlannedPerson, UnitNames, difference, fault, is_same_post,
    role_of,
};
use crate::org::{
    model::{PastPost, Person, Post, PostDraft, PostId, UnitKind, WorkFieldId},
    policy,
    workbook::{Column, Line, day, words},
};
use base::{
    Role,
    actor::{PersonId, UnitId},
    day::Date,
};
use std::collections::{BTreeMap, BTreeSet};

const SHEET: &str = "人员";

/// A right row.
struct Row<'a> {
    line: &'a Line,
    person: PersonId,
    name: String,
    phone: Option<String>,
    post: PostDraft,
    /// The day it ended and why, for a post that is held no more.
    ended: Option<(Date, String)>,
    charges: Option<Vec<UnitId>>,
    fields: Option<Vec<WorkFieldId>>,
}

/// The people of the sheet as they would be. A person with one wrong row is left out whole, so
/// that nobody loses a post by a slip in another row.
pub(super) fn plan(
    house: &House,
    lines: &[Line],
    (names, fields): (&UnitNames, &FieldNames),
    importer: PersonId,
    faults: &mut Vec<Fault>,
) -> Vec<PlannedPerson> {
    let known = Known::of(house);
    let mut new_people: BTreeMap<(String, String), PersonId> = BTreeMap::new();
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut wrong: BTreeSet<PersonId> = BTreeSet::new();
    for line in lines {
        let read = read_row(line, names, fields).and_then(|row| {
            let person = known.person(line, &row, &mut new_people)?;
            Ok(Row { person, ..row })
        });
        match read {
            Ok(row) => rows.push(row),
            Err(what) => {
                wrong.extend(known.meant(line));
                faults.push(fault(SHEET, line, what));
            }
        }
    }
    let mut order: Vec<PersonId> = Vec::new();
    let mut by_person: BTreeMap<PersonId, Vec<Row<'_>>> = BTreeMap::new();
    for row in rows {
        if !by_person.contains_key(&row.person) {
            order.push(row.person);
        }
        by_person.entry(row.person).or_default().push(row);
    }
    let mut planned = Vec::new();
    for id in order {
        let Some(rows) = by_person.remove(&id).filter(|_| !wrong.contains(&id)) else {
            continue;
        };
        match person_after(house, (names, fields), id, &rows, importer) {
            Ok(person) => planned.push(person),
            Err((row, what)) => faults.push(Fault {
                sheet: SHEET,
                row,
                what,
            }),
        }
    }
    planned
}

/// Reads a row by itself; whose it is comes later.
fn read_row<'a>(line: &'a Line, names: &UnitNames, fields: &FieldNames) -> Result<Row<'a>, String> {
    let name: String = line
        .text(Column::PersonName)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    if name.is_empty() {
        return Err("没有填写姓名。".into());
    }
    let phone = line.get(Column::Phone).map(str::to_owned);
    let is_phone = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_digit() || "+- ".contains(c))
    };
    if let Some(text) = phone.as_deref().filter(|text| !is_phone(text)) {
        return Err(format!("手机号“{text}”里有不是数字的字符。"));
    }
    let unit_name = line.text(Column::PostUnit);
    if unit_name.is_empty() {
        return Err(format!("没有填写{name}的所在单位。"));
    }
    let unit = names.find(unit_name)?;
    let role = role(line.text(Column::Role), unit, names)?;
    let from = day(line.text(Column::From))?;
    let ended = day(line.text(Column::Until))?
        .map(|until| (until, line.text(Column::EndReason).to_owned()));
    if ended.is_none() && names.unit(unit).is_some_and(|unit| !unit.is_living()) {
        return Err(format!(
            "{}已撤并，不能有现任人员；如果是以前的任职，请填写离任日期。",
            names.short(unit)
        ));
    }
    if let (Some(from), Some((until, _))) = (from, &ended)
        && *until <= from
    {
        return Err("离任日期要晚于任职日期。".into());
    }
    let charges = match line.get(Column::Charges) {
        None => None,
        Some(text) => Some(
            words(text)
                .iter()
                .map(|name| names.find(name))
                .collect::<Result<Vec<_>, _>>()?,
        ),
    };
    let fields = match line.get(Column::Fields) {
        None => None,
        Some(text) => Some(
            words(text)
                .iter()
                .map(|name| fields.find(name))
                .collect::<Result<Vec<_>, _>>()?,
        ),
    };
    let is_in_charge = charges.as_ref().is_some_and(|units| !units.is_empty())
        || fields.as_ref().is_some_and(|fields| !fields.is_empty());
    if role != Role::Leader && is_in_charge {
        return Err("只有角色为“局领导”的人可以填分管单位和分管领域。".into());
    }
    Ok(Row {
        line,
        // Replaced as soon as it is known whose row it is.
        person: PersonId::new(),
        name,
        phone,
        post: PostDraft {
            unit,
            title: line.text(Column::Title).to_owned(),
            role,
            place: i64::from(line.row),
            from,
        },
        ended,
        charges,
        fields,
    })
}

fn role(text: &str, unit: UnitId, names: &UnitNames) -> Result<Role, String> {
    if !text.is_empty() {
        return role_of(text).ok_or_else(|| {
            let roles: Vec<&str> = Role::ALL.iter().map(|role| role.label()).collect();
            format!("角色“{text}”不认识，请填{}之一。", roles.join("、"))
        });
    }
    match names.unit(unit).map(|unit| unit.kind) {
        Some(UnitKind::Office) => Ok(Role::OfficeStaff),
        Some(
            UnitKind::School | UnitKind::Kindergarten | UnitKind::Street | UnitKind::Affiliated,
        ) => Ok(Role::School),
        _ => Err("请填写角色：这类单位的人员角色不能由系统推定。".into()),
    }
}

/// The people there are, by what a row can tell of them.
struct Known<'a> {
    by_id: BTreeMap<String, &'a Person>,
    by_name: BTreeMap<&'a str, Vec<&'a Person>>,
    units: BTreeMap<PersonId, Vec<UnitId>>,
}

impl<'a> Known<'a> {
    fn of(house: &'a House) -> Self {
        let mut by_name: BTreeMap<&str, Vec<&Person>> = BTreeMap::new();
        let mut units: BTreeMap<PersonId, Vec<UnitId>> = BTreeMap::new();
        for person in &house.people {
            by_name.entry(&person.name).or_default().push(person);
        }
        for post in &house.posts {
            units.entry(post.person).or_default().push(post.unit);
        }
        Self {
            by_id: house
                .people
                .iter()
                .map(|person| (person.id.to_string(), person))
                .collect(),
            by_name,
            units,
        }
    }

    /// Whose row it is: by number, by name and telephone, by name and unit; else somebody new. Of
    /// two people with one name, telephone numbers tell which is meant.
    fn person(
        &self,
        line: &Line,
        row: &Row<'_>,
        new_people: &mut BTreeMap<(String, String), PersonId>,
    ) -> Result<PersonId, String> {
        let id = line.text(Column::Id);
        if !id.is_empty() {
            let person = self.by_id.get(id);
            return person
                .map(|person| person.id)
                .ok_or_else(|| "编号在系统中不存在；新人员的编号请留空。".to_owned());
        }
        let phone = row.phone.clone().unwrap_or_default();
        let namesakes = self.by_name.get(row.name.as_str());
        let namesakes: &[&Person] = namesakes.map_or(&[], Vec::as_slice);
        let by_phone = namesakes
            .iter()
            .find(|person| !phone.is_empty() && person.phone == phone);
        if let Some(person) = by_phone {
            return Ok(person.id);
        }
        // Somebody whose telephone number is known to be another is somebody else.
        let might_be: Vec<&&Person> = namesakes
            .iter()
            .filter(|person| phone.is_empty() || person.phone.is_empty())
            .collect();
        let in_unit: Vec<&&&Person> = might_be
            .iter()
            .filter(|person| {
                let units = self.units.get(&person.id);
                units.is_some_and(|units| units.contains(&row.post.unit))
            })
            .collect();
        match (in_unit.as_slice(), might_be.as_slice()) {
            ([person], _) => return Ok(person.id),
            ([], []) => {}
            _ => {
                return Err(format!(
                    "系统里已有叫“{}”的人，分不清是否同一人，请填写手机号或编号。",
                    row.name
                ));
            }
        }
        let key = (row.name.clone(), phone);
        if let Some(person) = new_people.get(&key).filter(|_| !key.1.is_empty()) {
            return Ok(*person);
        }
        let is_namesake_without_phone = |(name, other): &(String, String)| {
            *name == key.0 && (other.is_empty() || key.1.is_empty())
        };
        if new_people.keys().any(is_namesake_without_phone) {
            return Err(format!(
                "表中有几行都叫“{}”，分不清是否同一人，请在每一行填写手机号。",
                row.name
            ));
        }
        Ok(*new_people.entry(key).or_default())
    }

    /// Whom a wrong row may have meant.
    fn meant(&self, line: &Line) -> Vec<PersonId> {
        if let Some(person) = self.by_id.get(line.text(Column::Id)) {
            return vec![person.id];
        }
        let named = self.by_name.get(line.text(Column::PersonName));
        named
            .into_iter()
            .flatten()
            .map(|person| person.id)
            .collect()
    }
}

/// A person with all posts of their rows, compared with what is known of them.
fn person_after(
    house: &House,
    (names, field_names): (&UnitNames, &FieldNames),
    id: PersonId,
    rows: &[Row<'_>],
    importer: PersonId,
) -> Result<PlannedPerson, (u32, String)> {
    let Some(first) = rows.first() else {
        return Err((0, String::new()));
    };
    let held = || rows.iter().filter(|row| row.ended.is_none());
    for (place, row) in held().enumerate() {
        if let Some(same) = held()
            .take(place)
            .find(|other| is_same_post(&other.post, &row.post))
        {
            let what = format!("和第{}行是同一人的同一个任职，请删去一行。", same.line.row);
            return Err((row.line.row, what));
        }
    }
    let posts: Vec<PostDraft> = held().map(|row| row.post.clone()).collect();
    administrators_stay(house, id, &posts, importer).map_err(|what| (first.line.row, what))?;
    let is_new = |past: &PastPost| {
        let mut known = house.past_posts.iter();
        !known.any(|known| is_same_past(known, past))
    };
    let mut new_past_posts: Vec<PastPost> =
        rows.iter().filter_map(|row| past_post(id, row)).collect();
    new_past_posts.retain(is_new);
    let before = house.people.iter().find(|person| person.id == id);
    let charges_before = house.charges.get(&id).cloned().unwrap_or_default();
    let mut told = rows
        .iter()
        .filter_map(|row| row.charges.as_ref())
        .peekable();
    let charges = match told.peek() {
        None => charges_before.clone(),
        Some(_) => {
            let mut all: Vec<UnitId> = Vec::new();
            for unit in told.flatten() {
                if !all.contains(unit) {
                    all.push(*unit);
                }
            }
            all
        }
    };
    let fields_before = house.field_charges.get(&id).cloned().unwrap_or_default();
    let told_fields: Vec<&Vec<WorkFieldId>> =
        rows.iter().filter_map(|row| row.fields.as_ref()).collect();
    let fields = match told_fields.is_empty() {
        true => fields_before.clone(),
        false => {
            let all: BTreeSet<WorkFieldId> = told_fields.into_iter().flatten().copied().collect();
            all.into_iter().collect()
        }
    };
    let phone = rows.iter().find_map(|row| row.phone.clone());
    let person = Person {
        id,
        name: first.name.clone(),
        phone: phone
            .or_else(|| before.map(|before| before.phone.clone()))
            .unwrap_or_default(),
        version: before.map_or(1, |before| before.version),
    };
    let effect = match before {
        None => Effect::New,
        Some(before) => {
            let posts_before: Vec<PostDraft> = house.posts_of(id).map(Post::draft).collect();
            let new_past: Vec<PostDraft> = rows
                .iter()
                .filter(|row| past_post(id, row).is_some_and(|past| is_new(&past)))
                .map(|row| row.post.clone())
                .collect();
            let differences: Vec<String> = [
                difference("姓名", &before.name, &person.name),
                difference("手机号", &before.phone, &person.phone),
                difference(
                    "任职",
                    &posts_in_words(names, &posts_before),
                    &posts_in_words(names, &posts),
                ),
                difference("以往任职", "", &posts_in_words(names, &new_past)),
                difference(
                    "分管单位",
                    &units_in_words(names, &charges_before),
                    &units_in_words(names, &charges),
                ),
                difference(
                    "分管领域",
                    &field_names.in_words(&fields_before),
                    &field_names.in_words(&fields),
                ),
            ]
            .into_iter()
            .flatten()
            .collect();
            match differences.is_empty() {
                true => Effect::Same,
                false => Effect::Changed(differences),
            }
        }
    };
    Ok(PlannedPerson {
        person,
        posts,
        new_past_posts,
        charges,
        fields,
        effect,
    })
}

/// The post a row tells the end of.
fn past_post(person: PersonId, row: &Row<'_>) -> Option<PastPost> {
    let (until, reason) = row.ended.clone()?;
    Some(PastPost {
        id: PostId::new(),
        person,
        unit: row.post.unit,
        title: row.post.title.clone(),
        role: row.post.role,
        from: row.post.from,
        until,
        reason,
    })
}

fn is_same_past(one: &PastPost, other: &PastPost) -> bool {
    (one.person, one.unit, one.role, one.until)
        == (other.person, other.unit, other.role, other.until)
        && one.title == other.title
}

fn posts_in_words(names: &UnitNames, posts: &[PostDraft]) -> String {
    let words: Vec<String> = posts
        .iter()
        .map(|post| {
            let since = post.from.map(|from| format!("，{from}起"));
            format!(
                "{}{}（{}{}）",
                names.short(post.unit),
                post.title,
                post.role.label(),
                since.unwrap_or_default()
            )
        })
        .collect();
    words.join("；")
}

fn units_in_words(names: &UnitNames, units: &[UnitId]) -> String {
    // In one order, so that the same units are the same words.
    let words: BTreeSet<String> = units.iter().map(|unit| names.short(*unit)).collect();
    words.into_iter().collect::<Vec<_>>().join("、")
}

/// An import changes nothing about the three administrators (三员): they are appointed one by one, by
/// the administrator of security.
fn administrators_stay(
    house: &House,
    id: PersonId,
    posts: &[PostDraft],
    importer: PersonId,
) -> Result<(), String> {
    let of_three = |roles: &mut dyn Iterator<Item = Role>| -> BTreeSet<Role> {
        roles.filter(|role| role.is_administrators()).collect()
    };
    let known = house.posts.iter().filter(|post| post.person == id);
    let before = of_three(&mut known.map(|post| post.role));
    let roles: Vec<Role> = posts.iter().map(|post| post.role).collect();
    let after = of_three(&mut roles.iter().copied());
    if id == importer && !after.contains(&Role::Administrator) {
        return Err(
            "这是当前登录的人，导入后将不再是系统管理员。请保留其“系统管理员”角色的一行。".into(),
        );
    }
    if let Some(role) = before.symmetric_difference(&after).next() {
        return Err(format!(
            "不能通过导入增减{}，三员由安全管理员在人员页面任免。",
            role.label()
        ));
    }
    policy::keep_apart(&roles).map_err(|refusal| refusal.what)
}
