//! Sentences of what a report says in words: one of them is remarked on and returned alone, and the
//! others stay as they were handed in.

use std::collections::BTreeSet;

/// The sentences of a text with the marks that end them, in order; numbered from 1.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '！', '？', '；', '\n'])
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

/// What a sentence of a field is called among what may be changed: 「done#2」.
pub(crate) fn sentence_key(field: &str, number: usize) -> String {
    format!("{field}#{number}")
}

/// Sentences as a remark names them: 「第2句“已完成招标。”」; long ones by their beginning.
pub(crate) fn quoted(text: &str, numbers: &BTreeSet<usize>) -> String {
    const MOST: usize = 30;
    let named: Vec<String> = (1..)
        .zip(sentences(text))
        .filter(|(number, _)| numbers.contains(number))
        .map(|(number, sentence)| {
            let mut words: String = sentence.chars().take(MOST).collect();
            if sentence.chars().count() > MOST {
                words.push('…');
            }
            format!("第{number}句“{words}”")
        })
        .collect();
    named.join("、")
}

/// The first sentence that had to stay and does not: only those of these numbers may be changed, be left
/// out or become several.
pub(crate) fn locked_and_changed<'a>(
    before: &'a str,
    now: &str,
    open: &BTreeSet<usize>,
) -> Option<&'a str> {
    let mut rest = now;
    let mut is_after_open = false;
    let mut last = None;
    for (number, sentence) in (1..).zip(sentences(before)) {
        if open.contains(&number) {
            is_after_open = true;
            continue;
        }
        last = Some(sentence);
        match rest.split_once(sentence) {
            Some((between, after)) if is_after_open || between.trim().is_empty() => {
                rest = after;
                is_after_open = false;
            }
            _ => return last,
        }
    }
    match is_after_open || rest.trim().is_empty() {
        true => None,
        false => last,
    }
}

#[cfg(test)]
mod tests {
    use super::{locked_and_changed, quoted, sentences};
    use std::collections::BTreeSet;

    const SAID: &str = "完成招标。开工1处；\n正在办理施工许可。";

    #[test]
    fn a_text_is_taken_apart_at_the_marks_that_end_sentences() {
        let all = ["完成招标。", "开工1处；", "正在办理施工许可。"];
        assert_eq!(sentences(SAID), all);
        assert_eq!(sentences("只有一句"), ["只有一句"]);
        assert!(sentences(" \n").is_empty());
    }

    #[test]
    fn a_remark_names_its_sentences() {
        assert_eq!(quoted(SAID, &BTreeSet::from([2])), "第2句“开工1处；”");
        let long = "长".repeat(40);
        assert_eq!(
            quoted(&long, &BTreeSet::from([1])),
            format!("第1句“{}…”", "长".repeat(30))
        );
        assert_eq!(quoted(SAID, &BTreeSet::from([9])), "");
    }

    #[test]
    fn only_the_sentences_that_were_returned_may_be_changed() {
        let second = BTreeSet::from([2]);
        for taken in [
            SAID,
            "完成招标。开工2处。其中1处已封顶。正在办理施工许可。",
            "完成招标。正在办理施工许可。",
        ] {
            assert_eq!(locked_and_changed(SAID, taken, &second), None, "{taken}");
        }
        for (refused, locked) in [
            ("完成招投标。开工2处；正在办理施工许可。", "完成招标。"),
            ("另：完成招标。开工2处；正在办理施工许可。", "完成招标。"),
            ("完成招标。开工2处；", "正在办理施工许可。"),
            (
                "完成招标。开工2处；正在办理施工许可。还有一句。",
                "正在办理施工许可。",
            ),
            ("正在办理施工许可。开工1处；完成招标。", "完成招标。"),
        ] {
            let found = locked_and_changed(SAID, refused, &second);
            assert_eq!(found, Some(locked), "{refused}");
        }
        let last = BTreeSet::from([3]);
        assert_eq!(
            locked_and_changed(SAID, "完成招标。开工1处；已开工。", &last),
            None
        );
    }
}
