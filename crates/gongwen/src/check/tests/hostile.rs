//! The checker on anything at all.

use super::paper::{letter, notice, report_upward};
use crate::{
    check::{Standard, check},
    read::{ReadError, docx::tests::DocxBuilder},
};
use proptest::prelude::*;

#[test]
fn what_is_no_document_is_refused_in_words() {
    let standard = Standard::gbt9704_2012().unwrap();
    for (bytes, error) in [
        (Vec::new(), ReadError::Empty),
        (b"PK\x03\x04".to_vec(), ReadError::Damaged),
        (
            "青禾县教育局文件".as_bytes().to_vec(),
            ReadError::NoDocument,
        ),
        (DocxBuilder::body("<w:p/>").bytes(), ReadError::Empty),
    ] {
        assert_eq!(check(&bytes, &standard).unwrap_err(), error);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_text_makes_it_panic(lines in proptest::collection::vec(prop_oneof![
        "[一二三（）()0-9.．、，：: 〔〕\\[\\]年月日号第附件抄送印发签发人关于的通知“”—-]{0,24}",
        "\\PC{0,20}",
    ], 0..14), align in prop_oneof![Just("center"), Just("right"), Just("both")]) {
        let standard = Standard::gbt9704_2012().unwrap();
        let body: String = lines.iter().map(|line| {
            let line = line.replace('&', "&amp;").replace('<', "&lt;");
            format!(r#"<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>"#)
        }).collect();
        let bytes = DocxBuilder::body(&body).bytes();
        if let Ok(report) = check(&bytes, &standard) {
            for violation in &report.violations {
                prop_assert!(!violation.places.is_empty());
                for place in &violation.places {
                    prop_assert!(place.paragraph.is_none_or(|number| number >= 1 && number <= report.n_paragraphs));
                }
            }
        }
    }

    #[test]
    fn no_damage_to_its_xml_makes_it_panic(which in 0..3_usize, at in 0.0..1.0_f64, cut in 0..40_usize, put in "[a-z0-9\"<>/:= -]{0,12}") {
        let standard = Standard::gbt9704_2012().unwrap();
        let mut draft = [notice(), report_upward(), letter()][which].clone();
        let chars: Vec<char> = draft.body.chars().collect();
        let at = (chars.len() as f64 * at) as usize;
        let end = (at + cut).min(chars.len());
        draft.body = chars[..at].iter().collect::<String>() + &put + &chars[end..].iter().collect::<String>();
        let _ = check(&draft.bytes(), &standard);
    }

    #[test]
    fn no_wild_number_makes_it_panic(value in prop_oneof![any::<i64>().prop_map(|n| n.to_string()), "[0-9.e-]{1,12}(pt|mm|cm)?"]) {
        let standard = Standard::gbt9704_2012().unwrap();
        for name in ["w:line", "w:firstLine", "w:firstLineChars", "w:sz w:val", "w:w", "w:top", "w:linePitch", "w:charSpace"] {
            let mut draft = notice();
            for part in [&mut draft.body, &mut draft.styles] {
                let attribute = format!("{name}=\"");
                let mut pieces = part.split(&attribute).map(str::to_owned);
                let first = pieces.next().unwrap_or_default();
                *part = pieces.fold(first, |text, piece| {
                    let rest = piece.split_once('"').map_or("", |(_, rest)| rest).to_owned();
                    format!("{text}{name}=\"{value}\"{rest}")
                });
            }
            let _ = check(&draft.bytes(), &standard);
        }
    }
}
