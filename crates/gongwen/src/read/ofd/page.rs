//! One page: its characters and straight lines with their places (GB/T 33190 §7.7, §9, §11).

use super::{
    Area,
    xml::{Element, Piece, Xml},
};
use crate::read::{
    error::ReadError,
    pdf::content::{Drawn, Glyph, Rule},
};

/// The format counts in millimetres, the layout in points.
const POINTS_PER_MM: f32 = 72.0 / 25.4;
/// Objects larger than this part of the page in both directions cover it.
const COVERS: f32 = 0.5;
/// How far a direction may be off the level before the text counts as written across the page (a
/// watermark).
const LEVEL: f32 = 0.05;
/// Steps of up to so many letters lead to a character right beside.
const ADJOINING: f32 = 1.2;
/// Characters of one page; a page of a newspaper has some ten thousand.
const MAX_GLYPHS: usize = 200_000;
/// Lines of one page; more are a drawing.
const MAX_RULES: usize = 20_000;
/// Text of no stated size, in millimetres: 三号.
const USUAL_SIZE: f32 = 5.6;

/// From the coordinates of an object to those of the page.
#[derive(Debug, Clone, Copy)]
struct Frame {
    /// Left and upper edge of the object on the page.
    left: f32,
    top: f32,
    /// `CTM`: a b c d e f, as in `x' = ax + cy + e`, `y' = bx + dy + f`.
    matrix: [f32; 6],
}

/// A text object, while its texts are read.
struct TextObject {
    frame: Frame,
    size: f32,
    stretch: f32,
    is_read: bool,
    /// Where the last text began: what the next does not state is the same.
    x: f32,
    y: f32,
}

/// Reads a page or a template.
pub(super) struct PageReader {
    drawn: Drawn,
    templates: Vec<String>,
}

impl PageReader {
    /// A page of this size unless it says otherwise.
    pub(super) fn new(area: Area) -> Self {
        let mut reader = Self {
            drawn: Drawn::default(),
            templates: Vec::new(),
        };
        reader.set_area(area);
        reader
    }

    fn set_area(&mut self, area: Area) {
        self.drawn.width = area.width * POINTS_PER_MM;
        self.drawn.height = area.height * POINTS_PER_MM;
    }

    /// Ids of the templates the page lies on.
    pub(super) fn take_templates(&mut self) -> Vec<String> {
        std::mem::take(&mut self.templates)
    }

    /// Adds what a template draws.
    pub(super) fn put_template(&mut self, template: &Drawn) -> Result<(), ReadError> {
        self.drawn.glyphs.extend(&template.glyphs);
        self.drawn.rules.extend(&template.rules);
        self.drawn.is_picture |= template.is_picture;
        self.check()
    }

    fn check(&self) -> Result<(), ReadError> {
        let fits = self.drawn.glyphs.len() <= MAX_GLYPHS && self.drawn.rules.len() <= MAX_RULES;
        if fits { Ok(()) } else { Err(ReadError::Bomb) }
    }

    /// What was drawn.
    pub(super) fn finish(self) -> Drawn {
        self.drawn
    }

    /// Reads the part.
    pub(super) fn read(&mut self, text: &str) -> Result<(), ReadError> {
        let mut xml = Xml::new(text);
        let mut object: Option<TextObject> = None;
        let mut path: Option<Frame> = None;
        while let Some(piece) = xml.next()? {
            let element = match piece {
                Piece::Open(element) => element,
                Piece::Close(name) => {
                    match name.as_str() {
                        "TextObject" => object = None,
                        "PathObject" => path = None,
                        _ => {}
                    }
                    continue;
                }
            };
            match element.name() {
                "PhysicalBox" => {
                    if let Some(area) = Area::parse(&xml.text()?) {
                        self.set_area(area);
                    }
                }
                "Template" => self.templates.extend(element.attribute("TemplateID")),
                "TextObject" => object = Some(TextObject::of(&element)),
                "TextCode" => {
                    let text = xml.text()?;
                    if let Some(object) = &mut object {
                        self.write(object, &element, &text);
                    }
                }
                "PathObject" => path = Some(Frame::of(&element)),
                "AbbreviatedData" => {
                    let data = xml.text()?;
                    if let Some(frame) = path {
                        self.draw(frame, &data);
                    }
                }
                "ImageObject" => self.drawn.is_picture |= self.covers(&element),
                _ => {}
            }
            self.check()?;
        }
        Ok(())
    }

    fn covers(&self, picture: &Element<'_>) -> bool {
        matches!(picture.numbers("Boundary").as_slice(), &[_, _, width, height]
            if width * POINTS_PER_MM > self.drawn.width * COVERS
                && height * POINTS_PER_MM > self.drawn.height * COVERS)
    }

    /// Puts the characters of a `TextCode` on the page.
    fn write(&mut self, object: &mut TextObject, element: &Element<'_>, text: &str) {
        object.x = element.number("X").unwrap_or(object.x);
        object.y = element.number("Y").unwrap_or(object.y);
        if !object.is_read {
            return;
        }
        let steps_right = element.attribute("DeltaX").unwrap_or_default();
        let steps_down = element.attribute("DeltaY").unwrap_or_default();
        let mut steps_right = steps(&steps_right);
        let mut steps_down = steps(&steps_down);
        let (mut x, mut y) = (object.x, object.y);
        let mut is_upright = false;
        for c in text.chars().take(MAX_GLYPHS + 1) {
            // A character is as wide as high, a Latin letter half of that; what the file says of the
            // next character's place counts more.
            let usual = object.size * object.stretch * if c.is_ascii() { 0.5 } else { 1.0 };
            let right = steps_right.next();
            let down = steps_down.next();
            // Characters below each other: vertical writing, each with its own width.
            is_upright |= right.is_none() && down.is_some_and(|down| down > 0.0);
            let step = right.unwrap_or(if is_upright { 0.0 } else { usual });
            // What the next character adjoins is as wide as the step to it.
            let adjoins = step > 0.0 && step <= object.size * object.stretch * ADJOINING;
            let width = if adjoins { step } else { usual };
            let (x0, baseline) = object.frame.place(x, y);
            let (x1, _) = object.frame.place(x + width, y);
            let size = object.size * object.frame.height_factor() * POINTS_PER_MM;
            // Numbers near the end of what a number can hold lead beyond it.
            if [x0, x1, baseline, size]
                .iter()
                .all(|length| length.is_finite())
            {
                self.drawn.glyphs.push(Glyph {
                    c,
                    x0: x0.min(x1),
                    x1: x0.max(x1),
                    y: baseline,
                    size,
                    is_margin: false,
                });
            }
            x += step;
            y += down.unwrap_or(0.0);
        }
    }

    /// Keeps the level and upright lines of a path: the grid of a table, the red rule of a head.
    fn draw(&mut self, frame: Frame, data: &str) {
        let mut at = None;
        let mut words = data.split_whitespace();
        let mut start = None;
        while let Some(word) = words.next() {
            let to = match word {
                "M" | "S" | "L" => {
                    let mut number = || words.next().and_then(|word| word.parse::<f32>().ok());
                    number().zip(number()).map(|(x, y)| frame.place(x, y))
                }
                "C" => start,
                _ => None,
            };
            match (word, at, to) {
                ("M" | "S", ..) => start = to,
                ("L" | "C", Some((x0, y0)), Some((x1, y1))) => {
                    let rule = Rule { x0, y0, x1, y1 };
                    if is_level(x0, x1) != is_level(y0, y1) {
                        self.drawn.rules.push(rule);
                    }
                }
                _ => {}
            }
            at = to;
        }
    }
}

/// Whether two lengths in points are the same for the eye.
fn is_level(from: f32, to: f32) -> bool {
    (from - to).abs() < 1.0
}

impl TextObject {
    fn of(element: &Element<'_>) -> Self {
        let frame = Frame::of(element);
        let size = element.number("Size").filter(|size| *size > 0.0);
        let is_visible = element.attribute("Visible").as_deref() != Some("false");
        Self {
            is_read: is_visible && frame.is_level(),
            frame,
            size: size.unwrap_or(USUAL_SIZE),
            stretch: element.number("HScale").unwrap_or(1.0),
            x: 0.0,
            y: 0.0,
        }
    }
}

impl Frame {
    fn of(element: &Element<'_>) -> Self {
        let boundary = element.numbers("Boundary");
        let edge = |index: usize| boundary.get(index).copied().unwrap_or(0.0);
        let matrix = <[f32; 6]>::try_from(element.numbers("CTM").as_slice());
        Self {
            left: edge(0),
            top: edge(1),
            matrix: matrix.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
        }
    }

    /// A place of the object on the page, in points.
    fn place(self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.matrix;
        (
            (self.left + a * x + c * y + e) * POINTS_PER_MM,
            (self.top + b * x + d * y + f) * POINTS_PER_MM,
        )
    }

    /// How much the matrix stretches what stands upright.
    fn height_factor(self) -> f32 {
        let [_, _, c, d, _, _] = self.matrix;
        c.hypot(d)
    }

    /// Whether lines of text run from left to right.
    fn is_level(self) -> bool {
        let [a, b, ..] = self.matrix;
        a > 0.0 && (b / a).abs() < LEVEL
    }
}

/// Distances from character to character: numbers, `g 5 3.2` standing for five times 3.2.
fn steps(text: &str) -> impl Iterator<Item = f32> {
    let mut words = text.split_whitespace();
    let mut repeated = (0_usize, 0.0);
    std::iter::from_fn(move || {
        loop {
            if repeated.0 > 0 {
                repeated.0 -= 1;
                return Some(repeated.1);
            }
            match words.next()? {
                "g" => {
                    let n_times = words.next()?.parse().ok()?;
                    repeated = (n_times, words.next()?.parse().ok()?);
                }
                word => return word.parse().ok(),
            }
        }
    })
    .filter(|step: &f32| step.is_finite())
}
