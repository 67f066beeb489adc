//! Markdown (`.md`): headings, lists and tables of the file become those of the paper, the signs of
//! emphasis go.
//!
//! Read line by line and more kindly than the standard asks: a line is a line of the paper whether or
//! not an empty one follows, and 「**重点：**内容」 is emphasis although the standard, made for words between
//! blanks, does not see it.
mod inline;
mod marks;

pub(super) use marks::is_unmistakable;

use super::{
    builder::{GridCell, SourceBuilder},
    error::ReadError,
    plain,
};
use crate::source::{BlockKind, Format, Source};
use inline::plain_words;

/// Columns of one table.
const MAX_COLUMNS: usize = 64;

/// Reads a document. `is_named` says that the file calls itself Markdown.
pub(super) fn read(bytes: &[u8], is_named: bool) -> Result<Source, ReadError> {
    let decoded = plain::decode(bytes, None);
    plain::refuse_noise(&decoded.text)?;
    let lines: Vec<&str> = decoded.text.lines().collect();
    let mut reader = Reader {
        builder: SourceBuilder::default(),
        lists: Vec::new(),
        fence: None,
    };
    let mut at = reader.front_matter(&lines);
    while let Some(rest) = lines.get(at..).filter(|rest| !rest.is_empty()) {
        at += reader.block(rest);
    }
    let mut builder = reader.builder;
    if !is_named {
        builder.remark("文中有 Markdown 标记（#、**、|），已按标题、列表和表格读取，标记已去掉。");
    }
    if let Some(remark) = decoded.remark() {
        builder.remark(remark.message);
    }
    let source = builder.finish(Format::Markdown);
    if source.text().trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(source)
}

struct Reader<'a> {
    builder: SourceBuilder,
    /// Numbered lists that are open: how far each is set in, and its last number.
    lists: Vec<(usize, u64)>,
    /// The sign that ends a block of code.
    fence: Option<&'a str>,
}

impl<'a> Reader<'a> {
    /// Settings of the program that shows the file, between two lines `---` at its very beginning.
    fn front_matter(&mut self, lines: &[&str]) -> usize {
        if lines.first().map(|line| line.trim_end()) != Some("---") {
            return 0;
        }
        let is_setting = |line: &&str| {
            line.trim().is_empty() || line.contains(':') || line.starts_with([' ', '#', '-'])
        };
        let inside = lines
            .iter()
            .skip(1)
            .take_while(|line| line.trim_end() != "---");
        let n_inside = inside.clone().count();
        if lines.len() < n_inside + 2 || !inside.clone().all(is_setting) {
            return 0;
        }
        for line in inside {
            self.builder.paragraph(line, BlockKind::Furniture);
        }
        n_inside + 2
    }

    /// Reads what begins with the first line; gives how many lines it took.
    fn block(&mut self, lines: &[&'a str]) -> usize {
        let Some(&line) = lines.first() else { return 1 };
        let words = line.trim();
        if let Some(fence) = self.fence {
            if words.starts_with(fence) {
                self.fence = None;
            } else {
                self.builder.paragraph(line, BlockKind::Paragraph);
            }
            return 1;
        }
        let unquoted = words.trim_start_matches(['>', ' ']);
        if let Some(fence) = ["```", "~~~"]
            .into_iter()
            .find(|fence| words.starts_with(fence))
        {
            self.fence = Some(fence);
        } else if let Some(n_lines) = self.table(lines) {
            return n_lines;
        } else if marks::is_rule(unquoted) {
            self.lists.clear();
        } else if let Some((level, heading)) = marks::heading(unquoted) {
            self.lists.clear();
            self.builder
                .paragraph(&plain_words(heading), BlockKind::Heading(level));
        } else if let Some(level) = marks::underlined(unquoted, lines.get(1).copied()) {
            self.lists.clear();
            self.builder
                .paragraph(&plain_words(unquoted), BlockKind::Heading(level));
            return 2;
        } else {
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            self.line(unquoted, indent);
        }
        1
    }

    /// A line of text or of a list.
    fn line(&mut self, words: &str, indent: usize) {
        if let Some(item) = marks::bullet(words) {
            self.builder
                .paragraph(&format!("• {}", plain_words(item)), BlockKind::Paragraph);
        } else if let Some((number, sign, item)) = marks::numbered(words) {
            self.lists.retain(|(open, _)| *open <= indent);
            let last = self.lists.iter_mut().find(|(open, _)| *open == indent);
            // 「1. 1. 1.」 is shown as 1, 2, 3.
            let shown = match last {
                Some((_, last)) => {
                    *last = if *last >= number && number <= 1 {
                        *last + 1
                    } else {
                        number
                    };
                    *last
                }
                None => {
                    self.lists.push((indent, number));
                    number
                }
            };
            let item = plain_words(item);
            self.builder
                .paragraph(&format!("{shown}{sign} {item}"), BlockKind::Paragraph);
        } else {
            if !words.is_empty() && indent == 0 {
                self.lists.clear();
            }
            for line in plain_words(words.trim_end_matches('\\')).split('\n') {
                self.builder.paragraph(line.trim(), BlockKind::Paragraph);
            }
        }
    }

    /// A table, when the second line rules off the first.
    fn table(&mut self, lines: &[&str]) -> Option<usize> {
        let head = marks::cells(lines.first()?)?;
        if marks::ruled_columns(lines.get(1)?)? != head.len() {
            return None;
        }
        let rows = lines.iter().skip(2).map_while(|line| marks::cells(line));
        let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
        let cells: Vec<GridCell> = rows
            .iter()
            .enumerate()
            .flat_map(|(row, texts)| {
                texts
                    .iter()
                    .take(MAX_COLUMNS)
                    .enumerate()
                    .map(move |(column, text)| GridCell {
                        row,
                        column,
                        row_span: 1,
                        column_span: 1,
                        text: plain_words(text).trim().to_owned(),
                    })
            })
            .collect();
        self.lists.clear();
        self.builder.table(&cells);
        Some(rows.len() + 1)
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        read::{read, tests::cells_of},
        source::{BlockKind, Format},
    };
    use proptest::prelude::*;

    const PAPER: &str = "---\ntitle: 要点\n---\n# 清禾县教育局2026年工作要点\n\n## 一、**加强**教师队伍建设\n\n\
        （一）**师德：**6月底前培训教师`200`人次。\n1. 公开招聘[教师](http://x.cn/a)120名\n1. 交流轮岗*30*名\n   - 农村教师\\*不少于12%\n\n---\n\
        | 序号 | 任务 | 单位 |\n|:--:|---|---|\n| 1 | 新建2所<br>幼儿园 | 基教科 |\n\n说明：3*5*2与a_b_c不变\n";

    #[test]
    fn signs_go_and_what_they_mean_stays() {
        let source = read(PAPER.as_bytes(), Some("要点.md")).unwrap();
        assert_eq!(source.format, Format::Markdown);
        assert!(source.remarks.is_empty());
        let text = "title: 要点\n清禾县教育局2026年工作要点\n\n一、加强教师队伍建设\n\n（一）师德：6月底前培训教师200人次。\n\
            1. 公开招聘教师120名\n2. 交流轮岗30名\n• 农村教师*不少于12%\n\n序号\n任务\n单位\n1\n新建2所\n幼儿园\n基教科\n\n说明：3*5*2与a_b_c不变\n";
        assert_eq!(source.text(), text);
        let kinds: Vec<&BlockKind> = source
            .blocks
            .iter()
            .map(|block| &block.kind)
            .take(3)
            .collect();
        assert_eq!(
            kinds,
            [
                &BlockKind::Furniture,
                &BlockKind::Heading(1),
                &BlockKind::Heading(2)
            ]
        );
        assert_eq!(cells_of(&source)[4], "0 r1c1 1x1 新建2所|幼儿园");
    }

    #[test]
    fn pasted_markdown_is_known_by_its_marks_and_said_so() {
        let source = read("# 要点\n\n## 一、队伍\n\n- **培训**200人".as_bytes(), None).unwrap();
        assert_eq!((source.format, source.remarks.len()), (Format::Markdown, 1));
        let table = read(
            "|任务|单位|\n|--|--|\n|培训|人事科|".as_bytes(),
            Some("a.txt"),
        )
        .unwrap();
        assert_eq!(cells_of(&table).len(), 4);
        for text in [
            "# 号楼维修\n一、总则",
            "序号|任务|单位\n1|培训|人事科",
            "- 2 -\n一、总则",
            "2**3",
        ] {
            assert_eq!(
                read(text.as_bytes(), Some("a.txt")).unwrap().format,
                Format::Text,
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_signs_are_read_without_a_panic(parts in prop::collection::vec(prop::sample::select(SIGNS.to_vec()), 0..60)) {
            if let Ok(source) = read(parts.concat().as_bytes(), Some("a.md")) {
                let length = source.text().chars().count();
                prop_assert!(source.blocks.iter().all(|block| block.span.end <= length));
                prop_assert!(source.blocks.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
            }
        }
    }

    const SIGNS: [&str; 22] = [
        "# ",
        "**",
        "*",
        "_",
        "`",
        "```",
        "~~",
        "[",
        "](",
        ")",
        "![",
        "|",
        "|---|---|\n",
        "\n",
        "---\n",
        "===\n",
        "1. ",
        "- ",
        "> ",
        "\\",
        "<br>",
        "教育",
    ];
}
