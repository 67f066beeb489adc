//! 校核: what is looked at twice. A check flags a value for a person to confirm; it changes nothing.

use super::{Amount, FactKey, ItemCode};
use base::define_id;

define_id!(
    /// Something a check noticed.
    FlagId
);

/// How two sides of a check have to stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    AtMost,
    AtLeast,
    Below,
    Above,
}

impl Operator {
    pub(crate) const ALL: [Self; 5] = [
        Self::AtMost,
        Self::AtLeast,
        Self::Equal,
        Self::Below,
        Self::Above,
    ];

    /// The sign shown.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Equal => "＝",
            Self::AtMost => "≤",
            Self::AtLeast => "≥",
            Self::Below => "＜",
            Self::Above => "＞",
        }
    }

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Equal => "eq",
            Self::AtMost => "le",
            Self::AtLeast => "ge",
            Self::Below => "lt",
            Self::Above => "gt",
        }
    }

    /// The operator with this stored word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|operator| operator.code() == code)
    }

    /// Whether two sides stand so.
    pub(crate) fn holds(self, left: Amount, right: Amount) -> bool {
        match self {
            Self::Equal => left == right,
            Self::AtMost => left <= right,
            Self::AtLeast => left >= right,
            Self::Below => left < right,
            Self::Above => left > right,
        }
    }
}

/// What a check looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rule {
    /// 表内关系: two formulas over the items of one unit and period.
    Cross {
        left: String,
        operator: Operator,
        right: String,
    },
    /// 同比突变: by more than so many percent against the year before.
    Jump {
        items: Vec<ItemCode>,
        percent: Amount,
    },
    /// 离群值: a modified z-score beyond the threshold among the units.
    Outlier { items: Vec<ItemCode>, z: Amount },
}

impl Rule {
    /// The word shown.
    pub(crate) fn label(&self) -> &'static str {
        match self {
            Self::Cross { .. } => "表内关系",
            Self::Jump { .. } => "同比突变",
            Self::Outlier { .. } => "离群值",
        }
    }

    /// The word stored.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Cross { .. } => "cross",
            Self::Jump { .. } => "jump",
            Self::Outlier { .. } => "outlier",
        }
    }
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Check {
    pub(crate) code: ItemCode,
    /// What should be so: 女教师数不超过专任教师数.
    pub(crate) name: String,
    pub(crate) rule: Rule,
    pub(crate) basis: String,
    pub(crate) is_on: bool,
    pub(crate) version: i64,
}

/// Something a check noticed about a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flag {
    pub(crate) id: FlagId,
    pub(crate) check: ItemCode,
    pub(crate) key: FactKey,
    /// What was noticed, in a sentence.
    pub(crate) words: String,
    /// The numbers it was about: as long as they stay, what was confirmed stays quiet.
    pub(crate) fingerprint: String,
    pub(crate) is_confirmed: bool,
    /// Why it is right all the same.
    pub(crate) reason: String,
    pub(crate) by: String,
    pub(crate) at_ms: i64,
}

/// Modified z-scores (Iglewicz and Hoaglin 1993): 0.6745 · (x − median) / MAD. Where more than half of
/// the values are the same, MAD is 0 and the mean deviation stands in: (x − median) / (1.253314 · it).
pub(in crate::facts) fn modified_z(values: &[f64]) -> Vec<f64> {
    let middle = median(values);
    let away: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    let mad = median(&away);
    let count = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX));
    let mean = away.iter().sum::<f64>() / count.max(1.0);
    let scale = match (mad > 0.0, mean > 0.0) {
        (true, _) => mad / 0.6745,
        (false, true) => mean * 1.253_314,
        (false, false) => return vec![0.0; values.len()],
    };
    values
        .iter()
        .map(|value| (value - middle) / scale)
        .collect()
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match (sorted.get(half), sorted.len() % 2) {
        (None, _) => 0.0,
        (Some(middle), 1) => *middle,
        (Some(upper), _) => {
            let lower = half.checked_sub(1).and_then(|place| sorted.get(place));
            (upper + lower.unwrap_or(upper)) / 2.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, Operator, modified_z};

    #[test]
    fn what_lies_far_from_the_middle_has_a_large_score() {
        let scores = modified_z(&[2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 13.2]);
        assert!(scores[6] > 20.0);
        assert!(scores[..6].iter().all(|score| score.abs() < 3.5));
        // Worked by hand: median 2.4, MAD 0.2.
        assert!((scores[6] - 0.6745 * (13.2 - 2.4) / 0.2).abs() < 1e-6);
    }

    #[test]
    fn where_most_are_the_same_the_mean_deviation_stands_in() {
        let scores = modified_z(&[5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 9.0]);
        assert!((scores[7] - 4.0 / (1.253_314 * 0.5)).abs() < 1e-9);
        assert_eq!(modified_z(&[5.0, 5.0]), [0.0, 0.0]);
        assert!(modified_z(&[]).is_empty());
    }

    #[test]
    fn each_operator_holds_where_its_sign_says() {
        let (one, two) = (Amount::whole(1), Amount::whole(2));
        for (operator, holds) in [
            (Operator::AtMost, [true, true, false]),
            (Operator::AtLeast, [false, true, true]),
            (Operator::Equal, [false, true, false]),
            (Operator::Below, [true, false, false]),
            (Operator::Above, [false, false, true]),
        ] {
            assert_eq!(
                [(one, two), (one, one), (two, one)].map(|(a, b)| operator.holds(a, b)),
                holds
            );
            assert_eq!(Operator::from_code(operator.code()), Some(operator));
        }
    }
}
