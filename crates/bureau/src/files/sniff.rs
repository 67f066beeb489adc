//! What a file is, by its content. A name is only compared with what was found: what calls itself
//! something else, can do something by itself, or cannot be looked into is refused with a sentence.

use base::Refusal;
use std::io::Cursor;
use zip::ZipArchive;

/// A kind of file that may be attached.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// What it is called.
    pub(super) name: &'static str,
    pub(super) media_type: &'static str,
    /// How names of such files end; the first is the usual one.
    endings: &'static [&'static str],
    shown: Shown,
}

#[derive(Debug, PartialEq, Eq)]
enum Shown {
    Not,
    AsPicture,
    AsPages,
}

impl Kind {
    /// Whether a browser can show it.
    pub(super) fn is_shown(&self) -> bool {
        self.shown != Shown::Not
    }

    /// Whether it is shown as a picture.
    pub(super) fn is_picture(&self) -> bool {
        self.shown == Shown::AsPicture
    }
}

const fn kind(
    name: &'static str,
    media_type: &'static str,
    endings: &'static [&'static str],
    shown: Shown,
) -> Kind {
    Kind {
        name,
        media_type,
        endings,
        shown,
    }
}

const PNG: Kind = kind("PNG 图片", "image/png", &["png"], Shown::AsPicture);
const JPEG: Kind = kind(
    "JPEG 图片",
    "image/jpeg",
    &["jpg", "jpeg", "jfif"],
    Shown::AsPicture,
);
const GIF: Kind = kind("GIF 图片", "image/gif", &["gif"], Shown::AsPicture);
const WEBP: Kind = kind("WebP 图片", "image/webp", &["webp"], Shown::AsPicture);
const BMP: Kind = kind("BMP 图片", "image/bmp", &["bmp"], Shown::Not);
const TIFF: Kind = kind("TIFF 图片", "image/tiff", &["tif", "tiff"], Shown::Not);
const PDF: Kind = kind("PDF 文档", "application/pdf", &["pdf"], Shown::AsPages);
const OFD: Kind = kind("OFD 文档", "application/ofd", &["ofd"], Shown::Not);
const DOCX: Kind = kind(
    "Word 文档",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    &["docx", "wps"],
    Shown::Not,
);
const XLSX: Kind = kind(
    "Excel 工作簿",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    &["xlsx", "et"],
    Shown::Not,
);
const PPTX: Kind = kind(
    "演示文稿",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    &["pptx", "dps"],
    Shown::Not,
);
const DOC: Kind = kind(
    "Word 文档（旧格式）",
    "application/msword",
    &["doc", "wps"],
    Shown::Not,
);
const XLS: Kind = kind(
    "Excel 工作簿（旧格式）",
    "application/vnd.ms-excel",
    &["xls", "et"],
    Shown::Not,
);
const PPT: Kind = kind(
    "演示文稿（旧格式）",
    "application/vnd.ms-powerpoint",
    &["ppt", "dps"],
    Shown::Not,
);
const RTF: Kind = kind("RTF 文档", "application/rtf", &["rtf", "doc"], Shown::Not);
const ZIP: Kind = kind("压缩包", "application/zip", &["zip"], Shown::Not);
const MP4: Kind = kind("视频", "video/mp4", &["mp4", "mov", "m4a"], Shown::Not);
const MP3: Kind = kind("录音", "audio/mpeg", &["mp3"], Shown::Not);
const TEXT: Kind = kind(
    "文本",
    "text/plain; charset=utf-8",
    &["txt", "csv", "md", "json", "xml", "log", "toml"],
    Shown::Not,
);
const OLD_TEXT: Kind = kind(
    "文本",
    "text/plain; charset=gb18030",
    &["txt", "csv", "md", "json", "xml", "log", "toml"],
    Shown::Not,
);

const KINDS: [&Kind; 20] = [
    &PNG, &JPEG, &GIF, &WEBP, &BMP, &TIFF, &PDF, &OFD, &DOCX, &XLSX, &PPTX, &DOC, &XLS, &PPT, &RTF,
    &ZIP, &MP4, &MP3, &TEXT, &OLD_TEXT,
];

/// How names of files end that a machine runs, or a browser or an office program obeys.
const RUN: &[&str] = &[
    "exe", "dll", "com", "scr", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "mjs", "wsf",
    "hta", "msi", "msp", "jar", "apk", "lnk", "reg", "sh", "py", "pl", "php", "chm", "cpl", "iso",
    "img", "html", "htm", "xhtml", "mht", "mhtml", "svg", "swf", "docm", "dotm", "xlsm", "xltm",
    "xlam", "pptm", "potm", "ppsm", "ppam", "xll",
];

/// More entries than this no honest archive here has.
const MOST_ENTRIES: usize = 5_000;

/// The kind a stored media type belongs to.
pub(super) fn kind_of(media_type: &str) -> Option<&'static Kind> {
    KINDS.into_iter().find(|kind| kind.media_type == media_type)
}

/// Looks at a file; says what it is, or why it is not taken.
pub(super) fn look(name: &str, bytes: &[u8]) -> Result<&'static Kind, Refusal> {
    let ending = ending_of(name);
    if bytes.is_empty() {
        return Err(refused("是空的，没有内容", "请检查文件后重新选择。"));
    }
    if is_program(bytes) || RUN.contains(&ending.as_str()) {
        return Err(program());
    }
    let kind = by_content(bytes)?;
    if ending.is_empty() || kind.endings.contains(&ending.as_str()) {
        return Ok(kind);
    }
    Err(refused(
        &format!("名称以“.{ending}”结尾，内容却是{}", kind.name),
        &format!(
            "请确认选对了文件；如果内容无误，请把名称改为以“.{}”结尾。",
            kind.endings.first().unwrap_or(&"")
        ),
    ))
}

fn by_content(bytes: &[u8]) -> Result<&'static Kind, Refusal> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return inside_zip(bytes);
    }
    if starts(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return inside_compound_file(bytes);
    }
    if starts(b"Rar!") || starts(b"7z\xBC\xAF") || starts(&[0x1F, 0x8B]) {
        return Err(refused(
            "是无法查看内容的压缩包（rar、7z、gz）",
            "请改压成 .zip，或直接上传其中的文件。",
        ));
    }
    if starts(b"{\\rtf") {
        return match holds(bytes, b"\\objdata") || holds(bytes, b"\\objupdate") {
            true => Err(macros("RTF 文档里嵌有对象")),
            false => Ok(&RTF),
        };
    }
    let found = match bytes {
        _ if starts(b"\x89PNG\r\n\x1a\n") => Some(&PNG),
        _ if starts(b"\xFF\xD8\xFF") => Some(&JPEG),
        _ if starts(b"GIF87a") || starts(b"GIF89a") => Some(&GIF),
        _ if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => Some(&WEBP),
        _ if starts(b"II*\0") || starts(b"MM\0*") => Some(&TIFF),
        _ if is_bitmap(bytes) => Some(&BMP),
        _ if starts(b"%PDF-") => Some(&PDF),
        _ if bytes.get(4..8) == Some(b"ftyp") => Some(&MP4),
        _ if starts(b"ID3") || starts(&[0xFF, 0xFB]) => Some(&MP3),
        _ => None,
    };
    match found {
        Some(kind) => Ok(kind),
        None => text(bytes),
    }
}

/// Programs of Windows, Linux, macOS and Java, scripts, shortcuts.
fn is_program(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 9] = [
        b"MZ",
        b"\x7FELF",
        b"\xFE\xED\xFA\xCE",
        b"\xFE\xED\xFA\xCF",
        b"\xCE\xFA\xED\xFE",
        b"\xCF\xFA\xED\xFE",
        b"\xCA\xFE\xBA\xBE",
        b"#!",
        b"L\0\0\0\x01\x14\x02\0",
    ];
    MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

fn is_bitmap(bytes: &[u8]) -> bool {
    let size = bytes
        .get(2..6)
        .and_then(|size| <[u8; 4]>::try_from(size).ok());
    bytes.starts_with(b"BM")
        && size.is_some_and(|size| u32::from_le_bytes(size) as usize == bytes.len())
}

/// New office formats are archives; so are programs of Java and Android.
fn inside_zip(bytes: &[u8]) -> Result<&'static Kind, Refusal> {
    let damaged = || {
        refused(
            "是打不开的压缩包或文档，可能没有复制完整",
            "请检查文件后重新选择。",
        )
    };
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > MOST_ENTRIES {
        return Err(refused(
            "里面的文件太多，无法逐个查看",
            "请分成几个压缩包上传。",
        ));
    }
    let mut names: Vec<String> = Vec::new();
    for place in 0..archive.len() {
        match archive.name_for_index(place) {
            Some(Ok(name)) => names.push(name.replace('\\', "/").to_lowercase()),
            _ => return Err(damaged()),
        }
    }
    let has = |name: &str| names.iter().any(|known| known == name);
    let has_under = |folder: &str| names.iter().any(|known| known.starts_with(folder));
    if names.iter().any(|name| name.ends_with("vbaproject.bin")) {
        return Err(macros("文档里有宏"));
    }
    if has("androidmanifest.xml") || has("meta-inf/manifest.mf") {
        return Err(program());
    }
    if has("[content_types].xml") {
        let office = [("word/", &DOCX), ("xl/", &XLSX), ("ppt/", &PPTX)];
        if let Some((_, kind)) = office.into_iter().find(|(folder, _)| has_under(folder)) {
            return Ok(kind);
        }
    }
    if has("ofd.xml") {
        return Ok(&OFD);
    }
    let runs = |name: &String| RUN.contains(&ending_of(name).as_str());
    if let Some(inside) = names.iter().find(|name| runs(name)) {
        let inside = inside.rsplit('/').next().unwrap_or_default();
        return Err(refused(
            &format!("压缩包里有可以执行或带宏的文件（{inside}）"),
            "请去掉这类文件后重新压缩上传。",
        ));
    }
    Ok(&ZIP)
}

/// Old office formats share one container; the names of its streams, in UTF-16, tell them apart.
fn inside_compound_file(bytes: &[u8]) -> Result<&'static Kind, Refusal> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        holds(bytes, &wide)
    };
    if has("EncryptedPackage") {
        return Err(refused(
            "设置了打开密码，无法查看里面有没有宏",
            "请用 Word 或 WPS 打开并取消密码，另存后再上传。",
        ));
    }
    if has("_VBA_PROJECT") {
        return Err(macros("文档里有宏"));
    }
    [
        ("WordDocument", &DOC),
        ("Workbook", &XLS),
        ("PowerPoint Document", &PPT),
    ]
    .into_iter()
    .find(|(stream, _)| has(stream))
    .map(|(_, kind)| kind)
    .ok_or_else(unknown)
}

fn text(bytes: &[u8]) -> Result<&'static Kind, Refusal> {
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\n' | b'\r' | b'\t' | 0x0C);
    if bytes.iter().any(is_control) {
        return Err(unknown());
    }
    let head = bytes.get(..2_048).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_lowercase();
    let tags = ["<!doctype html", "<html", "<script", "<svg", "<body"];
    if tags.iter().any(|tag| head.contains(tag)) {
        return Err(refused(
            "是网页或 SVG，里面可以带脚本",
            "请另存为 PDF 或图片后再上传。",
        ));
    }
    Ok(match std::str::from_utf8(bytes) {
        Ok(_) => &TEXT,
        Err(_) => &OLD_TEXT,
    })
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The part of a name after its last stop, in small letters.
fn ending_of(name: &str) -> String {
    name.rsplit_once('.')
        .map(|(_, ending)| ending.trim().to_lowercase())
        .unwrap_or_default()
}

fn program() -> Refusal {
    refused(
        "是程序、脚本、网页或带宏的文件，不能作为附件",
        "请上传文档、表格、图片、PDF、OFD、音视频或 .zip 压缩包。",
    )
}

fn macros(what: &str) -> Refusal {
    refused(
        &format!("不能作为附件：{what}"),
        "请另存为不带宏的 .docx、.xlsx、.pptx 或 PDF 后再上传。",
    )
}

fn unknown() -> Refusal {
    refused(
        "的内容认不出是什么",
        "请上传文档、表格、图片、PDF、OFD、音视频或 .zip 压缩包。",
    )
}

fn refused(what: &str, next: &str) -> Refusal {
    Refusal::new("files.refused", format!("这个文件{what}，没有保存。"), next)
}

#[cfg(test)]
mod tests {
    use super::look;
    use std::io::{Cursor, Write};
    use zip::{ZipWriter, write::SimpleFileOptions};

    fn archive(names: &[&str]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(b"x").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn compound(stream: &str) -> Vec<u8> {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    fn taken(name: &str, bytes: &[u8]) -> &'static str {
        look(name, bytes).unwrap().media_type
    }

    fn why(name: &str, bytes: &[u8]) -> String {
        look(name, bytes).unwrap_err().what
    }

    #[test]
    fn what_a_file_is_is_found_in_its_content() {
        let docx = archive(&["[Content_Types].xml", "word/document.xml"]);
        assert!(taken("通知.docx", &docx).ends_with("wordprocessingml.document"));
        let xlsx = archive(&["[Content_Types].xml", "xl/workbook.xml"]);
        assert!(taken("汇总.XLSX", &xlsx).ends_with("spreadsheetml.sheet"));
        assert_eq!(taken("照片.jpg", b"\xFF\xD8\xFF\xE0rest"), "image/jpeg");
        assert_eq!(taken("照片", b"\x89PNG\r\n\x1a\nrest"), "image/png");
        assert_eq!(taken("报告.pdf", b"%PDF-1.7 rest"), "application/pdf");
        assert_eq!(taken("文件.ofd", &archive(&["OFD.xml"])), "application/ofd");
        assert_eq!(
            taken("旧.doc", &compound("WordDocument")),
            "application/msword"
        );
        assert_eq!(
            taken("旧.wps", &compound("WordDocument")),
            "application/msword"
        );
        assert_eq!(
            taken("材料.zip", &archive(&["a.docx", "b/c.jpg"])),
            "application/zip"
        );
        assert!(taken("说明.txt", "说明".as_bytes()).contains("utf-8"));
        assert!(taken("说明.txt", b"\xCB\xB5\xC3\xF7").contains("gb18030"));
    }

    #[test]
    fn what_runs_or_hides_something_is_refused() {
        for (name, bytes) in [
            ("a.exe", &b"MZ\x90"[..]),
            ("图片.png", b"MZ\x90"),
            ("a.sh", b"echo"),
            ("a.txt", b"#!/bin/sh"),
            ("a.html", b"<p>"),
            ("a", b"\x7FELF"),
            ("a.docm", b"PK\x03\x04"),
        ] {
            assert!(why(name, bytes).contains("程序"), "{name}");
        }
        let with_macro = archive(&[
            "[Content_Types].xml",
            "word/document.xml",
            "word/vbaProject.bin",
        ]);
        assert!(why("a.docx", &with_macro).contains("宏"));
        assert!(why("a.xls", &compound("Workbook _VBA_PROJECT")).contains("宏"));
        assert!(why("a.docx", &compound("EncryptedPackage")).contains("密码"));
        assert!(why("a.zip", &archive(&["x/setup.EXE"])).contains("setup.exe"));
        assert!(why("a.jar.zip", &archive(&["META-INF/MANIFEST.MF"])).contains("程序"));
        assert!(why("a.rtf", b"{\\rtf1 \\objdata 01}").contains("嵌有对象"));
        assert!(why("a.txt", b"  <svg onload=x>").contains("脚本"));
        assert!(why("a.rar", b"Rar!rest").contains("rar"));
        assert!(why("a.txt", b"").contains("空的"));
        assert!(why("a.dat", b"\x01\x02\x03").contains("认不出"));
    }

    #[test]
    fn a_name_that_says_something_else_is_refused_and_told_why() {
        let refusal = look("报告.pdf", b"\xFF\xD8\xFFrest").unwrap_err();
        assert!(refusal.what.contains("“.pdf”") && refusal.what.contains("JPEG 图片"));
        assert!(refusal.next.contains("“.jpg”"));
    }
}
