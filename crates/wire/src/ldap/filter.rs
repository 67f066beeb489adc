//! Filters (RFC 4515) as far as finding a person needs them: 「&」「|」「!」, equal and present.

use super::{LOGIN, ber};

/// A filter taken apart; the log-in is put in afterwards and cannot change its shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter(Node);

/// It is no filter we understand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("only &, |, !, = and =* are understood")]
pub struct FilterError;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Present(String),
    Equal(String, Value),
}

/// What something is compared with: bytes, and places for the log-in between them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Value(Vec<Vec<u8>>);

/// Deeper than any filter needs to be.
const MOST_DEPTH: usize = 8;

impl std::str::FromStr for Filter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        let (node, rest) = node(text.trim(), MOST_DEPTH).ok_or(FilterError)?;
        // Without the log-in, everybody would be whoever comes first.
        (rest.is_empty() && node.asks_for_login())
            .then_some(Self(node))
            .ok_or(FilterError)
    }
}

impl Filter {
    /// The filter for this log-in, as it goes over the wire.
    pub(super) fn of(&self, login: &str) -> Vec<u8> {
        self.0.encoded(login)
    }
}

impl Node {
    fn asks_for_login(&self) -> bool {
        match self {
            Self::All(parts) => parts.iter().any(Self::asks_for_login),
            Self::Any(parts) => parts.iter().all(Self::asks_for_login),
            Self::Not(_) | Self::Present(_) => false,
            Self::Equal(_, value) => value.0.len() > 1,
        }
    }

    fn encoded(&self, login: &str) -> Vec<u8> {
        let encoded = |parts: &[Self]| -> Vec<Vec<u8>> {
            parts.iter().map(|part| part.encoded(login)).collect()
        };
        match self {
            Self::All(parts) => ber::values(0xa0, &encoded(parts)),
            Self::Any(parts) => ber::values(0xa1, &encoded(parts)),
            Self::Not(part) => ber::value(0xa2, &part.encoded(login)),
            Self::Present(attribute) => ber::value(0x87, attribute.as_bytes()),
            Self::Equal(attribute, value) => {
                let value = value.0.join(login.as_bytes());
                let parts = [
                    ber::value(0x04, attribute.as_bytes()),
                    ber::value(0x04, &value),
                ];
                ber::values(0xa3, &parts)
            }
        }
    }
}

/// One filter in brackets, and what follows it.
fn node(text: &str, depth: usize) -> Option<(Node, &str)> {
    let depth = depth.checked_sub(1)?;
    let inner = text.strip_prefix('(')?;
    if let Some(rest) = inner.strip_prefix('&') {
        let (parts, rest) = nodes(rest, depth)?;
        return Some((Node::All(parts), rest.strip_prefix(')')?));
    }
    if let Some(rest) = inner.strip_prefix('|') {
        let (parts, rest) = nodes(rest, depth)?;
        return Some((Node::Any(parts), rest.strip_prefix(')')?));
    }
    if let Some(rest) = inner.strip_prefix('!') {
        let (part, rest) = node(rest, depth)?;
        return Some((Node::Not(Box::new(part)), rest.strip_prefix(')')?));
    }
    let (comparison, rest) = inner.split_once(')')?;
    let (attribute, value) = comparison.split_once('=')?;
    let is_attribute = |c: char| c.is_ascii_alphanumeric() || "-.;".contains(c);
    if attribute.is_empty() || !attribute.chars().all(is_attribute) {
        return None;
    }
    let attribute = attribute.to_owned();
    let node = match value {
        "*" => Node::Present(attribute),
        value => Node::Equal(attribute, parsed_value(value)?),
    };
    Some((node, rest))
}

fn nodes(mut text: &str, depth: usize) -> Option<(Vec<Node>, &str)> {
    let mut parts = Vec::new();
    while text.starts_with('(') {
        let (part, rest) = node(text, depth)?;
        parts.push(part);
        text = rest;
    }
    (!parts.is_empty()).then_some((parts, text))
}

fn parsed_value(text: &str) -> Option<Value> {
    let pieces = text.split(LOGIN).map(|piece| {
        let mut bytes = Vec::new();
        let mut rest = piece;
        while let Some((plain, escaped)) = rest.split_once('\\') {
            bytes.extend_from_slice(plain.as_bytes());
            let digits = escaped.get(..2)?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = escaped.get(2..)?;
        }
        bytes.extend_from_slice(rest.as_bytes());
        // A star is part of a pattern, a bracket of another filter.
        (!piece.contains(['*', '('])).then_some(bytes)
    });
    pieces.collect::<Option<Vec<_>>>().map(Value)
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn what_was_typed_cannot_change_the_shape_of_a_filter() {
        let filter: Filter = "(&(objectClass=person)(uid={login}))".parse().unwrap();
        let tame = filter.of("aaaaaaaaaaaaaaaa");
        let wild = filter.of("*)(|(uid=*)(a=*b");
        assert_eq!(tame.len(), wild.len());
        assert_eq!(tame[..tame.len() - 16], wild[..wild.len() - 16]);
        assert!(wild.ends_with(b"*)(|(uid=*)(a=*b"));
    }

    #[test]
    fn filters_are_encoded_as_the_standard_wants_it() {
        let filter: Filter = "(uid={login})".parse().unwrap();
        assert_eq!(filter.of("ab"), b"\xa3\x09\x04\x03uid\x04\x02ab");
        let filter: Filter = r"(&(!(l=*))(cn=x\2a{login}))".parse().unwrap();
        assert_eq!(
            filter.of("a"),
            b"\xa0\x10\xa2\x03\x87\x01l\xa3\x09\x04\x02cn\x04\x03x*a"
        );
    }

    #[test]
    fn a_filter_that_does_not_ask_for_the_log_in_or_is_not_understood_is_refused() {
        for wrong in [
            "",
            "uid={login}",
            "(uid=abc)",
            "(uid=*)",
            "(uid={login}",
            "(uid={login}))",
            "(uid=a*{login})",
            "(uid>={login})",
            "(|(uid={login})(cn=*))",
            "(!(uid={login}))",
            "(&)",
            r"(uid={login}\zz)",
        ] {
            assert!(wrong.parse::<Filter>().is_err(), "{wrong}");
        }
        assert!(
            "(|(uid={login})(mail={login}@a.cn))"
                .parse::<Filter>()
                .is_ok()
        );
    }
}
