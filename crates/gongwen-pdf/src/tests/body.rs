use super::{assert_near, seen};
use gongwen::document::{
    Align, Block, Cell, Citation, Document, Form, Inline, Level, Paragraph, Table,
};

fn plain(body: Vec<Block>) -> Document {
    Document {
        form: Form::Plain,
        body,
        ..Document::default()
    }
}

#[test]
fn a_page_holds_22_lines_of_28_characters() {
    let words = "国".repeat(28 * 22 * 2 + 1);
    let paper = plain(vec![Block::Paragraph(Paragraph {
        align: Align::Left,
        content: vec![Inline::Text(words)],
        ..Paragraph::default()
    })]);
    let pages = seen(&paper);
    let counts: Vec<usize> = pages.iter().map(|page| page.lines().len()).collect();
    // The last line of every page is its number.
    assert_eq!(counts, [23, 23, 2]);
    let runs: Vec<_> = pages[0]
        .runs
        .iter()
        .filter(|run| run.text.starts_with('国'))
        .collect();
    for run in &runs {
        assert_eq!(run.text.chars().count(), 28);
        assert_near(run.x, 28.0);
        assert_near(run.right, 28.0 + 156.0);
    }
    for pair in runs.windows(2) {
        assert_near(pair[1].y - pair[0].y, 225.0 / 22.0);
    }
}

#[test]
fn text_is_indented_by_two_characters_and_its_other_lines_are_flush() {
    let pages = seen(&plain(vec![Block::text("学".repeat(40))]));
    let [first, second] = [&pages[0].runs[0], &pages[0].runs[1]];
    assert_near(first.x, 28.0 + 2.0 * 156.0 / 28.0);
    assert_eq!(first.text.chars().count(), 26);
    assert_near(second.x, 28.0);
}

#[test]
fn each_level_has_its_number_and_its_font_and_text_goes_on_in_the_line() {
    let pages = seen(&plain(vec![
        Block::heading(Level::First, "检查内容"),
        Block::item(Level::Second, "校舍。", "逐一查看。"),
        Block::item(Level::Third, "消防。", "逐一查看。"),
        Block::item(Level::Fourth, "通道。", "逐一查看。"),
    ]));
    let page = &pages[0];
    assert_eq!(
        page.lines()[..4],
        [
            "一、检查内容",
            "（一）校舍。逐一查看。",
            "1.消防。逐一查看。",
            "（1）通道。逐一查看。"
        ]
    );
    for (words, font) in [
        ("一、", "NotoSansSC-Medium"),
        ("（一）", "LXGWWenKai-Regular"),
        ("1.", "NotoSerifSC-Regular"),
        ("（1）", "NotoSerifSC-Regular"),
        ("逐一", "NotoSerifSC-Regular"),
    ] {
        assert_eq!(page.run(words).font, font, "{words}");
        assert_eq!(page.run(words).size, 16.0, "{words}");
    }
}

#[test]
fn sources_are_footnotes_when_asked() {
    let cited = Inline::Cited {
        text: "860名".to_owned(),
        citation: Citation {
            words: "教师培训台账，已核。".to_owned(),
            ..Citation::default()
        },
    };
    let content = vec![Inline::Text("培训教师".to_owned()), cited];
    let paper = plain(vec![Block::Paragraph(Paragraph {
        content,
        ..Paragraph::default()
    })]);
    assert!(!seen(&paper)[0].has("台账"));
    let page = &seen(&Document {
        footnotes: true,
        ..paper
    })[0];
    assert!(page.has("培训教师860名"));
    assert!(page.run("教师培训台账").y > 240.0);
}

fn wide_table(n_rows: u32) -> Table {
    let spanning = Cell {
        column_span: 2,
        ..Cell::centred("责任")
    };
    Table {
        widths: vec![1, 4, 2, 2],
        head: vec![vec![Cell::centred("序号"), Cell::centred("任务"), spanning]],
        rows: (1..=n_rows)
            .map(|row| {
                let shared = Cell {
                    row_span: 2,
                    ..Cell::text("基教科")
                };
                let mut cells = vec![Cell::text(&row.to_string()), Cell::text("检查")];
                cells.extend((row % 2 == 1).then_some(shared));
                cells.push(Cell::text("办公室"));
                cells
            })
            .collect(),
        ..Table::default()
    }
}

#[test]
fn the_head_of_a_table_is_repeated_on_every_page() {
    let pages = seen(&plain(vec![Block::Table(wide_table(80))]));
    assert!(pages.len() > 1);
    for page in &pages {
        assert!(page.has("序号"));
        assert_eq!(page.run("序号").font, "NotoSansSC-Medium");
    }
}

#[test]
fn merged_cells_are_printed_once() {
    let page = &seen(&plain(vec![Block::Table(wide_table(4))]))[0];
    let count = |words: &str| page.runs.iter().filter(|run| run.text == words).count();
    assert_eq!((count("责任"), count("基教科"), count("办公室")), (1, 2, 4));
}

#[test]
fn text_after_a_short_table_stands_on_the_grid_again() {
    let page = &seen(&plain(vec![
        Block::text("上"),
        Block::Table(wide_table(3)),
        Block::text("下"),
    ]))[0];
    let lines = (page.run("下").y - page.run("上").y) / (225.0 / 22.0);
    assert_near(lines, lines.round());
}

#[test]
fn a_blank_wider_than_a_line_goes_on_in_the_next() {
    let blank = |width| {
        seen(&plain(vec![
            Block::Paragraph(Paragraph {
                content: vec![Inline::Blank(width)],
                ..Paragraph::default()
            }),
            Block::text("下"),
        ]))[0]
            .run("下")
            .y
    };
    assert_near(blank(60) - blank(10), 2.0 * 225.0 / 22.0);
}
