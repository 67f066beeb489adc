//! Character maps (CMaps): which characters the codes of a font stand for (ISO 32000-1 §9.10.3), and
//! characters put back to what a person would have typed.

use super::object::{Object, Scanner};

/// Entries of one map.
const MAX_ENTRIES: usize = 200_000;

/// A run of codes and the characters they stand for.
#[derive(Debug, Clone)]
struct Run {
    first: u32,
    last: u32,
    /// The characters of the first code; the last character counts up along the run.
    text: Vec<char>,
}

/// From codes to characters.
#[derive(Debug, Clone, Default)]
pub(super) struct CharacterMap {
    runs: Vec<Run>,
    /// Whether codes of one byte are the only ones the map speaks of.
    pub(super) has_short_codes_only: bool,
}

impl CharacterMap {
    /// Reads the `ToUnicode` stream of a font.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut lengths: Vec<usize> = Vec::new();
        let mut scanner = Scanner::new(bytes, 0);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(object) = scanner.next() {
            let Object::Word(word) = &object else {
                if operands.len() < MAX_ENTRIES {
                    operands.push(object);
                }
                continue;
            };
            match &**word {
                b"endcodespacerange" => {
                    lengths.extend(operands.iter().filter_map(Object::bytes).map(<[u8]>::len));
                }
                b"endbfchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let [from, to] = pair {
                            map.push(code(from), code(from), to.bytes());
                        }
                    }
                }
                b"endbfrange" => {
                    for range in operands.chunks_exact(3) {
                        let [first, last, to] = range else { continue };
                        match to {
                            Object::Array(texts) => {
                                let first = code(first).unwrap_or(0);
                                for (code, text) in (first..=u32::MAX).zip(texts.iter()) {
                                    map.push(Some(code), Some(code), text.bytes());
                                }
                            }
                            to => map.push(code(first), code(last), to.bytes()),
                        }
                    }
                }
                _ => {}
            }
            operands.clear();
        }
        map.has_short_codes_only = !lengths.is_empty() && lengths.iter().all(|length| *length == 1);
        map.runs.sort_by_key(|run| run.first);
        map
    }

    fn push(&mut self, first: Option<u32>, last: Option<u32>, text: Option<&[u8]>) {
        let (Some(first), Some(last), Some(text)) = (first, last, text) else {
            return;
        };
        let text = utf16(text);
        if self.runs.len() < MAX_ENTRIES && last >= first && !text.is_empty() {
            self.runs.push(Run { first, last, text });
        }
    }

    /// The characters of a code; nothing when the map has none or only signs without a meaning.
    pub(super) fn get(&self, code: u32) -> Option<Vec<char>> {
        let after = self.runs.partition_point(|run| run.first <= code);
        let run = self.runs.get(after.checked_sub(1)?)?;
        if code > run.last {
            return None;
        }
        let mut text = run.text.clone();
        if let Some(last) = text.last_mut() {
            *last = char::from_u32(u32::from(*last).checked_add(code - run.first)?)?;
        }
        let has_meaning =
            |c: &char| !c.is_control() && *c != char::REPLACEMENT_CHARACTER && !is_private(*c);
        text.iter().all(has_meaning).then_some(text)
    }
}

fn code(object: &Object) -> Option<u32> {
    let bytes = object.bytes()?;
    (bytes.len() <= 4).then(|| {
        bytes
            .iter()
            .fold(0, |code, byte| code << 8 | u32::from(*byte))
    })
}

/// Characters of UTF-16 with the high byte first.
pub(super) fn utf16(bytes: &[u8]) -> Vec<char> {
    let units = bytes.chunks(2).map(|pair| match pair {
        [high, low] => u16::from_be_bytes([*high, *low]),
        rest => rest.first().map_or(0, |byte| u16::from(*byte)),
    });
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .take(16)
        .collect()
}

/// Characters that mean something in one font only; those of symbol fonts are let through.
fn is_private(c: char) -> bool {
    ('\u{e000}'..='\u{f8ff}').contains(&c) && !('\u{f020}'..='\u{f0ff}').contains(&c)
}

/// The 214 radicals from U+2F00 as the characters they look like; where an old and a new form share a
/// place in fonts, the form of today's mainland script.
const RADICALS: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山\
    巛工己巾干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田\
    疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身\
    車辛辰辵邑酉釆里金長門阜隶隹雨青非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黄黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Radicals from U+2E80 that are characters of today.
const NEW_RADICALS: [(char, char); 31] = [
    ('⺟', '母'),
    ('⺠', '民'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻪', '黾'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻰', '龙'),
    ('⻳', '龟'),
    ('⻎', '辶'),
    ('⻏', '阝'),
];

/// Letters that are set as one sign, spelled out.
pub(super) fn spelled(c: char) -> Vec<char> {
    match c {
        '\u{fb00}' => vec!['f', 'f'],
        '\u{fb01}' => vec!['f', 'i'],
        '\u{fb02}' => vec!['f', 'l'],
        c => vec![typed(c)],
    }
}

/// The character a person would have typed. Programs that make PDFs look a glyph up backwards and
/// often meet the radical that shares it: 「⽂」 for 「文」.
fn typed(c: char) -> char {
    match c {
        '\u{2f00}'..='\u{2fd5}' => {
            let index = u32::from(c) - 0x2f00;
            RADICALS.chars().nth(index as usize).unwrap_or(c)
        }
        '\u{2e80}'..='\u{2ef3}' => {
            let pair = NEW_RADICALS.iter().find(|(radical, _)| *radical == c);
            pair.map_or(c, |(_, character)| *character)
        }
        // Symbol fonts: most of their signs in papers are bullets.
        '\u{f020}'..='\u{f0ff}' => '•',
        '\u{a0}' | '\u{2002}'..='\u{200a}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{CharacterMap, NEW_RADICALS, RADICALS, typed};

    #[test]
    fn codes_are_looked_up_in_all_the_ways_they_are_listed() {
        let map = CharacterMap::parse(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
              2 beginbfchar <0001> <6559> <0002> <D840DC00> endbfchar\n\
              2 beginbfrange <0010> <0012> <4E00> <0020> <0021> [<00660069> <5C40>] endbfrange",
        );
        let text = |code| map.get(code).map(|text| text.iter().collect::<String>());
        assert_eq!(text(1).as_deref(), Some("教"));
        assert_eq!(text(2).as_deref(), Some("\u{20000}"));
        assert_eq!(text(0x12).as_deref(), Some("丂"));
        assert_eq!(text(0x20).as_deref(), Some("fi"));
        assert_eq!(text(0x21).as_deref(), Some("局"));
        assert_eq!(text(0x22), None);
        assert!(!map.has_short_codes_only);
    }

    #[test]
    fn radicals_become_the_characters_they_look_like() {
        assert_eq!(RADICALS.chars().count(), 214);
        assert!(
            NEW_RADICALS
                .iter()
                .all(|(radical, _)| typed(*radical) != *radical)
        );
        assert_eq!(
            "⽂件⼯作⻓⼾".chars().map(typed).collect::<String>(),
            "文件工作长户"
        );
    }
}
