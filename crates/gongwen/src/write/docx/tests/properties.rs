//! Whatever the value, a file comes out that our own reader opens.

use super::{
    numbers::{lines_read, lines_written},
    papers::strings,
};
use crate::{day::Day, document::*, read::read, write::paper_docx};
use proptest::prelude::*;

const LEVELS: [Level; 4] = [Level::First, Level::Second, Level::Third, Level::Fourth];

/// Words as people and files have them, hostile ones among them.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[一-龥，。0-9]{0,40}",
        any::<String>(),
        prop::sample::select(strings(&[
            "]]>",
            "&amp;<w:p>",
            "\u{0}\u{b}",
            "\n\t\r",
            "\"'",
            "\u{fffe}\u{1F600}",
            "＿　",
        ])),
    ]
}

fn inline() -> impl Strategy<Value = Inline> {
    prop_oneof![
        words().prop_map(Inline::Text),
        (words(), words(), prop::option::of(words())).prop_map(|(text, words, fact)| {
            Inline::Cited {
                text,
                citation: Citation { fact, words },
            }
        }),
        (0..40_u32).prop_map(Inline::Blank),
    ]
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    prop::collection::vec(inline(), 0..4)
}

fn align() -> impl Strategy<Value = Align> {
    prop::sample::select(vec![Align::Body, Align::Left, Align::Centre, Align::Right])
}

fn cell() -> impl Strategy<Value = Cell> {
    let content = prop::collection::vec(inlines(), 0..3);
    let span = prop_oneof![0..4_u32, Just(u32::MAX)];
    (content, align(), any::<bool>(), span.clone(), span).prop_map(
        |(content, align, heading, column_span, row_span)| Cell {
            content,
            align,
            heading,
            column_span,
            row_span,
        },
    )
}

fn rows() -> impl Strategy<Value = Vec<Vec<Cell>>> {
    prop::collection::vec(prop::collection::vec(cell(), 0..5), 0..5)
}

fn block() -> impl Strategy<Value = Block> {
    let heading = (
        prop::option::of(words()),
        0..4_usize,
        any::<bool>(),
        inlines(),
        inlines(),
    );
    let table = (
        prop::option::of(words()),
        prop::collection::vec(any::<u32>(), 0..5),
        rows(),
        rows(),
    );
    prop_oneof![
        heading.prop_map(
            |(id, level, numbered, title, text)| Block::Heading(Heading {
                id,
                level: LEVELS[level],
                numbered,
                title,
                text,
            })
        ),
        (prop::option::of(words()), align(), inlines())
            .prop_map(|(id, align, content)| Block::Paragraph(Paragraph { id, align, content })),
        table.prop_map(|(caption, widths, head, rows)| Block::Table(Table {
            id: None,
            caption,
            widths,
            head,
            rows,
        })),
        words().prop_map(Block::CutLine),
        Just(Block::NewPage),
    ]
}

fn attachment() -> impl Strategy<Value = Attachment> {
    let body = prop::collection::vec(block(), 0..4);
    (
        words(),
        any::<(bool, bool)>(),
        prop::option::of(words()),
        body,
    )
        .prop_map(|(title, (listed, landscape), mark, body)| Attachment {
            title,
            listed,
            mark,
            landscape,
            body,
            ..Attachment::default()
        })
}

fn names() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(words(), 0..6)
}

fn head() -> impl Strategy<Value = Head> {
    let number = prop_oneof![
        (words(), any::<i16>(), any::<u32>())
            .prop_map(|(code, year, serial)| IssueNumber::Serial { code, year, serial }),
        any::<u32>().prop_map(IssueNumber::Order),
        any::<u32>().prop_map(IssueNumber::Issue),
    ];
    (
        prop::option::of(any::<u32>()),
        names(),
        any::<(bool, bool)>(),
        prop::option::of(number),
        names(),
    )
        .prop_map(
            |(copy_number, issuers, (says_file, dated), number, signers)| Head {
                copy_number,
                urgency: says_file.then_some(Urgency::Flash),
                issuers,
                says_file,
                number,
                signers: signers.into_iter().map(|name| Signer { name }).collect(),
                date: Day::new(2026, 3, 5).filter(|_| dated),
                ..Head::default()
            },
        )
}

fn signature() -> impl Strategy<Value = Signature> {
    let seal = prop_oneof![
        Just(Seal::Stamped),
        Just(Seal::Unstamped),
        (words(), words()).prop_map(|(post, name)| Seal::Signed { post, name }),
    ];
    (names(), any::<bool>(), seal).prop_map(|(names, dated, seal)| Signature {
        names,
        date: Day::new(2026, 12, 25).filter(|_| dated),
        seal,
    })
}

fn document() -> impl Strategy<Value = Document> {
    const FORMS: [Form; 5] = [
        Form::File,
        Form::Letter,
        Form::Order,
        Form::Minutes,
        Form::Plain,
    ];
    let parts = (names(), names(), names(), prop::option::of(words()));
    (
        (0..5_usize, head(), parts, any::<bool>()),
        prop::collection::vec(block(), 0..8),
        prop::collection::vec(attachment(), 0..3),
        prop::option::of(signature()),
        prop::option::of((names(), names())),
    )
        .prop_map(|(first, body, attachments, signature, imprint)| {
            let (form, head, (title, subtitle, addressees, note), footnotes) = first;
            Document {
                form: FORMS[form],
                head,
                title,
                subtitle,
                attendance: vec![Attendance {
                    label: "出席".to_owned(),
                    names: addressees.clone(),
                }],
                addressees,
                body,
                running_level: Some(LEVELS[form % 4]),
                attachments,
                signature,
                note,
                imprint: imprint.map(|(addressees, copies)| Imprint {
                    printed_by: addressees.first().cloned(),
                    addressees,
                    copies,
                    printed_on: Day::new(2026, 3, 6),
                }),
                footnotes,
            }
        })
}

fn numbered_body() -> impl Strategy<Value = Vec<Block>> {
    let heading = (0..4_usize, any::<bool>(), 0..100_u32).prop_map(|(level, numbered, words)| {
        Block::Heading(Heading {
            level: LEVELS[level],
            numbered,
            title: vec![Inline::Text(format!("题{words}"))],
            ..Heading::default()
        })
    });
    prop::collection::vec(heading, 0..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_value_becomes_a_file_that_opens(document in document()) {
        let file = paper_docx(&document).unwrap();
        // A paper without a word has nothing to read.
        if let Err(error) = read(&file, None) {
            prop_assert!(matches!(error, crate::read::ReadError::Empty), "{error}");
        }
    }

    #[test]
    fn numbers_read_back_as_they_were_counted(
        bodies in prop::collection::vec((numbered_body(), 0..5_usize), 3)
    ) {
        let running = |level: usize| LEVELS.get(level).copied();
        let [first, second, third] = &bodies[..] else { unreachable!() };
        let attachment = |(body, level): &(Vec<Block>, usize)| Attachment {
            body: body.clone(),
            running_level: running(*level),
            ..Attachment::default()
        };
        let document = Document {
            form: Form::Plain,
            title: strings(&["题"]),
            body: first.0.clone(),
            running_level: running(first.1),
            attachments: vec![attachment(second), attachment(third)],
            ..Document::default()
        };
        let mut written = vec!["题".to_owned()];
        written.extend(lines_written(&document.numbered()));
        for (place, attachment) in (1..).zip(&document.attachments) {
            written.extend(lines_written(&attachment.numbered(place)));
        }
        prop_assert_eq!(lines_read(&document), written);
    }
}
