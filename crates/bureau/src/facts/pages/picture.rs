//! Small pictures drawn by the server: the run of a value, and how units stand beside each other.

/// Size of a run of values, in the units of its drawing.
const WIDTH: f64 = 96.0;
const HEIGHT: f64 = 24.0;

/// The path of a line through values in their order; a missing value breaks it. Empty when there are
/// not two to join.
pub(super) fn run(values: &[Option<f64>]) -> String {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    if known.len() < 2 {
        return String::new();
    }
    let least = known.iter().copied().fold(f64::INFINITY, f64::min);
    let most = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let range = if most > least { most - least } else { 1.0 };
    let step = WIDTH / f64::from(u32::try_from(values.len() - 1).unwrap_or(1).max(1));
    let mut path = String::new();
    let mut is_down = false;
    for (place, value) in (0u32..).zip(values) {
        let Some(value) = value else {
            is_down = false;
            continue;
        };
        let x = 2.0 + step * f64::from(place);
        let y = match most > least {
            true => 2.0 + (HEIGHT - 4.0) * (1.0 - (value - least) / range),
            false => HEIGHT / 2.0,
        };
        path += &format!("{}{x:.1} {y:.1}", if is_down { "L" } else { "M" });
        is_down = true;
    }
    path
}

/// A bar of a row of bars, in a drawing 100 high.
pub(super) struct Bar {
    pub(super) x: usize,
    pub(super) y: f64,
    pub(super) height: f64,
    /// What it stands for, for whoever points at it or has it read aloud.
    pub(super) words: String,
}

/// Room for one bar with the gap after it.
pub(super) const BAR: usize = 12;

/// Bars for what there is, from 0 up; values below 0 stand on the line.
pub(super) fn bars(values: Vec<(f64, String)>) -> Vec<Bar> {
    let most = values.iter().map(|(value, _)| *value).fold(0.0, f64::max);
    values
        .into_iter()
        .enumerate()
        .map(|(place, (value, words))| {
            let height = if most > 0.0 {
                (value.max(0.0) / most * 96.0).max(0.5)
            } else {
                0.5
            };
            Bar {
                x: place * BAR,
                y: 98.0 - height,
                height,
                words,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{bars, run};

    #[test]
    fn a_run_goes_up_and_breaks_where_nothing_is_known() {
        assert_eq!(run(&[Some(1.0), Some(2.0)]), "M2.0 22.0L98.0 2.0");
        assert_eq!(run(&[Some(1.0), None, Some(1.0)]), "M2.0 12.0M98.0 12.0");
        assert_eq!(run(&[Some(1.0), None]), "");
    }

    #[test]
    fn the_largest_bar_fills_the_drawing() {
        let bars = bars(vec![
            (10.0, String::new()),
            (5.0, String::new()),
            (-1.0, String::new()),
        ]);
        let heights: Vec<f64> = bars.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [96.0, 48.0, 0.5]);
    }
}
