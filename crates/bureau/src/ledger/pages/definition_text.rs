//! A definition pasted as it was exported, and what is wrong with it in words of the interface: what a
//! parser says of it is English and for programmers.

use crate::ledger::model::Definition;

/// The definition a text says, or where and why it cannot be read.
pub(super) fn from_text(text: &str) -> Result<Definition, String> {
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).map_err(|error| {
            let told = told(&error.to_string());
            wrong(text, error.line(), &told)
        });
    }
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(0, |before| before.matches('\n').count() + 1);
        wrong(text, line, &told(error.message()))
    })
}

/// 「定义第12行（kind = "words"）：……」.
fn wrong(text: &str, line: usize, told: &str) -> String {
    /// Enough of a line to know it again.
    const MOST_CHARS: usize = 30;
    let there = line.checked_sub(1).and_then(|n| text.lines().nth(n));
    let there: String = there
        .map(str::trim)
        .unwrap_or_default()
        .chars()
        .take(MOST_CHARS)
        .collect();
    match (line, there.as_str()) {
        (0, _) => format!("定义看不懂：{told}"),
        (line, "") => format!("定义第{line}行看不懂：{told}"),
        (line, there) => format!("定义第{line}行（{there}）看不懂：{told}"),
    }
}

/// What a parser complains of. Names stand in backticks in what it says.
fn told(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let name = quoted.next().unwrap_or_default();
    let offered: Vec<&str> = quoted.take(8).collect();
    let may_be = match offered.is_empty() {
        true => String::new(),
        false => format!("可写：{}。", offered.join("、")),
    };
    let says = |word: &str| message.contains(word);
    if says("unknown field") {
        format!("不认得“{name}”这一项，请去掉或改正。{may_be}")
    } else if says("unknown variant") {
        format!("“{name}”不在可选之列。{may_be}")
    } else if says("missing field") {
        format!("缺少“{name}”这一项，请补上。")
    } else if says("duplicate") {
        "同一项写了两次，请去掉一处。".to_owned()
    } else if says("invalid type") || says("invalid value") || says("out of range") {
        "这一项的内容不是要求的类型（文字要加引号，数不加引号，几项并列要用方括号）。".to_owned()
    } else if says("EOF") || says("eof") || says("end of") || says("unclosed") {
        "没有写完，可能少粘贴了一部分，或少了引号、括号。".to_owned()
    } else {
        "写法不对，请与导出的定义对照，检查引号、括号和等号。".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::from_text;

    #[test]
    fn whatever_is_wrong_with_a_pasted_definition_is_told_in_chinese_with_its_line() {
        let rest = "name = \"甲\"\n[[fields]]\ncode = \"a\"\n";
        for (text, line, said) in [
            (
                format!("code = \"x\"\n{rest}kind = \"words\""),
                5,
                "“words”不在可选之列",
            ),
            (
                format!("code = \"x\"\ncolour = 1\n{rest}"),
                2,
                "不认得“colour”",
            ),
            (
                format!("code = \"x\"\n{rest}decimals = \"二\""),
                5,
                "不是要求的类型",
            ),
            (format!("code = \"x\"\ncode = \"y\"\n{rest}"), 2, "写了两次"),
            ("code = \"x".to_owned(), 1, "看不懂"),
            ("只是一句话".to_owned(), 1, "看不懂"),
            ("{\n\"code\": 1}".to_owned(), 2, "不是要求的类型"),
            ("{\"code\": \"x\"".to_owned(), 1, "没有写完"),
        ] {
            let told = from_text(&text).unwrap_err();
            assert!(told.contains(said), "{text}: {told}");
            assert!(told.contains(&format!("第{line}行")), "{text}: {told}");
            let (before, after) = told.split_once('：').unwrap();
            assert!(before.starts_with("定义"), "{told}");
            for word in ["expected", "unknown", "invalid", "field", "TOML", "line"] {
                assert!(!after.contains(word), "{told}");
            }
        }
    }
}
