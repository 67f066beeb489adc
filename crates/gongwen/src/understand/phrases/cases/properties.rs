//! What holds for any text.

use super::{passage, plan};
use crate::{
    ledger::Item,
    span::Span,
    understand::{passage::Passage, phrases::fill},
};
use proptest::prelude::*;

/// Pieces that plans are made of, thrown together.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("不少于"),
        Just("一千五"),
        Just("百"),
        Just("万"),
        Just("12"),
        Just("3.5"),
        Just("亿元"),
        Just("%"),
        Just("、"),
        Just("，"),
        Just("。"),
        Just("（"),
        Just("）"),
        Just("：（"),
        Just("年"),
        Just("月"),
        Just("日前"),
        Just("底前"),
        Just("每学期"),
        Just("第"),
        Just("季度"),
        Just("—"),
        Just("至"),
        Just("2024年"),
        Just("个"),
        Just("名"),
        Just("责任科室："),
        Just("由"),
        Just("牵头"),
        Just("负责"),
        Just("任组长"),
        Just("教育局"),
        Just("\n"),
        Just(" "),
        Just("“"),
        Just("”"),
        Just("《"),
        Just("/"),
        Just("∶"),
        Just("以上"),
        Just("各"),
        Just("分之"),
        Just("点"),
        Just("十四五"),
        Just("期间"),
        Just("收到"),
        Just("后"),
        Just("内"),
        Just("工作任务"),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn item(text: &str) -> Item {
    let mut item = Item::default();
    fill(&mut item, &[passage(text, None)], &plan(2024));
    item
}

fn slice(text: &[char], span: Span) -> String {
    text.get(span.start..span.end)
        .unwrap_or_default()
        .iter()
        .collect()
}

/// What the rules quote is what stands at the place they give.
fn spans_hold_quotes(text: &str) -> Result<(), TestCaseError> {
    let chars: Vec<char> = text.chars().collect();
    let item = item(text);
    for (quote, span) in item
        .targets
        .iter()
        .map(|one| (&one.quote, one.span))
        .chain(item.deadlines.iter().map(|one| (&one.quote, one.span)))
    {
        prop_assert!(span.end <= chars.len() && !span.is_empty());
        prop_assert_eq!(quote, &slice(&chars, span));
    }
    for one in &item.responsible {
        prop_assert!(span_is_inside(one.span, chars.len()));
        let without_breaks: String = slice(&chars, one.span)
            .chars()
            .filter(|char| !matches!(char, '\n' | '\r'))
            .collect();
        prop_assert_eq!(&one.name, without_breaks.trim());
    }
    Ok(())
}

#[test]
fn spans_hold_the_quoted_words_of_texts_that_once_broke_it() {
    for text in ["以上 个任组长", "由以上 个任组长", "以上\n个任组长"] {
        spans_hold_quotes(text).unwrap();
    }
}

proptest! {
    #[test]
    fn spans_hold_the_quoted_words(text in prop_oneof![pieces(), any::<String>()]) {
        spans_hold_quotes(&text)?;
    }

    #[test]
    fn noise_between_the_characters_moves_spans_and_changes_no_words(text in pieces(), gap in 1_usize..9) {
        let plain = item(&text);
        let chars: Vec<char> = text.chars().collect();
        let spread = Passage { at: (0..chars.len()).map(|index| index * gap).collect(), chars, cell: None, year: None };
        let mut moved = Item::default();
        fill(&mut moved, &[spread], &plan(2024));
        let quotes = |item: &Item| item.targets.iter().map(|one| one.quote.clone()).collect::<Vec<_>>();
        prop_assert_eq!(quotes(&plain), quotes(&moved));
        for (one, other) in plain.targets.iter().zip(&moved.targets) {
            prop_assert_eq!(one.span.start * gap, other.span.start);
        }
    }
}

fn span_is_inside(span: Span, length: usize) -> bool {
    span.end <= length && !span.is_empty()
}
