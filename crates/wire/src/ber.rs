//! Tag, length, value: how certificates and directories write things down.

/// Reads one after the other; ends at the first that is cut off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next tag and what it holds.
    pub(crate) fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let (tag, rest) = self.0.split_first()?;
        let (length, rest) = length(rest)?;
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((*tag, content))
    }

    /// What the next holds, when it has this tag.
    pub(crate) fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        let before = *self;
        match self.next() {
            Some((found, content)) if found == tag => Some(content),
            _ => {
                *self = before;
                None
            }
        }
    }
}

/// The length at the beginning, and what follows it.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    if *first < 0x80 {
        return Some((usize::from(*first), rest));
    }
    let n_bytes = usize::from(first & 0x7f);
    if !(1..=4).contains(&n_bytes) {
        return None;
    }
    let (digits, rest) = rest.split_at_checked(n_bytes)?;
    let length = digits
        .iter()
        .fold(0_usize, |length, digit| length << 8 | usize::from(*digit));
    Some((length, rest))
}

/// How many bytes the first tag, its length and its value take together; none before enough of them
/// are here, an error when it can never be.
pub(crate) fn whole(bytes: &[u8], most: usize) -> Result<Option<usize>, TooLong> {
    let Some(after_tag) = bytes.get(1..) else {
        return Ok(None);
    };
    let Some(first) = after_tag.first() else {
        return Ok(None);
    };
    let n_digits = usize::from(first & 0x7f);
    if *first == 0x80 || (*first > 0x80 && n_digits > 4) {
        return Err(TooLong);
    }
    let Some((length, rest)) = length(after_tag) else {
        return Ok(None);
    };
    let whole = bytes.len() - rest.len() + length;
    if whole > most {
        return Err(TooLong);
    }
    Ok((whole <= bytes.len()).then_some(whole))
}

/// It is longer than anything sensible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLong;

/// A value under its tag.
pub(crate) fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    let length = content.len();
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => bytes.push(short),
        _ => {
            let digits = length.to_be_bytes();
            let digits: Vec<u8> = digits.into_iter().skip_while(|digit| *digit == 0).collect();
            bytes.push(0x80 | u8::try_from(digits.len()).unwrap_or_default());
            bytes.extend(digits);
        }
    }
    bytes.extend_from_slice(content);
    bytes
}

/// Values under one tag.
pub(crate) fn values(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    value(tag, &parts.concat())
}

/// A whole number that is not negative.
pub(crate) fn number(tag: u8, number: u32) -> Vec<u8> {
    let digits = number.to_be_bytes();
    let mut digits: Vec<u8> = digits.into_iter().skip_while(|digit| *digit == 0).collect();
    // The first bit would be read as a sign.
    if digits.first().is_none_or(|first| *first >= 0x80) {
        digits.insert(0, 0);
    }
    value(tag, &digits)
}

#[cfg(test)]
mod tests {
    use super::{Reader, TooLong, number, value, values, whole};

    #[test]
    fn what_is_written_is_read_again_whatever_its_length() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let content = vec![7; length];
            let bytes = [value(0x04, &content), number(0x02, 200)].concat();
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.take(0x30), None);
            assert_eq!(reader.take(0x04).unwrap(), content);
            assert_eq!(reader.next(), Some((0x02, &[0, 200][..])));
            assert_eq!(reader.next(), None);
        }
        assert_eq!(values(0x30, &[number(2, 0)]), [0x30, 3, 2, 1, 0]);
    }

    #[test]
    fn what_is_cut_off_or_endless_is_no_value() {
        let bytes = value(0x30, &[1; 300]);
        for end in 0..bytes.len() {
            assert_eq!(Reader::new(&bytes[..end]).next(), None, "{end}");
            assert_eq!(whole(&bytes[..end], 1_000), Ok(None), "{end}");
        }
        assert_eq!(whole(&bytes, 1_000), Ok(Some(bytes.len())));
        assert_eq!(whole(&bytes, 100), Err(TooLong));
        assert_eq!(whole(&[0x30, 0x80], 100), Err(TooLong));
        assert_eq!(whole(&[0x30, 0xff], 100), Err(TooLong));
        assert_eq!(Reader::new(&[0x30, 0x84, 255, 255, 255, 255]).next(), None);
    }
}
