//! The signs inside a line.

/// The words of a line without the signs of emphasis, links, pictures and tags; `<br>` breaks the line.
pub(super) fn plain_words(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let mut words = String::with_capacity(line.len());
    let mut at = 0;
    let count = |sign: char| chars.iter().filter(|c| **c == sign).count();
    let (n_stars, n_underscores) = (count('*'), count('_'));
    while let Some(&c) = chars.get(at) {
        let rest = chars.get(at..).unwrap_or_default();
        let taken = match c {
            '\\' if rest.get(1).is_some_and(char::is_ascii_punctuation) => {
                words.extend(rest.get(1));
                2
            }
            '`' => rest.iter().take_while(|c| **c == '`').count(),
            '~' if rest.get(1) == Some(&'~') => 2,
            '*' | '_' => {
                let n_signs = rest.iter().take_while(|next| **next == c).count();
                let has_partner = if c == '*' { n_stars } else { n_underscores } > n_signs;
                if !has_partner || !is_emphasis(&chars, at, n_signs) {
                    words.extend(std::iter::repeat_n(c, n_signs));
                }
                n_signs
            }
            '!' if rest.get(1) == Some(&'[') => {
                let picture = link(rest.get(1..).unwrap_or_default());
                picture.map_or(0, |(_, length)| length + 1)
            }
            '[' => match link(rest) {
                Some((text, length)) => {
                    words.push_str(&plain_words(&text));
                    length
                }
                None => 0,
            },
            '<' => match tag(rest) {
                Some((name, length)) => {
                    if name == "br" {
                        words.push('\n');
                    }
                    length
                }
                None => 0,
            },
            '&' => match entity(rest) {
                Some((c, length)) => {
                    words.push(c);
                    length
                }
                None => 0,
            },
            _ => 0,
        };
        if taken == 0 {
            words.push(c);
            at += 1;
        } else {
            at += taken;
        }
    }
    words
}

/// Whether signs are emphasis; they belong to the words in `3*5`, `a_b`, `2 * 3` and 「____人」.
fn is_emphasis(chars: &[char], at: usize, n_signs: usize) -> bool {
    let before = at
        .checked_sub(1)
        .and_then(|before| chars.get(before))
        .copied()
        .unwrap_or(' ');
    let after = chars.get(at + n_signs).copied().unwrap_or(' ');
    let between_words = before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
    let stands_free = before.is_whitespace() && after.is_whitespace();
    n_signs <= 3 && !between_words && !stands_free
}

/// `[text](address)`: the text and how many characters it all takes.
fn link(chars: &[char]) -> Option<(String, usize)> {
    const LONGEST: usize = 2_000;
    let close = chars.iter().take(LONGEST).position(|c| *c == ']')?;
    if chars.get(close + 1) != Some(&'(') {
        return None;
    }
    let length = chars
        .iter()
        .skip(close)
        .take(LONGEST)
        .position(|c| *c == ')')?;
    let text = chars.get(1..close)?.iter().filter(|c| **c != '[').collect();
    Some((text, close + length + 1))
}

/// A tag of a web page: its name and length.
fn tag(chars: &[char]) -> Option<(String, usize)> {
    const LONGEST: usize = 200;
    let end = chars.iter().take(LONGEST).position(|c| *c == '>')?;
    let inner = chars.get(1..end)?;
    let name: String = inner
        .iter()
        .skip_while(|c| **c == '/')
        .take_while(|c| c.is_ascii_alphanumeric())
        .map(char::to_ascii_lowercase)
        .collect();
    let is_comment = inner.starts_with(&['!', '-', '-']);
    (is_comment || name.starts_with(|c: char| c.is_ascii_alphabetic())).then_some((name, end + 1))
}

fn entity(chars: &[char]) -> Option<(char, usize)> {
    const ENTITIES: [(&str, char); 6] = [
        ("&nbsp;", ' '),
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&emsp;", '　'),
    ];
    let (name, c) = ENTITIES
        .iter()
        .find(|(name, _)| name.chars().eq(chars.iter().take(name.len()).copied()))?;
    Some((*c, name.len()))
}

#[cfg(test)]
mod tests {
    use super::plain_words;

    #[test]
    fn only_the_signs_go() {
        for (line, words) in [
            ("**重点：**内容", "重点：内容"),
            ("__总体__要求*", "总体要求*"),
            ("见[附件](a.docx)和![图](b.png)。", "见附件和。"),
            ("共____人，3*5=15，2 * 3", "共____人，3*5=15，2 * 3"),
            ("~~删去~~`代码`&nbsp;x &lt; y", "删去代码 x < y"),
            ("<u>下划线</u><br/>换行", "下划线\n换行"),
            ("[未写完", "[未写完"),
            ("5 < 6", "5 < 6"),
        ] {
            assert_eq!(plain_words(line), words, "{line}");
        }
    }
}
