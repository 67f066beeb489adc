use super::{words, *};

fn heading(level: Level) -> Block {
    Block::heading(level, "题")
}

fn labels(document: &Document) -> Vec<String> {
    let pieces = document.numbered();
    pieces.into_iter().filter_map(|piece| piece.label).collect()
}

#[test]
fn headings_are_numbered_anew_under_each_heading_above() {
    use Level::*;
    let levels = [
        First, Second, Third, Fourth, Third, Second, Third, First, Second,
    ];
    let document = Document {
        body: levels.map(heading).to_vec(),
        ..Document::default()
    };
    assert_eq!(
        labels(&document),
        [
            "一、",
            "（一）",
            "1.",
            "（1）",
            "2.",
            "（二）",
            "1.",
            "二、",
            "（一）"
        ]
    );
}

#[test]
fn a_running_level_counts_through_the_whole_body() {
    use Level::*;
    let levels = [First, Third, Third, First, Second, Third];
    let document = Document {
        body: levels.map(heading).to_vec(),
        running_level: Some(Third),
        ..Document::default()
    };
    assert_eq!(
        labels(&document),
        ["一、", "1.", "2.", "二、", "（一）", "3."]
    );
}

#[test]
fn a_heading_without_number_is_not_counted() {
    let mut bare = Heading::default();
    bare.title.push(Inline::Text("指导思想".to_owned()));
    let document = Document {
        body: vec![Block::Heading(bare), heading(Level::First)],
        ..Document::default()
    };
    assert_eq!(labels(&document), ["一、"]);
}

#[test]
fn every_piece_has_an_id_and_keeps_its_own() {
    let own = Paragraph {
        id: Some("task-7".to_owned()),
        ..Paragraph::default()
    };
    let document = Document {
        body: vec![Block::text("甲"), Block::Paragraph(own)],
        ..Document::default()
    };
    let ids: Vec<String> = document
        .numbered()
        .into_iter()
        .map(|piece| piece.id)
        .collect();
    assert_eq!(ids, ["b1", "task-7"]);
}

#[test]
fn a_document_number_has_hexagonal_brackets_and_no_leading_zeros() {
    let number = IssueNumber::Serial {
        code: "岳教发".to_owned(),
        year: 2012,
        serial: 1,
    };
    assert_eq!(
        words::issue_number(&number),
        "岳教发\u{3014}2012\u{3015}1号"
    );
}

#[test]
fn a_date_has_no_leading_zeros() {
    assert_eq!(
        Day::new(2012, 2, 6).map(words::day).as_deref(),
        Some("2012年2月6日")
    );
}

#[test]
fn one_attachment_has_no_numeral_and_several_have() {
    let attachment = |title: &str| Attachment {
        title: title.to_owned(),
        listed: true,
        ..Attachment::default()
    };
    let issued = Attachment::default();
    let one = [issued.clone(), attachment("任务分解表。")];
    assert_eq!(words::attachment_note(&one), ["附件：任务分解表"]);
    assert_eq!(
        words::attachment_marks(&one),
        [None, Some("附件".to_owned())]
    );
    let two = [attachment("甲表"), attachment("乙表")];
    assert_eq!(words::attachment_note(&two), ["附件：1.甲表", "2.乙表"]);
    assert_eq!(
        words::attachment_marks(&two),
        [Some("附件1".to_owned()), Some("附件2".to_owned())]
    );
    assert!(words::attachment_note(&[issued]).is_empty());
}

#[test]
fn copies_end_with_a_stop_and_addressees_with_a_colon() {
    let names = ["县委办".to_owned(), "县政府办".to_owned()];
    assert_eq!(words::addressees(&names), "县委办，县政府办：");
    let imprint = Imprint {
        copies: names.to_vec(),
        ..Imprint::default()
    };
    assert_eq!(
        words::copies(&imprint),
        Some(("抄送：", "县委办，县政府办。".to_owned()))
    );
}

#[test]
fn the_value_survives_json() {
    let document = Document {
        title: vec!["关于做好开学检查的通知".to_owned()],
        body: vec![
            Block::item(Level::First, "检查内容。", "见附件。"),
            Block::Table(Table {
                rows: vec![vec![Cell::text("甲\n乙")]],
                ..Table::default()
            }),
            Block::NewPage,
        ],
        signature: Some(Signature {
            seal: Seal::Signed {
                post: "局长".to_owned(),
                name: "王某".to_owned(),
            },
            ..Signature::default()
        }),
        ..Document::default()
    };
    let written = serde_json::to_string(&document).unwrap();
    assert_eq!(
        serde_json::from_str::<Document>(&written).unwrap(),
        document
    );
    assert!(serde_json::from_str::<Document>(r#"{"titel":[]}"#).is_err());
}

#[test]
fn the_mark_of_an_issuer_ends_as_its_form_wants() {
    let head = |name: &str| Head {
        issuers: vec![name.to_owned()],
        says_file: true,
        ..Head::default()
    };
    for (form, name, mark) in [
        (Form::File, "青禾县教育局", "青禾县教育局文件"),
        (Form::Letter, "青禾县教育局", "青禾县教育局"),
        (Form::Order, "青禾县人民政府", "青禾县人民政府令"),
        (Form::Order, "青禾县人民政府令", "青禾县人民政府令"),
        (Form::Minutes, "局长办公会议纪要", "局长办公会议纪要"),
    ] {
        assert_eq!(words::issuer_mark(form, &head(name)).as_deref(), Some(mark));
    }
    assert_eq!(words::issuer_mark(Form::File, &Head::default()), None);
}

#[test]
fn a_wild_blank_is_cut() {
    assert_eq!(plain(&[Inline::Blank(u32::MAX)]).len(), MAX_BLANK as usize);
}
