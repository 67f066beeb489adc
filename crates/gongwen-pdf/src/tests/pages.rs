use super::{Seen, assert_near, seen};
use gongwen::{
    day::Day,
    document::{Attachment, Block, Cell, Document, Form, Imprint, Seal, Signature, Table},
};

const FOUR: f64 = 14.0 * 25.4 / 72.0;

/// A paper whose text fills so many lines, without 版头.
fn lines(count: usize) -> Document {
    Document {
        form: Form::File,
        body: vec![Block::text("学".repeat(28 * count - 2))],
        imprint: Some(Imprint {
            copies: vec!["县委办公室".to_owned()],
            printed_by: Some("清禾县教育局办公室".to_owned()),
            printed_on: Day::new(2026, 8, 6),
            ..Imprint::default()
        }),
        ..Document::default()
    }
}

fn numbers(pages: &[Seen]) -> Vec<bool> {
    (1..)
        .zip(pages)
        .map(|(place, page)| page.has(&format!("— {place} —")))
        .collect()
}

#[test]
fn page_numbers_stand_outside_and_7_mm_below_the_type_area() {
    let pages = seen(&lines(40));
    let [odd, even] = [pages[0].run("— 1 —"), pages[1].run("— 2 —")];
    assert_near(odd.right, 28.0 + 156.0 - FOUR);
    assert_near(even.x, 28.0 + FOUR);
    for number in [odd, even] {
        assert_near(number.y - 0.38 * FOUR, 37.0 + 225.0 + 7.0);
        assert_eq!(number.size, 14.0);
    }
}

#[test]
fn the_imprint_lies_at_the_foot_of_the_last_even_page() {
    for n_lines in [1, 5, 14, 20, 30, 33] {
        let pages = seen(&lines(n_lines));
        assert_eq!(pages.len() % 2, 0, "{n_lines} lines");
        let last = pages.last().unwrap();
        assert!(last.has("抄送：县委办公室。"));
        assert!(last.has("2026年8月6日印发"));
        let thickness: Vec<f64> = last.rules.iter().map(|rule| rule.thickness).collect();
        for (seen, wanted) in thickness.iter().zip([0.35, 0.25, 0.35]) {
            assert_near(*seen, wanted);
        }
        for rule in &last.rules {
            assert_near(rule.width, 156.0);
        }
        assert_near(last.rules[2].y, 37.0 + 225.0);
        assert_near(last.run("抄送").x, 28.0 + FOUR);
    }
}

#[test]
fn an_empty_page_before_the_imprint_and_the_imprints_own_have_no_number() {
    // Two pages full to the last line: the imprint finds no room on the second.
    let full = (30..50)
        .map(|count| seen(&lines(count)))
        .find(|pages| pages.len() == 4)
        .unwrap();
    assert_eq!(numbers(&full), [true, true, false, false]);
    assert!(full[2].runs.is_empty());
    // One page: the imprint stands on the next, which is numbered, for no page is empty.
    assert_eq!(numbers(&seen(&lines(5))), [true, true]);
}

#[test]
fn a_letter_has_no_rules_around_its_imprint_and_keeps_to_its_page() {
    let mut letter = lines(3);
    letter.form = Form::Letter;
    let pages = seen(&letter);
    assert_eq!(pages.len(), 1);
    assert!(pages[0].has("抄送"));
    assert!(!pages[0].has("印发"));
}

#[test]
fn a_signature_never_stands_on_a_page_without_text() {
    for n_lines in 8..34 {
        let mut paper = lines(n_lines);
        paper.imprint = None;
        paper.signature = Some(Signature {
            names: vec!["清禾县教育局".to_owned()],
            date: Day::new(2026, 8, 6),
            seal: Seal::Stamped,
        });
        let pages = seen(&paper);
        let page = pages.iter().find(|page| page.has("清禾县教育局")).unwrap();
        let text = page.runs.iter().filter(|run| run.text.starts_with('学'));
        assert!(text.count() >= 2, "{n_lines} lines");
        assert!(page.run("2026年8月6日").y < 37.0 + 225.0, "{n_lines} lines");
    }
}

fn with_attachments() -> Document {
    let mut paper = lines(3);
    let table = Table {
        rows: vec![vec![Cell::text("甲"), Cell::text("乙")]],
        ..Table::default()
    };
    paper.attachments = vec![
        Attachment {
            title: "任务分解表".to_owned(),
            listed: true,
            landscape: true,
            body: vec![Block::Table(table)],
            ..Attachment::default()
        },
        Attachment {
            title: "关于".repeat(20),
            listed: true,
            body: vec![Block::text("说明。")],
            ..Attachment::default()
        },
        Attachment {
            title: "名册".to_owned(),
            listed: true,
            ..Attachment::default()
        },
    ];
    paper
}

#[test]
fn attachments_begin_on_pages_of_their_own_with_mark_and_title() {
    let pages = seen(&with_attachments());
    let mark = pages[1].run("附件1");
    assert_eq!(mark.font, "NotoSansSC-Medium");
    let title = pages[1].run("任务分解表");
    assert_near(title.y - mark.y, 2.0 * 225.0 / 22.0);
    assert!(pages[2].has("附件2"));
    // Named only, for it goes its own way.
    assert!(pages[0].has("3.名册"));
    assert!(!pages.iter().any(|page| page.has("附件3")));
}

#[test]
fn names_of_attachments_stand_under_each_other() {
    let page = &seen(&with_attachments())[0];
    let [first, second, third] = ["任务分解表", "关于关于", "名册"].map(|words| page.run(words));
    assert_near(first.x, second.x);
    assert_near(second.x, third.x);
    let wrapped: Vec<_> = page
        .runs
        .iter()
        .filter(|run| run.text.contains("关于"))
        .collect();
    assert!(wrapped.len() >= 2);
    assert_near(wrapped[1].x, first.x);
}

#[test]
fn the_number_of_a_landscape_page_stands_where_an_upright_one_has_it() {
    let pages = seen(&with_attachments());
    assert_eq!(pages[1].paper.0.round(), 297.0);
    let number = pages[1].run("— 2 —");
    // Upright, an even page: 7 mm below the type area and one character from its left.
    assert_near(297.0 - number.x - 0.38 * FOUR, 37.0 + 225.0 + 7.0);
    assert_near(number.y, 28.0 + FOUR);
}
