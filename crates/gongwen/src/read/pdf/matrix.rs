//! Transformations of the plane (ISO 32000-1 §8.3) and the side a page is held by.

use super::object::Object;

/// `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) f: f64,
}

impl Matrix {
    pub(super) const IDENTITY: Self = Self::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) const fn new([a, b, c, d, e, f]: [f64; 6]) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// Six numbers of a content stream.
    pub(super) fn from_operands(operands: &[Object]) -> Option<Self> {
        let numbers: Vec<f64> = operands.iter().filter_map(Object::number).collect();
        Some(Self::new(numbers.try_into().ok()?))
    }

    /// First this one, then the other.
    pub(super) fn then(self, other: Self) -> Self {
        Self {
            a: self.a * other.a + self.b * other.c,
            b: self.a * other.b + self.b * other.d,
            c: self.c * other.a + self.d * other.c,
            d: self.c * other.b + self.d * other.d,
            e: self.e * other.a + self.f * other.c + other.e,
            f: self.e * other.b + self.f * other.d + other.f,
        }
    }

    pub(super) fn moved(self, x: f64, y: f64) -> Self {
        Self::new([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }

    pub(super) fn point(self, x: f64, y: f64) -> (f64, f64) {
        (
            self.a * x + self.c * y + self.e,
            self.b * x + self.d * y + self.f,
        )
    }

    /// The rotation of a page by quarters to the right, its corner at (x, y), so that y grows downwards
    /// from the upper edge of the page as it is held.
    pub(super) fn of_page(quarters: i64, (x0, y0, x1, y1): (f64, f64, f64, f64)) -> Self {
        match quarters.rem_euclid(4) {
            0 => Self::new([1.0, 0.0, 0.0, -1.0, -x0, y1]),
            1 => Self::new([0.0, 1.0, 1.0, 0.0, -y0, -x0]),
            2 => Self::new([-1.0, 0.0, 0.0, 1.0, x1, -y0]),
            _ => Self::new([0.0, -1.0, -1.0, 0.0, y1, x1]),
        }
    }
}
