//! 台账模板: registers that are shipped, ready to be founded as they are or changed first.

use super::model::Definition;
use std::sync::LazyLock;

/// What the bureau's papers call them, each with its registers as they are written down.
pub(super) const SHIPPED: [(&str, &[&str]); 28] = [
    ("教师培训", &[include_str!("training.toml")]),
    ("招聘引进", &[include_str!("recruitment.toml")]),
    ("教师交流", &[include_str!("exchange.toml")]),
    ("师德师风", &[include_str!("ethics.toml")]),
    (
        "基建项目",
        // Payments look into the projects, which gather them.
        &[
            include_str!("construction.toml"),
            include_str!("construction-payments.toml"),
        ],
    ),
    ("预算执行", &[include_str!("budget.toml")]),
    ("专项督查", &[include_str!("inspections.toml")]),
    ("安全隐患", &[include_str!("hazards.toml")]),
    (
        "校车",
        // In the order they are founded in: routes look into the other two.
        &[
            include_str!("bus-vehicles.toml"),
            include_str!("bus-drivers.toml"),
            include_str!("bus-routes.toml"),
        ],
    ),
    ("食堂", &[include_str!("canteens.toml")]),
    ("信访", &[include_str!("letters.toml")]),
    ("资助", &[include_str!("aid.toml")]),
    (
        "三残儿童/送教上门",
        &[include_str!("disabled-children.toml")],
    ),
    ("控辍保学", &[include_str!("dropouts.toml")]),
    ("留守儿童", &[include_str!("left-behind.toml")]),
    ("竞赛活动", &[include_str!("contests.toml")]),
    ("评选表彰", &[include_str!("honours.toml")]),
    ("课题", &[include_str!("projects.toml")]),
    (
        "名师/特级教师资源库",
        &[include_str!("master-teachers.toml")],
    ),
    ("兼职技能教师储备库", &[include_str!("skill-teachers.toml")]),
    ("讲师团", &[include_str!("lecturers.toml")]),
    ("终身学习学分银行", &[include_str!("credit-courses.toml")]),
    ("教学资源目录", &[include_str!("resources.toml")]),
    ("民办学校登记", &[include_str!("private-schools.toml")]),
    ("心理辅导", &[include_str!("counselling.toml")]),
    ("家访", &[include_str!("home-visits.toml")]),
    ("收费检查", &[include_str!("fee-checks.toml")]),
    ("经济责任审计", &[include_str!("audits.toml")]),
];

static DEFINITIONS: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    let texts = SHIPPED.iter().flat_map(|(_, texts)| texts.iter());
    texts.filter_map(|text| toml::from_str(text).ok()).collect()
});

/// Every template, in the order they are founded in.
pub(crate) fn all() -> &'static [Definition] {
    &DEFINITIONS
}

/// The template of a code.
pub(super) fn named(code: &str) -> Option<&'static Definition> {
    all().iter().find(|definition| definition.code == code)
}

#[cfg(test)]
mod tests {
    use super::{SHIPPED, all};
    use crate::ledger::model::{Definition, FieldKind, Personal};
    use std::collections::BTreeSet;

    #[test]
    fn every_register_the_product_names_has_a_template_that_can_be_read_and_works() {
        let asked = "教师培训 · 招聘引进 · 教师交流 · 师德师风 · 基建项目 · 预算执行 · 专项督查 · 安全隐患 · 校车 · 食堂 · 信访 · \
                     资助 · 三残儿童/送教上门 · 控辍保学 · 留守儿童 · 竞赛活动 · 评选表彰 · 课题 · 名师/特级教师资源库 · \
                     兼职技能教师储备库 · 讲师团 · 终身学习学分银行 · 教学资源目录 · 民办学校登记 · 心理辅导 · 家访 · 收费检查 · \
                     经济责任审计";
        let asked: Vec<&str> = asked.split(" · ").collect();
        let names: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, asked);
        let mut codes = BTreeSet::new();
        for (name, texts) in SHIPPED {
            for text in texts {
                let definition: Definition = match toml::from_str(text) {
                    Ok(definition) => definition,
                    Err(error) => panic!("{name}: {error}"),
                };
                assert_eq!(definition.problems(), Vec::<String>::new(), "{name}");
                assert!(codes.insert(definition.code.clone()), "{name}");
                assert!(definition.fields.len() >= 7, "{name}");
                assert!(!definition.rollups.is_empty(), "{name}");
                assert!(!definition.period.is_empty(), "{name}");
            }
        }
        assert_eq!(all().len(), codes.len());
    }

    #[test]
    fn what_lists_are_filtered_by_fits_into_the_typed_columns() {
        for template in all() {
            let mut definition = template.clone();
            definition.give_slots(None);
            for field in definition.active() {
                let wants = field.filter && field.code != definition.period;
                assert!(
                    !wants || !field.slot.is_empty() || field.kind == FieldKind::MultiChoice,
                    "{}: {}",
                    definition.name,
                    field.name
                );
            }
        }
    }

    #[test]
    fn a_date_of_something_done_is_held_to_the_day_it_is_entered() {
        // What is done to a matter in its stages is done when its row goes on.
        let mut n_held = 0;
        for template in all() {
            let needed = template.stages.iter().flat_map(|stage| &stage.needs);
            let needed: BTreeSet<&String> = needed.collect();
            for field in template.active() {
                let is_done = needed.contains(&field.code) && field.kind == FieldKind::Date;
                // A notice is put up for days to come.
                let is_plan = field.name.contains("公示开始") || field.name.contains("计划");
                n_held += usize::from(field.max == "今天");
                assert!(
                    !is_done || is_plan || field.max == "今天",
                    "{}: {}",
                    template.name,
                    field.name
                );
            }
        }
        assert!(n_held >= 30, "{n_held}");
    }

    #[test]
    fn every_template_that_holds_what_is_personal_says_how_long_and_why() {
        let mut n_personal = 0;
        for template in all() {
            for class in [Personal::Ordinary, Personal::Sensitive] {
                let is_held = template.active().any(|field| field.personal == class);
                let years = template.keeping.years(class);
                assert_eq!(is_held, years > 0, "{} {class:?}", template.name);
                let is_explained = template.keeping.basis.contains("个人信息保护法第十九条");
                assert!(is_explained || !is_held, "{}", template.name);
                n_personal += usize::from(is_held);
            }
        }
        assert!(n_personal >= 13, "{n_personal}");
    }

    #[test]
    fn whatever_is_about_a_child_is_marked_sensitive_with_the_reason_it_is_asked_for() {
        for template in all() {
            for field in template.active() {
                let is_about_a_child = ["学生姓名", "儿童姓名", "学籍号"]
                    .iter()
                    .any(|word| field.name.contains(word));
                if is_about_a_child {
                    assert_eq!(field.personal, Personal::Sensitive, "{}", template.name);
                }
                if field.personal == Personal::Sensitive {
                    assert!(
                        field.source.contains("个人信息保护法") || !field.help.is_empty(),
                        "{}: {}",
                        template.name,
                        field.name
                    );
                }
            }
        }
    }
}
