//! What is so about a thing, in the bureau's words: kept as words, so that a line can be read
//! years later, whatever the program calls things by then.

/// Named values of a thing: 「全称」「人事科」.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(Vec<(String, String)>);

impl Facts {
    /// Nothing is so: before a thing was made, after it was removed.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// One more fact.
    #[must_use]
    pub fn with(mut self, word: &str, value: impl Into<String>) -> Self {
        self.0.push((word.to_owned(), value.into()));
        self
    }

    /// The facts of a stored text; a text that is none has none.
    #[must_use]
    pub fn stored(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }

    /// Word and value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(word, value)| (word.as_str(), value.as_str()))
    }

    /// The value of a word; empty when nothing is said of it.
    #[must_use]
    pub fn value(&self, word: &str) -> &str {
        self.iter()
            .find(|(known, _)| *known == word)
            .map_or("", |(_, value)| value)
    }

    /// Both sides, with only what differs, as they are stored.
    pub(super) fn differing(before: &Self, after: &Self) -> (String, String) {
        let kept = |these: &Self, others: &Self| {
            let differing: Vec<&(String, String)> = these
                .0
                .iter()
                .filter(|(word, value)| others.value(word) != value)
                .collect();
            match differing.is_empty() {
                true => String::new(),
                // Pairs of text have no way to fail.
                false => serde_json::to_string(&differing).unwrap_or_default(),
            }
        };
        (kept(before, after), kept(after, before))
    }
}

#[cfg(test)]
mod tests {
    use super::Facts;

    #[test]
    fn only_what_differs_is_stored_and_read_back() {
        let before = Facts::none()
            .with("全称", "人事科")
            .with("简称", "人事")
            .with("代码", "");
        let after = Facts::none()
            .with("全称", "组织人事科")
            .with("简称", "人事")
            .with("代码", "07");
        let (was, is) = Facts::differing(&before, &after);
        assert_eq!(was, r#"[["全称","人事科"],["代码",""]]"#);
        let is = Facts::stored(&is);
        assert_eq!(is.value("全称"), "组织人事科");
        assert_eq!(is.value("代码"), "07");
        assert_eq!(is.value("简称"), "");
        assert_eq!(Facts::differing(&after, &after), Default::default());
        assert_eq!(Facts::stored("").iter().count(), 0);
    }
}
