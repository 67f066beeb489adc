//! What the style sheet promises: it can be read by everyone, on every browser of an office.

use std::collections::HashMap;

const TOKENS: &str = include_str!("../web/styles/tokens.css");

const STYLES: [&str; 10] = [
    TOKENS,
    include_str!("../web/styles/text.css"),
    include_str!("../web/styles/buttons.css"),
    include_str!("../web/styles/frame.css"),
    include_str!("../web/styles/forms.css"),
    include_str!("../web/styles/parts.css"),
    include_str!("../web/styles/tables.css"),
    include_str!("../web/styles/records.css"),
    include_str!("../web/styles/review.css"),
    include_str!("../web/styles/print.css"),
];

/// Words and the ground they stand on.
const PAIRS: [(&str, &str); 26] = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "paper-hover"),
    ("ink-second", "paper"),
    ("ink-second", "ground"),
    ("ink-second", "noise-ground"),
    ("action", "paper"),
    ("action", "ground"),
    ("action", "action-ground"),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("danger", "paper"),
    ("danger", "danger-ground"),
    ("paper", "danger"),
    ("done", "paper"),
    ("done", "ground"),
    ("finding-ink", "paper"),
    ("finding-ink", "ground"),
    ("finding-ink", "finding-ground"),
    ("target-ink", "target-ground"),
    ("deadline-ink", "deadline-ground"),
    ("party-ink", "party-ground"),
    ("noise-ink", "paper"),
    ("added-ink", "added-ground"),
    ("removed-ink", "removed-ground"),
    ("paper", "target-ink"),
];

/// The colours of `:root` in a part of the sheet.
fn colours(part: &str) -> HashMap<&str, [f64; 3]> {
    part.lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"))
        .filter_map(|(name, value)| Some((name, colour(value.trim_end_matches(';'))?)))
        .collect()
}

fn colour(digits: &str) -> Option<[f64; 3]> {
    let digits: Vec<f64> = digits
        .chars()
        .map(|digit| digit.to_digit(16).map(f64::from))
        .collect::<Option<_>>()?;
    match digits.as_slice() {
        [red, green, blue] => Some([red * 17.0, green * 17.0, blue * 17.0]),
        [r1, r2, g1, g2, b1, b2] => Some([r1 * 16.0 + r2, g1 * 16.0 + g2, b1 * 16.0 + b2]),
        _ => None,
    }
}

/// Contrast of two colours as WCAG 2 defines it.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [red, green, blue] = colour.map(|part| {
            let part = part / 255.0;
            if part <= 0.03928 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn words_stand_out_from_their_ground_by_day_and_by_night() {
    let (day, night) = TOKENS.split_once("@media").unwrap();
    for (scheme, part) in [("day", day), ("night", night)] {
        let colours = colours(part);
        for (words, ground) in PAIRS {
            let contrast = contrast(colours[words], colours[ground]);
            assert!(
                contrast >= 4.5,
                "{scheme}: {words} on {ground} is {contrast:.2}"
            );
        }
    }
}

#[test]
fn shapes_of_the_lights_can_be_told_from_the_paper() {
    let (day, night) = TOKENS.split_once("@media").unwrap();
    for part in [day, night] {
        let colours = colours(part);
        for light in ["green", "blue", "yellow", "red", "grey"] {
            let contrast = contrast(colours[format!("light-{light}").as_str()], colours["paper"]);
            assert!(contrast >= 3.0, "{light} is {contrast:.2}");
        }
    }
}

#[test]
fn nothing_newer_than_chromium_86_is_relied_on() {
    let newer = [
        ":has(",
        ":is(",
        ":where(",
        "inset:",
        "aspect-ratio:",
        "color-mix(",
        "light-dark(",
        "oklch(",
        "@container",
        "@layer",
        "dvh",
        "translate:",
        "scale:",
    ];
    for style in STYLES {
        let rules: String = style
            .lines()
            .filter(|line| !line.trim_start().starts_with("/*"))
            .collect();
        for word in newer {
            assert!(!rules.contains(word), "{word}");
        }
    }
}
