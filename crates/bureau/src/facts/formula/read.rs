//! Text → formula.

use super::{Expression, Formula, Input, Operator, Reach};
use crate::facts::model::{Amount, ItemCode, MOST_DECIMALS};

/// Longer formulas nobody can check.
const MOST_CHARS: usize = 600;
const MOST_DEEP: usize = 30;

/// Why a text is no formula, in words of the interface, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub(in crate::facts) struct FormulaError {
    what: String,
}

impl FormulaError {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}

pub(super) fn read(
    text: &str,
    find: &dyn Fn(&str) -> Option<ItemCode>,
) -> Result<Formula, FormulaError> {
    let raw: Vec<char> = text.chars().collect();
    let chars: Vec<char> = raw.iter().copied().map(plain).collect();
    if chars.len() > MOST_CHARS {
        return Err(FormulaError::new(format!(
            "公式超过 {MOST_CHARS} 个字，请拆成几个数据项。"
        )));
    }
    let mut reader = Reader {
        chars,
        raw,
        at: 0,
        depth: 0,
        find,
    };
    let expression = reader.sum()?;
    match reader.next() {
        None => Ok(Formula { expression }),
        Some(char) => Err(reader.wrong(format!("“{char}”放在这里读不懂"))),
    }
}

/// One way to write each sign.
fn plain(char: char) -> char {
    match char {
        '＋' => '+',
        '－' | '−' | '–' | '—' => '-',
        '×' | '＊' | 'x' | 'X' | '·' => '×',
        '*' => '×',
        '÷' | '／' | '/' => '÷',
        '（' => '(',
        '）' => ')',
        '［' | '【' => '[',
        '］' | '】' => ']',
        '，' | '、' => ',',
        '％' => '%',
        '０'..='９' => char::from_u32(u32::from(char) - 0xFEE0).unwrap_or(char),
        '．' => '.',
        other => other,
    }
}

struct Reader<'a> {
    chars: Vec<char>,
    /// As it was typed: names of items are taken from here.
    raw: Vec<char>,
    at: usize,
    depth: usize,
    find: &'a dyn Fn(&str) -> Option<ItemCode>,
}

type Read<T> = Result<T, FormulaError>;

impl Reader<'_> {
    /// The next sign, blanks passed over.
    fn next(&mut self) -> Option<char> {
        while self
            .chars
            .get(self.at)
            .is_some_and(|char| char.is_whitespace())
        {
            self.at += 1;
        }
        self.chars.get(self.at).copied()
    }

    fn takes(&mut self, wanted: char) -> bool {
        let is_there = self.next() == Some(wanted);
        self.at += usize::from(is_there);
        is_there
    }

    fn needs(&mut self, wanted: char) -> Read<()> {
        match self.takes(wanted) {
            true => Ok(()),
            false => Err(self.wrong(format!("这里缺“{wanted}”"))),
        }
    }

    fn wrong(&self, what: impl std::fmt::Display) -> FormulaError {
        FormulaError::new(format!("第{}个字：{what}。", self.at + 1))
    }

    fn deeper(&mut self) -> Read<()> {
        self.depth += 1;
        match self.depth > MOST_DEEP {
            true => Err(self.wrong("括号套得太深")),
            false => Ok(()),
        }
    }

    fn sum(&mut self) -> Read<Expression> {
        self.deeper()?;
        let mut left = self.product()?;
        loop {
            let operator = match self.next() {
                Some('+') => Operator::Plus,
                Some('-') => Operator::Minus,
                _ => break,
            };
            self.at += 1;
            left = combined(operator, left, self.product()?);
        }
        self.depth -= 1;
        Ok(left)
    }

    fn product(&mut self) -> Read<Expression> {
        let mut left = self.signed()?;
        loop {
            let operator = match self.next() {
                Some('×') => Operator::Times,
                Some('÷') => Operator::DividedBy,
                _ => return Ok(left),
            };
            self.at += 1;
            left = combined(operator, left, self.signed()?);
        }
    }

    fn signed(&mut self) -> Read<Expression> {
        if self.takes('-') {
            self.deeper()?;
            let inner = self.signed()?;
            self.depth -= 1;
            return Ok(Expression::Negated(Box::new(inner)));
        }
        self.single()
    }

    fn single(&mut self) -> Read<Expression> {
        match self.next() {
            None => Err(self.wrong("公式没有写完")),
            Some('(') => {
                self.at += 1;
                let inner = self.sum()?;
                self.needs(')')?;
                Ok(inner)
            }
            Some('[') => Ok(Expression::Input(Input {
                item: self.item()?,
                of: Reach::Same,
            })),
            Some(char) if char.is_ascii_digit() || char == '.' => self.number(),
            Some(char) if char.is_alphabetic() => self.function(),
            Some(char) => Err(self.wrong(format!("“{char}”放在这里读不懂"))),
        }
    }

    fn number(&mut self) -> Read<Expression> {
        let from = self.at;
        while let Some(char) = self.chars.get(self.at)
            && (char.is_ascii_digit() || matches!(char, '.' | '%'))
        {
            self.at += 1;
        }
        let text: String = self
            .chars
            .get(from..self.at)
            .unwrap_or_default()
            .iter()
            .collect();
        match Amount::parse(&text) {
            Ok(amount) => Ok(Expression::Number(amount)),
            Err(error) => Err(self.wrong(format!("“{text}”{error}"))),
        }
    }

    /// A name or code in brackets.
    fn item(&mut self) -> Read<ItemCode> {
        self.needs('[')?;
        let from = self.at;
        while self.chars.get(self.at).is_some_and(|char| *char != ']') {
            self.at += 1;
        }
        let name: String = self
            .raw
            .get(from..self.at)
            .unwrap_or_default()
            .iter()
            .collect();
        self.needs(']')?;
        let name = name.trim();
        (self.find)(name).ok_or_else(|| self.wrong(format!("没有叫“{name}”的数据项")))
    }

    fn function(&mut self) -> Read<Expression> {
        let from = self.at;
        while self
            .chars
            .get(self.at)
            .is_some_and(|char| char.is_alphabetic())
        {
            self.at += 1;
        }
        let name: String = self
            .chars
            .get(from..self.at)
            .unwrap_or_default()
            .iter()
            .collect();
        let reach = [
            Reach::AllBelow,
            Reach::KnownBelow,
            Reach::Previous,
            Reach::YearBefore,
        ];
        if let Some(of) = reach.into_iter().find(|reach| reach.word() == name) {
            self.needs('(')?;
            let item = self.item()?;
            self.needs(')')?;
            return Ok(Expression::Input(Input { item, of }));
        }
        if name != "四舍五入" {
            return Err(self.wrong(format!(
                "“{name}”不是数据项也不是函数；数据项要写在方括号里，如[{name}]"
            )));
        }
        self.needs('(')?;
        let inner = self.sum()?;
        self.needs(',')?;
        let decimals = match self.number()? {
            Expression::Number(amount) => amount.with_decimals(0),
            _ => None,
        };
        let decimals = decimals
            .and_then(|amount| u8::try_from(amount.minor()).ok())
            .filter(|decimals| *decimals <= MOST_DECIMALS)
            .ok_or_else(|| self.wrong(format!("保留的位数应是0至{MOST_DECIMALS}")))?;
        self.needs(')')?;
        Ok(Expression::Rounded(Box::new(inner), decimals))
    }
}

fn combined(operator: Operator, left: Expression, right: Expression) -> Expression {
    Expression::Combined(operator, Box::new(left), Box::new(right))
}
