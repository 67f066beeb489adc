//! 校车定位: positions as devices send them.

use base::{day::Date, define_id};
use serde::Deserialize;
use std::sync::LazyLock;

define_id!(
    /// A device that sends the positions of one bus.
    BusDeviceId
);

/// What is kept and what is taken.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BusRules {
    pub(crate) keep_days: u16,
    pub(crate) most_points: usize,
    pub(crate) most_bytes: usize,
    pub(crate) oldest_hours: i64,
    pub(crate) ahead_minutes: i64,
}

static RULES: LazyLock<Option<BusRules>> =
    LazyLock::new(|| toml::from_str(include_str!("../bus_rules.toml")).ok());

/// The rules that come with the program.
pub(crate) fn bus_rules() -> BusRules {
    // Where they could not be read, nothing is taken.
    RULES.unwrap_or(BusRules {
        keep_days: 1,
        most_points: 0,
        most_bytes: 0,
        oldest_hours: 0,
        ahead_minutes: 0,
    })
}

/// A device, as it is listed: its token is kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BusDevice {
    pub(crate) id: BusDeviceId,
    pub(crate) plate: String,
    pub(crate) issued_ms: i64,
    pub(crate) issued_by: String,
    pub(crate) revoked_ms: Option<i64>,
    /// When it was last heard of; 0 for never.
    pub(crate) heard_ms: i64,
}

/// Where a bus was, in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) at_ms: i64,
    pub(crate) latitude: i64,
    pub(crate) longitude: i64,
    /// Kilometres an hour.
    pub(crate) speed: Option<i64>,
}

/// A message of a device, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    positions: Vec<WrittenPosition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPosition {
    at: String,
    latitude: serde_json::Number,
    longitude: serde_json::Number,
    speed: Option<serde_json::Number>,
}

/// Reads a message: all of it is right, or what is wrong with it is said.
pub(crate) fn read_message(body: &[u8], now_ms: i64) -> Result<Vec<Position>, String> {
    let rules = bus_rules();
    let message: Message =
        serde_json::from_slice(body).map_err(|error| format!("消息格式不对：{error}"))?;
    if message.positions.is_empty() || message.positions.len() > rules.most_points {
        return Err(format!("一次可发1至{}个位置。", rules.most_points));
    }
    let mut positions = Vec::with_capacity(message.positions.len());
    for (number, written) in (1..).zip(&message.positions) {
        let wrong = |what: &str| format!("第{number}个位置：{what}");
        let at: jiff::Timestamp = written
            .at
            .parse()
            .map_err(|_| wrong("时间应写成2026-06-15T07:05:00+08:00。"))?;
        let at_ms = at.as_millisecond();
        if at_ms > now_ms + rules.ahead_minutes * 60_000
            || at_ms < now_ms - rules.oldest_hours * 3_600_000
        {
            return Err(wrong("时间过早或晚于现在，请校准设备时钟。"));
        }
        let place = |number: &serde_json::Number, most: i64| {
            millionths(&number.to_string()).filter(|value| value.abs() <= most * 1_000_000)
        };
        let speed = match &written.speed {
            None => None,
            Some(speed) => Some(
                millionths(&speed.to_string())
                    .map(|speed| speed / 1_000_000)
                    .filter(|speed| (0..=200).contains(speed))
                    .ok_or_else(|| wrong("速度应在0至200公里每小时之间。"))?,
            ),
        };
        positions.push(Position {
            at_ms,
            latitude: place(&written.latitude, 90).ok_or_else(|| wrong("纬度应在±90之间。"))?,
            longitude: place(&written.longitude, 180).ok_or_else(|| wrong("经度应在±180之间。"))?,
            speed,
        });
    }
    Ok(positions)
}

/// `36.1234567` → 36123456: what devices write beyond a tenth of a metre is noise.
fn millionths(written: &str) -> Option<i64> {
    let (is_below, digits) = match written.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, written),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let whole: i64 = whole.parse().ok()?;
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    let part: i64 = part.parse().ok()?;
    let value = whole.checked_mul(1_000_000)?.checked_add(part)?;
    Some(if is_below { -value } else { value })
}

/// Millionths of a degree as they are shown, with five decimals.
pub(crate) fn degrees(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let value = millionths.abs();
    format!("{sign}{}.{:05}", value / 1_000_000, value % 1_000_000 / 10)
}

/// First and last millisecond of a day in China.
pub(crate) fn span_of(day: Date) -> (i64, i64) {
    let first = base::clock::midnight_in_china(day);
    (first, first + 86_400_000 - 1)
}

#[cfg(test)]
mod tests {
    use super::{degrees, read_message};

    const NOW: i64 = 1_781_485_500_000;

    fn message(at: &str, latitude: &str, speed: &str) -> String {
        format!(
            "{{\"positions\":[{{\"at\":\"{at}\",\"latitude\":{latitude},\"longitude\":118.0154321,\
             \"speed\":{speed}}}]}}"
        )
    }

    #[test]
    fn a_message_is_taken_whole_or_not_at_all_and_says_what_is_wrong() {
        let at = jiff::Timestamp::from_millisecond(NOW - 60_000)
            .unwrap()
            .to_string();
        let read = read_message(message(&at, "36.5512349", "32.7").as_bytes(), NOW).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].latitude, 36_551_234);
        assert_eq!(read[0].longitude, 118_015_432);
        assert_eq!(read[0].speed, Some(32));
        for (at, latitude, speed, said) in [
            (at.as_str(), "91", "1", "纬度应在±90之间"),
            (at.as_str(), "1e9", "1", "纬度应在±90之间"),
            (at.as_str(), "36", "-1", "速度应在0至200"),
            ("yesterday", "36", "1", "时间应写成"),
            ("2031-01-01T00:00:00Z", "36", "1", "请校准设备时钟"),
            ("2020-01-01T00:00:00Z", "36", "1", "请校准设备时钟"),
        ] {
            let wrong = read_message(message(at, latitude, speed).as_bytes(), NOW).unwrap_err();
            assert!(wrong.contains(said), "{wrong}");
        }
        for body in ["", "{}", "{\"positions\":[]}", "[1]", "\u{0}"] {
            assert!(read_message(body.as_bytes(), NOW).is_err());
        }
    }

    #[test]
    fn degrees_are_shown_with_five_decimals() {
        assert_eq!(degrees(36_551_234), "36.55123");
        assert_eq!(degrees(-500_010), "-0.50001");
    }
}
