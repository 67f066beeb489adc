//! Right papers to be spoiled by a test: a notice in 文件格式, a report that goes up, a letter, minutes.

use crate::{
    check::{Report, RuleId, Standard, check},
    read::docx::tests::DocxBuilder,
};

/// A paper in parts, so that a test can spoil one of them.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) body: String,
    pub(super) styles: String,
    pub(super) odd_foot: String,
    pub(super) even_foot: String,
    pub(super) settings: String,
}

impl Draft {
    /// What the checker says of it.
    pub(super) fn report(&self) -> Report {
        check(&self.bytes(), &Standard::gbt9704_2012().unwrap()).unwrap()
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        // Parts are named in the order they are added: footers 2 and 3.
        DocxBuilder::body(&self.body)
            .styles(&self.styles)
            .part("footer", "ftr", &self.odd_foot)
            .part("footer", "ftr", &self.even_foot)
            .part("settings", "settings", &self.settings)
            .bytes()
    }

    /// The same paper with some of its XML changed; what is changed must be there.
    pub(super) fn with(&self, from: &str, to: &str) -> Self {
        let mut draft = self.clone();
        let mut found = false;
        for part in [
            &mut draft.body,
            &mut draft.styles,
            &mut draft.odd_foot,
            &mut draft.even_foot,
            &mut draft.settings,
        ] {
            found |= part.contains(from);
            *part = part.replace(from, to);
        }
        assert!(found, "{from} is not in the draft");
        draft
    }

    /// The rules it breaks.
    pub(super) fn broken(&self) -> Vec<RuleId> {
        let report = self.report();
        let mut rules: Vec<RuleId> = report.violations.iter().map(|one| one.rule).collect();
        rules.dedup();
        rules
    }
}

/// A paragraph: its properties, then pairs of run properties and text.
pub(super) fn p(properties: &str, runs: &[(&str, &str)]) -> String {
    let runs: String = runs
        .iter()
        .map(|(look, text)| {
            format!(r#"<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#)
        })
        .collect();
    format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
}

/// Fonts of a run.
pub(super) fn font(name: &str) -> String {
    format!(
        r#"<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}"/>"#
    )
}

fn sized(name: &str, half_points: u32) -> String {
    format!(r#"{}<w:sz w:val="{half_points}"/>"#, font(name))
}

pub(super) const CENTRE: &str =
    r#"<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>"#;
pub(super) const FLUSH: &str = r#"<w:ind w:firstLine="0" w:firstLineChars="0"/>"#;
const BLANK: &str = "<w:p/>";
const STYLES: &str = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:spacing w:line="579" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr></w:style>"#;
pub(super) const SECTION: &str = r#"<w:sectPr><w:footerReference w:type="default" w:id="rfooter2.xml"/><w:footerReference w:type="even" w:id="rfooter3.xml"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:gutter="0"/><w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/></w:sectPr>"#;

fn foot(align: &str, side: &str) -> String {
    let look = sized("宋体", 28);
    let run = |content: &str| format!("<w:r><w:rPr>{look}</w:rPr>{content}</w:r>");
    let text = |text: &str| run(&format!(r#"<w:t xml:space="preserve">{text}</w:t>"#));
    format!(
        r#"<w:p><w:pPr><w:ind w:{side}Chars="100" w:{side}="280" w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="{align}"/></w:pPr>{}{}{}{}{}{}{}</w:p>"#,
        text("— "),
        run(r#"<w:fldChar w:fldCharType="begin"/>"#),
        run(r#"<w:instrText> PAGE </w:instrText>"#),
        run(r#"<w:fldChar w:fldCharType="separate"/>"#),
        text("1"),
        run(r#"<w:fldChar w:fldCharType="end"/>"#),
        text(" —"),
    )
}

fn draft(body: String) -> Draft {
    Draft {
        body,
        styles: STYLES.to_owned(),
        odd_foot: foot("right", "right"),
        even_foot: foot("left", "left"),
        settings: "<w:evenAndOddHeaders/>".to_owned(),
    }
}

fn mark(name: &str) -> String {
    let look = format!(
        r#"{}<w:color w:val="FF0000"/>"#,
        sized("方正小标宋简体", 96)
    );
    p(CENTRE, &[(&look, name)])
}

const RED_RULE: &str = r#"<w:pBdr><w:bottom w:val="single" w:sz="8" w:color="FF0000"/></w:pBdr>"#;

fn title(words: &str) -> String {
    p(CENTRE, &[(&sized("方正小标宋简体", 44), words)])
}

/// 版记: rules above the first line, between, below the last.
fn imprint() -> String {
    let small = sized("仿宋_GB2312", 28);
    let sides = r#"<w:ind w:left="320" w:right="320" w:firstLine="0" w:firstLineChars="0"/>"#;
    p(
        &format!(
            r#"<w:pBdr><w:top w:val="single" w:sz="8"/><w:bottom w:val="single" w:sz="6"/></w:pBdr>{sides}"#
        ),
        &[(&small, "抄送：县委办公室，县人大办公室，县政府办公室。")],
    ) + &p(
        &format!(r#"<w:pBdr><w:bottom w:val="single" w:sz="8"/></w:pBdr>{sides}"#),
        &[(&small, "青禾县教育局办公室　　　　　2026年3月5日印发")],
    )
}

/// A notice with everything a paper may have.
pub(super) fn notice() -> Draft {
    let (black, kai) = (font("黑体"), font("楷体_GB2312"));
    let label = p(FLUSH, &[(&black, "附件1")]);
    let new_page = |label: &str| label.replacen("<w:pPr>", "<w:pPr><w:pageBreakBefore/>", 1);
    draft(
        [
            p(FLUSH, &[("", "000001")]),
            p(FLUSH, &[(&black, "机密★1年")]),
            p(FLUSH, &[(&black, "特急")]),
            mark("青禾县教育局文件"),
            BLANK.to_owned(),
            BLANK.to_owned(),
            p(&format!("{RED_RULE}{CENTRE}"), &[("", "青教发〔2026〕5号")]),
            BLANK.to_owned(),
            BLANK.to_owned(),
            title("青禾县教育局"),
            title("关于做好2026年春季开学工作的通知"),
            BLANK.to_owned(),
            p(FLUSH, &[("", "各街道教委办，局属各学校：")]),
            p(
                "",
                &[(
                    "",
                    "为做好2026年春季开学工作，现就有关事项通知如下——各校照此执行。",
                )],
            ),
            p("", &[(&black, "一、提高认识")]),
            p(
                "",
                &[
                    (&kai, "（一）明确责任。"),
                    ("", "各校校长为第一责任人，坚持“安全第一”。"),
                ],
            ),
            p("", &[("", "1.检查校舍。3月5日前完成。")]),
            p("", &[("", "（1）检查电路。")]),
            p("", &[(&black, "二、抓好落实")]),
            p("", &[("", "请各校认真执行。")]),
            BLANK.to_owned(),
            p("", &[("", "附件：1.开学工作责任分工表")]),
            p(
                r#"<w:ind w:left="0" w:firstLine="1600" w:firstLineChars="500"/>"#,
                &[("", "2.校舍检查表")],
            ),
            BLANK.to_owned(),
            p(
                r#"<w:ind w:rightChars="350" w:right="1120"/><w:jc w:val="right"/>"#,
                &[("", "青禾县教育局")],
            ),
            p(
                r#"<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>"#,
                &[("", "2026年3月5日")],
            ),
            p("", &[("", "（此件公开发布）")]),
            new_page(&label),
            BLANK.to_owned(),
            title("开学工作责任分工表"),
            BLANK.to_owned(),
            p("", &[("", "分工如下。")]),
            new_page(&label.replace("附件1", "附件2")),
            BLANK.to_owned(),
            title("校舍检查表"),
            BLANK.to_owned(),
            p("", &[("", "检查如下。")]),
            imprint(),
            SECTION.to_owned(),
        ]
        .concat(),
    )
}

/// A report to a higher authority, with 签发人.
pub(super) fn report_upward() -> Draft {
    let one_in = r#"<w:ind w:left="320" w:firstLine="0" w:firstLineChars="0"/>"#;
    draft(
        [
            mark("青禾县教育局文件"),
            BLANK.to_owned(),
            BLANK.to_owned(),
            p(
                &format!("{RED_RULE}{one_in}"),
                &[
                    ("", "青教发〔2026〕6号\t"),
                    (&font("仿宋"), "签发人："),
                    (&font("楷体"), "王敏"),
                ],
            ),
            BLANK.to_owned(),
            BLANK.to_owned(),
            title("青禾县教育局关于春季开学工作的报告"),
            BLANK.to_owned(),
            p(FLUSH, &[("", "县政府：")]),
            p("", &[("", "春季开学工作已经完成。")]),
            BLANK.to_owned(),
            p(
                r#"<w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>"#,
                &[("", "青禾县教育局")],
            ),
            p(
                r#"<w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>"#,
                &[("", "2026年3月5日")],
            ),
            imprint(),
            SECTION.to_owned(),
        ]
        .concat(),
    )
}

/// A letter: number at the right, no page number on page 1, no rules in the imprint.
pub(super) fn letter() -> Draft {
    let small = sized("仿宋_GB2312", 28);
    draft(
        [
            mark("青禾县教育局"),
            p(
                r#"<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="right"/>"#,
                &[("", "青教函〔2026〕3号")],
            ),
            BLANK.to_owned(),
            BLANK.to_owned(),
            title("青禾县教育局关于商请协助校园周边整治的函"),
            BLANK.to_owned(),
            p(FLUSH, &[("", "县公安局：")]),
            p("", &[("", "请予协助。")]),
            BLANK.to_owned(),
            p(
                r#"<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>"#,
                &[("", "2026年3月5日")],
            ),
            p(
                r#"<w:ind w:left="320" w:firstLine="0" w:firstLineChars="0"/>"#,
                &[(&small, "抄送：县政府办公室。")],
            ),
            SECTION.replace("<w:pgSz", "<w:titlePg/><w:pgSz"),
        ]
        .concat(),
    )
}

/// 纪要.
pub(super) fn minutes() -> Draft {
    let black = font("黑体");
    draft(
        [
            mark("青禾县教育局办公会议纪要"),
            BLANK.to_owned(),
            p(CENTRE, &[("", "第3期")]),
            BLANK.to_owned(),
            p("", &[("", "会议研究了春季开学工作。")]),
            BLANK.to_owned(),
            p("", &[(&black, "出席："), ("", "王敏、李强")]),
            p("", &[(&black, "请假："), ("", "赵云")]),
            imprint(),
            SECTION.to_owned(),
        ]
        .concat(),
    )
}

/// A paper of the house without 版头.
pub(super) fn plain() -> Draft {
    draft(
        [
            title("青禾县教育局2025年工作总结"),
            BLANK.to_owned(),
            p("", &[("", "2025年，各项工作全部完成。")]),
            p("", &[(&font("黑体"), "一、主要做法")]),
            p("", &[("", "新建幼儿园2所。")]),
            SECTION.to_owned(),
        ]
        .concat(),
    )
}
