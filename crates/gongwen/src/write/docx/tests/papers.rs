//! Papers that show what the standard lays down, for the tests and for looking at.

use crate::{
    day::Day,
    document::*,
    paper::{EXAMPLES, Paper},
};

pub(super) fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Running text of so many sentences.
pub(super) fn words(n_sentences: usize) -> String {
    "各学校要高度重视，加强领导，明确责任，把各项要求落到实处，确保按时完成全年目标任务。"
        .repeat(n_sentences)
}

pub(super) fn serial(code: &str, serial: u32) -> Option<IssueNumber> {
    Some(IssueNumber::Serial {
        code: code.to_owned(),
        year: 2026,
        serial,
    })
}

fn imprint() -> Option<Imprint> {
    Some(Imprint {
        copies: strings(&[
            "县委办公室",
            "县人大常委会办公室",
            "县政府办公室",
            "县政协办公室",
            "县纪委监委驻县教育局纪检监察组",
        ]),
        printed_by: Some("青禾县教育局办公室".to_owned()),
        printed_on: Day::new(2026, 3, 6),
        ..Imprint::default()
    })
}

/// A notice of one page with everything a 版头 may carry.
pub(super) fn general() -> Document {
    Document {
        head: Head {
            copy_number: Some(12),
            secrecy: Some(Secrecy {
                level: SecrecyLevel::Confidential,
                period: Some("1年".to_owned()),
            }),
            urgency: Some(Urgency::Urgent),
            issuers: strings(&["青禾县教育局"]),
            says_file: true,
            number: serial("青教发", 3),
            ..Head::default()
        },
        title: strings(&["青禾县教育局关于印发2026年全县教育工作要点及责任分解表的通知"]),
        addressees: strings(&["各乡镇中心学校", "县直各学校（幼儿园）", "局机关各科室"]),
        body: vec![
            Block::text(words(2)),
            Block::heading(Level::First, "总体要求"),
            Block::item(Level::Second, "坚持党建引领。", words(1)),
            Block::item(Level::Third, "", words(1)),
            Block::item(Level::Fourth, "", words(1)),
            Block::heading(Level::First, "工作要求"),
            Block::text(words(1)),
        ],
        attachments: vec![
            Attachment {
                title: "2026年全县教育工作要点".to_owned(),
                listed: true,
                body: vec![
                    Block::heading(Level::First, "学前教育"),
                    Block::item(Level::Third, "新建幼儿园。", words(2)),
                    Block::heading(Level::First, "义务教育"),
                    Block::item(Level::Third, "扩充学位。", words(2)),
                ],
                running_level: Some(Level::Third),
                ..Attachment::default()
            },
            Attachment {
                title:
                    "2026年全县教育工作要点责任分解表（含牵头单位、配合单位、完成时限和分管领导）"
                        .to_owned(),
                listed: true,
                landscape: true,
                body: vec![Block::Table(wide_table(30))],
                ..Attachment::default()
            },
        ],
        signature: Some(Signature {
            names: strings(&["青禾县教育局"]),
            date: Day::new(2026, 3, 5),
            seal: Seal::Stamped,
        }),
        note: Some("此件公开发布".to_owned()),
        imprint: imprint(),
        ..Document::default()
    }
}

pub(super) fn wide_table(n_rows: usize) -> Table {
    let row = |index: usize| {
        let mut row = vec![
            Cell::centred(&(index + 1).to_string()),
            Cell::text(&words(1 + index % 3)),
            Cell::text("招考公办幼儿教师：56名\n覆盖率：确保95%以上"),
        ];
        if index.is_multiple_of(2) {
            row.push(Cell {
                row_span: 2,
                ..Cell::centred("人事科")
            });
        }
        row
    };
    let section = Cell {
        column_span: 4,
        heading: true,
        ..Cell::text("一、学前教育")
    };
    let mut rows = vec![vec![section]];
    rows.extend((0..n_rows).map(row));
    Table {
        widths: vec![1, 6, 4, 2],
        head: vec![
            ["序号", "任务", "目标", "牵头单位"]
                .map(Cell::centred)
                .to_vec(),
        ],
        rows,
        ..Table::default()
    }
}

/// A report to the authority above: signers, no seal on the name.
pub(super) fn upward(n_signers: usize) -> Document {
    let names = ["王敏", "欧阳建国", "李某某"];
    let signers = names.iter().take(n_signers).map(|name| Signer {
        name: (*name).to_owned(),
    });
    Document {
        head: Head {
            issuers: strings(&["青禾县教育局"]),
            says_file: true,
            number: serial("青教呈", 11),
            signers: signers.collect(),
            ..Head::default()
        },
        title: strings(&["青禾县教育局关于申请增加教师编制的请示"]),
        addressees: strings(&["县人民政府"]),
        body: vec![Block::text(words(3)), Block::text("妥否，请批示。")],
        signature: Some(Signature {
            names: strings(&["青禾县教育局"]),
            date: Day::new(2026, 11, 25),
            seal: Seal::Unstamped,
        }),
        note: Some("联系人：张某某，电话：12345678".to_owned()),
        imprint: imprint(),
        ..Document::default()
    }
}

/// A paper of several agencies.
pub(super) fn joint(n_names: usize) -> Document {
    let names = [
        "青禾县教育局",
        "青禾县财政局",
        "青禾县人力资源和社会保障局",
        "青禾县卫生健康局",
        "青禾县公安局",
    ];
    let names: Vec<String> = strings(names.get(..n_names).unwrap_or(&names));
    Document {
        head: Head {
            issuers: names.clone(),
            says_file: true,
            number: serial("青教联", 2),
            ..Head::default()
        },
        title: strings(&[
            "青禾县教育局等部门关于做好2026年春季学期",
            "家庭经济困难学生资助工作的通知",
        ]),
        addressees: strings(&["各学校"]),
        body: vec![Block::text(words(2))],
        signature: Some(Signature {
            names,
            date: Day::new(2026, 3, 5),
            seal: Seal::Stamped,
        }),
        imprint: imprint(),
        ..Document::default()
    }
}

/// A letter that runs on to a second page.
pub(super) fn letter() -> Document {
    Document {
        form: Form::Letter,
        head: Head {
            urgency: Some(Urgency::Flash),
            copy_number: Some(7),
            issuers: strings(&["青禾县教育局"]),
            number: serial("青教函", 8),
            ..Head::default()
        },
        title: strings(&["青禾县教育局关于商请协助开展校园周边环境整治的函"]),
        addressees: strings(&["县公安局"]),
        body: vec![Block::text(words(9)), Block::text(words(6))],
        signature: Some(Signature {
            names: strings(&["青禾县教育局"]),
            date: Day::new(2026, 3, 5),
            seal: Seal::Stamped,
        }),
        imprint: imprint(),
        ..Document::default()
    }
}

pub(super) fn order() -> Document {
    Document {
        form: Form::Order,
        head: Head {
            issuers: strings(&["青禾县人民政府"]),
            number: Some(IssueNumber::Order(12)),
            ..Head::default()
        },
        body: vec![Block::text(
            "《青禾县校车安全管理办法》已经县政府常务会议通过，现予公布，自公布之日起施行。",
        )],
        signature: Some(Signature {
            seal: Seal::Signed {
                post: "县长".to_owned(),
                name: "王某某".to_owned(),
            },
            date: Day::new(2026, 3, 5),
            ..Signature::default()
        }),
        ..Document::default()
    }
}

pub(super) fn minutes() -> Document {
    Document {
        form: Form::Minutes,
        head: Head {
            issuers: strings(&["青禾县教育局局长办公会议纪要"]),
            number: Some(IssueNumber::Issue(3)),
            date: Day::new(2026, 3, 5),
            ..Head::default()
        },
        title: strings(&["研究春季开学工作"]),
        body: vec![Block::text(words(3))],
        attendance: vec![
            Attendance {
                label: "出席".to_owned(),
                names: strings(&[
                    "王敏", "李华", "张伟", "刘洋", "陈静", "赵磊", "孙丽", "周强", "吴敏", "郑凯",
                ]),
            },
            Attendance {
                label: "请假".to_owned(),
                names: strings(&["冯涛"]),
            },
        ],
        imprint: imprint(),
        ..Document::default()
    }
}

/// A plain paper whose figures say where they come from.
pub(super) fn cited() -> Document {
    let cited = |text: &str, words: &str| Inline::Cited {
        text: text.to_owned(),
        citation: Citation {
            fact: Some("training-2026".to_owned()),
            words: words.to_owned(),
        },
    };
    Document {
        form: Form::Plain,
        title: strings(&["2026年教育工作总结"]),
        subtitle: strings(&["（征求意见稿）", "青禾县教育局　2026年12月"]),
        body: vec![
            Block::Paragraph(Paragraph {
                content: vec![
                    Inline::Text("全年培训教师".to_owned()),
                    cited("860名", "教师培训台账，2026年11月20日，已核。"),
                    Inline::Text("，其中校长".to_owned()),
                    cited("46名", "校长培训台账，2026年11月20日，已核。"),
                    Inline::Text("。".to_owned()),
                ],
                ..Paragraph::default()
            }),
            Block::Heading(Heading {
                title: vec![Inline::Text("主要成效".to_owned())],
                level: Level::First,
                ..Heading::default()
            }),
            Block::item(Level::Second, "德育。", words(1)),
            Block::item(Level::Second, "智育。", words(1)),
            Block::Heading(Heading {
                title: vec![Inline::Text("下步打算".to_owned())],
                level: Level::First,
                ..Heading::default()
            }),
            Block::item(Level::Second, "体育。", words(1)),
            Block::CutLine("请沿此线裁开".to_owned()),
            Block::Paragraph(Paragraph {
                align: Align::Centre,
                content: vec![Inline::Text("回　　执".to_owned())],
                ..Paragraph::default()
            }),
            Block::Paragraph(Paragraph {
                align: Align::Left,
                content: vec![
                    Inline::Text("单位：".to_owned()),
                    Inline::Blank(10),
                    Inline::Text("联系人：".to_owned()),
                    Inline::Blank(6),
                ],
                ..Paragraph::default()
            }),
        ],
        footnotes: true,
        ..Document::default()
    }
}

/// Every paper above and the example of every kind, by name.
pub(super) fn all() -> Vec<(String, Document)> {
    let own = [
        ("general", general()),
        ("upward1", upward(1)),
        ("upward3", upward(3)),
        ("joint2", joint(2)),
        ("joint5", joint(5)),
        ("letter", letter()),
        ("order", order()),
        ("minutes", minutes()),
        ("cited", cited()),
    ];
    let examples = EXAMPLES.iter().enumerate().map(|(place, example)| {
        let paper: Paper = serde_json::from_str(example.json).unwrap();
        (format!("example{place}"), paper.document().unwrap())
    });
    own.map(|(name, document)| (name.to_owned(), document))
        .into_iter()
        .chain(examples)
        .collect()
}
