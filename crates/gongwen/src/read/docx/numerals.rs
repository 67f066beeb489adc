//! Number formats of automatic numbering (`w:numFmt`) and how they count.

/// How a level writes its number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum NumberFormat {
    /// 1, 2, 3; also every format of other languages that offices here do not use.
    #[default]
    Decimal,
    /// 01, 02, … 10.
    DecimalZero,
    /// １, ２ in full width.
    FullWidth,
    /// ①.
    Circled,
    /// ⒈.
    WithStop,
    /// ⑴.
    InParentheses,
    /// - 1 -.
    InDashes,
    /// A, B, … AA.
    UpperLetter,
    /// a, b, … aa.
    LowerLetter,
    /// I, II.
    UpperRoman,
    /// i, ii.
    LowerRoman,
    /// 一, 十, 一百零一.
    Chinese,
    /// 一, 一〇, 一〇一: digit by digit.
    ChineseDigits,
    /// 壹, 拾.
    ChineseLegal,
    /// ㊀.
    ChineseCircled,
    /// 甲, 乙.
    HeavenlyStem,
    /// 子, 丑.
    EarthlyBranch,
    /// A sign instead of a number.
    Bullet,
    /// Nothing.
    None,
}

impl NumberFormat {
    /// The format of a `w:numFmt` value.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "decimalZero" => Self::DecimalZero,
            "decimalFullWidth" | "decimalFullWidth2" => Self::FullWidth,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circled,
            "decimalEnclosedFullstop" => Self::WithStop,
            "decimalEnclosedParen" => Self::InParentheses,
            "numberInDash" => Self::InDashes,
            "upperLetter" => Self::UpperLetter,
            "lowerLetter" => Self::LowerLetter,
            "upperRoman" => Self::UpperRoman,
            "lowerRoman" => Self::LowerRoman,
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand" => Self::Chinese,
            "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
                Self::ChineseDigits
            }
            "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
                Self::ChineseLegal
            }
            "ideographEnclosedCircle" => Self::ChineseCircled,
            "ideographTraditional" => Self::HeavenlyStem,
            "ideographZodiac" => Self::EarthlyBranch,
            "bullet" => Self::Bullet,
            "none" => Self::None,
            _ => Self::Decimal,
        }
    }

    /// The number written in this format.
    pub(super) fn write(self, number: u32) -> String {
        let decimal = || number.to_string();
        match self {
            Self::Decimal => decimal(),
            Self::DecimalZero => format!("{number:02}"),
            Self::FullWidth => decimal().chars().map(full_width).collect(),
            Self::Circled => circled(number).map_or_else(decimal, String::from),
            Self::WithStop => from_block('⒈', 20, number).map_or_else(decimal, String::from),
            Self::InParentheses => from_block('⑴', 20, number).map_or_else(decimal, String::from),
            Self::InDashes => format!("- {number} -"),
            Self::UpperLetter => letters('A', number),
            Self::LowerLetter => letters('a', number),
            Self::UpperRoman => roman(number),
            Self::LowerRoman => roman(number).to_lowercase(),
            Self::Chinese => counted(number, "〇一二三四五六七八九", "十百千万", '零'),
            Self::ChineseDigits => decimal().chars().map(ideograph).collect(),
            Self::ChineseLegal => counted(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟万", '零'),
            Self::ChineseCircled => from_block('㊀', 10, number)
                .map_or_else(|| Self::Chinese.write(number), String::from),
            Self::HeavenlyStem => cycle("甲乙丙丁戊己庚辛壬癸", number).unwrap_or_else(decimal),
            Self::EarthlyBranch => {
                cycle("子丑寅卯辰巳午未申酉戌亥", number).unwrap_or_else(decimal)
            }
            Self::Bullet | Self::None => String::new(),
        }
    }
}

/// Character `number` of a run of signs that begins with `first` for 1.
fn from_block(first: char, length: u32, number: u32) -> Option<char> {
    let offset = number.checked_sub(1).filter(|offset| *offset < length)?;
    char::from_u32(u32::from(first) + offset)
}

fn circled(number: u32) -> Option<char> {
    match number {
        0 => Some('⓪'),
        1..=20 => from_block('①', 20, number),
        21..=35 => from_block('㉑', 15, number - 20),
        36..=50 => from_block('㊱', 15, number - 35),
        _ => None,
    }
}

fn full_width(digit: char) -> char {
    digit
        .to_digit(10)
        .and_then(|value| char::from_u32(u32::from('０') + value))
        .unwrap_or(digit)
}

fn ideograph(digit: char) -> char {
    digit
        .to_digit(10)
        .and_then(|value| "〇一二三四五六七八九".chars().nth(value as usize))
        .unwrap_or(digit)
}

/// A, B, … Z, AA, BB: word processors repeat the letter rather than count in base 26.
fn letters(first: char, number: u32) -> String {
    let Some(offset) = number.checked_sub(1) else {
        return String::new();
    };
    let letter = char::from_u32(u32::from(first) + offset % 26).unwrap_or(first);
    std::iter::repeat_n(letter, (offset / 26 + 1).min(100) as usize).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number % 10_000;
    let mut written = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            written.push_str(sign);
            rest -= value;
        }
    }
    written
}

/// 一百零一: digits with their places; 十 rather than 一十 at the beginning.
fn counted(number: u32, digits: &str, places: &str, zero: char) -> String {
    if number == 0 || number >= 100_000 {
        return number.to_string().chars().map(ideograph).collect();
    }
    let decimal = number.to_string();
    let n_digits = decimal.len();
    let mut written = String::new();
    let mut skipped_zero = false;
    for (index, digit) in decimal.chars().enumerate() {
        let value = digit.to_digit(10).unwrap_or(0) as usize;
        if value == 0 {
            skipped_zero = true;
            continue;
        }
        if skipped_zero {
            written.push(zero);
            skipped_zero = false;
        }
        let place = n_digits - index - 1;
        let leading_ten = index == 0 && place == 1 && value == 1 && digits.starts_with('〇');
        if !leading_ten {
            written.extend(digits.chars().nth(value));
        }
        if let Some(place) = place.checked_sub(1) {
            written.extend(places.chars().nth(place));
        }
    }
    written
}

fn cycle(signs: &str, number: u32) -> Option<String> {
    let offset = number.checked_sub(1)? as usize;
    signs.chars().nth(offset).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::NumberFormat;

    #[test]
    fn every_format_counts_as_the_word_processor_does() {
        for (name, number, written) in [
            ("decimal", 12, "12"),
            ("decimalZero", 7, "07"),
            ("decimalFullWidth", 12, "１２"),
            ("decimalEnclosedCircle", 3, "③"),
            ("decimalEnclosedCircleChinese", 21, "㉑"),
            ("decimalEnclosedFullstop", 2, "⒉"),
            ("decimalEnclosedParen", 20, "⒇"),
            ("numberInDash", 4, "- 4 -"),
            ("upperLetter", 27, "AA"),
            ("lowerLetter", 3, "c"),
            ("upperRoman", 14, "XIV"),
            ("lowerRoman", 9, "ix"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 21, "二十一"),
            ("chineseCountingThousand", 101, "一百零一"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1010, "一千零一十"),
            ("japaneseCounting", 11, "十一"),
            ("ideographDigital", 10, "一〇"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographEnclosedCircle", 2, "㊁"),
            ("ideographTraditional", 2, "乙"),
            ("ideographZodiac", 12, "亥"),
            ("ideographTraditional", 11, "11"),
            ("none", 3, ""),
            ("unheardOf", 3, "3"),
        ] {
            assert_eq!(
                NumberFormat::named(name).write(number),
                written,
                "{name} {number}"
            );
        }
    }
}
