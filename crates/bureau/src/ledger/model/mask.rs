//! 遮盖: what of a personal value those see who are not to see it whole, and how a mask that comes
//! back from a form or a file is told from a value.

use super::field::{FieldKind, FieldSpec, Personal};
use serde::Deserialize;
use std::sync::LazyLock;

/// What stands for what is not shown.
const STAR: char = '*';
/// Hides also how long a value is.
const COVERED: &str = "***";
const LONG_COVERED: &str = "（已遮盖）";

/// First character of what takes the place of a key when its value is erased (抹去): rows can still be
/// counted by it, and nobody is named.
pub(crate) const ERASED: char = '∅';
/// What is shown in the place of an erased value.
pub(crate) const ERASED_WORD: &str = "已抹去";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    mask: Vec<Mask>,
    children: Children,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Children {
    words: Vec<String>,
}

/// How many characters are left to be seen, and of which fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Mask {
    patterns: Vec<String>,
    kinds: Vec<FieldKind>,
    names: Vec<String>,
    first: usize,
    last: usize,
}

static RULES: LazyLock<Rules> =
    LazyLock::new(|| toml::from_str(include_str!("../masks.toml")).unwrap_or_default());

impl Mask {
    fn of(field: &FieldSpec) -> Option<&'static Self> {
        let masks = &RULES.mask;
        let by_pattern = masks
            .iter()
            .find(|mask| mask.patterns.contains(&field.pattern));
        let by_kind_or_name = |mask: &&Self| {
            mask.kinds.contains(&field.kind)
                || mask.names.iter().any(|name| field.name.contains(name))
        };
        by_pattern.or_else(|| masks.iter().find(by_kind_or_name))
    }
}

/// A value with what is personal covered: 「张*」「330**************1234」「2012-**-**」.
pub(crate) fn masked(field: &FieldSpec, kept: &str) -> String {
    if kept.is_empty() {
        return String::new();
    }
    if kept.starts_with(ERASED) {
        return ERASED_WORD.to_owned();
    }
    match field.kind {
        FieldKind::Text | FieldKind::Person => {}
        FieldKind::LongText => return LONG_COVERED.to_owned(),
        FieldKind::Date => {
            let year: String = kept.chars().take(4).collect();
            return format!("{year}-**-**");
        }
        _ => return COVERED.to_owned(),
    }
    let Some(mask) = Mask::of(field) else {
        return COVERED.to_owned();
    };
    let chars: Vec<char> = kept.chars().collect();
    // Of what is too short to leave so much, no more than the first character is shown.
    let (first, last) = match chars.len() > mask.first + mask.last {
        true => (mask.first, mask.last),
        false => (usize::from(mask.first > 0 && chars.len() > 1), 0),
    };
    let n = chars.len();
    let covered = |(at, c): (usize, char)| match at < first || at + last >= n {
        true => c,
        false => STAR,
    };
    chars.into_iter().enumerate().map(covered).collect()
}

/// Whether a text in a personal field is no value but what was shown in place of one.
pub(crate) fn looks_masked(field: &FieldSpec, text: &str) -> bool {
    if field.personal == Personal::None {
        return false;
    }
    match field.kind {
        FieldKind::LongText => [LONG_COVERED, ERASED_WORD].contains(&text.trim()),
        _ => text.contains([STAR, '＊']) || text.trim() == ERASED_WORD,
    }
}

/// Whether the name of a field says that it is about a child.
pub(crate) fn is_about_children(name: &str) -> bool {
    RULES.children.words.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{looks_masked, masked};
    use crate::ledger::model::{FieldKind, FieldSpec, Personal};

    fn field(name: &str, kind: FieldKind, pattern: &str) -> FieldSpec {
        FieldSpec {
            name: name.to_owned(),
            kind,
            pattern: pattern.to_owned(),
            personal: Personal::Sensitive,
            ..FieldSpec::default()
        }
    }

    #[test]
    fn each_sort_of_value_is_covered_as_is_usual_for_it() {
        for (name, kind, pattern, kept, expected) in [
            ("姓名", FieldKind::Text, "", "张明", "张*"),
            ("班主任", FieldKind::Person, "", "欧阳若云", "欧***"),
            (
                "证件",
                FieldKind::Text,
                "id_card",
                "330102201203041234",
                "330***********1234",
            ),
            (
                "身份证号",
                FieldKind::Text,
                "",
                "330102201203041234",
                "330***********1234",
            ),
            (
                "家长手机",
                FieldKind::Text,
                "",
                "13800001234",
                "138****1234",
            ),
            ("电话", FieldKind::Text, "phone", "1234", "1***"),
            (
                "银行卡号",
                FieldKind::Text,
                "",
                "6222020012345678",
                "************5678",
            ),
            (
                "家庭住址",
                FieldKind::Text,
                "",
                "青禾县城东街道和平路8号",
                "青禾县城东街******",
            ),
            ("健康状况", FieldKind::Text, "", "哮喘", "***"),
            ("困难类型", FieldKind::Choice, "", "低保", "***"),
            ("出生日期", FieldKind::Date, "", "2012-03-04", "2012-**-**"),
            ("补助", FieldKind::Money, "", "1250", "***"),
            (
                "情况说明",
                FieldKind::LongText,
                "",
                "父母在外务工",
                "（已遮盖）",
            ),
            ("姓名", FieldKind::Text, "", "∅0a1b", "已抹去"),
            ("姓名", FieldKind::Text, "", "", ""),
        ] {
            let field = field(name, kind, pattern);
            assert_eq!(masked(&field, kept), expected, "{name}");
            assert!(kept.is_empty() || looks_masked(&field, expected), "{name}");
            assert!(!looks_masked(&field, kept), "{name}");
        }
    }

    #[test]
    fn a_single_character_is_covered_too() {
        assert_eq!(masked(&field("姓名", FieldKind::Text, ""), "张"), "*");
    }

    #[test]
    fn what_is_not_personal_may_hold_a_star() {
        let mut field = field("课程名称", FieldKind::Text, "");
        field.personal = Personal::None;
        assert!(!looks_masked(&field, "C*语言"));
    }
}
