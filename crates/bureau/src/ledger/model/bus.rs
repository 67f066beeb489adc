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

/// A position as a device wrote it; each thing it must say is there and of its kind.
struct WrittenPosition<'m> {
    at: &'m str,
    latitude: &'m serde_json::Number,
    longitude: &'m serde_json::Number,
    speed: Option<&'m serde_json::Number>,
}

impl<'m> WrittenPosition<'m> {
    const KEYS: [&'static str; 4] = ["at", "latitude", "longitude", "speed"];

    fn of(written: &'m serde_json::Value) -> Result<Self, String> {
        let said = written
            .as_object()
            .ok_or("应写成{\"at\":…,\"latitude\":…,\"longitude\":…}。")?;
        if let Some(key) = said.keys().find(|key| !Self::KEYS.contains(&key.as_str())) {
            return Err(format!("不认得“{key}”，请去掉。"));
        }
        let number = |key: &str| {
            let number = said.get(key).and_then(serde_json::Value::as_number);
            number.ok_or_else(|| format!("“{key}”没有写，或写的不是数。"))
        };
        Ok(Self {
            at: said
                .get("at")
                .and_then(serde_json::Value::as_str)
                .ok_or("“at”没有写，或没有写成带引号的时间。")?,
            latitude: number("latitude")?,
            longitude: number("longitude")?,
            speed: match said.get("speed") {
                None | Some(serde_json::Value::Null) => None,
                Some(_) => Some(number("speed")?),
            },
        })
    }
}

/// The positions of a message.
fn written_positions(message: &serde_json::Value) -> Result<&[serde_json::Value], String> {
    let shape = "消息应写成{\"positions\":[…]}。";
    let said = message.as_object().ok_or(shape)?;
    if let Some(key) = said.keys().find(|key| *key != "positions") {
        return Err(format!("消息里不认得“{key}”，请去掉。"));
    }
    let positions = said.get("positions").and_then(serde_json::Value::as_array);
    Ok(positions.ok_or(shape)?)
}

/// A position that is not taken: its place in the message, from 1, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusedPosition {
    pub(crate) place: usize,
    pub(crate) why: String,
}

/// What a message holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct BusMessage {
    pub(crate) taken: Vec<Position>,
    pub(crate) refused: Vec<RefusedPosition>,
}

/// Reads a message, each of its positions for itself: one that was sent before the device had found its place
/// must not cost those after it. What is wrong with the message as a whole is said.
pub(crate) fn read_message(body: &[u8], now_ms: i64) -> Result<BusMessage, String> {
    let rules = bus_rules();
    let message: serde_json::Value = serde_json::from_slice(body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        match error.is_eof() {
            true => "消息不完整，到末尾还没有写完，请检查后重发。".to_owned(),
            false => format!("消息第{line}行第{column}个字符处不合JSON的写法，请检查后重发。"),
        }
    })?;
    let written = written_positions(&message)?;
    if written.is_empty() || written.len() > rules.most_points {
        return Err(format!("一次可发1至{}个位置。", rules.most_points));
    }
    let mut message = BusMessage::default();
    for (place, written) in (1..).zip(written) {
        match position(written, now_ms, rules) {
            Ok(position) => message.taken.push(position),
            Err(why) => message.refused.push(RefusedPosition { place, why }),
        }
    }
    Ok(message)
}

/// Reads one position, or says what is wrong with it.
fn position(written: &serde_json::Value, now_ms: i64, rules: BusRules) -> Result<Position, String> {
    let written = WrittenPosition::of(written)?;
    let at: jiff::Timestamp = written
        .at
        .parse()
        .map_err(|_| "时间应写成2026-06-15T07:05:00+08:00。")?;
    let at_ms = at.as_millisecond();
    if at_ms > now_ms + rules.ahead_minutes * 60_000
        || at_ms < now_ms - rules.oldest_hours * 3_600_000
    {
        return Err("时间过早或晚于现在，请校准设备时钟。".to_owned());
    }
    let place = |number: &serde_json::Number, most: i64| {
        millionths(&number.to_string()).filter(|value| value.abs() <= most * 1_000_000)
    };
    let speed = match written.speed {
        None => None,
        Some(speed) => Some(
            millionths(&speed.to_string())
                .map(|speed| speed / 1_000_000)
                .filter(|speed| (0..=200).contains(speed))
                .ok_or("速度应在0至200公里每小时之间。")?,
        ),
    };
    let latitude = place(written.latitude, 90).ok_or("纬度应在±90之间。")?;
    let longitude = place(written.longitude, 180).ok_or("经度应在±180之间。")?;
    // Devices send noughts until they have found out where they are.
    if (latitude, longitude) == (0, 0) {
        return Err("坐标都是0，设备还没有定位，请定位后再发。".to_owned());
    }
    Ok(Position {
        at_ms,
        latitude,
        longitude,
        speed,
    })
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
    fn what_is_wrong_with_a_message_or_one_of_its_positions_is_said() {
        let at = jiff::Timestamp::from_millisecond(NOW - 60_000)
            .unwrap()
            .to_string();
        let read = read_message(message(&at, "36.5512349", "32.7").as_bytes(), NOW).unwrap();
        assert_eq!(read.refused, []);
        let read = read.taken;
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
            let wrong = only_refused(&message(at, latitude, speed));
            assert!(wrong.contains(said), "{wrong}");
        }
        let nowhere = message(&at, "0.0", "1").replace("118.0154321", "0");
        let wrong = only_refused(&nowhere);
        assert!(wrong.contains("还没有定位"), "{wrong}");
        for (body, said) in [
            ("", "消息不完整"),
            ("{\"positions\":[", "消息不完整"),
            ("{}", "消息应写成"),
            ("{\"positions\":[]}", "一次可发1至"),
            ("[1]", "消息应写成"),
            ("\u{0}", "第1行第1个字符处"),
            ("{\n  positions: []}", "第2行第3个字符处"),
            ("{\"points\":[]}", "不认得“points”"),
        ] {
            let wrong = read_message(body.as_bytes(), NOW).unwrap_err();
            assert!(wrong.contains(said), "{body}: {wrong}");
        }
        for (body, said) in [
            ("{\"positions\":[1]}", "应写成"),
            ("{\"positions\":[{}]}", "“at”没有写"),
            (
                "{\"positions\":[{\"at\":\"x\",\"latitude\":\"36\",\"longitude\":1}]}",
                "“latitude”没有写，或写的不是数",
            ),
            (
                "{\"positions\":[{\"at\":\"x\",\"heading\":1}]}",
                "不认得“heading”",
            ),
        ] {
            let wrong = only_refused(body);
            assert!(wrong.contains(said), "{body}: {wrong}");
        }
    }

    /// Why the only position of a message is not taken.
    fn only_refused(body: &str) -> String {
        let read = read_message(body.as_bytes(), NOW).unwrap();
        assert_eq!(read.taken, []);
        let [refused] = read.refused.as_slice() else {
            panic!("{body}: {:?}", read.refused);
        };
        assert_eq!(refused.place, 1);
        refused.why.clone()
    }

    #[test]
    fn a_wrong_position_costs_none_of_the_others() {
        let at = jiff::Timestamp::from_millisecond(NOW - 60_000).unwrap();
        let one = |place: &str| format!("{{\"at\":\"{at}\",{place}}}");
        let body = format!(
            "{{\"positions\":[{},{},{}]}}",
            one("\"latitude\":0,\"longitude\":0"),
            one("\"latitude\":36.5,\"longitude\":118"),
            one("\"latitude\":36.6,\"longitude\":181"),
        );
        let read = read_message(body.as_bytes(), NOW).unwrap();
        assert_eq!(read.taken.len(), 1);
        assert_eq!(read.taken[0].latitude, 36_500_000);
        let places: Vec<usize> = read.refused.iter().map(|refused| refused.place).collect();
        assert_eq!(places, [1, 3]);
        assert!(read.refused[1].why.contains("经度"));
    }

    #[test]
    fn degrees_are_shown_with_five_decimals() {
        assert_eq!(degrees(36_551_234), "36.55123");
        assert_eq!(degrees(-500_010), "-0.50001");
    }
}
