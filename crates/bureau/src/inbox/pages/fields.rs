//! Fields several forms have: times of day, how messages are put together, numbers of days.

use crate::inbox::model::Digest;
use jiff::civil::Time;
use shell::Field;

/// Choices of how messages are put together.
pub(super) const DIGESTS: [(&str, &str); 2] = [
    ("daily", "每天汇总一次"),
    ("window", "随到随发，一刻钟内的合成一封"),
];

/// The most days a rule counts.
const MOST_DAYS: u32 = 60;

/// The most times a rule reminds before the day, or after it.
const MOST_TIMES: usize = 5;

/// The time of day in a field.
pub(super) fn time(field: &mut Field) -> Option<Time> {
    let text = field.value.trim().replace('：', ":");
    let parts = text.split_once(':');
    let read = parts
        .and_then(|(hour, minute)| Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok());
    if read.is_none() {
        field.refuse("请写成 08:30 的样子。");
    }
    read
}

pub(super) fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A digest as the two fields of a form show it.
pub(super) fn digest_values(digest: Digest) -> (&'static str, String) {
    match digest {
        Digest::Window => ("window", String::new()),
        Digest::Daily(at) => ("daily", clock(at)),
    }
}

/// The digest two fields say.
pub(super) fn digest(way: &mut Field, daily_at: &mut Field) -> Option<Digest> {
    match way.value.as_str() {
        "daily" => time(daily_at).map(Digest::Daily),
        "window" => Some(Digest::Window),
        _ => {
            way.refuse("请选择发送方式。");
            None
        }
    }
}

/// Ticked or not, as a field's value.
pub(super) fn ticked(is: bool) -> &'static str {
    match is {
        true => "on",
        false => "",
    }
}

/// Days as they stand in a field: `3、1`.
pub(super) fn days_value(days: &[u32]) -> String {
    let days: Vec<String> = days.iter().map(u32::to_string).collect();
    days.join("、")
}

/// The numbers of days in a field, each once; an empty field for none.
pub(super) fn days(field: &mut Field) -> Option<Vec<u32>> {
    let words = field.value.split(['、', '，', ',', ' ', '　']);
    let numbers: Option<Vec<u32>> = words
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(|word| word.parse().ok().filter(|n| (1..=MOST_DAYS).contains(n)))
        .collect();
    let mut numbers = numbers.filter(|numbers| numbers.len() <= MOST_TIMES);
    match &mut numbers {
        Some(numbers) => {
            numbers.sort_unstable();
            numbers.dedup();
        }
        None => field.refuse(format!(
            "请填1至{MOST_DAYS}的整数，用顿号隔开，最多{MOST_TIMES}个。"
        )),
    }
    numbers
}

/// The number of days in a field; 0 for an empty one.
pub(super) fn day_count(field: &mut Field) -> Option<u32> {
    let text = field.value.trim();
    let read = match text {
        "" => Some(0),
        text => text.parse().ok().filter(|n| *n <= MOST_DAYS),
    };
    if read.is_none() {
        field.refuse(format!("请填0至{MOST_DAYS}的整数，0表示不告知。"));
    }
    read
}

#[cfg(test)]
mod tests {
    use super::{day_count, days, time};
    use shell::Field;

    fn field(value: &str) -> Field {
        Field::new("days", "天数").value(value)
    }

    #[test]
    fn days_are_read_in_any_order_and_with_any_mark_between_them() {
        for (text, expected) in [
            ("3、1", Some(vec![1, 3])),
            ("10，5, 1", Some(vec![1, 5, 10])),
            ("2 2", Some(vec![2])),
            ("", Some(Vec::new())),
            ("0", None),
            ("61", None),
            ("三", None),
            ("1、2、3、4、5、6", None),
        ] {
            let mut typed = field(text);
            assert_eq!(days(&mut typed), expected, "{text}");
            assert_eq!(typed.error.is_some(), expected.is_none(), "{text}");
        }
        assert_eq!(day_count(&mut field("")), Some(0));
        assert_eq!(day_count(&mut field("-1")), None);
    }

    #[test]
    fn a_time_of_day_is_read_with_either_colon() {
        for (text, expected) in [
            ("8:30", true),
            ("08：30", true),
            ("24:00", false),
            ("8", false),
        ] {
            assert_eq!(time(&mut field(text)).is_some(), expected, "{text}");
        }
    }
}
