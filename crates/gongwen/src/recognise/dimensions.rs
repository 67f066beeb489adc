//! Measures: 387万亩, 168公分, 三斤半, 五十兆字节.

use super::{
    Entity, every,
    numbers::{number, unsigned},
    text::Folded,
    written,
};

/// Units and their English names, longer words before their beginnings.
const UNITS: [(&str, &str); 56] = [
    ("平方公里", "Square kilometer"),
    ("平方千米", "Square kilometer"),
    ("平方厘米", "Square centimeter"),
    ("平方米", "Square meter"),
    ("立方厘米", "Cubic centimeter"),
    ("立方米", "Cubic meter"),
    ("千字节", "Kilobyte"),
    ("兆字节", "Megabyte"),
    ("吉字节", "Gigabyte"),
    ("太字节", "Terabyte"),
    ("字节", "Byte"),
    ("兆瓦", "Megawatt"),
    ("千瓦时", "Kilowatt-hour"),
    ("千瓦", "Kilowatt"),
    ("公顷", "Hectare"),
    ("公里", "Kilometer"),
    ("公分", "Centimeter"),
    ("公斤", "Kilogram"),
    ("公升", "Liter"),
    ("千米", "Kilometer"),
    ("千克", "Kilogram"),
    ("厘米", "Centimeter"),
    ("毫米", "Millimeter"),
    ("分米", "Decimeter"),
    ("微米", "Micrometer"),
    ("纳米", "Nanometer"),
    ("毫克", "Milligram"),
    ("微克", "Microgram"),
    ("毫升", "Milliliter"),
    ("英里", "Mile"),
    ("英尺", "Foot"),
    ("英寸", "Inch"),
    ("摄氏度", "C"),
    ("米", "Meter"),
    ("亩", "Mu"),
    ("吨", "Ton"),
    ("斤", "Jin"),
    ("两", "Liang"),
    ("克", "Gram"),
    ("升", "Liter"),
    ("瓦", "Watt"),
    ("里", "Li"),
    ("尺", "Chi"),
    ("km", "Kilometer"),
    ("KM", "Kilometer"),
    ("cm", "Centimeter"),
    ("CM", "Centimeter"),
    ("mm", "Millimeter"),
    ("kg", "Kilogram"),
    ("KG", "Kilogram"),
    ("MB", "Megabyte"),
    ("GB", "Gigabyte"),
    ("TB", "Terabyte"),
    ("KB", "Kilobyte"),
    ("m", "Meter"),
    ("g", "Gram"),
];

/// All measures.
pub(super) fn find(text: &Folded) -> Vec<Entity> {
    every(text, |text, at| {
        let read = liang(text, at).or_else(|| number(text, at))?;
        let next = text.skip(read.end);
        let (end, unit) = UNITS
            .iter()
            .find_map(|(words, unit)| text.spaced(next, words).map(|end| (end, *unit)))?;
        let latin = text.before(end).is_ascii_alphabetic() && text.at(end).is_ascii_alphabetic();
        if latin || is_other_word(text, next, end) {
            return None;
        }
        let half = text.at(end) == '半';
        Some(Entity {
            start: at,
            end: end + usize::from(half),
            kind: "dimension",
            value: written(read.value + if half { 0.5 } else { 0.0 }),
            unit: Some(unit),
        })
    })
}

/// 两万两: the last 两 is the unit and not a digit.
fn liang(text: &Folded, at: usize) -> Option<super::numbers::Read> {
    let read = unsigned(text, at)?;
    let last = read.end.checked_sub(1)?;
    if last == at || text.at(last) != '两' || text.at(read.end) == '千' {
        return None;
    }
    let shorter = unsigned(&text.until(last), at)?;
    (shorter.end == last).then_some(shorter)
}

/// 里程, 两会, 米饭: the unit begins another word.
fn is_other_word(text: &Folded, at: usize, end: usize) -> bool {
    if end != at + 1 {
        return false;
    }
    let next = text.at(end);
    match text.at(at) {
        '两' => matches!(
            next,
            '个' | '会' | '级' | '手' | '年' | '次' | '小' | '名' | '所' | '项'
        ),
        '里' => matches!(next, '程' | '面' | '的'),
        '升' => matches!(next, '学' | '级' | '旗' | '入'),
        '克' => matches!(next, '服' | '难'),
        _ => false,
    }
}
