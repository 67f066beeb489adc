//! 接收方式: how one wants to be told outside the application, and when not.

use super::{Tabs, fields, tabs};
use crate::inbox::{
    actions::{self, Reach},
    model::{Settings, Timing},
    outward, paths,
};
use ::store::Error;
use askama::Template;
use shell::{Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "inbox/pages/settings.html")]
struct SettingsPage {
    frame: Frame,
    tabs: Tabs,
    form: Form,
    /// Why mail did not arrive; empty when it did.
    fault: String,
    is_held: bool,
    has_mail: bool,
    has_robot: bool,
    is_late: bool,
}

struct Form {
    mail: Field,
    by_robot: Field,
    quiet_from: Field,
    quiet_to: Field,
    rests: Field,
    digest: Field,
    daily_at: Field,
    version: i64,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let settings = actions::settings(&visit).await?;
    let mut page = page(&visit, Form::of(&settings)).await?;
    page.fault = settings.fault;
    visit.page(&page)
}

pub(super) async fn submit(visit: Visit, posted: Posted) -> Result<Reply> {
    let mut form = Form::filled(&posted);
    let Some(settings) = form.check() else {
        return visit.invalid(&page(&visit, form).await?);
    };
    match actions::change_settings(&visit, &settings).await {
        Ok(()) => visit.done("已保存接收方式。", paths::SETTINGS),
        Err(Error::Conflict) => {
            form.version = actions::settings(&visit).await?.version;
            let mut page = page(&visit, form).await?;
            page.is_late = true;
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, form: Form) -> Result<SettingsPage> {
    let config = visit.guest().app().config();
    let Reach {
        is_held,
        has_mail,
        has_robot,
    } = actions::reach(visit, config).await?;
    Ok(SettingsPage {
        frame: visit
            .frame("接收方式")
            .crumb("待办与通知", paths::INBOX)
            .lead("通知都会留在系统里；这里设置还要不要发到邮箱或工作群，以及什么时候不打扰。紧急通知不受时段限制。"),
        tabs: tabs(visit, paths::SETTINGS),
        form,
        fault: String::new(),
        is_held,
        has_mail,
        has_robot,
        is_late: false,
    })
}

impl Form {
    fn new() -> Self {
        Self {
            mail: Field::new("mail", "邮箱").hint("不填就不发邮件。"),
            by_robot: Field::new("by_robot", "由本单位工作群的机器人提醒")
                .hint("群里只说有几条，不说内容。"),
            quiet_from: Field::new("quiet_from", "免打扰开始")
                .hint("例如 20:00。")
                .required(),
            quiet_to: Field::new("quiet_to", "免打扰结束")
                .hint("例如 08:00；与开始相同表示不设。")
                .required(),
            rests: Field::new("rests", "休息日全天免打扰").hint("按工作日历，含节假日和调休。"),
            digest: Field::new("digest", "发送方式").required(),
            daily_at: Field::new("daily_at", "汇总时间").hint("选“每天汇总一次”时填，例如 08:30。"),
            version: 0,
        }
    }

    fn of(settings: &Settings) -> Self {
        let form = Self::new();
        let timing = &settings.timing;
        let (digest, daily_at) = fields::digest_values(timing.digest);
        Self {
            mail: form.mail.value(&settings.mail),
            by_robot: form.by_robot.value(fields::ticked(settings.by_robot)),
            quiet_from: form.quiet_from.value(fields::clock(timing.quiet_from)),
            quiet_to: form.quiet_to.value(fields::clock(timing.quiet_to)),
            rests: form.rests.value(fields::ticked(timing.rests_on_days_off)),
            digest: form.digest.value(digest),
            daily_at: form.daily_at.value(daily_at),
            version: settings.version,
        }
    }

    fn filled(posted: &Posted) -> Self {
        let form = Self::new();
        Self {
            mail: form.mail.filled(posted),
            by_robot: form.by_robot.filled(posted),
            quiet_from: form.quiet_from.filled(posted),
            quiet_to: form.quiet_to.filled(posted),
            rests: form.rests.filled(posted),
            digest: form.digest.filled(posted),
            daily_at: form.daily_at.filled(posted),
            version: posted.get("version").parse().unwrap_or(-1),
        }
    }

    /// What was set, or the form with what is wrong.
    fn check(&mut self) -> Option<Settings> {
        let mail = self.mail.value.trim().to_owned();
        if !mail.is_empty() && !outward::is_address(&mail) {
            self.mail
                .refuse("这不是邮箱地址，请写成 name@example.cn 的样子。");
        }
        let [quiet_from, quiet_to] = [&mut self.quiet_from, &mut self.quiet_to].map(fields::time);
        let digest = fields::digest(&mut self.digest, &mut self.daily_at);
        if self.is_wrong() {
            return None;
        }
        Some(Settings {
            mail,
            by_robot: !self.by_robot.value.is_empty(),
            timing: Timing {
                quiet_from: quiet_from?,
                quiet_to: quiet_to?,
                rests_on_days_off: !self.rests.value.is_empty(),
                digest: digest?,
            },
            fault: String::new(),
            version: self.version,
        })
    }

    fn fields(&self) -> [&Field; 7] {
        [
            &self.mail,
            &self.by_robot,
            &self.digest,
            &self.daily_at,
            &self.quiet_from,
            &self.quiet_to,
            &self.rests,
        ]
    }

    fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }
}
