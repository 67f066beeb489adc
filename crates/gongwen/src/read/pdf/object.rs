//! The objects a PDF is written in (ISO 32000-1 §7.2, §7.3), and the scanner that reads them from
//! bytes. Content streams and character maps are written in the same signs.

use std::{collections::BTreeMap, rc::Rc};

/// Arrays and dictionaries inside each other beyond this are no document.
const MAX_DEPTH: usize = 40;
/// Values in one object; the largest real ones are tables of character widths.
const MAX_VALUES: usize = 400_000;

/// A value. Cloning one copies a pointer at most.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Bool(bool),
    Number(f64),
    Name(Rc<[u8]>),
    /// A string of bytes, which for text on a page are codes of its font.
    Bytes(Rc<[u8]>),
    Array(Rc<[Object]>),
    Dict(Rc<Dict>),
    Stream(Rc<Stream>),
    /// Another object by its number. Generations are not kept: the last written one counts.
    Reference(u32),
    /// Anything else: a keyword of the file or an operator of a content stream.
    Word(Rc<[u8]>),
}

/// Values by name.
pub(super) type Dict = BTreeMap<Vec<u8>, Object>;

/// A dictionary with bytes, which stand in the file as packed (and encrypted) as they are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stream {
    pub(super) dict: Dict,
    /// First byte in the file.
    pub(super) start: usize,
    /// After the last byte in the file.
    pub(super) end: usize,
    /// Number and generation of its object, which its key is made from.
    pub(super) id: (u32, u16),
}

impl Object {
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A whole number that is not negative.
    pub(super) fn count(&self) -> Option<usize> {
        let number = self.number()?;
        (number >= 0.0 && number <= f64::from(u32::MAX)).then_some(number as usize)
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(super) fn array(&self) -> Option<&[Object]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }

    /// The dictionary, that of a stream included.
    pub(super) fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) => Some(dict),
            Self::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    pub(super) fn is_word(&self, word: &[u8]) -> bool {
        matches!(self, Self::Word(found) if **found == *word)
    }
}

/// Reads objects one after another.
#[derive(Debug, Clone)]
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    /// The next byte to read.
    pub(super) at: usize,
    values_left: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            values_left: MAX_VALUES,
        }
    }

    /// The next value, or nothing at the end of the bytes and where a value is too deep or too large.
    pub(super) fn next(&mut self) -> Option<Object> {
        self.values_left = MAX_VALUES;
        self.value(0)
    }

    /// Skips blanks and comments.
    pub(super) fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self
                    .peek()
                    .is_some_and(|byte| !matches!(byte, b'\r' | b'\n'))
                {
                    self.at += 1;
                }
            } else if is_blank(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Reads these bytes if they come next.
    pub(super) fn take(&mut self, word: &[u8]) -> bool {
        let found = self
            .bytes
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(word));
        if found {
            self.at += word.len();
        }
        found
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn value(&mut self, depth: usize) -> Option<Object> {
        self.skip_blanks();
        self.values_left = self.values_left.checked_sub(1)?;
        let first = self.peek()?;
        match first {
            b'/' => {
                self.at += 1;
                Some(Object::Name(self.name().into()))
            }
            b'(' => Some(Object::Bytes(self.literal().into())),
            b'<' if self.take(b"<<") => self.dict(depth),
            b'<' => Some(Object::Bytes(self.hexadecimal().into())),
            b'[' => {
                self.at += 1;
                Some(Object::Array(self.values(depth, b"]")?.into()))
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' => Some(Object::Number(self.number())),
            b'>' if self.take(b">>") => Some(Object::Word(b">>".as_slice().into())),
            b')' | b'>' | b']' | b'{' | b'}' => {
                self.at += 1;
                Some(Object::Word([first].as_slice().into()))
            }
            _ => {
                let word = self.regular();
                Some(match word {
                    b"true" => Object::Bool(true),
                    b"false" => Object::Bool(false),
                    b"null" => Object::Null,
                    word => Object::Word(word.into()),
                })
            }
        }
    }

    /// Values up to the closing sign; `12 0 R` becomes a reference on the way.
    fn values(&mut self, depth: usize, close: &[u8]) -> Option<Vec<Object>> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let mut values = Vec::new();
        loop {
            let value = self.value(depth + 1)?;
            if value.is_word(close) {
                return Some(values);
            }
            if value.is_word(b"R") {
                values.pop();
                let number = values.pop().as_ref().and_then(Object::count);
                values.push(number.map_or(Object::Null, |number| Object::Reference(number as u32)));
            } else if value.is_word(b"endobj") || value.is_word(b"stream") {
                // The closing sign was lost.
                self.at -= 6;
                return Some(values);
            } else {
                values.push(value);
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Object> {
        let mut values = self.values(depth, b">>")?.into_iter();
        let mut dict = Dict::new();
        while let Some(key) = values.next() {
            if let Object::Name(name) = key {
                dict.insert(name.to_vec(), values.next().unwrap_or(Object::Null));
            }
        }
        Some(Object::Dict(Rc::new(dict)))
    }

    fn regular(&mut self) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// A name; `#2F` stands for the byte of that number.
    fn name(&mut self) -> Vec<u8> {
        let written = self.regular();
        let mut name = Vec::with_capacity(written.len());
        let mut rest = written.iter().copied();
        while let Some(byte) = rest.next() {
            let ahead: Vec<u8> = rest.clone().take(2).filter_map(hex_digit).collect();
            if let (b'#', &[high, low]) = (byte, ahead.as_slice()) {
                name.push(high << 4 | low);
                rest.nth(1);
            } else {
                name.push(byte);
            }
        }
        name
    }

    /// A number, read as far as it is one; the rest of its signs is skipped.
    fn number(&mut self) -> f64 {
        let mut negative = false;
        let (mut value, mut scale) = (0.0_f64, 0.0_f64);
        for byte in self.regular() {
            match byte {
                b'-' if value == 0.0 => negative = true,
                b'.' if scale == 0.0 => scale = 1.0,
                b'0'..=b'9' if scale == 0.0 => value = value * 10.0 + f64::from(byte - b'0'),
                b'0'..=b'9' => {
                    scale /= 10.0;
                    value += scale * f64::from(byte - b'0');
                }
                b'+' => {}
                _ => break,
            }
        }
        if negative { -value } else { value }
    }

    /// A string in round brackets, which may hold brackets in pairs and escapes.
    fn literal(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' if open == 1 => break,
                b')' => open -= 1,
                b'\\' => {
                    self.escape(&mut bytes);
                    continue;
                }
                _ => {}
            }
            if byte != b'(' || open > 1 {
                bytes.push(byte);
            }
        }
        bytes
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            // A line broken inside a string.
            b'\r' => {
                self.take(b"\n");
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(digit @ b'0'..=b'7') => code = code * 8 + u32::from(digit - b'0'),
                        _ => break,
                    }
                    self.at += 1;
                }
                bytes.push(code as u8);
            }
            other => bytes.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut bytes = Vec::new();
        let mut high = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = hex_digit(byte) else {
                continue;
            };
            match high.take() {
                Some(high) => bytes.push(high << 4 | digit),
                None => high = Some(digit),
            }
        }
        bytes.extend(high.map(|high: u8| high << 4));
        bytes
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

pub(super) fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::{Object, Scanner};

    fn read(text: &str) -> Vec<Object> {
        let mut scanner = Scanner::new(text.as_bytes(), 0);
        std::iter::from_fn(|| scanner.next()).collect()
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let found = read("<< /A#42 [1 -2.5 3 0 R] /C (a\\(b\\)(c)\\101\\n) /D <4 8> >> true Tj");
        let dict = found[0].dict().unwrap();
        let values = dict[b"AB".as_slice()].array().unwrap();
        assert_eq!(
            values,
            [
                Object::Number(1.0),
                Object::Number(-2.5),
                Object::Reference(3)
            ]
        );
        assert_eq!(
            dict[b"C".as_slice()].bytes(),
            Some(b"a(b)(c)A\n".as_slice())
        );
        assert_eq!(dict[b"D".as_slice()].bytes(), Some(b"H".as_slice()));
        assert_eq!(found[1], Object::Bool(true));
        assert!(found[2].is_word(b"Tj"));
    }

    #[test]
    fn values_too_deep_or_cut_off_end_the_reading() {
        assert!(read(&"[".repeat(100_000)).is_empty());
        assert!(read("<< /A [ 1 2").is_empty());
        assert_eq!(read("(open").len(), 1);
    }
}
