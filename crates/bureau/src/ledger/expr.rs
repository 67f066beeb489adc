//! What formulas and rules between fields are written in: `[人数] × [学时]`, `[结束] ≥ [开始] 且 有[证书]`.
//!
//! What is missing stays missing: a sum with a missing part is missing, and a comparison with a
//! missing side is not made. Where nothing filled in does mean something, the formula says what:
//! `[预算]+空则([追加], 0)`.

use super::decimal::Decimal;

/// The day a row is written on, in rules and as a bound of dates: what happened lies no later.
pub(super) const TODAY: &str = "今天";

/// How deep brackets may nest.
const DEEPEST: usize = 40;

/// What stands in a field, or comes out of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Missing,
    Number(Decimal),
    Text(String),
    Truth(bool),
}

/// A formula, read once and computed for many rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expr {
    Constant(Value),
    /// A field by its name or code.
    Field(String),
    /// The day a row is written on.
    Today,
    /// Whether a field is filled.
    Filled(String),
    /// The first; where that is missing, the second.
    Otherwise(Box<Expr>, Box<Expr>),
    Binary(Box<Expr>, Op, Box<Expr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Plus,
    Minus,
    Times,
    Over,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
}

impl Expr {
    /// Reads a formula; what is wrong with it, in words.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader {
            chars: text.chars().collect(),
            at: 0,
            depth: 0,
        };
        let expr = reader.either()?;
        reader.skip_blanks();
        match reader.peek() {
            None => Ok(expr),
            Some(rest) => Err(format!("“{rest}”处看不懂，请检查括号和运算符。")),
        }
    }

    /// The fields it names.
    pub(super) fn fields<'a>(&'a self, found: &mut Vec<&'a str>) {
        match self {
            Self::Constant(_) | Self::Today => {}
            Self::Field(name) | Self::Filled(name) => found.push(name),
            Self::Binary(left, _, right) | Self::Otherwise(left, right) => {
                left.fields(found);
                right.fields(found);
            }
        }
    }

    /// Computes it for one row.
    pub(super) fn value(&self, of: &dyn Fn(&str) -> Value) -> Value {
        match self {
            Self::Constant(value) => value.clone(),
            Self::Field(name) => of(name),
            Self::Today => of(TODAY),
            Self::Filled(name) => Value::Truth(of(name) != Value::Missing),
            Self::Otherwise(first, second) => match first.value(of) {
                Value::Missing => second.value(of),
                known => known,
            },
            Self::Binary(left, op, right) => applied(left.value(of), *op, right.value(of)),
        }
    }

    /// Whether a rule is broken; one that cannot be decided is not.
    pub(super) fn is_false(&self, of: &dyn Fn(&str) -> Value) -> bool {
        self.value(of) == Value::Truth(false)
    }
}

fn applied(left: Value, op: Op, right: Value) -> Value {
    let number = |found: Option<Decimal>| found.map_or(Value::Missing, Value::Number);
    match (left, op, right) {
        (Value::Truth(left), Op::And, Value::Truth(right)) => Value::Truth(left && right),
        (Value::Truth(left), Op::Or, Value::Truth(right)) => Value::Truth(left || right),
        (Value::Truth(false), Op::And, _) | (_, Op::And, Value::Truth(false)) => {
            Value::Truth(false)
        }
        (Value::Truth(true), Op::Or, _) | (_, Op::Or, Value::Truth(true)) => Value::Truth(true),
        (Value::Number(left), op, Value::Number(right)) => match op {
            Op::Plus => number(left.plus(right)),
            Op::Minus => number(left.minus(right)),
            Op::Times => number(left.times(right)),
            Op::Over => number(left.over(right)),
            _ => compared(left.cmp(&right), op),
        },
        (Value::Text(left), op, Value::Text(right)) => compared(left.cmp(&right), op),
        _ => Value::Missing,
    }
}

fn compared(order: std::cmp::Ordering, op: Op) -> Value {
    Value::Truth(match op {
        Op::Equal => order.is_eq(),
        Op::Unequal => order.is_ne(),
        Op::Less => order.is_lt(),
        Op::LessOrEqual => order.is_le(),
        Op::Greater => order.is_gt(),
        Op::GreaterOrEqual => order.is_ge(),
        _ => return Value::Missing,
    })
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    depth: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn takes(&mut self, word: &str) -> bool {
        self.skip_blanks();
        let n = word.chars().count();
        let here = self.chars.get(self.at..self.at + n);
        let fits = here.is_some_and(|here| here.iter().copied().eq(word.chars()));
        if fits {
            self.at += n;
        }
        fits
    }

    fn takes_one(&mut self, words: &[(&str, Op)]) -> Option<Op> {
        words
            .iter()
            .find_map(|(word, op)| self.takes(word).then_some(*op))
    }

    fn chain(
        &mut self,
        words: &[(&str, Op)],
        next: fn(&mut Self) -> Result<Expr, String>,
    ) -> Result<Expr, String> {
        let mut left = next(self)?;
        while let Some(op) = self.takes_one(words) {
            left = Expr::Binary(Box::new(left), op, Box::new(next(self)?));
        }
        Ok(left)
    }

    fn either(&mut self) -> Result<Expr, String> {
        self.chain(&[("或", Op::Or)], Self::both)
    }

    fn both(&mut self) -> Result<Expr, String> {
        self.chain(&[("且", Op::And)], Self::comparison)
    }

    fn comparison(&mut self) -> Result<Expr, String> {
        const WORDS: [(&str, Op); 11] = [
            (">=", Op::GreaterOrEqual),
            ("≥", Op::GreaterOrEqual),
            ("<=", Op::LessOrEqual),
            ("≤", Op::LessOrEqual),
            ("<>", Op::Unequal),
            ("≠", Op::Unequal),
            (">", Op::Greater),
            ("＞", Op::Greater),
            ("<", Op::Less),
            ("＜", Op::Less),
            ("=", Op::Equal),
        ];
        let left = self.sum()?;
        match self.takes_one(&WORDS) {
            Some(op) => Ok(Expr::Binary(Box::new(left), op, Box::new(self.sum()?))),
            None => Ok(left),
        }
    }

    fn sum(&mut self) -> Result<Expr, String> {
        let words = [
            ("+", Op::Plus),
            ("＋", Op::Plus),
            ("-", Op::Minus),
            ("－", Op::Minus),
        ];
        self.chain(&words, Self::product)
    }

    fn product(&mut self) -> Result<Expr, String> {
        let words = [
            ("*", Op::Times),
            ("×", Op::Times),
            ("/", Op::Over),
            ("÷", Op::Over),
        ];
        self.chain(&words, Self::atom)
    }

    fn atom(&mut self) -> Result<Expr, String> {
        if self.takes("(") || self.takes("（") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err("括号套得太深。".to_owned());
            }
            let inner = self.either()?;
            self.depth -= 1;
            return match self.takes(")") || self.takes("）") {
                true => Ok(inner),
                false => Err("缺少右括号。".to_owned()),
            };
        }
        if self.takes("有") {
            return match self.atom()? {
                Expr::Field(name) => Ok(Expr::Filled(name)),
                _ => Err("“有”后面写方括号里的字段名。".to_owned()),
            };
        }
        if self.takes("空则") {
            return self.otherwise();
        }
        if self.takes(TODAY) {
            return Ok(Expr::Today);
        }
        if self.takes("[") {
            return self.until(']').map(Expr::Field);
        }
        for (open, close) in [("“", '”'), ("\"", '"')] {
            if self.takes(open) {
                let text = self.until(close)?;
                return Ok(Expr::Constant(Value::Text(text)));
            }
        }
        self.skip_blanks();
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit() || c == '.') {
            self.at += 1;
        }
        let digits: String = self.chars.iter().take(self.at).skip(start).collect();
        match Decimal::parse(&digits) {
            Some(number) => Ok(Expr::Constant(Value::Number(number))),
            None => Err(match self.peek() {
                Some(c) => format!("“{c}”处应是数、引号里的文字或方括号里的字段名。"),
                None => "式子没有写完。".to_owned(),
            }),
        }
    }

    /// What stands in the brackets of 「空则」.
    fn otherwise(&mut self) -> Result<Expr, String> {
        let wrong = || "“空则”写成 空则([字段],0)：前面的空着时取后面的。".to_owned();
        if !self.takes("(") && !self.takes("（") {
            return Err(wrong());
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("括号套得太深。".to_owned());
        }
        let first = self.either()?;
        if !self.takes(",") && !self.takes("，") {
            return Err(wrong());
        }
        let second = self.either()?;
        self.depth -= 1;
        match self.takes(")") || self.takes("）") {
            true => Ok(Expr::Otherwise(Box::new(first), Box::new(second))),
            false => Err("缺少右括号。".to_owned()),
        }
    }

    fn until(&mut self, close: char) -> Result<String, String> {
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.at += 1;
            if c == close {
                return Ok(text);
            }
            text.push(c);
        }
        Err(format!("缺少“{close}”。"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Expr, TODAY, Value};

    fn value(text: &str) -> Value {
        let expr = Expr::parse(text).unwrap();
        expr.value(&|name| match name {
            "人数" => Value::Number(Decimal::parse("30").unwrap()),
            "学时" => Value::Number(Decimal::parse("1.5").unwrap()),
            "类别" => Value::Text("市级".to_owned()),
            "开始" => Value::Text("2026-03-01".to_owned()),
            "结束" => Value::Text("2026-03-05".to_owned()),
            TODAY => Value::Text("2026-03-05".to_owned()),
            _ => Value::Missing,
        })
    }

    #[test]
    fn formulas_are_computed_exactly_and_missing_stays_missing() {
        let number = |text: &str| Value::Number(Decimal::parse(text).unwrap());
        assert_eq!(value("[人数]×[学时]"), number("45"));
        assert_eq!(value("1 + 2 * (3 - 1) / 4"), number("2"));
        assert_eq!(value("[人数] + [未填]"), Value::Missing);
        assert_eq!(value("[人数] / 0"), Value::Missing);
    }

    #[test]
    fn what_is_missing_counts_as_something_only_where_the_formula_says_so() {
        let number = |text: &str| Value::Number(Decimal::parse(text).unwrap());
        assert_eq!(value("[人数]+空则([未填],0)"), number("30"));
        assert_eq!(value("空则（[学时]，0）×2"), number("3"));
        assert_eq!(value("空则(空则([未填],[也未填]),[人数])"), number("30"));
        assert_eq!(value("空则([未填],[也未填])"), Value::Missing);
        assert_eq!(value("空则([类别],“县级”)=“市级”"), Value::Truth(true));
        let mut named = Vec::new();
        let expr = Expr::parse("空则([追加],[追减])").unwrap();
        expr.fields(&mut named);
        assert_eq!(named, ["追加", "追减"]);
    }

    #[test]
    fn rules_compare_numbers_days_and_words() {
        assert_eq!(value("[结束]≥[开始] 且 [人数]>0"), Value::Truth(true));
        assert_eq!(value("[类别]=“市级” 且 有[证书]"), Value::Truth(false));
        assert_eq!(value("[类别]<>\"市级\" 或 有[人数]"), Value::Truth(true));
        assert_eq!(value("[未填] > 3"), Value::Missing);
        assert_eq!(value("[结束]≤今天 且 [开始]<今天"), Value::Truth(true));
        assert_eq!(value("[未填]≤今天"), Value::Missing);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for wrong in [
            "",
            "[人数",
            "1+",
            "(1",
            "1 2",
            "有3",
            "人数+1",
            "“abc",
            "空则",
            "空则[人数]",
            "空则([人数])",
            "空则([人数],0",
        ] {
            assert!(Expr::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Expr::parse(&"(".repeat(1000)).is_err());
        assert!(Expr::parse(&"空则(".repeat(1000)).is_err());
    }
}
