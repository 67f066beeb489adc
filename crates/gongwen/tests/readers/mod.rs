//! Every reader as one function from bytes, for the fuzzer and for the files that once broke one.
//!
//! Containers are given as their parts, one after another with a line `=====` between: changed bytes
//! inside a finished container are caught by its checksums and never reach the reader.

#[path = "../understand/whole.rs"]
mod whole;

use gongwen::{
    check::{Standard, check},
    day::Day,
    read::read,
    recognise::{Model, recognise},
    round_trip::compare,
    source::Source,
    understand::recast,
    write::paper_docx,
};
use std::io::{Cursor, Write as _};
use whole::whole;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A reader by its name.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&[u8]),
}

/// All of them.
pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "plain",
        run: |bytes| file(bytes, "a.txt"),
    },
    Target {
        name: "html",
        run: |bytes| file(bytes, "a.html"),
    },
    Target {
        name: "md",
        run: |bytes| file(bytes, "a.md"),
    },
    Target {
        name: "pdf",
        run: |bytes| file(bytes, "a.pdf"),
    },
    Target {
        name: "container",
        run: |bytes| file(bytes, "a.docx"),
    },
    Target {
        name: "docx",
        run: |bytes| file(&packed(bytes, &DOCX), "a.docx"),
    },
    Target {
        name: "xlsx",
        run: |bytes| file(&packed(bytes, &XLSX), "a.xlsx"),
    },
    Target {
        name: "ofd",
        run: |bytes| file(&packed(bytes, &OFD), "a.ofd"),
    },
    Target {
        name: "check",
        run: checked,
    },
    Target {
        name: "recast",
        run: recast_and_written,
    },
    Target {
        name: "recognise",
        run: entities,
    },
    Target {
        name: "understand",
        run: text,
    },
];

/// Runs the reader of this name.
///
/// # Panics
/// When there is none of this name, and when the reader breaks its word.
pub(crate) fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target of this name").run)(bytes);
}

const MODELS: [Model; 7] = [
    Model::Number,
    Model::Percent,
    Model::Ordinal,
    Model::Currency,
    Model::Dimension,
    Model::NumberRange,
    Model::DateTime,
];

const SEPARATOR: &[u8] = b"\n=====\n";

const WORD_RELATIONS: &str = r#"<Relationships><Relationship Id="a" Type="x/numbering" Target="numbering.xml"/><Relationship Id="b" Type="x/styles" Target="styles.xml"/><Relationship Id="c" Type="x/footnotes" Target="footnotes.xml"/><Relationship Id="d" Type="x/header" Target="header.xml"/></Relationships>"#;

/// Parts the fuzzer writes, in its order, then parts that stay; a part that is not written is left out.
struct Package {
    written: &'static [&'static str],
    fixed: &'static [(&'static str, &'static str)],
}

const DOCX: Package = Package {
    written: &[
        "word/document.xml",
        "word/numbering.xml",
        "word/styles.xml",
        "word/footnotes.xml",
        "word/header.xml",
    ],
    fixed: &[("word/_rels/document.xml.rels", WORD_RELATIONS)],
};

const ROOT_RELATIONS: &str = r#"<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

const XLSX: Package = Package {
    written: &[
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
    ],
    fixed: &[
        ("_rels/.rels", ROOT_RELATIONS),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
    ],
};

const OFD: Package = Package {
    written: &[
        "Doc_0/Pages/Page_0/Content.xml",
        "Doc_0/Tpls/Tpl_0/Content.xml",
        "Doc_0/Document.xml",
        "OFD.xml",
    ],
    fixed: &[
        (
            "Doc_0/Document.xml",
            r#"<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>"#,
        ),
        (
            "OFD.xml",
            r#"<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"#,
        ),
    ],
};

/// A container of the parts.
fn packed(bytes: &[u8], package: &Package) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut rest = Some(bytes);
    let mut names = Vec::new();
    let mut put = |name: &'static str, content: &[u8]| {
        if !names.contains(&name) {
            names.push(name);
            zip.start_file(name, options).expect("a new part");
            zip.write_all(content).expect("room for a part");
        }
    };
    for name in package.written {
        let Some(bytes) = rest else { break };
        let end = bytes
            .windows(SEPARATOR.len())
            .position(|window| window == SEPARATOR);
        put(name, &bytes[..end.unwrap_or(bytes.len())]);
        rest = end.map(|end| &bytes[end + SEPARATOR.len()..]);
    }
    for (name, content) in package.fixed {
        put(name, content.as_bytes());
    }
    zip.finish().expect("a container").into_inner()
}

/// Bytes as a file of this name. What cannot be read says so; what can holds together.
fn file(bytes: &[u8], name: &str) {
    match read(bytes, Some(name)) {
        Ok(source) => whole(&source),
        Err(error) => assert!(error.to_string().ends_with('。'), "{error}"),
    }
}

fn text(bytes: &[u8]) {
    whole(&Source::from_text(String::from_utf8_lossy(bytes)));
}

/// A document to the format checker, and to the reading back of what was edited.
fn checked(bytes: &[u8]) {
    let document = packed(bytes, &DOCX);
    let standard = Standard::gbt9704_2012().expect("the standard that comes with the library");
    if let Err(error) = check(&document, &standard) {
        assert!(error.to_string().ends_with('。'), "{error}");
    }
    // Whatever it is, it was not written by the library: that is said, and nothing breaks.
    let _ = compare(&document, None);
}

/// Any text laid out anew is a document that can be read.
fn recast_and_written(bytes: &[u8]) {
    let document = recast(&Source::from_text(String::from_utf8_lossy(bytes)));
    let written = paper_docx(&document).expect("a document of any text");
    if let Err(error) = read(&written, Some("a.docx")) {
        assert!(error.to_string().ends_with('。'), "{error}");
    }
}

fn entities(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let length = text.chars().count();
    for model in MODELS {
        let mut end = 0;
        for entity in recognise(model, &text, Day::new(2026, 3, 5)) {
            assert!(
                end <= entity.start && entity.start < entity.end,
                "{entity:?}"
            );
            assert!(entity.end <= length, "{entity:?}");
            end = entity.end;
        }
    }
}
