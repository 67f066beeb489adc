//! Names of glyphs in the encodings of simple fonts, as far as they occur in Chinese papers: Latin
//! letters, digits, signs.

/// Names of signs; letters are their own names.
const NAMES: [(&str, char); 66] = [
    ("space", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("grave", '`'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("endash", '–'),
    ("emdash", '—'),
    ("bullet", '•'),
    ("ellipsis", '…'),
    ("perthousand", '‰'),
    ("periodcentered", '·'),
    ("middot", '·'),
    ("degree", '°'),
    ("plusminus", '±'),
    ("multiply", '×'),
    ("divide", '÷'),
    ("minus", '−'),
    ("section", '§'),
    ("yen", '¥'),
    ("lessequal", '≤'),
    ("greaterequal", '≥'),
    ("approxequal", '≈'),
    ("nbspace", ' '),
    ("guillemotright", '»'),
];

/// The character of a glyph's name.
pub(super) fn character(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    // 「one.alt」 is another shape of the same character.
    let name = name.split('.').next().filter(|stem| !stem.is_empty())?;
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter);
    }
    let named = NAMES.iter().find(|(known, _)| *known == name);
    let coded = || {
        let digits = name
            .strip_prefix("uni")
            .or_else(|| name.strip_prefix('u'))?;
        (4..=6)
            .contains(&digits.len())
            .then(|| u32::from_str_radix(digits, 16).ok())
            .flatten()
    };
    named.map(|(_, c)| *c).or_else(|| char::from_u32(coded()?))
}

#[cfg(test)]
mod tests {
    use super::character;

    #[test]
    fn names_of_letters_signs_and_code_points_are_known() {
        for (name, c) in [
            ("A", 'A'),
            ("seven", '7'),
            ("uni6559", '教'),
            ("u20000", '\u{20000}'),
            ("two.alt", '2'),
        ] {
            assert_eq!(character(name.as_bytes()), Some(c));
        }
        assert_eq!(character(b"g123"), None);
        assert_eq!(character(b".notdef"), None);
    }
}
