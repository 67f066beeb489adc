//! Values as the interface and the produced tables say them.

use super::{DeadlineValue, TargetValue};
use gongwen::{
    day::Day,
    ledger::{Commitment, Comparator, Recurrence, Role, TargetKind},
};

/// A number as an office writes it: 200, 12.5, 20万, 559.04万, 2.3亿.
pub(crate) fn number_words(value: f64) -> String {
    for (scale, word) in [(1e8, "亿"), (1e4, "万")] {
        let scaled = value / scale;
        let hundredths = scaled * 100.0;
        if scaled.abs() >= 1.0 && (hundredths - hundredths.round()).abs() < 1e-6 {
            return format!("{}{word}", hundredths.round() / 100.0);
        }
    }
    format!("{value}")
}

/// A target's quantity in words: 不少于20万人次, 1—2个, 超过2万名.
pub(crate) fn target_words(target: &TargetValue) -> String {
    let number = number_words(target.value);
    let unit = &target.unit;
    if let (TargetKind::Rank, Comparator::Eq) = (target.kind, target.comparator) {
        return format!("第{number}{unit}");
    }
    match (target.comparator, target.max) {
        (Comparator::Range, Some(max)) => format!("{number}—{}{unit}", number_words(max)),
        (Comparator::Range | Comparator::Eq, _) => format!("{number}{unit}"),
        (comparator, _) => format!("{}{number}{unit}", comparator_word(comparator)),
    }
}

/// How a number bounds.
pub(crate) fn comparator_word(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::Eq => "等于",
        Comparator::Ge => "不少于",
        Comparator::Le => "不超过",
        Comparator::Gt => "超过",
        Comparator::Lt => "低于",
        Comparator::Range => "区间",
        Comparator::Approx => "约",
    }
}

/// Sort of quantity.
pub(crate) fn kind_word(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Count => "数量",
        TargetKind::Ratio => "比率",
        TargetKind::Money => "金额",
        TargetKind::Area => "面积",
        TargetKind::Frequency => "频次",
        TargetKind::Rank => "位次",
        TargetKind::Other => "其他",
    }
}

/// How strongly the paper promises; nothing when it does not say.
pub(crate) fn commitment_word(commitment: Commitment) -> &'static str {
    match commitment {
        Commitment::Plain => "",
        Commitment::Binding => "确保",
        Commitment::Stretch => "力争",
    }
}

/// Rhythm of recurring work.
pub(crate) fn recurrence_word(recurs: Recurrence) -> &'static str {
    match recurs {
        Recurrence::Weekly => "每周",
        Recurrence::Monthly => "每月",
        Recurrence::Quarterly => "每季度",
        Recurrence::HalfYearly => "每半年",
        Recurrence::Yearly => "每年",
        Recurrence::PerTerm => "每学期",
    }
}

/// The part the paper gives a name.
pub(crate) fn role_word(role: Role) -> &'static str {
    match role {
        Role::Lead => "牵头",
        Role::Support => "配合",
        Role::Responsible => "责任",
        Role::Leader => "领导",
    }
}

/// A deadline in words; the quote alone when its days are not known.
pub(crate) fn deadline_words(deadline: &DeadlineValue, quote: &str) -> String {
    if let Some(recurs) = deadline.recurs {
        return recurrence_word(recurs).to_owned();
    }
    match (deadline.from, deadline.to) {
        (Some(from), Some(to)) if from == to => day_words(from),
        (Some(from), Some(to)) if is_whole_month(from, to) => {
            format!("{}年{}月", from.year(), from.month())
        }
        (Some(from), Some(to)) if from.year() == to.year() => {
            format!("{}至{}月{}日", day_words(from), to.month(), to.day())
        }
        (Some(from), Some(to)) => format!("{}至{}", day_words(from), day_words(to)),
        (None, Some(to)) => format!("{}前", day_words(to)),
        (Some(from), None) => format!("{}起", day_words(from)),
        (None, None) => quote.to_owned(),
    }
}

fn is_whole_month(from: Day, to: Day) -> bool {
    from.day() == 1 && Day::last_of_month(from.year(), from.month()) == Some(to)
}

fn day_words(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::{DeadlineValue, TargetValue, deadline_words, number_words, target_words};
    use gongwen::ledger::{Commitment, Comparator, Recurrence, TargetKind};

    #[test]
    fn numbers_are_written_the_office_way() {
        for (value, words) in [
            (200.0, "200"),
            (0.65, "0.65"),
            (200_000.0, "20万"),
            (5_590_400.0, "559.04万"),
            (230_000_000.0, "2.3亿"),
            (11_850.0, "11850"),
            (-20_000.0, "-2万"),
        ] {
            assert_eq!(number_words(value), words);
        }
    }

    #[test]
    fn targets_say_how_their_number_bounds() {
        let target = |value, max, comparator, unit: &str, kind| TargetValue {
            subject: String::new(),
            value,
            max,
            comparator,
            unit: unit.into(),
            kind,
            commitment: Commitment::Plain,
        };
        for (target, words) in [
            (
                target(200.0, None, Comparator::Eq, "名", TargetKind::Count),
                "200名",
            ),
            (
                target(1.0, Some(2.0), Comparator::Range, "个", TargetKind::Count),
                "1—2个",
            ),
            (
                target(2e5, None, Comparator::Ge, "人次", TargetKind::Count),
                "不少于20万人次",
            ),
            (
                target(3.0, None, Comparator::Eq, "位", TargetKind::Rank),
                "第3位",
            ),
        ] {
            assert_eq!(target_words(&target), words);
        }
    }

    #[test]
    fn deadlines_are_said_as_days_months_and_rhythms() {
        let day = |text: &str| text.parse().ok();
        let deadline = |from: &str, to: &str| DeadlineValue {
            from: day(from),
            to: day(to),
            recurs: None,
        };
        for (value, words) in [
            (deadline("2013-04-01", "2013-04-30"), "2013年4月"),
            (deadline("2013-09-01", "2013-09-01"), "2013年9月1日"),
            (
                deadline("2013-05-01", "2013-09-30"),
                "2013年5月1日至9月30日",
            ),
            (
                deadline("2013-12-01", "2014-01-15"),
                "2013年12月1日至2014年1月15日",
            ),
            (deadline("", "2013-12-31"), "2013年12月31日前"),
            (deadline("2015-01-01", ""), "2015年1月1日起"),
            (deadline("", ""), "秋季学期"),
        ] {
            assert_eq!(deadline_words(&value, "秋季学期"), words);
        }
        let monthly = DeadlineValue {
            from: None,
            to: None,
            recurs: Some(Recurrence::Monthly),
        };
        assert_eq!(deadline_words(&monthly, "每月25日前"), "每月");
    }
}
