//! Papers are laid out and looked at: where every character and every rule stands on its page.

mod body;
mod files;
mod forms;
mod hostile;
mod pages;

use crate::{Fonts, Set};
use gongwen::document::Document;
use std::sync::OnceLock;
use typst::{
    layout::{Abs, Frame, FrameItem, Point, Transform},
    text::TextItem,
    visualize::{Geometry, Shape},
};

/// The embedded typefaces.
fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut fonts = Fonts::new();
        for file in typefaces::files() {
            fonts.add(file);
        }
        fonts
    })
}

/// A page as it is seen.
#[derive(Debug, Default)]
struct Seen {
    /// Width and height of the paper in mm.
    paper: (f64, f64),
    runs: Vec<Run>,
    rules: Vec<Rule>,
}

/// Words on one baseline in one font, in the order they are written into the file.
#[derive(Debug, Clone)]
struct Run {
    text: String,
    /// Left end, mm from the left edge.
    x: f64,
    /// Baseline, mm from the top edge.
    y: f64,
    /// Right end of the last glyph's advance.
    right: f64,
    /// Size in points.
    size: f64,
    font: String,
}

/// A straight line, mm.
#[derive(Debug, Clone)]
struct Rule {
    x: f64,
    y: f64,
    width: f64,
    thickness: f64,
}

impl Seen {
    /// All words, runs on one baseline joined to a line.
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<(f64, String)> = Vec::new();
        for run in &self.runs {
            match lines.last_mut() {
                Some((y, line)) if (*y - run.y).abs() < 0.5 => line.push_str(&run.text),
                _ => lines.push((run.y, run.text.clone())),
            }
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// The first run that begins with these words.
    fn run(&self, words: &str) -> &Run {
        let found = self.runs.iter().find(|run| run.text.starts_with(words));
        found.unwrap_or_else(|| panic!("no {words:?} among {:#?}", self.lines()))
    }

    fn has(&self, words: &str) -> bool {
        self.lines().iter().any(|line| line.contains(words))
    }
}

fn seen(document: &Document) -> Vec<Seen> {
    let set = Set::new(document, fonts()).unwrap();
    let pages = set.pages.pages().iter().map(|page| {
        let size = page.frame.size();
        let mut seen = Seen {
            paper: (size.x.to_mm(), size.y.to_mm()),
            ..Seen::default()
        };
        look(&page.frame, Transform::identity(), &mut seen);
        seen
    });
    pages.collect()
}

fn look(frame: &Frame, place: Transform, seen: &mut Seen) {
    for (at, item) in frame.items() {
        let here = place.pre_concat(Transform::translate(at.x, at.y));
        match item {
            FrameItem::Group(group) => look(&group.frame, here.pre_concat(group.transform), seen),
            FrameItem::Text(text) => seen.runs.push(run(text, here)),
            FrameItem::Shape(shape, _) => seen.rules.extend(rule(shape, here)),
            FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

fn run(text: &TextItem, place: Transform) -> Run {
    let start = Point::zero().transform(place);
    let end = Point::with_x(text.width()).transform(place);
    Run {
        text: text.text.to_string(),
        x: start.x.to_mm(),
        y: start.y.to_mm(),
        right: end.x.to_mm(),
        size: text.size.to_pt(),
        font: text.font.font().post_script_name().unwrap_or_default(),
    }
}

fn rule(shape: &Shape, place: Transform) -> Option<Rule> {
    let Geometry::Line(to) = &shape.geometry else {
        return None;
    };
    let [from, to] = [Point::zero(), *to].map(|point| point.transform(place));
    let thickness = shape
        .stroke
        .as_ref()
        .map_or(Abs::zero(), |one| one.thickness);
    Some(Rule {
        x: from.x.to_mm(),
        y: from.y.to_mm(),
        width: (to.x - from.x).to_mm(),
        thickness: thickness.to_mm(),
    })
}

/// Equal up to a twentieth of a millimetre.
fn near(left: f64, right: f64) -> bool {
    (left - right).abs() < 0.05
}

/// A length the standard gives, with both values on failure.
#[track_caller]
fn assert_near(left: f64, right: f64) {
    assert!(near(left, right), "{left} mm, expected {right} mm");
}
