//! 密码和登录规则: set by the administrator of security.

use crate::org::{
    actions, paths,
    sign_in_rules::{RuleSpec, SignInRules, specs},
};
use ::store::Error;
use askama::Template;
use base::Role;
use shell::{Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/rules.html")]
struct RulesPage {
    frame: Frame,
    form: RulesForm,
    has_conflict: bool,
}

struct RulesForm {
    version: i64,
    rules: Vec<RuleField>,
    roles: Vec<RoleBox>,
}

struct RuleField {
    spec: &'static RuleSpec,
    field: Field,
}

struct RoleBox {
    role: Role,
    is_ticked: bool,
}

impl RulesForm {
    fn of(rules: &SignInRules) -> Self {
        Self {
            version: rules.version,
            rules: specs()
                .iter()
                .map(|spec| {
                    let value = rules.value(spec);
                    let shown = match (spec.is_switch(), value) {
                        (true, 0) => String::new(),
                        (true, _) => "on".to_owned(),
                        (false, value) => value.to_string(),
                    };
                    let field = Field::new(&spec.code, &spec.name).hint(&spec.hint);
                    let field = if spec.is_switch() {
                        field
                    } else {
                        field.required()
                    };
                    RuleField {
                        spec,
                        field: field.value(shown),
                    }
                })
                .collect(),
            roles: Role::ALL
                .into_iter()
                .map(|role| RoleBox {
                    role,
                    is_ticked: rules.second_factor.contains(&role),
                })
                .collect(),
        }
    }

    fn posted(posted: &Posted) -> Self {
        let mut form = Self::of(&SignInRules::default());
        form.version = posted.get("version").parse().unwrap_or_default();
        for rule in &mut form.rules {
            rule.field.value = posted.get(rule.field.name).to_owned();
        }
        for one in &mut form.roles {
            one.is_ticked = posted.all("role").any(|code| code == one.role.code());
        }
        form
    }

    /// The rules as they are to be; none when a field is wrong and says so.
    fn check(&mut self) -> Option<SignInRules> {
        let mut rules = SignInRules {
            version: self.version,
            ..SignInRules::default()
        };
        for RuleField { spec, field } in &mut self.rules {
            let value = match spec.is_switch() {
                true => Some(i64::from(!field.value.is_empty())),
                false => field.value.parse().ok(),
            };
            match value.filter(|value| (spec.least..=spec.most).contains(value)) {
                Some(value) => {
                    rules.values.insert(spec.code.clone(), value);
                }
                None => field.refuse(format!("请填写{}至{}之间的整数。", spec.least, spec.most)),
            }
        }
        let ticked = self.roles.iter().filter(|one| one.is_ticked);
        rules.second_factor = ticked.map(|one| one.role).collect();
        (!self.is_wrong()).then_some(rules)
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.rules.iter().map(|rule| &rule.field)
    }

    fn is_wrong(&self) -> bool {
        self.fields().any(|field| field.error.is_some())
    }
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let rules = actions::sign_in_rules(&visit.db).await?;
    visit.page(&page(&visit, RulesForm::of(&rules)))
}

pub(super) async fn submit(visit: Visit, posted: Posted) -> Result<Reply> {
    let mut form = RulesForm::posted(&posted);
    let Some(rules) = form.check() else {
        return visit.invalid(&page(&visit, form));
    };
    match actions::set_sign_in_rules(&visit, rules).await {
        Ok(()) => visit.done("已保存密码和登录规则。", paths::SIGN_IN_RULES),
        Err(Error::Conflict) => {
            form.version = actions::sign_in_rules(&visit.db).await?.version;
            let mut page = page(&visit, form);
            page.has_conflict = true;
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(visit: &Visit, form: RulesForm) -> RulesPage {
    RulesPage {
        frame: visit
            .frame("密码和登录规则")
            .crumb("账号安全", paths::SECURITY)
            .lead("对所有账号生效；密码的要求从下一次修改密码起执行。"),
        form,
        has_conflict: false,
    }
}
