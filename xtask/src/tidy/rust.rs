//! Rust source parted into code and string literals, comments left out.

/// What a check may look at.
#[derive(Debug, Default)]
pub(super) struct Parted {
    /// The code: comments and the insides of literals are blank, lines stay where they were.
    pub(super) code: String,
    /// String literals as written, each with the line it begins on.
    pub(super) strings: Vec<(usize, String)>,
}

impl Parted {
    /// The code before the tests at the end of the file.
    pub(super) fn code_without_tests(&self) -> &str {
        self.code
            .split_once("#[cfg(test)]")
            .map_or(self.code.as_str(), |(code, _)| code)
    }
}

/// Parts a Rust source file.
pub(super) fn part(text: &str) -> Parted {
    let mut reader = Reader {
        chars: text.chars().collect(),
        at: 0,
        line: 1,
        parted: Parted::default(),
    };
    while reader.at < reader.chars.len() {
        reader.step();
    }
    reader.parted
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    parted: Parted,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    /// Takes a character into the code, or leaves a blank in its place.
    fn take(&mut self, keep: bool) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
        let blank = if c == '\n' { '\n' } else { ' ' };
        self.parted.code.push(if keep { c } else { blank });
        Some(c)
    }

    fn step(&mut self) {
        match (self.peek(0), self.peek(1)) {
            (Some('/'), Some('/')) => {
                while self.peek(0).is_some_and(|c| c != '\n') {
                    self.take(false);
                }
            }
            (Some('/'), Some('*')) => self.block_comment(),
            (Some('"'), _) => self.string(),
            (Some('r'), Some('"' | '#')) if !self.continues_a_word() => self.raw_string(),
            (Some('\''), Some(c)) if c == '\\' || self.peek(2) == Some('\'') => {
                self.take(true);
                if self.take(false) == Some('\\') {
                    self.take(false);
                }
                while self.peek(0).is_some_and(|c| c != '\'') {
                    self.take(false);
                }
                self.take(true);
            }
            _ => {
                self.take(true);
            }
        }
    }

    /// Whether the character before belongs to the same name (`for"` is no raw string).
    fn continues_a_word(&self) -> bool {
        self.at
            .checked_sub(1)
            .and_then(|before| self.chars.get(before))
            .is_some_and(|c| (c.is_alphanumeric() && *c != 'b') || *c == '_')
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while let Some(c) = self.take(false) {
            match (c, self.peek(0)) {
                ('/', Some('*')) => depth += 1,
                ('*', Some('/')) => depth -= 1,
                _ => continue,
            }
            self.take(false);
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let line = self.line;
        let mut literal = String::new();
        self.take(true);
        while let Some(c) = self.peek(0).filter(|c| *c != '"') {
            self.take(false);
            literal.push(c);
            if c == '\\'
                && let Some(escaped) = self.take(false)
            {
                literal.push(escaped);
            }
        }
        self.take(true);
        self.parted.strings.push((line, literal));
    }

    fn raw_string(&mut self) {
        let line = self.line;
        let hashes = self.chars[self.at + 1..]
            .iter()
            .take_while(|c| **c == '#')
            .count();
        if self.peek(1 + hashes) != Some('"') {
            self.take(true); // r#name
            return;
        }
        for _ in 0..hashes + 2 {
            self.take(true);
        }
        let mut literal = String::new();
        while let Some(c) = self.peek(0) {
            let ends = c == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#'));
            self.take(ends);
            if ends {
                for _ in 0..hashes {
                    self.take(true);
                }
                break;
            }
            literal.push(c);
        }
        self.parted.strings.push((line, literal));
    }
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn comments_and_literals_are_no_code() {
        let source = concat!(
            "fn a<'a>(x: &'a str) { // crate::one\n",
            "  /* crate::two /* crate::three */ */ let q = '\"'; let n = '\\'';\n",
            "  call(\"select \\\"x\\\" from t\", r#\"raw \"here\" too\"#, for_r);\n",
            "}\n",
        );
        let parted = part(source);
        assert!(!parted.code.contains("crate::"), "{}", parted.code);
        assert!(parted.code.contains("for_r"));
        assert_eq!(parted.code.lines().count(), source.lines().count());
        assert_eq!(
            parted.strings,
            [
                (3, "select \\\"x\\\" from t".to_owned()),
                (3, "raw \"here\" too".to_owned()),
            ]
        );
    }

    #[test]
    fn what_follows_the_first_test_module_is_test_code() {
        let parted = part("fn a() {}\n#[cfg(test)]\nmod tests { fn b() {} }\n");
        assert_eq!(parted.code_without_tests(), "fn a() {}\n");
    }
}
