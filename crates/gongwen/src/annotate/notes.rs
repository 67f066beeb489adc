//! Notes on cells: their words in one part, how they are drawn in another, and who names these.

use super::xml::{Patch, TagKind, Tags, prefix_of, words};
use crate::read::{
    ReadError,
    archive::{Archive, resolve},
    relations_of,
};
use std::collections::{BTreeMap, BTreeSet};

const AUTHOR: &str = "导入核对";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "[Content_Types].xml";
const SHAPE_TYPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" \
    path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>\
    <v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";
/// Numbers of our shapes begin here, far from those programs give.
const FIRST_SHAPE: usize = 900_001;

/// Parts that are new or changed.
pub(super) struct Notes {
    pub(super) parts: BTreeMap<String, String>,
    drawing: Option<String>,
}

impl Notes {
    /// Adds notes to those a sheet has; a cell that has one keeps it.
    pub(super) fn plan(
        archive: &mut Archive<'_>,
        sheet: &str,
        text: &str,
        wanted: &BTreeMap<(u32, u32), &str>,
    ) -> Result<Self, ReadError> {
        let mut notes = Self {
            parts: BTreeMap::new(),
            drawing: None,
        };
        // The strict form of the format names everything otherwise, and no program writes it unasked.
        if wanted.is_empty() || text.contains("purl.oclc.org/ooxml") {
            return Ok(notes);
        }
        let relations = relations_of(archive, sheet)?;
        let part_of = |kind: &str| {
            let found = relations.iter().find(|relation| relation.kind == kind);
            found.map(|relation| resolve(sheet, &relation.target))
        };
        let (comments, drawing) = (part_of("comments"), part_of("vmlDrawing"));
        let mut known = relations
            .iter()
            .map(|relation| relation.id.clone())
            .collect::<BTreeSet<_>>();
        let mut new: Vec<(String, &str, String)> = Vec::new();
        let mut free_id = || {
            let id = (1..).map(|n| format!("rIdNote{n}"));
            let id = id.into_iter().find(|id| !known.contains(id));
            let id = id.unwrap_or_default();
            known.insert(id.clone());
            id
        };
        let comments = match comments.filter(|part| archive.holds(part)) {
            Some(part) => part,
            None => {
                let part = free(archive, "xl/comments", ".xml");
                new.push((free_id(), "comments", part.clone()));
                part
            }
        };
        let drawing = match drawing.filter(|part| archive.holds(part)) {
            Some(part) => part,
            None => {
                let part = free(archive, "xl/drawings/vmlDrawing", ".vml");
                let id = free_id();
                notes.drawing = Some(id.clone());
                new.push((id, "vmlDrawing", part.clone()));
                part
            }
        };
        let before = archive.text(&comments)?;
        let places: BTreeMap<String, (&(u32, u32), &str)> = wanted
            .iter()
            .map(|(place, said)| {
                let name = format!("{}{}", super::sheet::column_letters(place.1), place.0 + 1);
                (name, (place, *said))
            })
            .collect();
        let taken = match &before {
            Some(before) => places_in(before)?,
            None => BTreeSet::new(),
        };
        let fresh: BTreeMap<&String, (&(u32, u32), &str)> = places
            .iter()
            .filter(|(name, _)| !taken.contains(*name))
            .map(|(name, note)| (name, *note))
            .collect();
        notes
            .parts
            .insert(comments.clone(), with_words(before.as_deref(), &fresh)?);
        let before = archive.text(&drawing)?;
        let shapes: Vec<(u32, u32)> = fresh.values().map(|(place, _)| **place).collect();
        notes
            .parts
            .insert(drawing.clone(), with_shapes(before.as_deref(), &shapes));
        if !new.is_empty() {
            let (folder, file) = sheet.rsplit_once('/').unwrap_or(("", sheet));
            let list = format!("{folder}/_rels/{file}.rels");
            let before = archive.text(&list)?;
            notes
                .parts
                .insert(list.clone(), with_relations(before.as_deref(), &new));
            let types = archive.text(TYPES)?.ok_or(ReadError::Damaged)?;
            notes
                .parts
                .insert(TYPES.to_owned(), with_types(&types, &comments)?);
        }
        Ok(notes)
    }

    /// What the sheet has to call the drawing, when it is new.
    pub(super) fn new_drawing_id(&self) -> Option<String> {
        self.drawing.clone()
    }
}

/// A name no part has yet.
fn free(archive: &Archive<'_>, begin: &str, end: &str) -> String {
    let mut names = (1..).map(|n| format!("{begin}{n}{end}"));
    names.find(|name| !archive.holds(name)).unwrap_or_default()
}

/// Cells that have a note.
fn places_in(comments: &str) -> Result<BTreeSet<String>, ReadError> {
    let mut tags = Tags::of(comments);
    let mut places = BTreeSet::new();
    while let Some(tag) = tags.next()? {
        if tag.begins("comment") {
            places.extend(tag.attribute("ref"));
        }
    }
    Ok(places)
}

fn with_words(
    before: Option<&str>,
    notes: &BTreeMap<&String, (&(u32, u32), &str)>,
) -> Result<String, ReadError> {
    let empty = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{MAIN}\">\
         <authors><author>{AUTHOR}</author></authors><commentList></commentList></comments>"
    );
    let text = before.unwrap_or(&empty);
    let prefix = prefix_of(text)?;
    let said: String = notes
        .iter()
        .map(|(place, (_, said))| {
            format!(
                "<{prefix}comment ref=\"{place}\" authorId=\"0\"><{prefix}text><{prefix}r><{prefix}t \
                 xml:space=\"preserve\">{}</{prefix}t></{prefix}r></{prefix}text></{prefix}comment>",
                words(said)
            )
        })
        .collect();
    let mut patch = Patch::of(text);
    let mut tags = Tags::of(text);
    while let Some(tag) = tags.next()? {
        if tag.name != "commentList" {
            continue;
        }
        match tag.kind {
            TagKind::Close => {
                patch.keep_until(tag.from);
                patch.put(&said);
            }
            TagKind::Empty => {
                patch.keep_until(tag.from);
                patch.put(&format!(
                    "<{prefix}commentList>{said}</{prefix}commentList>"
                ));
                patch.drop_until(tag.to);
            }
            TagKind::Open => {}
        }
    }
    Ok(patch.finish())
}

fn with_shapes(before: Option<&str>, places: &[(u32, u32)]) -> String {
    let mut shapes = String::new();
    let before = before.unwrap_or_default();
    if !before.contains("_x0000_t202") {
        shapes.push_str(SHAPE_TYPE);
    }
    for (number, (row, column)) in (FIRST_SHAPE..).zip(places) {
        let (left, right) = (column + 1, column + 3);
        let (top, bottom) = (row.saturating_sub(1), row + 4);
        shapes.push_str(&format!(
            "<v:shape id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style='position:absolute;\
             margin-left:60pt;margin-top:2pt;width:144pt;height:60pt;z-index:{};visibility:hidden' \
             fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/>\
             <v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
             <v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>\
             <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, \
             {top}, 10, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>\
             <x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
            number - FIRST_SHAPE + 1
        ));
    }
    match before.rsplit_once("</xml>") {
        Some((begin, end)) => format!("{begin}{shapes}</xml>{end}"),
        None => format!(
            "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:\
             office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\">\
             <o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout>{shapes}</xml>"
        ),
    }
}

fn with_relations(before: Option<&str>, new: &[(String, &str, String)]) -> String {
    let lines: String = new
        .iter()
        .map(|(id, kind, part)| {
            format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"/{part}\"/>")
        })
        .collect();
    let before = before.unwrap_or_default();
    match before.rsplit_once("</Relationships>") {
        Some((begin, end)) => format!("{begin}{lines}</Relationships>{end}"),
        None => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <Relationships xmlns=\"{PACKAGE}\">{lines}</Relationships>"
        ),
    }
}

fn with_types(before: &str, comments: &str) -> Result<String, ReadError> {
    let mut known = BTreeSet::new();
    let mut tags = Tags::of(before);
    while let Some(tag) = tags.next()? {
        known.extend(tag.attribute("Extension").map(|end| end.to_lowercase()));
        known.extend(tag.attribute("PartName"));
    }
    let mut lines = String::new();
    if !known.contains("vml") {
        lines.push_str(
            "<Default Extension=\"vml\" \
             ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>",
        );
    }
    if !known.contains(&format!("/{comments}")) {
        lines.push_str(&format!(
            "<Override PartName=\"/{comments}\" ContentType=\"application/\
             vnd.openxmlformats-officedocument.spreadsheetml.comments+xml\"/>"
        ));
    }
    let (begin, end) = before.rsplit_once("</Types>").ok_or(ReadError::Damaged)?;
    Ok(format!("{begin}{lines}</Types>{end}"))
}
