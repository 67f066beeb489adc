//! 名师和兼职技能教师: found by what they know, and invited through their unit.
//!
//! Whoever works with registers finds them, whatever unit they are of: that is what the pools are for. Telephone
//! numbers and the like are not shown here; an invitation goes to the unit.

use super::{
    asks::addressees,
    people::{House, Opened, house, open_in},
    rows::{row_id, row_name_of, visible_row},
};
use crate::{
    inbox::{self, Addressee, Notice, Urgency},
    ledger::{
        model::{Answer, Definition, Invitation, Row, RowState},
        paths,
        store::{self, Query, Register},
    },
    org,
};
use ::store::{Ctx, Error, Result, audit::Line};
use base::{Refusal, day::Date, id::Uuid};

/// Codes of the registers that are pools of people to be invited.
pub(in crate::ledger) const POOLS: [&str; 2] = ["master-teachers", "skill-teachers"];

/// Of each pool so many are found; a narrower question finds the rest.
const MOST_FOUND: i64 = 500;

/// Somebody who was found.
#[derive(Debug)]
pub(in crate::ledger) struct Expert {
    pub(in crate::ledger) pool: String,
    pub(in crate::ledger) code: String,
    pub(in crate::ledger) row_no: i64,
    pub(in crate::ledger) name: String,
    /// 「特级教师，数学」.
    pub(in crate::ledger) title: String,
    pub(in crate::ledger) skills: String,
    pub(in crate::ledger) unit: String,
    pub(in crate::ledger) valid_until: String,
    /// Why they cannot be invited now; empty when they can.
    pub(in crate::ledger) why_not: String,
}

/// Finds people of the pools by words anywhere in what is open of them.
pub(in crate::ledger) async fn experts(ctx: &Ctx, words: &str, pool: &str) -> Result<Vec<Expert>> {
    let house = house(&ctx.db).await?;
    let mut found = Vec::new();
    for code in POOLS
        .into_iter()
        .filter(|code| pool.is_empty() || pool == *code)
    {
        let Some(register) = store::register(&ctx.db, code).await? else {
            continue;
        };
        let query = Query {
            words: words.to_owned(),
            is_short: true,
            ..Query::default()
        };
        let rows = store::find(&ctx.db, register.no, &query, (MOST_FOUND, 0)).await?;
        let experts = rows
            .iter()
            // What was sent back is not to be relied upon.
            .filter(|row| row.state != RowState::Returned)
            .map(|row| expert(&register, &house, row, ctx.today()))
            // A telephone number that happens to hold the words finds nobody.
            .filter(|expert| words.is_empty() || says(expert, words));
        found.extend(experts);
    }
    Ok(found)
}

fn says(expert: &Expert, words: &str) -> bool {
    [&expert.name, &expert.title, &expert.skills, &expert.unit]
        .iter()
        .any(|text| text.contains(words))
}

fn expert(register: &Register, house: &House, row: &Row, today: Date) -> Expert {
    let definition = &register.definition;
    let text = |code: &str| row.values.get(code).map_or("", String::as_str);
    let title: Vec<&str> = ["title", "grade", "subject", "trade"]
        .into_iter()
        .map(text)
        .filter(|word| !word.is_empty())
        .collect();
    Expert {
        pool: definition.name.clone(),
        code: definition.code.clone(),
        row_no: row.no,
        name: text("name").to_owned(),
        title: title.join("，"),
        skills: text("skills").to_owned(),
        unit: house.name(row.unit).to_owned(),
        valid_until: text("valid_until").to_owned(),
        why_not: why_not(definition, row, today),
    }
}

fn why_not(definition: &Definition, row: &Row, today: Date) -> String {
    let past = definition
        .expiries_of(row)
        .into_iter()
        .find(|(_, on)| *on < today);
    if let Some((expiry, on)) = past {
        return format!("{}已于{}到期", expiry.words, base::day::in_words(on));
    }
    match row.values.get("available").map(String::as_str) {
        Some("否") => "暂不受邀".to_owned(),
        _ => String::new(),
    }
}

/// Invites somebody: their unit is told, with what for and when.
pub(in crate::ledger) async fn invite(
    ctx: &Ctx,
    (code, no): (&str, i64),
    (matter, day): (&str, &str),
) -> Result<String> {
    if !POOLS.contains(&code) {
        return Err(Error::NotFound);
    }
    let mut tx = ctx.db.begin_write().await?;
    let register = store::register(&tx, code).await?.ok_or(Error::NotFound)?;
    let house = house(&tx).await?;
    let row = store::row(&tx, register.no, no).await?;
    let row = row
        .filter(|row| row.state != RowState::Returned)
        .ok_or(Error::NotFound)?;
    let found = expert(&register, &house, &row, ctx.today());
    if !found.why_not.is_empty() {
        return Err(Refusal::new(
            "ledger.expert_unavailable",
            format!("{}{}，不能邀请。", found.name, found.why_not),
            "请另选一人，或请其单位更新资格。",
        )
        .into());
    }
    let on: Option<Date> = day.parse().ok().filter(|on| *on >= ctx.today());
    let on = on.filter(|_| !matter.trim().is_empty() && matter.chars().count() <= 200);
    let on = on.ok_or_else(|| {
        Refusal::new(
            "ledger.expert_matter",
            "请写明邀请事由（不超过200个字）和今天以后的日期。",
            "填写后再发出邀请。",
        )
    })?;
    let invitation = Invitation {
        id: Uuid::now_v7().to_string(),
        by_unit: ctx.actor.unit_name.clone(),
        by_name: ctx.actor.name.clone(),
        by_person: ctx.actor.person.to_string(),
        made_ms: ctx.now_ms(),
        held_on: on.to_string(),
        matter: matter.trim().to_owned(),
        answer: None,
        answered_ms: 0,
        answered_by: String::new(),
        remark: String::new(),
    };
    let about = format!("{}/{}", row_id(code, no), invitation.id);
    store::insert_invitation(&mut tx, register.no, no, invitation).await?;
    let roles: Vec<base::Role> = addressees(&house, row.unit)
        .into_iter()
        .filter_map(|addressee| match addressee {
            Addressee::Post(_, role) => Some(role),
            Addressee::Person(_) => None,
        })
        .collect();
    let holders = org::holders(&tx, Some(row.unit), &roles).await?;
    let notice = Notice {
        to: holders.into_iter().map(|(person, _)| person).collect(),
        kind: "ledger.invited",
        subject: format!(
            "{}邀请{}：{}",
            ctx.actor.unit_name,
            found.name,
            base::day::in_words(on)
        ),
        body: format!(
            "{}\n请在这条记录里答复接受或婉拒，也可与{}的{}联系。",
            matter.trim(),
            ctx.actor.unit_name,
            ctx.actor.name
        ),
        href: paths::of_row(paths::ROW, code, no),
        about,
        urgency: Urgency::Ordinary,
    };
    inbox::tell(&mut tx, ctx, notice).await?;
    let line = Line::new("ledger.expert.invited", row_id(code, no))
        .named(row_name_of(&register.definition, no))
        .saying(format!("{}，{}", base::day::in_words(on), matter.trim()));
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(found.unit)
}

/// The invitations of whoever a row is about; none in a register that is no pool.
pub(in crate::ledger) async fn invitations(
    ctx: &Ctx,
    opened: &Opened,
    no: i64,
) -> Result<Vec<Invitation>> {
    match POOLS.contains(&opened.register.definition.code.as_str()) {
        true => store::invitations(&ctx.db, opened.register.no, no).await,
        false => Ok(Vec::new()),
    }
}

/// Answers an invitation, once; whoever invited is told.
pub(in crate::ledger) async fn answer(
    ctx: &Ctx,
    (code, no, id): (&str, i64, &str),
    (answer, remark): (&str, &str),
) -> Result<Answer> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    let row = visible_row(&tx, &opened, no).await?;
    let known = store::invitations(&tx, opened.register.no, no).await?;
    let invitation = known.into_iter().find(|known| known.id == id);
    let invitation = invitation.ok_or(Error::NotFound)?;
    opened.standing.may_answer(&row)?;
    let remark = remark.trim();
    let said = Answer::from_code(answer).filter(|_| remark.chars().count() <= 200);
    let said = said.ok_or_else(|| {
        Refusal::new(
            "ledger.answer_wrong",
            "请选择接受或婉拒，说明不超过200个字。",
            "改好后再答复。",
        )
    })?;
    let by = format!("{} · {}", ctx.actor.unit_name, ctx.actor.name);
    if !store::answer_invitation(&mut tx, id, (said, remark), (ctx.now_ms(), &by)).await? {
        return Err(Refusal::new(
            "ledger.answer_given",
            "这次邀请已经答复过，不能再改。",
            "情况有变的，请与邀请单位联系。",
        )
        .into());
    }
    let definition = &opened.register.definition;
    let day = invitation.held_on.parse().map_or_else(
        |_| invitation.held_on.clone(),
        |day: Date| base::day::in_words(day),
    );
    let name = expert(&opened.register, &opened.house, &row, ctx.today()).name;
    let words = format!("{name}{}{day}的邀请", said.label());
    if let Ok(person) = invitation.by_person.parse() {
        let notice = Notice {
            to: vec![person],
            kind: "ledger.answered",
            subject: words.clone(),
            body: match remark.is_empty() {
                true => invitation.matter,
                false => format!("{}\n{remark}", invitation.matter),
            },
            href: paths::EXPERTS.to_owned(),
            about: format!("{}/{id}", row_id(code, no)),
            urgency: Urgency::Ordinary,
        };
        inbox::tell(&mut tx, ctx, notice).await?;
    }
    let line = Line::new("ledger.expert.answered", row_id(code, no))
        .named(row_name_of(definition, no))
        .saying(format!("{}：{day}的邀请", said.label()))
        .because(remark);
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(said)
}
