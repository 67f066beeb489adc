//! Half-width punctuation that a converter or a hurried hand left among Chinese characters.

use super::super::chars::is_han;

/// The words with half-width punctuation beside Chinese characters set full-width, as many characters
/// as before. Between digits and letters (3:2, 1,000) everything stays.
pub(super) fn full_width(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    let beside = |index: usize| {
        let before = index.checked_sub(1).and_then(|index| chars.get(index));
        let after = chars.get(index + 1);
        let is_chinese = |c: &&char| is_han(**c) || "，。；：！？、《》（）“”".contains(**c);
        before.filter(is_chinese).is_some() || after.filter(is_chinese).is_some()
    };
    let wide = |(index, c): (usize, &char)| match c {
        ',' if beside(index) => '，',
        ';' if beside(index) => '；',
        ':' if beside(index) => '：',
        '!' if beside(index) => '！',
        '?' if beside(index) => '？',
        '(' if beside(index) => '（',
        ')' if beside(index) => '）',
        c => *c,
    };
    chars.iter().enumerate().map(wide).collect()
}

#[cfg(test)]
mod tests {
    use super::full_width;

    #[test]
    fn punctuation_among_chinese_characters_becomes_wide_and_in_numbers_stays() {
        for (words, expected) in [
            ("各中小学,幼儿园:", "各中小学，幼儿园："),
            ("(一)抓好安全;", "（一）抓好安全；"),
            ("生师比3:2,投入1,000元", "生师比3:2，投入1,000元"),
            ("a,b(c)", "a,b(c)"),
        ] {
            assert_eq!(full_width(words), expected);
        }
    }
}
