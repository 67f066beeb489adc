//! Page numbers that a converter left stuck to the words: `严格执行预算。183、启动新一轮…`.

use crate::{
    span::Span,
    understand::structure::chars::{at, cut, digit, ends_sentence, is_han},
};
use std::collections::HashMap;

/// What may count the noun that follows a number: after these a number is a quantity.
const COUNTERS: &str = "个名人所处项次年月日号元万亿千百余多家条件位期批场节门户套间台辆篇份种类级岁度分小天周届大支座组对本课班学校区县市省镇乡村街道点时米公平方吨册张棵株头只亩立方者是以时和及与至到倍成折口双片段部卷幅栋幢层楼";

/// Page numbers stuck to the words after the end of a sentence.
///
/// One such number may be anything. The same number again and again, or a row 1, 2, 3, is a page
/// number; only then are they taken out.
pub(super) fn glued_pages(chars: &[char]) -> Vec<Span> {
    let mut plain: Vec<(u32, Span)> = Vec::new();
    let mut before_marker: Vec<Span> = Vec::new();
    let mut index = 1;
    while index < chars.len() {
        if digit(at(chars, index)).is_none() || !is_sentence_end(at(chars, index - 1)) {
            index += 1;
            continue;
        }
        let length = cut(chars, index, index + 8)
            .iter()
            .take_while(|c| digit(**c).is_some())
            .count();
        let span = Span::new(index, index + length);
        let next = at(chars, span.end);
        if length <= 3 && is_han(next) && !COUNTERS.contains(next) {
            plain.push((value(chars, span), span));
        } else if (2..=4).contains(&length)
            && matches!(next, '、' | '.' | '．')
            && digit(at(chars, span.end + 1)).is_none()
        {
            before_marker.push(span);
        }
        index = span.end;
    }
    let mut times: HashMap<u32, usize> = HashMap::new();
    for (number, _) in &plain {
        *times.entry(*number).or_default() += 1;
    }
    let rising = plain.len() >= 2
        && plain
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if b.0 == a.0 + 1));
    let is_page = |number: u32| rising || times.get(&number).is_some_and(|&count| count >= 2);
    let mut spans: Vec<Span> = plain
        .iter()
        .filter(|(number, _)| is_page(*number))
        .map(|(_, span)| *span)
        .collect();
    for span in before_marker {
        spans.extend(page_before_marker(chars, span, &|number| {
            times.get(&number).is_some_and(|&n| n >= 2)
        }));
    }
    spans.sort_unstable();
    spans
}

fn is_sentence_end(c: char) -> bool {
    ends_sentence(c) || matches!(c, '）' | ')' | '”')
}

fn value(chars: &[char], span: Span) -> u32 {
    cut(chars, span.start, span.end)
        .iter()
        .fold(0, |number, c| number * 10 + digit(*c).unwrap_or(0))
}

/// In `183、` the `18`, when 18 is known to be a page number.
fn page_before_marker(chars: &[char], span: Span, is_page: &dyn Fn(u32) -> bool) -> Option<Span> {
    (span.start + 1..span.end)
        .map(|end| Span::new(span.start, end))
        .find(|page| is_page(value(chars, *page)))
}

#[cfg(test)]
mod tests {
    use super::glued_pages;

    fn found(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let cut =
            |span: &crate::span::Span| chars.iter().skip(span.start).take(span.len()).collect();
        glued_pages(&chars).iter().map(cut).collect()
    }

    #[test]
    fn a_number_that_returns_after_full_stops_is_a_page_number() {
        assert_eq!(
            found("印发（共40份）18某区教育局。严格执行预算。183、启动建设。18规范管理。"),
            ["18", "18", "18"]
        );
    }

    #[test]
    fn quantities_that_open_a_sentence_are_kept() {
        for text in [
            "抓建设。12所学校完工。12所学校开工。",
            "抓管理。9月开学。9月检查。",
            "落实。2、抓安全。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
