//! The order of Chinese names: by sound, as in every list a bureau prints.

use pinyin::ToPinyin;

/// Surnames read otherwise than the same character elsewhere.
const SURNAMES: [(char, &str); 15] = [
    ('曾', "zeng1"),
    ('单', "shan4"),
    ('解', "xie4"),
    ('仇', "qiu2"),
    ('任', "ren2"),
    ('区', "ou1"),
    ('查', "zha1"),
    ('朴', "piao2"),
    ('盖', "ge3"),
    ('翟', "zhai2"),
    ('尉', "wei4"),
    ('纪', "ji3"),
    ('华', "hua4"),
    ('乐', "yue4"),
    ('缪', "miao4"),
];

/// The key a name is sorted by: for each character its sound and then its code, twelve letters or
/// digits, so that both engines and every collation put the keys in the same order and people of
/// one surname stand together.
pub(super) fn sort_key(name: &str) -> String {
    name.chars()
        .filter(|char| char.is_alphanumeric())
        .map(|char| key(char, &sound(char)))
        .collect()
}

/// The same for a person, whose first character is a surname.
pub(super) fn person_sort_key(name: &str) -> String {
    let surname = name
        .chars()
        .next()
        .and_then(|first| SURNAMES.iter().find(|(surname, _)| *surname == first));
    match surname {
        Some((surname, sound)) => {
            let given = name.strip_prefix(*surname).unwrap_or_default();
            format!("{}{}", key(*surname, sound), sort_key(given))
        }
        None => sort_key(name),
    }
}

/// A name in letters without tones, as people choose it for a log-in: 方琳 → fanglin.
pub(super) fn letters(name: &str) -> String {
    let surname = name
        .chars()
        .next()
        .and_then(|first| SURNAMES.iter().find(|(surname, _)| *surname == first));
    let sounds = name.char_indices().map(|(place, char)| match surname {
        Some((_, surname)) if place == 0 => (*surname).to_owned(),
        _ => sound(char),
    });
    sounds
        .flat_map(|sound| sound.chars().collect::<Vec<_>>())
        .map(|char| if char == 'ü' { 'v' } else { char })
        .filter(char::is_ascii_lowercase)
        .collect()
}

fn key(char: char, sound: &str) -> String {
    format!("{}{:05x}", padded(sound), u32::from(char))
}

/// The sound of a character; one without a known sound stands last.
fn sound(char: char) -> String {
    match char.to_pinyin() {
        Some(pinyin) => pinyin.with_tone_num_end().to_owned(),
        None if char.is_ascii_alphanumeric() => char.to_ascii_lowercase().to_string(),
        None => "zzzzzz".to_owned(),
    }
}

/// `fang1` → `fang001`: the tone last, ü as v, six places for the letters.
fn padded(sound: &str) -> String {
    let letters: String = sound
        .chars()
        .filter(|char| !char.is_ascii_digit())
        .map(|char| if char == 'ü' { 'v' } else { char })
        .collect();
    let tone: String = sound.chars().filter(char::is_ascii_digit).collect();
    format!("{letters:0<6}{tone:0>1}")
}

#[cfg(test)]
mod tests {
    use super::{person_sort_key, sort_key};

    #[test]
    fn names_are_sorted_by_sound_then_tone() {
        let mut names = [
            "周岚",
            "安捷",
            "曾杰",
            "张伟",
            "章威",
            "方琳",
            "单丹",
            "阿里木",
        ];
        names.sort_by_key(|name| person_sort_key(name));
        assert_eq!(
            names,
            [
                "阿里木",
                "安捷",
                "方琳",
                "单丹",
                "曾杰",
                "张伟",
                "章威",
                "周岚"
            ]
        );
    }

    #[test]
    fn a_log_in_is_suggested_from_the_sound_of_the_name() {
        for (name, login) in [("方琳", "fanglin"), ("单丹", "shandan"), ("吕绿", "lvlv")] {
            assert_eq!(super::letters(name), login);
        }
    }

    #[test]
    fn a_key_holds_only_letters_and_digits_whatever_the_name() {
        for name in ["人事科", "吕绿", "3班", "𠮷田", "（）", "", "Ａ區"] {
            let key = sort_key(name);
            assert!(
                key.chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()),
                "{name}: {key}"
            );
            assert_eq!(key.len() % 12, 0, "{name}: {key}");
        }
    }
}
