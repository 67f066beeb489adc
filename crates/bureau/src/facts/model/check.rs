//! 校核: what is looked at twice. A check flags a value for a person to confirm; it changes nothing.

use super::{Amount, FactKey, ItemCode, MOST_DECIMALS};
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

/// Whether a value differs from that of the year before by more than so many percent of it. From nothing
/// there is no percentage; exact, so that just so many percent is no jump.
pub(in crate::facts) fn jumps(was: Amount, is: Amount, percent: Amount) -> bool {
    let fine = |amount: Amount| {
        let places = u32::from(MOST_DECIMALS - amount.decimals());
        i128::from(amount.minor()) * 10_i128.pow(places)
    };
    let (was, is, percent) = (fine(was), fine(is), fine(percent));
    let change = (is - was)
        .abs()
        .checked_mul(100 * 10_i128.pow(MOST_DECIMALS.into()));
    let allowed = was.abs().checked_mul(percent);
    was != 0 && matches!((change, allowed), (Some(change), Some(allowed)) if change > allowed)
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
    use super::{Amount, Operator, jumps, modified_z};
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Golden {
        modified_z: Vec<Scores>,
        jump: Vec<Jump>,
    }

    #[derive(Deserialize)]
    struct Scores {
        values: Vec<f64>,
        scores: Vec<f64>,
        beyond_3_5: Vec<bool>,
    }

    #[derive(Deserialize)]
    struct Jump {
        was: String,
        is: String,
        percent: String,
        jumps: bool,
    }

    fn golden() -> Golden {
        toml::from_str(include_str!("../check_golden.toml")).unwrap()
    }

    #[test]
    fn modified_z_scores_are_the_golden_ones() {
        let golden = golden();
        assert_eq!(golden.modified_z.len(), 3);
        for Scores {
            values,
            scores,
            beyond_3_5,
        } in golden.modified_z
        {
            let found = modified_z(&values);
            for ((found, score), is_beyond) in found.iter().zip(&scores).zip(&beyond_3_5) {
                assert!((found - score).abs() < 0.001, "{found} {score}");
                assert_eq!(found.abs() > 3.5, *is_beyond, "{found}");
            }
            assert_eq!(found.len(), scores.len());
        }
        // All the same, or nothing at all: nobody is far from anybody.
        assert_eq!(modified_z(&[5.0, 5.0]), [0.0, 0.0]);
        assert!(modified_z(&[]).is_empty());
    }

    #[test]
    fn a_jump_is_more_than_the_percentage_and_exactly_so_much_is_none() {
        for jump in golden().jump {
            let [was, is, percent] =
                [&jump.was, &jump.is, &jump.percent].map(|text| Amount::parse(text).unwrap());
            assert_eq!(jumps(was, is, percent), jump.jumps, "{was} {is} {percent}");
        }
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
