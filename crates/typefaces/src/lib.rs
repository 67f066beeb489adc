//! Open Chinese typefaces, embedded in the program: a machine without any font still writes .pdf.
//!
//! | face | typeface | stands in for |
//! |---|---|---|
//! | Song | Noto Serif SC Regular | 宋体, and 仿宋, of which no open cut is to be had |
//! | Song, bold | Noto Serif SC Bold | 小标宋 |
//! | Hei | Noto Sans SC Medium | 黑体 |
//! | Kai | LXGW WenKai (霞鹜文楷) | 楷体 |
//!
//! Song keeps every character; the others keep those of GB/T 2312. All four are under the SIL Open
//! Font License 1.1 ([`LICENCES`]), which allows embedding them in programs and papers.

use flate2::read::ZlibDecoder;
use std::{io::Read, sync::OnceLock};

/// Deflated font files.
const PACKED: [&[u8]; 4] = include!(concat!(env!("OUT_DIR"), "/faces.rs"));

/// Whose the typefaces are and under which licence: goes wherever the program goes.
pub const LICENCES: &str = include!(concat!(env!("OUT_DIR"), "/licences.rs"));

/// The font files (TrueType), unpacked once in the life of the program.
#[must_use]
pub fn files() -> &'static [Vec<u8>] {
    static FILES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| PACKED.into_iter().filter_map(unpacked).collect())
}

/// A file that cannot be unpacked is left out; the test below sees to it that there is none.
fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let mut file = Vec::with_capacity(packed.len() * 2);
    ZlibDecoder::new(packed).read_to_end(&mut file).ok()?;
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_is_a_truetype_file() {
        assert_eq!(files().len(), PACKED.len());
        for file in files() {
            assert_eq!(file[..4], [0, 1, 0, 0]);
        }
    }

    #[test]
    fn their_licence_goes_with_them() {
        assert_eq!(LICENCES.matches("SIL OPEN FONT LICENSE").count(), 3);
    }

    #[test]
    fn the_faces_take_at_most_16_mb_of_the_program() {
        let total: usize = PACKED.iter().map(|packed| packed.len()).sum();
        assert!(total < 16_000_000, "{total} bytes");
    }
}
