//! Units, people and posts in words, as the audit keeps them and an import shows them.

use super::model::{KeptUnit, Person, PostDraft};
use ::store::audit::Facts;
use base::day::{self, Date};

/// A unit; `parent` is the name of the unit above it.
pub(super) fn of_unit(kept: &KeptUnit, parent: &str) -> Facts {
    let unit = &kept.unit;
    Facts::none()
        .with("全称", &unit.name)
        .with("简称", &unit.short_name)
        .with("类型", unit.kind.label())
        .with("上级单位", parent)
        .with("别名", unit.aliases.join("、"))
        .with("职责词", unit.duties.join("、"))
        .with("单位代码", &unit.code)
        .with("排序", kept.place.to_string())
        .with("设立日期", in_words(unit.first_day))
        .with("撤并日期", in_words(unit.closed.map(|closed| closed.on)))
}

/// A day in words; empty where none is known.
pub(super) fn in_words(day: Option<Date>) -> String {
    day.map(day::in_words).unwrap_or_default()
}

/// A person. Of the telephone number only as much as tells one from another.
pub(super) fn of_person(person: &Person) -> Facts {
    Facts::none()
        .with("姓名", &person.name)
        .with("手机号", masked(&person.phone))
}

/// A post; `unit` is the name of its unit.
pub(super) fn of_post(post: &PostDraft, unit: &str) -> Facts {
    Facts::none()
        .with("单位", unit)
        .with("职务", &post.title)
        .with("角色", post.role.label())
        .with("任职日期", in_words(post.from))
}

/// The first three and the last four characters (个人信息脱敏); of a short number only the end.
fn masked(phone: &str) -> String {
    let n_chars = phone.chars().count();
    let n_shown_first = if n_chars >= 11 { 3 } else { 0 };
    phone
        .chars()
        .enumerate()
        .map(|(at, c)| match at < n_shown_first || at + 4 >= n_chars {
            true => c,
            false => '*',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_telephone_number_keeps_its_first_three_and_last_four() {
        assert_eq!(masked("19900001234"), "199****1234");
        assert_eq!(masked("0512-6123456"), "051*****3456");
        assert_eq!(masked("6123456"), "***3456");
        assert_eq!(masked(""), "");
    }
}
