//! 人员: the list of people, filtered and page by page.

use super::{role_choices, unit_choices};
use crate::org::{
    actions::{self, PeopleList},
    forms::Choice,
    model::{Account, Post},
    paths, policy,
    store::PeopleFilter,
};
use askama::Template;
use base::{Role, actor::PersonId};
use serde::Deserialize;
use shell::{Asked, Frame, Reply, Result, Visit};
use std::collections::BTreeMap;

/// How many people one page shows.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "org/pages/people.html")]
struct PeoplePage {
    frame: Frame,
    section: &'static str,
    may_administer: bool,
    may_register: bool,
    may_export: bool,
    sees_everything: bool,
    asked: PeopleAsked,
    units: Vec<Choice>,
    roles: Vec<Choice>,
    is_filtered: bool,
    rows: Vec<PersonLine>,
    first: i64,
    last: i64,
    n_all: i64,
    previous: String,
    next: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PeopleAsked {
    unit: String,
    role: String,
    q: String,
    /// Not empty: also those who hold no post any more.
    past: String,
    /// Counted from 1.
    page: String,
}

struct PersonLine {
    href: String,
    name: String,
    posts: Vec<PostLine>,
    phone: String,
    account: String,
}

struct PostLine {
    unit_href: String,
    unit: String,
    title: String,
    role: &'static str,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<PeopleAsked>) -> Result<Reply> {
    let filter = PeopleFilter {
        unit: asked.unit.parse().ok(),
        role: Role::from_code(&asked.role),
        word: asked.q.trim().to_owned(),
        with_past: !asked.past.is_empty(),
    };
    let page = asked.page.parse().unwrap_or(1).clamp(1, 100_000);
    let n_skipped = (page - 1) * PAGE;
    let list = actions::people_list(&visit, &filter, n_skipped, PAGE).await?;
    let n_shown = i64::try_from(list.page.people.len()).unwrap_or(PAGE);
    let has_more = n_skipped + n_shown < list.page.n_all;
    visit.page(&PeoplePage {
        frame: visit
            .frame("人员")
            .crumb("组织与设置", paths::UNITS)
            .lead("各单位的人员和任职；角色决定能看到什么、能做什么。"),
        section: "people",
        may_administer: policy::administers(&visit.actor),
        may_register: policy::ADMINISTERS_OR_SECURES.admits(Some(&visit.actor)),
        may_export: policy::exports(&visit.actor),
        sees_everything: policy::sees_everything(&visit.actor),
        units: unit_choices(&list.units, &asked.unit),
        roles: role_choices(),
        is_filtered: filter != PeopleFilter::default(),
        rows: lines(&list),
        first: n_skipped + 1,
        last: n_skipped + n_shown,
        n_all: list.page.n_all,
        previous: if page > 1 {
            link(&asked, page - 1)
        } else {
            String::new()
        },
        next: if has_more {
            link(&asked, page + 1)
        } else {
            String::new()
        },
        asked,
    })
}

fn lines(list: &PeopleList) -> Vec<PersonLine> {
    let mut posts: BTreeMap<PersonId, Vec<&Post>> = BTreeMap::new();
    for post in &list.posts {
        posts.entry(post.person).or_default().push(post);
    }
    list.page
        .people
        .iter()
        .map(|person| PersonLine {
            href: paths::person(person.id),
            name: person.name.clone(),
            posts: posts
                .get(&person.id)
                .into_iter()
                .flatten()
                .map(|post| PostLine {
                    unit_href: paths::unit(post.unit),
                    unit: post.unit_name.clone(),
                    title: post.title.clone(),
                    role: post.role.label(),
                })
                .collect(),
            phone: person.phone.clone(),
            account: account_in_words(list.accounts.get(&person.id)),
        })
        .collect()
}

/// A log-in in one cell: 「wangmin」「wangmin（已停用）」.
fn account_in_words(account: Option<&Account>) -> String {
    match account {
        None => String::new(),
        Some(account) if account.is_closed => format!("{}（已停用）", account.login),
        Some(account) if account.must_change_password => format!("{}（待改密码）", account.login),
        Some(account) => account.login.clone(),
    }
}

fn link(asked: &PeopleAsked, page: i64) -> String {
    let page = page.to_string();
    let pairs = [
        ("unit", asked.unit.as_str()),
        ("role", asked.role.as_str()),
        ("q", asked.q.as_str()),
        ("past", asked.past.as_str()),
        ("page", page.as_str()),
    ];
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()))
        .finish();
    format!("{}?{query}", paths::PEOPLE)
}
