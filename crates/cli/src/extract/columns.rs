//! Columns on a screen where a Chinese character is two cells wide.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Breaks a text into lines of at most `width` screen cells.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut used = 0;
        for c in paragraph.chars().filter(|c| !c.is_control()) {
            let wide = c.width().unwrap_or(0);
            // Closing punctuation stays with its word, one cell over the edge or not.
            if used + wide > width && !"，。、；：）”》".contains(c) {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += wide;
        }
        lines.push(line);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// Writes rows of cells in columns of the given widths, two blanks apart.
pub(super) fn row(cells: &[&str], widths: &[usize]) -> String {
    let wrapped: Vec<Vec<String>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrap(cell, width.saturating_sub(1)))
        .collect();
    let n_lines = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let mut written = String::new();
    for index in 0..n_lines {
        let mut line = String::new();
        for (cell, width) in wrapped.iter().zip(widths) {
            let text = cell.get(index).map_or("", String::as_str);
            line.push_str(text);
            line.extend(std::iter::repeat_n(
                ' ',
                (width + 1).saturating_sub(text.width()),
            ));
        }
        written.push_str(line.trim_end());
        written.push('\n');
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{row, wrap};

    #[test]
    fn a_chinese_character_takes_two_cells() {
        assert_eq!(wrap("优化队伍ab", 4), ["优化", "队伍", "ab"]);
        assert_eq!(wrap("优化队，伍", 6), ["优化队，", "伍"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn columns_stay_aligned_beside_wrapped_cells() {
        assert_eq!(
            row(&["1.", "加强师德", "未识别"], &[4, 6, 8]),
            "1.   加强   未识别\n     师德\n"
        );
    }
}
