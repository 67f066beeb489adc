//! 密码和登录规则: what the administrator of security sets for everybody. What may be set, within which
//! bounds and on what ground stands in `sign_in_rules.toml`.

use ::store::{audit::Facts, sessions::Limits};
use base::Role;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// One rule: its words, its bounds, its ground.
#[derive(Debug, Deserialize)]
pub(super) struct RuleSpec {
    pub(super) code: String,
    pub(super) name: String,
    /// Empty for a switch.
    pub(super) unit: String,
    default: i64,
    pub(super) least: i64,
    pub(super) most: i64,
    pub(super) hint: String,
    pub(super) source: String,
}

#[derive(Debug, Default, Deserialize)]
struct Pack {
    rule: Vec<RuleSpec>,
}

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let pack: Result<Pack, toml::de::Error> = toml::from_str(include_str!("sign_in_rules.toml"));
    pack.unwrap_or_default()
});

/// Every rule there is, in the order they are shown.
pub(super) fn specs() -> &'static [RuleSpec] {
    &PACK.rule
}

impl RuleSpec {
    /// Whether it is on or off and nothing between.
    pub(super) fn is_switch(&self) -> bool {
        self.unit.is_empty()
    }

    /// A value in words: 「90 天」「是」.
    fn in_words(&self, value: i64) -> String {
        match (self.is_switch(), value) {
            (true, 0) => "否".to_owned(),
            (true, _) => "是".to_owned(),
            (false, value) => format!("{value} {}", self.unit),
        }
    }
}

/// The rules as they are set. What is not set is as it was shipped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct SignInRules {
    /// Grows with every change.
    pub(super) version: i64,
    /// By code.
    pub(super) values: BTreeMap<String, i64>,
    /// Roles that do not get in without a second step.
    pub(super) second_factor: BTreeSet<Role>,
}

impl SignInRules {
    /// The value of a rule; one set before its bounds were drawn closer is brought within them.
    pub(super) fn value(&self, spec: &RuleSpec) -> i64 {
        let set = self.values.get(&spec.code).copied();
        set.unwrap_or(spec.default).clamp(spec.least, spec.most)
    }

    fn of(&self, code: &str) -> i64 {
        let spec = specs().iter().find(|spec| spec.code == code);
        spec.map_or(0, |spec| self.value(spec))
    }

    fn count(&self, code: &str) -> usize {
        usize::try_from(self.of(code)).unwrap_or_default()
    }

    pub(super) fn least_chars(&self) -> usize {
        self.count("least_chars")
    }

    pub(super) fn least_sorts(&self) -> usize {
        self.count("least_sorts")
    }

    pub(super) fn n_remembered(&self) -> i64 {
        self.of("n_remembered")
    }

    /// How old a password may become; none when age does not matter.
    pub(super) fn most_age_ms(&self) -> Option<i64> {
        let days = self.of("most_age_days");
        (days > 0).then_some(days * 86_400_000)
    }

    pub(super) fn most_failures(&self) -> i64 {
        self.of("most_failures")
    }

    pub(super) fn locked_minutes(&self) -> i64 {
        self.of("locked_minutes")
    }

    pub(super) fn changes_first(&self) -> bool {
        self.of("changes_first") != 0
    }

    pub(super) fn has_one_session(&self) -> bool {
        self.of("one_session") != 0
    }

    /// How long sessions last.
    pub(super) fn limits(&self) -> Limits {
        Limits {
            idle_ms: self.of("idle_minutes") * 60_000,
            whole_ms: self.of("whole_hours") * 3_600_000,
        }
    }

    /// Whether somebody of these roles needs a second step.
    pub(super) fn need_second_factor(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.second_factor.contains(role))
    }

    /// What a password must be like, for whoever chooses one.
    pub(super) fn for_passwords(&self) -> String {
        let mut words = format!("密码至少{}个字符", self.least_chars());
        match self.least_sorts() {
            0 | 1 => {}
            4 => words.push_str("，大写字母、小写字母、数字、符号都要有"),
            sorts => {
                words.push_str("，大写字母、小写字母、数字、符号四类中至少用");
                words.push_str(["", "一", "两", "三"].get(sorts).copied().unwrap_or("三"));
                words.push('类');
            }
        }
        words.push_str("，不能包含账号");
        if self.n_remembered() > 0 {
            words.push_str(&format!("，不能与最近{}次的密码相同", self.n_remembered()));
        }
        words.push('。');
        words
    }

    /// Every rule in words, as the audit keeps them.
    pub(super) fn facts(&self) -> Facts {
        let all = specs().iter().fold(Facts::none(), |facts, spec| {
            facts.with(&spec.name, spec.in_words(self.value(spec)))
        });
        let roles: Vec<&str> = self.second_factor.iter().map(|role| role.label()).collect();
        all.with("须两步验证的角色", roles.join("、"))
    }
}

#[cfg(test)]
mod tests {
    use super::{SignInRules, specs};
    use base::Role;

    #[test]
    fn what_is_shipped_is_whole_and_within_its_own_bounds() {
        let rules = SignInRules::default();
        assert_eq!(specs().len(), 10);
        for spec in specs() {
            assert!((spec.least..=spec.most).contains(&spec.default), "{spec:?}");
            assert!(!spec.source.is_empty(), "{} has no ground", spec.code);
        }
        assert_eq!((rules.least_chars(), rules.least_sorts()), (10, 3));
        assert_eq!((rules.n_remembered(), rules.most_failures()), (5, 5));
        assert_eq!(rules.most_age_ms(), Some(90 * 86_400_000));
        assert_eq!(rules.locked_minutes(), 15);
        assert_eq!(rules.limits().idle_ms, 30 * 60_000);
        assert_eq!(rules.limits().whole_ms, 12 * 3_600_000);
        assert!(rules.changes_first() && !rules.has_one_session());
    }

    #[test]
    fn a_value_that_is_set_counts_within_the_bounds() {
        let mut rules = SignInRules::default();
        rules.values.insert("least_chars".to_owned(), 12);
        rules.values.insert("most_failures".to_owned(), 1);
        rules.values.insert("most_age_days".to_owned(), 0);
        assert_eq!(rules.least_chars(), 12);
        assert_eq!(rules.most_failures(), 3, "brought within the bounds");
        assert_eq!(rules.most_age_ms(), None);
        rules.second_factor.insert(Role::Leader);
        assert!(rules.need_second_factor(&[Role::OfficeHead, Role::Leader]));
        assert!(!rules.need_second_factor(&[Role::OfficeHead]));
        assert_eq!(rules.facts().value("密码最少字符数"), "12 个");
        assert_eq!(rules.facts().value("须两步验证的角色"), "局领导");
    }

    #[test]
    fn the_rule_for_passwords_is_said_in_a_sentence() {
        assert_eq!(
            SignInRules::default().for_passwords(),
            "密码至少10个字符，大写字母、小写字母、数字、符号四类中至少用三类，不能包含账号，不能与最近5次的密码相同。"
        );
    }
}
