//! What reaches the browser: nothing inline, nothing from outside, no address typed by hand.

use super::{File, line_at};
use regex::Regex;

/// Stands for whatever a template puts in.
const HOLE: char = '\u{FFFC}';

/// Patterns no template, style sheet or script may hold, with the reason.
const NEVER: &[(&[&str], &str, &str)] = &[
    (
        &["html"],
        r"(?i)<script\b[^>]*>\s*[^<\s]|<script\b(?:[^>s]|s[^r]|sr[^c])*>",
        "inline script: put it into crates/shell/web",
    ),
    (
        &["html"],
        r"(?i)<style\b",
        "inline style: put it into crates/shell/web/styles",
    ),
    (
        &["html"],
        r#"(?i)<[^>]*\sstyle\s*="#,
        "inline style: use a class",
    ),
    (
        &["html"],
        r#"(?i)<[^>]*\s(?:on[a-z]+|hx-on[a-z:-]*)\s*="#,
        "inline script: listen in crates/shell/web",
    ),
    (&["html", "ts"], r"(?i)javascript:", "script in an address"),
    (
        &["html", "css", "ts"],
        r#"(?i)https?://|["'(=]//[a-z0-9]"#,
        "address outside: pages make no request to others",
    ),
    (
        &["ts"],
        r#"["'`]/[a-z]"#,
        "typed address: take it from the page, where paths.rs put it",
    ),
];

/// Names of XML vocabularies look like addresses and are asked of nobody.
const VOCABULARY: &str = "http://www.w3.org/";

pub(super) fn check(files: &[File]) -> Vec<String> {
    let Some(patterns) = Patterns::new() else {
        return vec!["xtask/src/tidy/pages.rs: a pattern is wrong".to_owned()];
    };
    let mut complaints = Vec::new();
    let mut unescaped = Vec::new();
    for file in files.iter().filter(|file| file.is_under("crates")) {
        if file.path.contains("/tests/") {
            continue;
        }
        for found in patterns.safe.find_iter(&file.text) {
            if file.extension() == "html" {
                unescaped.push(file.complaint(line_at(&file.text, found.start()), "|safe"));
            }
        }
        for found in patterns.escape_off.find_iter(&file.text) {
            complaints.push(file.complaint(
                line_at(&file.text, found.start()),
                "a template without escaping",
            ));
        }
        complaints.extend(patterns.complaints(file));
    }
    if unescaped.len() > 1 {
        complaints.extend(
            unescaped
                .iter()
                .map(|place| format!("{place} appears more than once in the house")),
        );
    }
    complaints
}

struct Patterns {
    never: Vec<(&'static [&'static str], Regex, &'static str)>,
    hole: Regex,
    safe: Regex,
    escape_off: Regex,
    address: Regex,
}

impl Patterns {
    fn new() -> Option<Self> {
        let never: Result<Vec<_>, regex::Error> = NEVER
            .iter()
            .map(|(kinds, pattern, reason)| Ok((*kinds, Regex::new(pattern)?, *reason)))
            .collect();
        Some(Self {
            never: never.ok()?,
            hole: Regex::new(r"(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}").ok()?,
            safe: Regex::new(r"\|\s*safe\b").ok()?,
            escape_off: Regex::new(r#"\bescape\s*=\s*"none""#).ok()?,
            address: Regex::new(
                r#"(?i)\s(?:href|action|formaction|src|poster|hx-(?:get|post|put|patch|delete))\s*=\s*["']([^"']*)["']"#,
            )
            .ok()?,
        })
    }

    fn complaints(&self, file: &File) -> Vec<String> {
        let text = match file.extension() {
            "html" => self.without_holes(&file.text),
            "css" | "ts" => file.text.clone(),
            _ => return Vec::new(),
        };
        let text = text.replace(VOCABULARY, "vocabulary:");
        let mut complaints = Vec::new();
        for (kinds, pattern, reason) in &self.never {
            if kinds.contains(&file.extension()) {
                for found in pattern.find_iter(&text) {
                    complaints.push(file.complaint(line_at(&text, found.start()), reason));
                }
            }
        }
        if file.extension() == "html" {
            for found in self.address.captures_iter(&text).filter_map(|c| c.get(1)) {
                if !is_made_by_code(found.as_str()) {
                    complaints.push(file.complaint(
                        line_at(&text, found.start()),
                        format_args!("typed address {:?}: take it from paths.rs", found.as_str()),
                    ));
                }
            }
        }
        complaints
    }

    /// The template with a mark for each part that is filled in; lines stay where they were.
    fn without_holes(&self, text: &str) -> String {
        self.hole
            .replace_all(text, |found: &regex::Captures<'_>| {
                let lines = found[0].matches('\n').count();
                format!("{HOLE}{}", "\n".repeat(lines))
            })
            .into_owned()
    }
}

/// An address that is filled in, points into the page, keeps to it, or is empty.
fn is_made_by_code(address: &str) -> bool {
    address.is_empty() || address == "data:," || address.starts_with([HOLE, '#', '?'])
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::file;

    fn complaints(text: &str) -> Vec<String> {
        check(&[file("crates/bureau/src/plan/pages/list.html", text)])
    }

    #[test]
    fn inline_script_and_style_and_addresses_outside_or_typed_are_found() {
        for wrong in [
            "<script>go()</script>",
            "<script src=\"{{ a }}\">go()</script>",
            "<script type=\"module\"></script>",
            "<style>p{}</style>",
            "<p style=\"color:red\">",
            "<p\n  class=\"a\" onclick=\"go()\">",
            "<p hx-on:click=\"go()\">",
            "<a href=\"javascript:go()\">",
            "<a href=\"https://example.org\">",
            "<img src=\"//example.org/a.png\">",
            "<a href=\"/plan\">",
            "<form action=\"/plan/{{ id }}/publish\">",
            "<button hx-post=\"publish\">",
        ] {
            assert!(!complaints(wrong).is_empty(), "{wrong}");
        }
    }

    #[test]
    fn what_the_code_fills_in_is_fine() {
        for right in [
            "<script src=\"{{ frame.asset(\"app.js\") }}\" defer></script>",
            "<a href=\"{{ path }}\">",
            "<a href=\"#main\">",
            "<a href=\"?page={{ n }}\">",
            "{% if a > b %}<p class=\"on\">{% endif %}",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>",
            "<p>one = two</p>",
        ] {
            assert!(
                complaints(right).is_empty(),
                "{right}: {:?}",
                complaints(right)
            );
        }
    }

    #[test]
    fn style_sheets_and_scripts_ask_nobody_outside() {
        for (path, wrong) in [
            (
                "crates/shell/web/styles/a.css",
                "a { background: url(https://example.org/a.png) }",
            ),
            (
                "crates/shell/web/styles/a.css",
                "@import \"//example.org/a.css\";",
            ),
            (
                "crates/shell/web/src/a.ts",
                "fetch(\"https://example.org\")",
            ),
            ("crates/shell/web/src/a.ts", "fetch(\"/plan\")"),
        ] {
            assert!(!check(&[file(path, wrong)]).is_empty(), "{wrong}");
        }
        let relative = file(
            "crates/shell/web/src/a.ts",
            "import { b } from \"./b\"; // yes",
        );
        assert!(check(&[relative]).is_empty());
    }

    #[test]
    fn escaping_is_left_out_in_one_place_at_most() {
        let place = |path| file(path, "{{ text|safe }}");
        assert!(check(&[place("crates/shell/templates/a.html")]).is_empty());
        let twice = [
            place("crates/shell/templates/a.html"),
            place("crates/shell/templates/b.html"),
        ];
        assert_eq!(check(&twice).len(), 2);
        let source = "#[template(path = \"a.html\", escape = \"none\")]";
        assert_eq!(check(&[file("crates/shell/src/a.rs", source)]).len(), 1);
    }

    #[test]
    fn a_complaint_names_the_line_though_holes_span_lines() {
        let found = complaints("{#\n a\n#}\n<a href=\"/x\">");
        assert!(found[0].contains("list.html:4:"), "{found:?}");
    }
}
