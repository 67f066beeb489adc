//! 节点模板: the steps of kinds of matters, as data.

use base::day::Date;
use jiff::ToSpan as _;
use serde::Deserialize;

/// The steps of one kind of matter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Template {
    pub(crate) code: String,
    /// 基建项目, 教师培训.
    pub(crate) name: String,
    /// What papers call such matters.
    pub(crate) words: Vec<String>,
    pub(crate) steps: Vec<TemplateStep>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct TemplateStep {
    pub(crate) name: String,
    /// `40%`, `-10d`, `+10d`.
    pub(crate) at: String,
    pub(crate) weight: i64,
    pub(crate) evidence: String,
}

#[derive(Deserialize)]
struct Pack {
    template: Vec<Template>,
}

/// The templates that come with the program.
pub(crate) fn templates() -> Vec<Template> {
    let pack: Result<Pack, toml::de::Error> =
        toml::from_str(include_str!("../../step_templates.toml"));
    pack.map(|pack| pack.template).unwrap_or_default()
}

/// The kind of matter whose words stand in a text most, and the words found. A word within a longer
/// one of the same kind counts once.
pub(crate) fn suggest_template<'a>(
    templates: &'a [Template],
    text: &str,
) -> Option<(&'a Template, Vec<&'a str>)> {
    let mut best: Option<(&Template, Vec<&str>, usize)> = None;
    for template in templates {
        let mut words: Vec<&str> = template.words.iter().map(String::as_str).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        let mut rest = text.to_owned();
        let mut found: Vec<(usize, &str)> = Vec::new();
        let mut n_times = 0;
        for word in words {
            let n = rest.matches(word).count();
            if n > 0 {
                n_times += n;
                found.push((text.find(word).unwrap_or_default(), word));
                rest = rest.replace(word, "\u{1}");
            }
        }
        found.sort_unstable();
        let score = found.len() * 10 + n_times;
        let is_better = best.as_ref().is_none_or(|(_, _, most)| score > *most);
        if !found.is_empty() && is_better {
            let words = found.into_iter().map(|(_, word)| word).collect();
            best = Some((template, words, score));
        }
    }
    best.map(|(template, words, _)| (template, words))
}

impl TemplateStep {
    /// The day of the step in a matter that lasts from one day to another; the end when its place
    /// cannot be read.
    pub(super) fn day(&self, begins: Date, ends: Date) -> Date {
        let n_days = begins.until(ends).map_or(0, |span| span.get_days()).max(0);
        let place = if let Some(share) = self.at.strip_suffix('%') {
            share
                .parse::<i32>()
                .ok()
                .map(|share| i64::from(n_days) * i64::from(share.clamp(0, 100)) / 100)
        } else {
            let days = self
                .at
                .strip_suffix('d')
                .and_then(|days| days.parse::<i64>().ok());
            days.map(|days| {
                if days < 0 {
                    i64::from(n_days) + days
                } else {
                    days
                }
            })
        };
        let place = place
            .unwrap_or(i64::from(n_days))
            .clamp(0, i64::from(n_days));
        begins.checked_add(place.days()).unwrap_or(ends)
    }
}
