//! Unpacking the bytes of a stream (ISO 32000-1 §7.4), with a limit on what comes out.

use super::object::{Dict, Object, hex_digit};
use flate2::read::{DeflateDecoder, ZlibDecoder};
use std::io::Read;

/// Filters applied one after another to one stream.
const MAX_FILTERS: usize = 4;

/// Why a stream gives no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unpacked {
    /// A picture, or a way of packing that is not known.
    Unreadable,
    /// More comes out than the limit allows.
    TooLarge,
}

/// Unpacks; `filters` and `parameters` belong together, values resolved.
pub(super) fn unpack(
    bytes: Vec<u8>,
    filters: &[Object],
    parameters: &[Object],
    limit: usize,
) -> Result<Vec<u8>, Unpacked> {
    if filters.len() > MAX_FILTERS {
        return Err(Unpacked::Unreadable);
    }
    let mut bytes = bytes;
    for (index, filter) in filters.iter().enumerate() {
        let parameters = parameters.get(index).and_then(Object::dict);
        bytes = match filter.name().unwrap_or_default() {
            b"FlateDecode" | b"Fl" => predicted(inflate(&bytes, limit), parameters),
            b"LZWDecode" | b"LZW" => {
                let early = number(parameters, b"EarlyChange", 1) != 0;
                predicted(lzw(&bytes, early, limit), parameters)
            }
            b"ASCIIHexDecode" | b"AHx" => ascii_hex(&bytes),
            b"ASCII85Decode" | b"A85" => ascii_85(&bytes),
            b"RunLengthDecode" | b"RL" => run_length(&bytes, limit),
            b"Crypt" => bytes,
            _ => return Err(Unpacked::Unreadable),
        };
        if bytes.len() > limit {
            return Err(Unpacked::TooLarge);
        }
    }
    Ok(bytes)
}

fn number(parameters: Option<&Dict>, key: &[u8], otherwise: usize) -> usize {
    let value = parameters.and_then(|parameters| parameters.get(key));
    value.and_then(Object::count).unwrap_or(otherwise)
}

/// Deflate, with or without its wrapping. What a damaged stream still gives is used.
fn inflate(bytes: &[u8], limit: usize) -> Vec<u8> {
    let limit = limit as u64 + 1;
    let mut unpacked = Vec::new();
    let wrapped = ZlibDecoder::new(bytes)
        .take(limit)
        .read_to_end(&mut unpacked);
    if wrapped.is_err() && unpacked.is_empty() {
        let bare = DeflateDecoder::new(bytes)
            .take(limit)
            .read_to_end(&mut unpacked);
        if bare.is_err() && unpacked.is_empty() {
            // A wrong head and good data behind it.
            let rest = bytes.get(2..).unwrap_or_default();
            // What came out before the damage is in `unpacked`, the error says nothing more.
            let _ = DeflateDecoder::new(rest)
                .take(limit)
                .read_to_end(&mut unpacked);
        }
    }
    unpacked
}

/// LZW with codes of 9 to 12 bits (§7.4.4).
fn lzw(bytes: &[u8], early: bool, limit: usize) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut unpacked: Vec<u8> = Vec::new();
    // Where in the output each word of the table stands.
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    let (mut buffer, mut n_bits, mut width) = (0_u32, 0_u32, 9_u32);
    for byte in bytes {
        buffer = (buffer << 8 | u32::from(*byte)) & 0x00FF_FFFF;
        n_bits += 8;
        if n_bits < width {
            continue;
        }
        n_bits -= width;
        let code = (buffer >> n_bits) as usize & ((1 << width) - 1);
        if code == END || unpacked.len() > limit {
            break;
        }
        if code == CLEAR {
            words.clear();
            (last, width) = (None, 9);
            continue;
        }
        let start = unpacked.len();
        if code < CLEAR {
            unpacked.push(code as u8);
        } else {
            let word = match (words.get(code - 258), last) {
                (Some(&word), _) => word,
                // The word that is just being made: the last one and its first byte.
                (None, Some((from, to))) if code - 258 == words.len() => (from, to + 1),
                _ => break,
            };
            for index in word.0..word.1 {
                match unpacked.get(index).copied() {
                    Some(byte) => unpacked.push(byte),
                    None => break,
                }
            }
        }
        if let Some((from, to)) = last.filter(|_| words.len() < 4096 - 258) {
            // In the output the first byte of this word follows the last one.
            words.push((from, to + 1));
        }
        last = Some((start, unpacked.len()));
        width = match words.len() + 258 + usize::from(early) {
            0..=511 => 9,
            512..=1023 => 10,
            1024..=2047 => 11,
            _ => 12,
        };
    }
    unpacked
}

fn ascii_hex(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = bytes
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| hex_digit(*byte))
        .collect();
    let pairs = digits.chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => high << 4 | low,
            rest => rest.first().map_or(0, |high| high << 4),
        })
        .collect()
}

fn ascii_85(bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let mut group: Vec<u32> = Vec::with_capacity(5);
    let mut flush = |group: &mut Vec<u32>| {
        let n_digits = group.len();
        if n_digits < 2 {
            return;
        }
        group.resize(5, 84);
        let word = group.iter().fold(0_u32, |word, digit| {
            word.wrapping_mul(85).wrapping_add(*digit)
        });
        unpacked.extend(word.to_be_bytes().iter().take(n_digits - 1));
        group.clear();
    };
    for byte in bytes {
        match byte {
            b'z' if group.is_empty() => {
                group.resize(5, 0);
                flush(&mut group);
            }
            b'!'..=b'u' => {
                group.push(u32::from(byte - b'!'));
                if group.len() == 5 {
                    flush(&mut group);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    flush(&mut group);
    unpacked
}

fn run_length(bytes: &[u8], limit: usize) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let mut rest = bytes.iter().copied();
    while let Some(length) = rest.next() {
        match length {
            0..=127 => unpacked.extend(rest.by_ref().take(usize::from(length) + 1)),
            128 => break,
            129..=255 => {
                let Some(byte) = rest.next() else { break };
                unpacked.extend(std::iter::repeat_n(byte, 257 - usize::from(length)));
            }
        }
        if unpacked.len() > limit {
            break;
        }
    }
    unpacked
}

/// Takes back the differences to neighbouring bytes that were stored instead of the bytes (§7.4.4.4).
fn predicted(bytes: Vec<u8>, parameters: Option<&Dict>) -> Vec<u8> {
    let predictor = number(parameters, b"Predictor", 1);
    if predictor < 2 {
        return bytes;
    }
    let colours = number(parameters, b"Colors", 1).clamp(1, 32);
    let bits = number(parameters, b"BitsPerComponent", 8).clamp(1, 16);
    let columns = number(parameters, b"Columns", 1).clamp(1, 1 << 20);
    let step = (colours * bits).div_ceil(8);
    let row_length = (colours * bits * columns).div_ceil(8);
    let mut unpacked: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = vec![0_u8; row_length];
    let stored_length = row_length + usize::from(predictor >= 10);
    for stored in bytes.chunks(stored_length) {
        let (tag, stored) = match stored.split_first() {
            Some((tag, rest)) if predictor >= 10 => (*tag, rest),
            _ => (1, stored),
        };
        let mut row: Vec<u8> = Vec::with_capacity(row_length);
        for (index, byte) in stored.iter().enumerate() {
            let before = |row: &[u8]| {
                let index = index.checked_sub(step);
                index.and_then(|index| row.get(index).copied()).unwrap_or(0)
            };
            let (left, up, corner) = (
                before(&row),
                above.get(index).copied().unwrap_or(0),
                before(&above),
            );
            let guess = match tag {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            };
            row.push(byte.wrapping_add(guess));
        }
        unpacked.extend(&row);
        above = row;
    }
    unpacked
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |byte: u8| (guess - i16::from(byte)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::{Unpacked, unpack};
    use crate::read::pdf::object::{Object, Scanner};
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn by(filter: &str, bytes: &[u8]) -> Result<Vec<u8>, Unpacked> {
        unpack(
            bytes.to_vec(),
            &[Object::Name(filter.as_bytes().into())],
            &[],
            1000,
        )
    }

    #[test]
    fn every_way_of_packing_text_is_undone() {
        assert_eq!(by("FlateDecode", &zlib(b"text")), Ok(b"text".to_vec()));
        assert_eq!(by("AHx", b"74 65 78 7>"), Ok(b"texp".to_vec()));
        assert_eq!(by("ASCII85Decode", b"FCfN8~>"), Ok(b"test".to_vec()));
        assert_eq!(
            by("RunLengthDecode", &[1, b'a', b'b', 254, b'c', 128]),
            Ok(b"abccc".to_vec())
        );
        // The example of the standard.
        let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(
            by("LZWDecode", &packed),
            Ok(vec![45, 45, 45, 45, 45, 65, 45, 45, 45, 66])
        );
        assert_eq!(by("DCTDecode", b""), Err(Unpacked::Unreadable));
    }

    #[test]
    fn a_cut_stream_gives_what_it_has_and_a_bomb_nothing() {
        let mut packed = zlib(&b"abcdefgh".repeat(50));
        packed.truncate(packed.len() - 6);
        assert!(by("Fl", &packed).unwrap().starts_with(b"abcdefgh"));
        assert_eq!(by("Fl", &zlib(&[0; 100_000])), Err(Unpacked::TooLarge));
    }

    #[test]
    fn rows_stored_as_differences_are_restored() {
        let parameters = Scanner::new(b"<< /Predictor 12 /Columns 3 >>", 0)
            .next()
            .unwrap();
        let rows = zlib(&[2, 1, 2, 3, 2, 1, 1, 1]);
        let found = unpack(
            rows,
            &[Object::Name(b"Fl".as_slice().into())],
            &[parameters],
            100,
        );
        assert_eq!(found, Ok(vec![1, 2, 3, 2, 3, 4]));
    }
}
