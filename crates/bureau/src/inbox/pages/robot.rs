//! Setting up the robot of a group. What was stored of its keys is never written into a page.

use super::fields;
use crate::{
    inbox::{
        actions::{self, Keeping, RobotDraft, Trial},
        model::{Digest, Robot, RobotId, RobotKind, Timing},
        outward, paths,
    },
    org,
};
use ::store::Error;
use askama::Template;
use base::config::Secret;
use shell::{At, Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "inbox/pages/robot.html")]
struct RobotPage {
    frame: Frame,
    action: String,
    /// Where it is removed; empty for a new one.
    remove: String,
    kinds: Vec<(&'static str, &'static str)>,
    units: Vec<(String, String)>,
    form: Form,
    /// What is stored, in words.
    kept: String,
    has_secret: bool,
    fault: String,
    has_conflict: bool,
}

struct Form {
    name: Field,
    kind: Field,
    address: Field,
    secret: Field,
    drop_secret: Field,
    unit: Field,
    digest: Field,
    daily_at: Field,
    is_on: Field,
    version: i64,
}

pub(super) async fn new(visit: Visit) -> Result<Reply> {
    visit.page(&page(&visit, None, Form::empty()).await?)
}

pub(super) async fn create(visit: Visit, posted: Posted) -> Result<Reply> {
    let mut form = Form::posted(&posted);
    let Some(draft) = form.check(&visit, None).await? else {
        return visit.invalid(&page(&visit, None, form).await?);
    };
    actions::create_robot(&visit, draft).await?;
    visit.done(
        "已添加群机器人，请发送测试，确认群里收得到。",
        paths::OUTWARD,
    )
}

pub(super) async fn show(visit: Visit, At(id): At<RobotId>) -> Result<Reply> {
    let robot = actions::robot(&visit, id).await?;
    let form = Form::of(&robot);
    visit.page(&page(&visit, Some(&robot), form).await?)
}

pub(super) async fn submit(visit: Visit, At(id): At<RobotId>, posted: Posted) -> Result<Reply> {
    let robot = actions::robot(&visit, id).await?;
    let mut form = Form::posted(&posted);
    let Some(draft) = form.check(&visit, Some(&robot)).await? else {
        return visit.invalid(&page(&visit, Some(&robot), form).await?);
    };
    match actions::change_robot(&visit, id, draft).await {
        Ok(()) => visit.done("已保存群机器人。", paths::OUTWARD),
        Err(Error::Conflict) => {
            form.version = robot.version;
            let mut page = page(&visit, Some(&robot), form).await?;
            page.has_conflict = true;
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn remove(visit: Visit, At(id): At<RobotId>, _: Posted) -> Result<Reply> {
    actions::remove_robot(&visit, id).await?;
    visit.done("已删除群机器人。", paths::OUTWARD)
}

pub(super) async fn try_out(visit: Visit, At(id): At<RobotId>, _: Posted) -> Result<Reply> {
    visit.started(actions::try_out(&visit, Trial::Robot(id)).await?)
}

async fn page(visit: &Visit, robot: Option<&Robot>, form: Form) -> Result<RobotPage> {
    let units = org::units(&visit.db).await?.into_iter();
    Ok(RobotPage {
        frame: visit
            .frame(robot.map_or("添加群机器人", |robot| robot.name.as_str()))
            .crumb("待办与通知", paths::INBOX)
            .crumb("对外发送", paths::OUTWARD)
            .lead("在群设置里添加自定义机器人，复制它的地址。安全设置选“加签”时填签名密钥；选“自定义关键词”时关键词填“落实”。"),
        action: robot.map_or_else(
            || paths::NEW_ROBOT.to_owned(),
            |robot| paths::robot(robot.id),
        ),
        remove: robot
            .map(|robot| paths::remove_robot(robot.id))
            .unwrap_or_default(),
        kinds: RobotKind::ALL
            .iter()
            .map(|kind| (kind.code(), kind.label()))
            .collect(),
        units: units
            .map(|unit| (unit.id.to_string(), unit.short_name))
            .collect(),
        form,
        kept: robot.map(kept).unwrap_or_default(),
        has_secret: robot.is_some_and(|robot| robot.secret.is_some()),
        fault: robot.map(|robot| robot.fault.clone()).unwrap_or_default(),
        has_conflict: false,
    })
}

/// What is stored of a robot's keys, as far as anybody may see it.
fn kept(robot: &Robot) -> String {
    let host = outward::host_of(robot.address.reveal()).unwrap_or_default();
    let secret = match robot.secret {
        Some(_) => "已保存签名密钥",
        None => "没有签名密钥",
    };
    format!("已保存地址（{host}），{secret}；保存后不再显示，需要更换时重新填写。")
}

impl Form {
    fn new() -> Self {
        Self {
            name: Field::new("name", "名称")
                .hint("群的名字，例如：基础教育科工作群。")
                .required(),
            kind: Field::new("kind", "平台").required(),
            address: Field::new("address", "机器人地址")
                .hint("以 https:// 开头的 Webhook 地址，含密钥，不要外传。"),
            secret: Field::new("secret", "签名密钥").hint("钉钉和飞书选“加签”（签名校验）时才有。"),
            drop_secret: Field::new("drop_secret", "不再签名，删除已保存的密钥"),
            unit: Field::new("unit", "群里是哪个单位的人"),
            digest: Field::new("digest", "发送方式").required(),
            daily_at: Field::new("daily_at", "汇总时间")
                .hint("选“每天汇总一次”时填，例如 08:40。夜间和休息日总不发送，紧急的除外。"),
            is_on: Field::new("is_on", "启用"),
            version: 0,
        }
    }

    fn empty() -> Self {
        let form = Self::new();
        let (digest, daily_at) = fields::digest_values(Timing::default().digest);
        Self {
            digest: form.digest.value(digest),
            daily_at: form.daily_at.value(daily_at),
            is_on: form.is_on.value(fields::ticked(true)),
            ..form
        }
    }

    fn of(robot: &Robot) -> Self {
        let form = Self::new();
        let (digest, daily_at) = fields::digest_values(robot.timing.digest);
        let unit = robot.unit.map(|unit| unit.to_string()).unwrap_or_default();
        Self {
            name: form.name.value(&robot.name),
            kind: form.kind.value(robot.kind.code()),
            unit: form.unit.value(unit),
            digest: form.digest.value(digest),
            daily_at: form.daily_at.value(daily_at),
            is_on: form.is_on.value(fields::ticked(robot.is_on)),
            version: robot.version,
            ..form
        }
    }

    fn posted(posted: &Posted) -> Self {
        let form = Self::new();
        Self {
            name: form.name.filled(posted),
            kind: form.kind.filled(posted),
            address: form.address.filled(posted),
            secret: form.secret.filled(posted),
            drop_secret: form.drop_secret.filled(posted),
            unit: form.unit.filled(posted),
            digest: form.digest.filled(posted),
            daily_at: form.daily_at.filled(posted),
            is_on: form.is_on.filled(posted),
            version: posted.get("version").parse().unwrap_or(-1),
        }
    }

    /// What the robot is to be; none when a field is wrong and says so.
    async fn check(&mut self, visit: &Visit, robot: Option<&Robot>) -> Result<Option<RobotDraft>> {
        self.name.check_filled();
        if self.name.value.chars().count() > 40 {
            self.name.refuse("名称请在40字以内。");
        }
        let kind = RobotKind::from_code(&self.kind.value);
        if kind.is_none() {
            self.kind.refuse("请选择平台。");
        }
        self.check_address(kind, robot);
        let digest = fields::digest(&mut self.digest, &mut self.daily_at);
        let units = org::units(&visit.db).await?;
        let unit = match self.unit.value.as_str() {
            "" => None,
            value => {
                let known = units.iter().find(|unit| unit.id.to_string() == value);
                if known.is_none() {
                    self.unit.refuse("没有这个单位，请重新选择。");
                }
                known.map(|unit| unit.id)
            }
        };
        if self.is_wrong() {
            return Ok(None);
        }
        Ok(self.draft(kind, digest, unit))
    }

    fn draft(
        &self,
        kind: Option<RobotKind>,
        digest: Option<Digest>,
        unit: Option<base::actor::UnitId>,
    ) -> Option<RobotDraft> {
        let filled = |field: &Field| Some(field.value.clone()).filter(|text| !text.is_empty());
        Some(RobotDraft {
            name: self.name.value.clone(),
            kind: kind?,
            address: filled(&self.address).map(Secret::new),
            secret: match filled(&self.secret) {
                Some(secret) => Keeping::New(Secret::new(secret)),
                None if !self.drop_secret.value.is_empty() => Keeping::None,
                None => Keeping::AsItIs,
            },
            unit,
            is_on: !self.is_on.value.is_empty(),
            digest: digest?,
            version: self.version,
        })
    }

    fn check_address(&mut self, kind: Option<RobotKind>, robot: Option<&Robot>) {
        if self.address.value.is_empty() {
            match robot {
                None => self.address.refuse("请填写机器人地址。"),
                Some(robot) if Some(robot.kind) != kind => {
                    self.address.refuse("换了平台，请填写新平台的机器人地址。")
                }
                Some(_) => {}
            }
            return;
        }
        match outward::host_of(&self.address.value) {
            None => self.address.refuse("请填写以 https:// 开头的完整地址。"),
            Some(host) => {
                let of_host = RobotKind::of_host(&host);
                if let (Some(of_host), Some(kind)) = (of_host, kind)
                    && of_host != kind
                {
                    let words = format!("这是{}的地址，请核对平台。", of_host.label());
                    self.address.refuse(words);
                }
            }
        }
    }

    fn fields(&self) -> [&Field; 7] {
        [
            &self.name,
            &self.kind,
            &self.address,
            &self.secret,
            &self.unit,
            &self.digest,
            &self.daily_at,
        ]
    }

    fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }
}
