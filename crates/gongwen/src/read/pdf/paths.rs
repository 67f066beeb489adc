//! Paths, as far as they are straight lines along or across the page: the rules of tables.

use super::{
    content::{Drawn, Rule},
    matrix::Matrix,
    object::Object,
};

/// Lines of one page; more are a drawing, and none of them is kept.
pub(super) const MAX_RULES: usize = 20_000;
/// The widest a drawn line is, in points.
const RULE_WIDTH: f64 = 3.0;

/// The path that is being made.
#[derive(Default)]
pub(super) struct Path {
    /// Its points; the flag begins a new part.
    points: Vec<(bool, f64, f64)>,
}

impl Path {
    /// Does what an operator says, if it makes or paints paths.
    pub(super) fn draw(
        &mut self,
        operator: &[u8],
        operands: &[Object],
        ctm: Matrix,
        drawn: &mut Drawn,
    ) {
        let number = |index: usize| operands.get(index).and_then(Object::number).unwrap_or(0.0);
        match operator {
            b"m" => self.add(ctm, true, number(0), number(1)),
            b"l" => self.add(ctm, false, number(0), number(1)),
            b"c" => self.add(ctm, true, number(4), number(5)),
            b"v" | b"y" => self.add(ctm, true, number(2), number(3)),
            b"h" => self.close_part(),
            b"re" => {
                let (x, y, width, height) = (number(0), number(1), number(2), number(3));
                for (is_first, x, y) in [
                    (true, x, y),
                    (false, x + width, y),
                    (false, x + width, y + height),
                    (false, x, y + height),
                    (false, x, y),
                ] {
                    self.add(ctm, is_first, x, y);
                }
            }
            b"s" | b"b" | b"b*" => {
                self.close_part();
                self.stroke(drawn);
            }
            b"S" | b"B" | b"B*" => self.stroke(drawn),
            b"f" | b"F" | b"f*" => self.fill(drawn),
            b"n" => self.points.clear(),
            _ => {}
        }
    }

    fn add(&mut self, ctm: Matrix, is_first: bool, x: f64, y: f64) {
        if self.points.len() < MAX_RULES * 4 {
            let (x, y) = ctm.point(x, y);
            self.points.push((is_first, x, y));
        }
    }

    fn close_part(&mut self) {
        let first = self
            .points
            .iter()
            .rev()
            .find(|(is_first, ..)| *is_first)
            .copied();
        if let Some((_, x, y)) = first {
            self.points.push((false, x, y));
        }
    }

    fn stroke(&mut self, drawn: &mut Drawn) {
        for pair in self.points.windows(2) {
            if let &[(_, x0, y0), (false, x1, y1)] = pair {
                push_rule(drawn, x0, y0, x1, y1);
            }
        }
        self.points.clear();
    }

    /// A filled part that is thin is a line as well.
    fn fill(&mut self, drawn: &mut Drawn) {
        let mut parts: Vec<[f64; 4]> = Vec::new();
        for &(is_first, x, y) in &self.points {
            match parts.last_mut() {
                Some([x0, y0, x1, y1]) if !is_first => {
                    (*x0, *x1) = (x0.min(x), x1.max(x));
                    (*y0, *y1) = (y0.min(y), y1.max(y));
                }
                _ => parts.push([x, y, x, y]),
            }
        }
        for [x0, y0, x1, y1] in parts {
            if (x1 - x0).min(y1 - y0) <= RULE_WIDTH {
                push_rule(drawn, x0, y0, x1, y1);
            }
        }
        self.points.clear();
    }
}

/// Keeps a line that runs along or across the page.
fn push_rule(drawn: &mut Drawn, x0: f64, y0: f64, x1: f64, y1: f64) {
    let (width, height) = ((x1 - x0).abs(), (y1 - y0).abs());
    let is_straight = width.min(height) <= RULE_WIDTH && width.max(height) > RULE_WIDTH;
    if is_straight && drawn.rules.len() <= MAX_RULES {
        let (middle_x, middle_y) = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
        let rule = match width > height {
            true => [x0.min(x1), middle_y, x0.max(x1), middle_y],
            false => [middle_x, y0.min(y1), middle_x, y0.max(y1)],
        };
        if rule.iter().all(|value| value.is_finite()) {
            let [x0, y0, x1, y1] = rule.map(|value| value as f32);
            drawn.rules.push(Rule { x0, y0, x1, y1 });
        }
    }
}
