//! One source for each number of the county: what a register holds is no longer typed, and of what only looks
//! alike an office says why it is another number.

use super::{org as people, today};
use crate::{
    facts::{self, ItemCode, Source},
    ledger::{self, HandedOver},
};
use base::{Role, clock::FixedClock};
use std::sync::Arc;
use store::{Ctx, Db, Error, Files, Result};

/// What is counted of a register: its code, measure and field, the values rows have, whether only verified rows
/// count.
type Counted = (
    &'static str,
    (&'static str, &'static str),
    &'static [(&'static str, &'static [&'static str])],
    bool,
);

/// Items people typed until the registers were there, with what each is counted from.
const HANDED_OVER: [(&str, Counted); 8] = [
    (
        "trained_head_teachers",
        (
            "training",
            ("distinct", ""),
            &[("project", &["班主任能力提升研修"])],
            false,
        ),
    ),
    (
        "trained_backbone",
        (
            "training",
            ("distinct", ""),
            &[("project", &["省级骨干教师研修"])],
            false,
        ),
    ),
    (
        "recruited_teachers",
        (
            "recruitment",
            ("sum", "hired"),
            &[("batch", &["2026年中小学教师公开招聘"])],
            false,
        ),
    ),
    (
        "recruited_talents",
        (
            "recruitment",
            ("sum", "hired"),
            &[("way", &["人才引进"])],
            false,
        ),
    ),
    (
        "recruited_kindergarten",
        (
            "recruitment",
            ("sum", "hired"),
            &[("stage_of_school", &["学前"])],
            false,
        ),
    ),
    ("contest_teams", ("contests", ("count", ""), &[], true)),
    (
        "part_time_teachers",
        ("skill-teachers", ("count", ""), &[], false),
    ),
    (
        "audited_schools",
        (
            "audits",
            ("count", ""),
            &[("state", &["已出报告", "整改中", "已完成"])],
            false,
        ),
    ),
];

/// What looks like a number of a register and is another one, by the code of the item.
const TOLD_APART: [(&str, &str); 8] = [
    (
        "contest_persons",
        "台账只登记县级以上竞赛的参赛队员；参赛人次还含校级体育节、艺术节和班级联赛，由体卫艺科按活动统计。",
    ),
    (
        "aid_money",
        "台账是春季高中段名册；发放总额还含学前和义务教育段，由县财政一卡通发放，按拨付单统计。",
    ),
    (
        "aided_pupils",
        "台账是春季高中段名册；惠及人次还含学前和义务教育段，按各学段发放批次统计。",
    ),
    (
        "pupils_aided",
        "基表按上学年全部资助项目、按人计；台账按自然年、只有高中段。",
    ),
    (
        "investment",
        "完成投资按形象进度计量，含已完成未付款的工程量；台账登记的是按凭证支付的工程款。",
    ),
    (
        "new_floor_area",
        "台账登记批准的建筑面积；这里只计当年已交付使用的部分，按竣工验收备案统计。",
    ),
    (
        "teachers_exchanged",
        "基表是9月1日时点在册的交流教师；台账按自然年登记每次交流的起止。",
    ),
    (
        "pupils_left_behind",
        "基表是9月1日学籍时点数；台账按学期登记走访结对的儿童，随时增减。",
    ),
];

/// Settles where each number comes from, once the registers are filled.
pub(super) async fn create(db: &Db, files: &Files) -> Result<()> {
    let clock = Arc::new(FixedClock::at_nine(today())) as _;
    let office = people::acting(db, files, &clock, Role::GeneralOffice).await?;
    for (code, (register, (measure, field), filter, verified_only)) in HANDED_OVER {
        let handed_over = HandedOver {
            register,
            measure,
            field,
            filter,
            verified_only,
            reason: "台账已按人、按校逐条登记，不再另行填报。",
        };
        ledger::hand_over(&office, &code_of(code)?, &handed_over).await?;
    }
    share_of_exchanged(&office).await?;
    for twin in facts::duplicates(db, &crate::NUMBERS_ELSEWHERE)
        .await?
        .possible
    {
        let of = |code: &str| twin.pair.split(' ').next() == Some(code);
        if let Some((_, reason)) = TOLD_APART.iter().find(|(code, _)| of(code)) {
            facts::tell_apart(&office, &twin.pair, reason).await?;
        }
    }
    Ok(())
}

/// The share of those who were exchanged follows from the register and from how many could be.
async fn share_of_exchanged(office: &Ctx) -> Result<()> {
    let mut tx = office.db.begin_write().await?;
    let item = facts::item(&tx, &code_of("exchanged_share")?).await?;
    let mut item = item.ok_or(Error::NotFound)?;
    let formula = "[register.exchanged_teachers]÷[exchange_eligible]×100";
    item.source = Source::Formula(formula.to_owned());
    "交流人数取自教师交流台账，除以符合交流条件的人数。".clone_into(&mut item.meaning);
    let reason = "交流台账已逐人登记，比例不再另行填报。";
    facts::define(&mut tx, office, item, reason).await?;
    tx.commit().await
}

fn code_of(code: &str) -> Result<ItemCode> {
    code.parse().map_err(|_| Error::Corrupt(code.to_owned()))
}
