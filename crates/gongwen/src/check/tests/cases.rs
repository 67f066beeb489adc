//! One spoiled paper a rule.

use super::paper::{Draft, FLUSH, SECTION, font, letter, minutes, notice, p, plain, report_upward};
use crate::check::RuleId;

/// The right paper, what is replaced by what, and the rule this breaks.
type Case = (fn() -> Draft, &'static str, &'static str, RuleId);

const CASES: &[Case] = &[
    // 5
    (
        notice,
        r#"w:w="11906" w:h="16838""#,
        r#"w:w="12240" w:h="15840""#,
        RuleId::Paper,
    ),
    (
        notice,
        r#"w:top="2098""#,
        r#"w:top="1440""#,
        RuleId::Margins,
    ),
    (
        notice,
        r#"w:right="1474""#,
        r#"w:right="1800""#,
        RuleId::Margins,
    ),
    (
        notice,
        r#"w:gutter="0""#,
        r#"w:gutter="300""#,
        RuleId::Margins,
    ),
    (
        notice,
        r#"w:line="579""#,
        r#"w:line="440""#,
        RuleId::LinePitch,
    ),
    (
        plain,
        r#"w:line="579" w:lineRule="exact""#,
        r#"w:line="360" w:lineRule="auto""#,
        RuleId::LinePitch,
    ),
    (
        plain,
        r#"w:charSpace="-849""#,
        r#"w:charSpace="0""#,
        RuleId::CharactersPerLine,
    ),
    // 7.2
    (notice, "000001", "0001", RuleId::CopyNumber),
    (notice, "机密★1年", "机密一年", RuleId::Secrecy),
    (notice, ">特急<", ">急件<", RuleId::Urgency),
    (
        notice,
        r#"<w:color w:val="FF0000"/>"#,
        "",
        RuleId::MarkColour,
    ),
    (
        notice,
        "青教发〔2026〕5号",
        "青教发（2026）5号",
        RuleId::NumberForm,
    ),
    (
        notice,
        "青教发〔2026〕5号",
        "青教发〔2026〕05号",
        RuleId::NumberForm,
    ),
    (
        notice,
        "青教发〔2026〕5号",
        "青教发〔26〕5号",
        RuleId::NumberForm,
    ),
    (
        notice,
        "青教发〔2026〕5号",
        "青教发〔2026〕第5号",
        RuleId::NumberOrdinal,
    ),
    (
        report_upward,
        r#"<w:ind w:left="320" w:firstLine="0" w:firstLineChars="0"/></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space="preserve">青"#,
        r#"<w:jc w:val="center"/></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space="preserve">青"#,
        RuleId::NumberPlace,
    ),
    (
        letter,
        r#"<w:jc w:val="right"/></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space="preserve">青教函"#,
        r#"<w:jc w:val="right"/><w:ind w:right="960"/></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space="preserve">青教函"#,
        RuleId::NumberPlace,
    ),
    (report_upward, "签发人：", "签发人:", RuleId::SignerForm),
    (
        report_upward,
        r#"w:eastAsia="楷体""#,
        r#"w:eastAsia="宋体""#,
        RuleId::SignerFont,
    ),
    (notice, "工作的通知", "工作的请示", RuleId::SignerMissing),
    (
        notice,
        r#"w:sz="8" w:color="FF0000""#,
        r#"w:sz="8" w:color="000000""#,
        RuleId::HeadRule,
    ),
    (
        notice,
        r#"<w:bottom w:val="single" w:sz="8" w:color="FF0000"/>"#,
        "",
        RuleId::HeadRule,
    ),
    // 7.3
    (
        plain,
        r#"<w:sz w:val="44"/>"#,
        r#"<w:sz w:val="36"/>"#,
        RuleId::TitleFont,
    ),
    (notice, "工作的通知", "工作的方案", RuleId::TitleType),
    (notice, "工作的通知", "工作通知", RuleId::TitleForm),
    (
        notice,
        "关于做好2026年春季开学工作的通知",
        "2026年春季开学工作通知",
        RuleId::TitleForm,
    ),
    (
        notice,
        "工作的通知",
        "工作的通知。",
        RuleId::TitlePunctuation,
    ),
    (
        notice,
        "局属各学校：",
        "局属各学校:",
        RuleId::AddresseeColon,
    ),
    (notice, "局属各学校：", "局属各学校", RuleId::AddresseeColon),
    (
        notice,
        "各街道教委办，局属",
        "　　各街道教委办，局属",
        RuleId::AddresseePlace,
    ),
    (
        notice,
        "<w:p><w:pPr></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space=\"preserve\">请各校",
        "<w:p><w:pPr><w:ind w:firstLine=\"0\" w:firstLineChars=\"0\"/></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space=\"preserve\">请各校",
        RuleId::BodyIndent,
    ),
    (notice, "一、提高认识", "一.提高认识", RuleId::LevelMark),
    (notice, "（一）明确责任", "(一)明确责任", RuleId::LevelMark),
    (
        notice,
        "（一）明确责任",
        "（一）、明确责任",
        RuleId::LevelMark,
    ),
    (notice, "1.检查校舍", "1、检查校舍", RuleId::LevelMark),
    (notice, "（1）检查电路", "1）检查电路", RuleId::LevelMark),
    (notice, "1.检查校舍", "1．检查校舍", RuleId::LevelStop),
    (
        notice,
        "请各校认真执行。",
        "（此页无正文）",
        RuleId::NoTextPage,
    ),
    (notice, "3月5日前完成", "03月05日前完成", RuleId::BodyDate),
    (notice, "附件：1.", "附件:1.", RuleId::AttachmentNotePlace),
    (
        notice,
        "2.校舍检查表",
        "3.校舍检查表",
        RuleId::AttachmentNoteNumber,
    ),
    (
        notice,
        "附件：1.开学",
        "附件：1、开学",
        RuleId::AttachmentNoteNumber,
    ),
    (
        notice,
        "2.校舍检查表",
        "2.校舍检查表。",
        RuleId::AttachmentNoteStop,
    ),
    (
        notice,
        "2.校舍检查表",
        "2.校舍登记表",
        RuleId::AttachmentNoteMatch,
    ),
    (
        notice,
        "2026年3月5日</w:t>",
        "2026年03月05日</w:t>",
        RuleId::DateForm,
    ),
    (
        notice,
        "2026年3月5日</w:t>",
        "二〇二六年三月五日</w:t>",
        RuleId::DateForm,
    ),
    (
        notice,
        r#"<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>"#,
        r#"<w:jc w:val="right"/>"#,
        RuleId::DatePlace,
    ),
    (
        notice,
        r#"<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>"#,
        "",
        RuleId::DatePlace,
    ),
    (
        report_upward,
        r#"<w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space="preserve">青"#,
        r#"<w:jc w:val="right"/></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space="preserve">青"#,
        RuleId::SignaturePlace,
    ),
    (
        notice,
        "（此件公开发布）",
        "(此件公开发布)",
        RuleId::NoteForm,
    ),
    (notice, "附件1<", "附件1：<", RuleId::AttachmentLabelPlace),
    (
        notice,
        "<w:pageBreakBefore/>",
        "",
        RuleId::AttachmentNewPage,
    ),
    // 7.4
    (notice, "县政府办公室。", "县政府办公室", RuleId::CcStop),
    (notice, "抄送：", "抄送:", RuleId::CcColon),
    (
        notice,
        "2026年3月5日印发",
        "2026年03月05日印发",
        RuleId::PrintedForm,
    ),
    (
        notice,
        r#"<w:bottom w:val="single" w:sz="6"/>"#,
        r#"<w:bottom w:val="single" w:sz="18"/>"#,
        RuleId::ImprintRules,
    ),
    (
        notice,
        "（此件公开发布）",
        "主题词：教育　开学　通知",
        RuleId::SubjectWords,
    ),
    (
        notice,
        r#"w:left="320" w:right="320""#,
        r#"w:left="0" w:right="0""#,
        RuleId::ImprintSide,
    ),
    // 7.5
    (notice, "PAGE", "DATE", RuleId::PageNumberMissing),
    (notice, "— <", "第 <", RuleId::PageNumberForm),
    (
        notice,
        r#"w:ascii="宋体""#,
        r#"w:ascii="Calibri""#,
        RuleId::PageNumberFont,
    ),
    (
        notice,
        "<w:evenAndOddHeaders/>",
        "",
        RuleId::PageNumberSides,
    ),
    (
        notice,
        r#"<w:jc w:val="left"/>"#,
        r#"<w:jc w:val="center"/>"#,
        RuleId::PageNumberSides,
    ),
    (
        notice,
        r#"w:rightChars="100" w:right="280""#,
        r#"w:rightChars="0" w:right="0""#,
        RuleId::PageNumberIndent,
    ),
    // 9
    (notice, "工作，现就", "工作,现就", RuleId::HalfWidth),
    (notice, "“安全第一”", "\"安全第一\"", RuleId::StraightQuotes),
    (notice, "如下——各校", "如下--各校", RuleId::Dash),
    (
        notice,
        "请各校认真执行。",
        "请各校认真执行...",
        RuleId::Ellipsis,
    ),
    (
        notice,
        r#"w:hint="eastAsia" w:ascii="仿宋_GB2312""#,
        r#"w:ascii="Times New Roman""#,
        RuleId::WesternQuotes,
    ),
    // 10
    (letter, "<w:titlePg/>", "", RuleId::LetterFirstPage),
    (
        letter,
        "<w:pPr><w:ind w:left=\"320\"",
        "<w:pPr><w:pBdr><w:top w:val=\"single\" w:sz=\"8\"/></w:pBdr><w:ind w:left=\"320\"",
        RuleId::LetterImprint,
    ),
    (
        minutes,
        r#"w:eastAsia="黑体""#,
        r#"w:eastAsia="仿宋""#,
        RuleId::AttendanceFont,
    ),
];

#[test]
fn each_spoiled_paper_breaks_its_rule() {
    let mut missed = Vec::new();
    for (right, from, to, rule) in CASES {
        let broken = right().with(from, to).broken();
        if !broken.contains(rule) {
            missed.push(format!("{from} -> {to}: {rule:?} not in {broken:?}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

/// A mistake is reported for what it is, and nothing else is: but for a few that bring others.
#[test]
fn a_spoiled_paper_breaks_little_else() {
    let mut loud = Vec::new();
    for (right, from, to, rule) in CASES {
        let broken = right().with(from, to).broken();
        if broken.len() > 3 {
            loud.push(format!("{from} -> {to}: {rule:?}, and {broken:?}"));
        }
    }
    assert!(loud.is_empty(), "{loud:#?}");
}

/// The paragraph that holds these words, in the body of a draft.
fn paragraph<'a>(draft: &'a Draft, words: &str) -> &'a str {
    let at = draft.body.find(words).unwrap();
    let start = draft.body[..at].rfind("<w:p>").unwrap();
    let end = at + draft.body[at..].find("</w:p>").unwrap() + "</w:p>".len();
    &draft.body[start..end]
}

fn spoiled(words: &str, from: &str, to: &str) -> Vec<RuleId> {
    let draft = notice();
    let old = paragraph(&draft, words).to_owned();
    assert!(old.contains(from), "{old}");
    draft.with(&old, &old.replace(from, to)).broken()
}

#[test]
fn fonts_and_sizes_are_held_to_those_of_each_part() {
    for (words, from, to, rule) in [
        (
            "青禾县教育局文件",
            "方正小标宋简体",
            "宋体",
            RuleId::MarkFont,
        ),
        (
            "〔2026〕5号",
            "<w:rPr></w:rPr>",
            "<w:rPr><w:sz w:val=\"28\"/></w:rPr>",
            RuleId::NumberFont,
        ),
        ("关于做好", "方正小标宋简体", "黑体", RuleId::TitleFont),
        (
            "各街道教委办",
            "<w:rPr></w:rPr>",
            "<w:rPr><w:sz w:val=\"28\"/></w:rPr>",
            RuleId::AddresseeFont,
        ),
        (
            "请各校",
            "<w:rPr></w:rPr>",
            "<w:rPr><w:sz w:val=\"28\"/></w:rPr>",
            RuleId::BodyFont,
        ),
        ("一、提高认识", "黑体", "仿宋", RuleId::FirstLevelFont),
        ("（一）明确", "楷体_GB2312", "仿宋", RuleId::SecondLevelFont),
        (
            "1.检查校舍",
            "<w:rPr></w:rPr>",
            "<w:rPr><w:rFonts w:eastAsia=\"黑体\"/></w:rPr>",
            RuleId::ThirdLevelFont,
        ),
        (
            "（1）检查",
            "<w:rPr></w:rPr>",
            "<w:rPr><w:rFonts w:eastAsia=\"黑体\"/></w:rPr>",
            RuleId::FourthLevelFont,
        ),
        (
            "附件：1.",
            "<w:rPr></w:rPr>",
            "<w:rPr><w:rFonts w:eastAsia=\"宋体\"/></w:rPr>",
            RuleId::AttachmentNoteFont,
        ),
        (
            ">2026年3月5日<",
            "<w:rPr></w:rPr>",
            "<w:rPr><w:rFonts w:eastAsia=\"宋体\"/></w:rPr>",
            RuleId::SignatureFont,
        ),
        (">附件1<", "黑体", "仿宋", RuleId::AttachmentLabelFont),
        (
            ">校舍检查表<",
            "方正小标宋简体",
            "宋体",
            RuleId::AttachmentTitleFont,
        ),
        ("抄送：", "<w:sz w:val=\"28\"/>", "", RuleId::ImprintFont),
        (
            "请各校",
            "<w:rPr></w:rPr>",
            "<w:rPr><w:color w:val=\"FF0000\"/></w:rPr>",
            RuleId::Colour,
        ),
    ] {
        let broken = spoiled(words, from, to);
        // What follows a heading on its line is body text, and spoiled with it.
        let else_broken = broken.iter().filter(|one| **one != RuleId::BodyFont);
        assert!(broken.contains(&rule), "{words}: {broken:?}");
        assert!(else_broken.count() <= 1, "{words}: {broken:?}");
    }
}

#[test]
fn places_and_blank_lines_are_held_to_those_of_each_part() {
    let blank = "<w:p/>";
    let centre = r#"<w:jc w:val="center"/>"#;
    for (words, from, to, rule) in [
        ("青禾县教育局文件", centre, "", RuleId::MarkAlign),
        ("〔2026〕5号", centre, "", RuleId::NumberPlace),
        ("关于做好", centre, "", RuleId::TitleAlign),
        (">校舍检查表<", centre, "", RuleId::AttachmentTitleAlign),
    ] {
        assert!(spoiled(words, from, to).contains(&rule), "{words}");
    }
    let draft = notice();
    for (words, rule) in [
        ("〔2026〕5号", RuleId::NumberGap),
        (">青禾县教育局<", RuleId::TitleGap),
        ("各街道教委办", RuleId::AddresseeGap),
        ("附件：1.", RuleId::AttachmentNotePlace),
    ] {
        let old = paragraph(&draft, words);
        let more = format!("{blank}{blank}{old}");
        assert!(draft.with(old, &more).broken().contains(&rule), "{words}");
    }
}

#[test]
fn parts_that_must_be_there_are_missed() {
    let draft = notice();
    let cc = paragraph(&draft, "抄送：").to_owned();
    let printed = paragraph(&draft, "日印发").to_owned();
    let without = draft.with(&cc, "").with(&printed, "");
    assert_eq!(without.broken(), [RuleId::ImprintMissing]);
    let moved = without.with("<w:p/><w:p><w:pPr></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space=\"preserve\">附件：", &format!("{cc}{printed}<w:p/><w:p><w:pPr></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space=\"preserve\">附件："));
    assert!(moved.broken().contains(&RuleId::ImprintLast));
    let titles = [
        paragraph(&draft, ">青禾县教育局<"),
        paragraph(&draft, "关于做好"),
    ]
    .concat();
    assert!(
        draft
            .with(&titles, "")
            .broken()
            .contains(&RuleId::TitleMissing)
    );
}

#[test]
fn what_a_paper_need_not_have_is_not_missed() {
    let draft = notice();
    for words in ["000001", "机密★1年", ">特急<", "（此件公开发布）", "抄送："] {
        let without = draft.with(paragraph(&draft, words), "");
        let broken = without.broken();
        // Taking 抄送 away takes the first rule of the imprint with it.
        let allowed: &[RuleId] = if words == "抄送：" {
            &[RuleId::ImprintRules]
        } else {
            &[]
        };
        assert_eq!(broken, allowed, "{words}");
    }
}

#[test]
fn one_attachment_has_no_numeral() {
    let draft = notice();
    let second = paragraph(&draft, "2.校舍检查表").to_owned();
    let start = draft.body.find("<w:p><w:pPr><w:pageBreakBefore/><w:ind w:firstLine=\"0\" w:firstLineChars=\"0\"/></w:pPr><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\" w:ascii=\"黑体\" w:hAnsi=\"黑体\" w:eastAsia=\"黑体\"/></w:rPr><w:t xml:space=\"preserve\">附件2").unwrap();
    let end = draft.body.find("检查如下。</w:t></w:r></w:p>").unwrap();
    let rest = draft.body[start..end].to_owned() + "检查如下。</w:t></w:r></w:p>";
    let one = draft
        .with(&second, "")
        .with(&rest, "")
        .with("附件1<", "附件<");
    assert!(one.broken().contains(&RuleId::AttachmentNoteNumber));
    assert_eq!(one.with("附件：1.", "附件：").broken(), []);
}

#[test]
fn long_tables_repeat_their_heads() {
    let table = |header: &str| {
        let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(FLUSH, &[("", text)]));
        let rows = format!("<w:tr>{}{}</w:tr>", cell("1"), cell("开学检查")).repeat(20);
        format!(
            "<w:tbl><w:tr><w:trPr>{header}</w:trPr>{}{}</w:tr>{rows}</w:tbl>",
            cell("序号"),
            cell("事项")
        )
    };
    let with_table = |header: &str| plain().with(SECTION, &format!("{}{SECTION}", table(header)));
    assert_eq!(with_table("").broken(), [RuleId::TableHeader]);
    assert_eq!(with_table("<w:tblHeader/>").broken(), []);
}

#[test]
fn a_turned_page_may_have_its_type_area_turned() {
    let turned = |left: &str| {
        let section = SECTION
            .replace(
                r#"w:w="11906" w:h="16838""#,
                r#"w:w="16838" w:h="11906" w:orient="landscape""#,
            )
            .replace(
                r#"w:top="2098" w:right="1474" w:bottom="1984" w:left="1587""#,
                &format!(r#"w:top="1587" w:right="2098" w:bottom="1474" w:left="{left}""#),
            );
        plain().with(
            SECTION,
            &format!(
                "{}{section}",
                p(
                    &format!("{FLUSH}{SECTION}"),
                    &[(&font("仿宋"), "　　附表见后。")]
                )
            ),
        )
    };
    assert_eq!(turned("1984").broken(), []);
    assert_eq!(turned("1000").broken(), [RuleId::Margins]);
}
