//! What a page draws: its characters with their places, its straight lines, how much of it is pictures
//! (ISO 32000-1 §8, §9.4). Colours, clipping and shapes do not matter to the text.

use super::{
    file::File,
    font::Font,
    matrix::Matrix,
    object::{Dict, Object, Scanner, is_blank},
    paths::{MAX_RULES, Path},
};
use crate::read::error::ReadError;
use std::{collections::HashMap, rc::Rc};

/// Steps of work in one document: an operator or a character each.
const MAX_WORK: usize = 40_000_000;
/// What reading a font counts as.
const FONT_WORK: usize = 5_000;
/// Characters of one page; a page of a newspaper has some ten thousand.
const MAX_GLYPHS: usize = 200_000;
/// Forms inside forms.
const MAX_FORMS: usize = 8;
/// States kept by `q`.
const MAX_STATES: usize = 256;

/// A character on a page. Lengths in points, y downwards from the upper edge of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::read) struct Glyph {
    pub(in crate::read) c: char,
    pub(in crate::read) x0: f32,
    pub(in crate::read) x1: f32,
    /// The line it stands on.
    pub(in crate::read) y: f32,
    pub(in crate::read) size: f32,
    /// The file says it is a running head, a foot or a page number.
    pub(in crate::read) is_margin: bool,
}

/// A straight line drawn along or across the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::read) struct Rule {
    pub(in crate::read) x0: f32,
    pub(in crate::read) y0: f32,
    pub(in crate::read) x1: f32,
    pub(in crate::read) y1: f32,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(in crate::read) struct Drawn {
    pub(in crate::read) width: f32,
    pub(in crate::read) height: f32,
    pub(in crate::read) glyphs: Vec<Glyph>,
    pub(in crate::read) rules: Vec<Rule>,
    /// Characters that nobody knows the meaning of.
    pub(in crate::read) n_unknown: usize,
    /// Whether a picture covers most of it.
    pub(in crate::read) is_picture: bool,
}

/// A page: its dictionary and what it inherits.
pub(super) struct Page {
    pub(super) dict: Rc<Dict>,
    pub(super) resources: Object,
    /// Left, lower, right, upper edge.
    pub(super) edges: (f64, f64, f64, f64),
    /// Quarters it is turned to the right.
    pub(super) quarters: i64,
}

/// Reads the pages of one document; fonts are read once.
pub(super) struct Painter<'a> {
    file: &'a File<'a>,
    fonts: HashMap<u32, Rc<Font>>,
    work_left: usize,
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    /// Added after each character, and after each blank.
    spacing: (f64, f64),
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// What one page or form is drawn with.
struct Sheet<'d> {
    drawn: &'d mut Drawn,
    /// Directions of the characters, as quarters to the left.
    turns: &'d mut Vec<u8>,
    resources: Dict,
    depth: usize,
}

impl<'a> Painter<'a> {
    pub(super) fn new(file: &'a File<'a>) -> Self {
        Self {
            file,
            fonts: HashMap::new(),
            work_left: MAX_WORK,
        }
    }

    /// What a page draws.
    pub(super) fn paint(&mut self, page: &Page) -> Result<Drawn, ReadError> {
        let (x0, y0, x1, y1) = page.edges;
        let (width, height) = match page.quarters.rem_euclid(2) {
            0 => (x1 - x0, y1 - y0),
            _ => (y1 - y0, x1 - x0),
        };
        let mut drawn = Drawn {
            width: width as f32,
            height: height as f32,
            ..Drawn::default()
        };
        let content = self.content(&page.dict)?;
        let mut turns = Vec::new();
        let mut sheet = Sheet {
            drawn: &mut drawn,
            turns: &mut turns,
            resources: page.resources.dict().cloned().unwrap_or_default(),
            depth: 0,
        };
        self.run(
            &content,
            &mut sheet,
            Matrix::of_page(page.quarters, page.edges),
        )?;
        if drawn.rules.len() > MAX_RULES {
            drawn.rules.clear();
        }
        turn_upright(&mut drawn, &turns);
        Ok(drawn)
    }

    /// The bytes of the page's streams, a blank between them.
    fn content(&self, page: &Dict) -> Result<Vec<u8>, ReadError> {
        let streams = match self.file.get(page, b"Contents") {
            Object::Array(streams) => streams
                .iter()
                .map(|stream| self.file.resolve(stream))
                .collect(),
            stream => vec![stream],
        };
        let mut content = Vec::new();
        for stream in streams {
            if let Object::Stream(stream) = stream
                && let Some(bytes) = self.file.unpack(&stream)?
            {
                content.extend(bytes);
                content.push(b'\n');
            }
        }
        Ok(content)
    }

    fn work(&mut self, steps: usize) -> Result<(), ReadError> {
        self.work_left = self.work_left.checked_sub(steps).ok_or(ReadError::Bomb)?;
        Ok(())
    }

    fn run(&mut self, content: &[u8], sheet: &mut Sheet<'_>, ctm: Matrix) -> Result<(), ReadError> {
        let mut scanner = Scanner::new(content, 0);
        let mut operands: Vec<Object> = Vec::new();
        let mut run = Run {
            state: State {
                ctm,
                font: None,
                size: 0.0,
                spacing: (0.0, 0.0),
                stretch: 1.0,
                leading: 0.0,
                rise: 0.0,
            },
            states: Vec::new(),
            n_lost_states: 0,
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            path: Path::default(),
            margins: Vec::new(),
            fonts: HashMap::new(),
        };
        while scanner.at < content.len() {
            self.work(1)?;
            match scanner.next() {
                Some(Object::Word(operator)) => {
                    if &*operator == b"ID" {
                        skip_picture(content, &mut scanner);
                    } else {
                        self.operator(&operator, &operands, sheet, &mut run)?;
                    }
                    operands.clear();
                }
                Some(operand) if operands.len() < 64 => operands.push(operand),
                Some(_) => {}
                None => break,
            }
        }
        Ok(())
    }

    fn operator(
        &mut self,
        operator: &[u8],
        operands: &[Object],
        sheet: &mut Sheet<'_>,
        run: &mut Run,
    ) -> Result<(), ReadError> {
        let number = |index: usize| operands.get(index).and_then(Object::number).unwrap_or(0.0);
        let name = || operands.first().and_then(Object::name).unwrap_or_default();
        match operator {
            b"q" if run.states.len() < MAX_STATES => run.states.push(run.state.clone()),
            b"q" => run.n_lost_states += 1,
            b"Q" if run.n_lost_states > 0 => run.n_lost_states -= 1,
            b"Q" => run.state = run.states.pop().unwrap_or_else(|| run.state.clone()),
            b"cm" => {
                if let Some(matrix) = Matrix::from_operands(operands) {
                    run.state.ctm = matrix.then(run.state.ctm);
                }
            }
            b"BT" => (run.text, run.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            b"Tf" => {
                run.state.font = self.font(name(), sheet, run)?;
                run.state.size = number(1);
            }
            b"Tc" => run.state.spacing.0 = number(0),
            b"Tw" => run.state.spacing.1 = number(0),
            b"Tz" => run.state.stretch = number(0) / 100.0,
            b"TL" => run.state.leading = number(0),
            b"Ts" => run.state.rise = number(0),
            b"Td" => run.next_line(number(0), number(1)),
            b"TD" => {
                run.state.leading = -number(1);
                run.next_line(number(0), number(1));
            }
            b"Tm" => {
                if let Some(matrix) = Matrix::from_operands(operands) {
                    (run.text, run.line) = (matrix, matrix);
                }
            }
            b"T*" => run.next_line(0.0, -run.state.leading),
            b"Tj" => self.show(operands, sheet, run)?,
            b"TJ" => {
                let parts = operands.first().and_then(Object::array).unwrap_or_default();
                self.show(parts, sheet, run)?;
            }
            b"'" => {
                run.next_line(0.0, -run.state.leading);
                self.show(operands, sheet, run)?;
            }
            b"\"" => {
                run.state.spacing = (number(1), number(0));
                run.next_line(0.0, -run.state.leading);
                self.show(operands.get(2..).unwrap_or_default(), sheet, run)?;
            }
            b"BMC" => run.mark(false),
            b"BDC" => {
                let properties = match operands.get(1) {
                    Some(Object::Name(name)) => {
                        let listed = self.file.get(&sheet.resources, b"Properties");
                        listed
                            .dict()
                            .map_or(Object::Null, |listed| self.file.get(listed, name))
                    }
                    other => other.cloned().unwrap_or(Object::Null),
                };
                let kind = properties
                    .dict()
                    .and_then(|dict| dict.get(b"Type".as_slice()));
                let is_pagination = kind.and_then(Object::name) == Some(b"Pagination");
                run.mark(name() == b"Artifact" && is_pagination);
            }
            b"EMC" => {
                run.margins.pop();
            }
            b"Do" => self.draw_object(name(), sheet, run)?,
            _ => run
                .path
                .draw(operator, operands, run.state.ctm, sheet.drawn),
        }
        Ok(())
    }

    fn font(
        &mut self,
        name: &[u8],
        sheet: &Sheet<'_>,
        run: &mut Run,
    ) -> Result<Option<Rc<Font>>, ReadError> {
        if let Some(font) = run.fonts.get(name) {
            return Ok(Some(Rc::clone(font)));
        }
        let fonts = self.file.get(&sheet.resources, b"Font");
        let Some(listed) = fonts.dict().and_then(|fonts| fonts.get(name)) else {
            return Ok(None);
        };
        let number = match listed {
            Object::Reference(number) => Some(*number),
            _ => None,
        };
        let known = number
            .and_then(|number| self.fonts.get(&number))
            .map(Rc::clone);
        let font = match (known, self.file.resolve(listed).dict()) {
            (Some(font), _) => font,
            (None, Some(dict)) => {
                self.work(FONT_WORK)?;
                Rc::new(Font::read(self.file, dict)?)
            }
            (None, None) => return Ok(None),
        };
        if let Some(number) = number {
            self.fonts.insert(number, Rc::clone(&font));
        }
        run.fonts.insert(name.to_vec(), Rc::clone(&font));
        Ok(Some(font))
    }

    /// Strings, and between them numbers that move the pen back.
    fn show(
        &mut self,
        parts: &[Object],
        sheet: &mut Sheet<'_>,
        run: &mut Run,
    ) -> Result<(), ReadError> {
        let Some(font) = run.state.font.clone() else {
            return Ok(());
        };
        for part in parts {
            match part {
                Object::Bytes(bytes) => {
                    self.work(bytes.len())?;
                    for shown in font.shown(bytes) {
                        run.put(&shown, sheet);
                    }
                }
                Object::Number(back) => {
                    let x = -back / 1000.0 * run.state.size * run.state.stretch;
                    run.text = run.text.moved(x, 0.0);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A form is drawn, a picture measured.
    fn draw_object(
        &mut self,
        name: &[u8],
        sheet: &mut Sheet<'_>,
        run: &Run,
    ) -> Result<(), ReadError> {
        self.work(100)?;
        let listed = self.file.get(&sheet.resources, b"XObject");
        let object = listed
            .dict()
            .map_or(Object::Null, |listed| self.file.get(listed, name));
        let Object::Stream(stream) = object else {
            return Ok(());
        };
        match self.file.get(&stream.dict, b"Subtype").name() {
            Some(b"Image") => {
                let m = run.state.ctm;
                let area = (m.a * m.d - m.b * m.c).abs();
                let page = f64::from(sheet.drawn.width) * f64::from(sheet.drawn.height);
                sheet.drawn.is_picture |= area > page * 0.4;
            }
            Some(b"Form") if sheet.depth < MAX_FORMS => {
                let Some(content) = self.file.unpack(&stream)? else {
                    return Ok(());
                };
                let matrix = self.file.get(&stream.dict, b"Matrix");
                let matrix = matrix.array().and_then(|values| {
                    let values: Vec<_> = values
                        .iter()
                        .map(|value| self.file.resolve(value))
                        .collect();
                    Matrix::from_operands(&values)
                });
                let own = self.file.get(&stream.dict, b"Resources");
                let mut inner = Sheet {
                    resources: own.dict().unwrap_or(&sheet.resources).clone(),
                    depth: sheet.depth + 1,
                    drawn: &mut *sheet.drawn,
                    turns: &mut *sheet.turns,
                };
                let ctm = matrix.unwrap_or(Matrix::IDENTITY).then(run.state.ctm);
                self.run(&content, &mut inner, ctm)?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// The state of drawing one stream.
struct Run {
    state: State,
    states: Vec<State>,
    n_lost_states: usize,
    text: Matrix,
    line: Matrix,
    path: Path,
    /// Marked parts that are open: whether each is a running head or foot.
    margins: Vec<bool>,
    fonts: HashMap<Vec<u8>, Rc<Font>>,
}

impl Run {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line = self.line.moved(x, y);
        self.text = self.line;
    }

    fn mark(&mut self, is_margin: bool) {
        if self.margins.len() < MAX_STATES {
            self.margins.push(is_margin);
        }
    }

    /// Puts the characters of one code on the page and moves the pen.
    fn put(&mut self, shown: &super::font::Shown, sheet: &mut Sheet<'_>) {
        let state = &self.state;
        let width = shown.width * state.size * state.stretch;
        let matrix = self.text.then(state.ctm);
        let (x, y) = matrix.point(0.0, state.rise);
        let (end_x, end_y) = matrix.point(width, state.rise);
        let (up_x, up_y) = matrix.point(0.0, state.rise + state.size);
        let size = (up_x - x).hypot(up_y - y);
        let (spacing, word_spacing) = state.spacing;
        let after = spacing
            + if shown.is_word_space {
                word_spacing
            } else {
                0.0
            };
        self.text = self.text.moved(width + after * state.stretch, 0.0);
        let in_reach = |value: f64| value.is_finite() && value.abs() < 20_000.0;
        if ![x, y, end_x, end_y, size].into_iter().all(in_reach) || size < 0.5 {
            return;
        }
        if shown.text.is_empty() {
            sheet.drawn.n_unknown += usize::from(width > 0.0);
            return;
        }
        // The direction of writing; what is set aslant is a watermark.
        let (dx, dy) = matrix.point(1.0, state.rise);
        let (dx, dy) = (dx - x, dy - y);
        let turn = match (dx.abs() * 0.2 > dy.abs(), dy.abs() * 0.2 > dx.abs()) {
            (true, _) if dx > 0.0 => 0,
            (true, _) => 2,
            (_, true) if dy < 0.0 => 1,
            (_, true) => 3,
            _ => return,
        };
        let n = shown.text.len() as f64;
        for (index, c) in shown.text.iter().enumerate() {
            if sheet.drawn.glyphs.len() >= MAX_GLYPHS {
                return;
            }
            let (from, to) = (index as f64 / n, (index as f64 + 1.0) / n);
            // Upright, x0 and x1 stand along the line and y across; `turn_upright` does that for the rest.
            let along = |share: f64| match turn {
                0 | 2 => x + (end_x - x) * share,
                _ => y + (end_y - y) * share,
            };
            sheet.drawn.glyphs.push(Glyph {
                c: *c,
                x0: along(from) as f32,
                x1: along(to) as f32,
                y: if turn % 2 == 0 { y } else { x } as f32,
                size: size as f32,
                is_margin: self.margins.contains(&true),
            });
            sheet.turns.push(turn);
        }
    }
}

/// Holds the page so that most of its text is upright, and leaves out the rest: wide tables are often
/// set across a page that is not turned.
fn turn_upright(drawn: &mut Drawn, turns: &[u8]) {
    let count = |turn: u8| turns.iter().filter(|found| **found == turn).count();
    let Some(turn) = (0..4_u8).max_by_key(|turn| (count(*turn), 4 - turn)) else {
        return;
    };
    let (width, height) = (drawn.width, drawn.height);
    let mut index = 0;
    drawn.glyphs.retain(|_| {
        index += 1;
        turns.get(index - 1) == Some(&turn)
    });
    let place = |x: f32, y: f32| match turn {
        1 => (height - y, x),
        2 => (width - x, height - y),
        3 => (y, width - x),
        _ => (x, y),
    };
    for glyph in &mut drawn.glyphs {
        let ends = match turn % 2 {
            0 => [place(glyph.x0, glyph.y), place(glyph.x1, glyph.y)],
            _ => [place(glyph.y, glyph.x0), place(glyph.y, glyph.x1)],
        };
        let [(start, y), (end, _)] = ends;
        (glyph.x0, glyph.x1, glyph.y) = (start.min(end), start.max(end), y);
    }
    for rule in &mut drawn.rules {
        let ((x0, y0), (x1, y1)) = (place(rule.x0, rule.y0), place(rule.x1, rule.y1));
        *rule = Rule {
            x0: x0.min(x1),
            y0: y0.min(y1),
            x1: x0.max(x1),
            y1: y0.max(y1),
        };
    }
    if turn % 2 == 1 {
        (drawn.width, drawn.height) = (height, width);
    }
    let (width, height) = (drawn.width, drawn.height);
    drawn.glyphs.retain(|glyph| {
        (-5.0..width + 5.0).contains(&glyph.x0) && (-5.0..height + 5.0).contains(&glyph.y)
    });
}

/// Skips the bytes of a picture written into the stream.
fn skip_picture(content: &[u8], scanner: &mut Scanner<'_>) {
    let rest = content.get(scanner.at..).unwrap_or_default();
    let end = rest.windows(4).position(|window| match window {
        [before, b'E', b'I', after] => is_blank(*before) && is_blank(*after),
        _ => false,
    });
    scanner.at += end.map_or(rest.len(), |end| end + 3);
}
