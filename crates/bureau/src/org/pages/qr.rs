//! A picture to be scanned, as the paths of an SVG.

use qrcode::{Color, EcLevel, QrCode};
use shell::Result;
use std::fmt::Write as _;

/// The quiet edge around it, in modules, as the standard wants it.
const EDGE: usize = 4;

/// What an SVG element draws.
pub(super) struct Picture {
    pub(super) view_box: String,
    pub(super) ground: String,
    pub(super) dark: String,
}

pub(super) fn picture(text: &str) -> Result<Picture> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| ::store::Error::Corrupt(format!("a picture to scan: {error}")))?;
    let width = code.width();
    let whole = width + 2 * EDGE;
    let mut dark = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                let n = run.len();
                let _ = write!(dark, "M{} {}h{n}v1h-{n}z", column + EDGE, row + EDGE);
            }
            column += run.len();
        }
    }
    Ok(Picture {
        view_box: format!("0 0 {whole} {whole}"),
        ground: format!("M0 0h{whole}v{whole}H0z"),
        dark,
    })
}

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn a_picture_has_the_three_marks_and_a_quiet_edge() {
        let picture = picture("otpauth://totp/a:b?secret=GEZDGNBVGY3TQOJQ&issuer=a").unwrap();
        // The upper edge of the marks at the left and at the right: seven modules each.
        assert!(picture.dark.starts_with("M4 4h7v1h-7z"), "{}", picture.dark);
        assert!(picture.view_box.starts_with("0 0 "));
    }
}
