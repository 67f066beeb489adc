//! Sending one parcel, and what becomes of it. Mail may go out twice when the process is killed
//! between the server's yes and ours, under the same name; a robot is not asked a second time then.

use super::out::{self, MailFault, PROBE_AFTER_MS};
use crate::{
    inbox::{
        model::{Notice, Parcel, ParcelId, ParcelState, Receiver, Robot, RobotId, Urgency},
        outward::{self, Fault, Place, Waiting},
        paths, policy, store,
    },
    org,
};
use ::store::{Ctx, Error, JobId, Read, Result, Tx};
use base::{Refusal, Role, actor::PersonId, config::MailServer};
use serde::{Deserialize, Serialize};
use shell::jobs::{Failure, Job, JobCtx, JobResult, Outcome};
use std::collections::BTreeMap;

/// So often a parcel is tried before its way counts as closed.
pub(in crate::inbox) const MOST_ATTEMPTS: i64 = 8;

/// The kind of the job that tries a way out.
pub(in crate::inbox) const TRIAL: &str = "inbox.trial";

/// What a parcel holds when its turn comes.
enum Content {
    Mail {
        server: MailServer,
        to: String,
        waiting: Waiting,
    },
    Words {
        robot: Robot,
        waiting: Vec<Waiting>,
    },
    /// Everything was read meanwhile.
    Nothing,
    /// Not by this way now: packed again when it is open.
    Later(&'static str),
}

/// Sends a parcel. What was read meanwhile is left out.
pub(in crate::inbox) async fn send(job: JobCtx, id: ParcelId) -> JobResult {
    let parcel = store::parcel(&job.db, id).await?;
    let Some(parcel) = parcel.filter(|parcel| parcel.state == ParcelState::Waiting) else {
        return job.done(Outcome::silent()).await;
    };
    if parcel.begun_ms.is_some() && matches!(parcel.to, Receiver::Robot(_)) {
        let words = "发送时中断，可能已经送出，没有重发";
        return end(&job, &parcel, ParcelState::Sent, words).await;
    }
    let content = content(&job, &parcel).await?;
    match content {
        Content::Nothing => end(&job, &parcel, ParcelState::Dropped, "都已在系统中看过").await,
        Content::Later(why) => {
            let mut tx = job.db.begin_write().await?;
            store::unpack(&mut tx, &parcel).await?;
            store::end_parcel(&mut tx, id, ParcelState::Dropped, why, job.now_ms()).await?;
            job.finish(tx, Outcome::said(why)).await
        }
        Content::Mail { .. } | Content::Words { .. } => {
            let mut tx = job.db.begin_write().await?;
            store::set_begun(&mut tx, id, Some(job.now_ms())).await?;
            tx.commit().await?;
            let result = hand_over(&job, &parcel, &content).await;
            conclude(&job, &parcel, result).await
        }
    }
}

async fn content(job: &JobCtx, parcel: &Parcel) -> Result<Content> {
    let config = job.config();
    if !out::goes_out(&job.db, config).await? {
        return Ok(Content::Later("对外发送已暂停，恢复后再发"));
    }
    let waiting = waiting(&job.db, parcel).await?;
    if waiting.is_empty() {
        return Ok(Content::Nothing);
    }
    match parcel.to {
        Receiver::Person(person) => {
            let fault = out::mail_fault(&job.db).await?;
            if fault.is_some_and(|fault| fault.at_ms + PROBE_AFTER_MS > job.now_ms()) {
                return Ok(Content::Later("邮件服务器暂时用不了，稍后再发"));
            }
            let settings = store::settings(&job.db, person).await?;
            let is_open = !settings.mail.is_empty() && settings.fault.is_empty();
            Ok(match (&config.mail, waiting.into_iter().next()) {
                (Some(server), Some(waiting)) if is_open => Content::Mail {
                    server: server.clone(),
                    to: settings.mail,
                    waiting,
                },
                _ => Content::Later("邮箱或邮件服务器已停用"),
            })
        }
        Receiver::Robot(robot) => Ok(match store::robot(&job.db, robot).await? {
            Some(robot) if robot.is_on => Content::Words { robot, waiting },
            _ => Content::Later("群机器人已停用"),
        }),
    }
}

/// What nobody has read yet of a parcel, by person.
async fn waiting(db: &impl Read, parcel: &Parcel) -> Result<Vec<Waiting>> {
    let holders = org::post_holders(db).await?;
    let mut waiting: BTreeMap<PersonId, Waiting> = BTreeMap::new();
    for unread in store::still_unread(db, &parcel.notices).await? {
        let holder = holders.iter().find(|holder| holder.person == unread.person);
        let Some(holder) = holder else {
            continue;
        };
        let of_person = waiting.entry(unread.person).or_insert_with(|| Waiting {
            name: holder.name.clone(),
            notices: Vec::new(),
        });
        of_person.notices.push(unread.notice);
    }
    Ok(waiting.into_values().collect())
}

async fn hand_over(
    job: &JobCtx,
    parcel: &Parcel,
    content: &Content,
) -> std::result::Result<(), Fault> {
    let address = site(job);
    match content {
        Content::Mail {
            server,
            to,
            waiting,
        } => outward::mail(server, to, waiting, address, &parcel.id.to_string()).await,
        // A signature holds for an hour of the real time.
        Content::Words { robot, waiting } => {
            outward::speak(robot, waiting, address, job.clock.machine_ms()).await
        }
        Content::Nothing | Content::Later(_) => Ok(()),
    }
}

fn site(job: &JobCtx) -> &str {
    let site = job.config().site.as_ref();
    site.map_or("", |site| site.address.as_str())
}

async fn conclude(
    job: &JobCtx,
    parcel: &Parcel,
    result: std::result::Result<(), Fault>,
) -> JobResult {
    let now_ms = job.now_ms();
    let mut tx = job.db.begin_write().await?;
    let fault = match result {
        Ok(()) => {
            match parcel.to {
                Receiver::Person(_) => out::set_mail_fault(&mut tx, None).await?,
                Receiver::Robot(robot) => store::note_spoke(&mut tx, robot, now_ms).await?,
            }
            store::end_parcel(&mut tx, parcel.id, ParcelState::Sent, "", now_ms).await?;
            return job.finish(tx, Outcome::said("已送出。")).await;
        }
        Err(fault) => fault,
    };
    if fault.may_pass && job.attempt() < MOST_ATTEMPTS {
        store::set_begun(&mut tx, parcel.id, None).await?;
        tx.commit().await?;
        return Err(Failure::again(fault.words));
    }
    let state = give_up(&mut tx, parcel, &fault, now_ms).await?;
    store::end_parcel(&mut tx, parcel.id, state, &fault.words, now_ms).await?;
    job.finish(tx, Outcome::said(format!("{}。", fault.words)))
        .await
}

/// Notes that a way is closed and tells the administrators once. Nothing is lost: it is packed again
/// when the way is tried next, or when the address was put right.
async fn give_up(tx: &mut Tx, parcel: &Parcel, fault: &Fault, now_ms: i64) -> Result<ParcelState> {
    match (parcel.to, fault.place) {
        (Receiver::Person(person), Place::Receiver) => {
            store::set_mail_fault(tx, person, &fault.words).await?;
            let holders = org::post_holders(tx).await?;
            let holder = holders.iter().find(|holder| holder.person == person);
            let name = holder.map_or("", |holder| holder.name.as_str());
            let subject = format!("{name}的邮箱收不到邮件");
            alert(tx, &subject, fault, person.to_string(), now_ms).await?;
            Ok(ParcelState::Failed)
        }
        (Receiver::Person(_), Place::Server) => {
            let is_new = out::mail_fault(tx).await?.is_none();
            let kept = MailFault {
                words: fault.words.clone(),
                at_ms: now_ms,
            };
            out::set_mail_fault(tx, Some(&kept)).await?;
            store::unpack(tx, parcel).await?;
            if is_new {
                alert(tx, "邮件服务器用不了", fault, "mail".to_owned(), now_ms).await?;
            }
            Ok(ParcelState::Dropped)
        }
        (Receiver::Robot(id), _) => {
            let robot = store::robot(tx, id).await?;
            store::set_robot_fault(tx, id, &fault.words, now_ms).await?;
            store::unpack(tx, parcel).await?;
            if let Some(robot) = robot.filter(|robot| robot.fault.is_empty()) {
                let subject = format!("群机器人“{}”没有送达", robot.name);
                alert(tx, &subject, fault, id.to_string(), now_ms).await?;
            }
            Ok(ParcelState::Dropped)
        }
    }
}

async fn alert(
    tx: &mut Tx,
    subject: &str,
    fault: &Fault,
    about: String,
    now_ms: i64,
) -> Result<()> {
    let holders = org::post_holders(tx).await?;
    let mut to: Vec<PersonId> = holders
        .iter()
        .filter(|holder| holder.role == Role::Administrator)
        .map(|holder| holder.person)
        .collect();
    to.sort_unstable();
    to.dedup();
    let notice = Notice {
        to,
        kind: "inbox.undelivered",
        subject: subject.to_owned(),
        body: format!("{}。通知仍在系统里，处理后会补发。", fault.words),
        href: paths::OUTWARD.to_owned(),
        about,
        urgency: Urgency::Ordinary,
    };
    store::put_notice(tx, &notice, now_ms).await
}

async fn end(job: &JobCtx, parcel: &Parcel, state: ParcelState, words: &str) -> JobResult {
    let mut tx = job.db.begin_write().await?;
    store::end_parcel(&mut tx, parcel.id, state, words, job.now_ms()).await?;
    job.finish(tx, Outcome::said(format!("{words}。"))).await
}

/// A way out to be tried by whoever looks after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::inbox) enum Trial {
    /// A mail to their own address.
    Mail,
    /// Words of this robot.
    Robot(RobotId),
}

/// Puts in a job that tries a way out, for whoever asks to wait for.
pub(in crate::inbox) async fn try_out(ctx: &Ctx, trial: Trial) -> Result<JobId> {
    policy::may_send(&ctx.actor)?;
    let title = match trial {
        Trial::Mail => "发送测试邮件".to_owned(),
        Trial::Robot(id) => {
            let robot = store::robot(&ctx.db, id).await?.ok_or(Error::NotFound)?;
            format!("由“{}”发送测试消息", robot.name)
        }
    };
    let mut tx = ctx.db.begin_write().await?;
    let job = Job::new(TRIAL, serde_json::to_value(trial)?).awaited(title);
    let id = tx.enqueue(ctx, job).await?;
    tx.commit().await?;
    Ok(id)
}

/// Tries a way out; one that works is open again at once. It is not tried a second time: whoever
/// waits decides.
pub(in crate::inbox) async fn trial(job: JobCtx, trial: Trial) -> JobResult {
    if !out::goes_out(&job.db, job.config()).await? {
        return Err(refused("现在不向外发送，没有测试", "请先恢复对外发送").into());
    }
    let address = site(&job);
    let result = match trial {
        Trial::Mail => {
            let to = store::settings(&job.db, job.actor.person).await?.mail;
            match &job.config().mail {
                Some(server) if !to.is_empty() => {
                    outward::try_mail(server, &to, address, &job.id().to_string()).await
                }
                Some(_) => {
                    let next = "请先在“接收方式”里填写本人的邮箱";
                    return Err(refused("本人没有填写邮箱，没有测试", next).into());
                }
                None => {
                    let next = "请在设置文件 luoshi.toml 里写 [mail] 一节，重新启动后再试";
                    return Err(refused("没有设置邮件服务器，没有测试", next).into());
                }
            }
        }
        Trial::Robot(id) => {
            let robot = store::robot(&job.db, id).await?.ok_or(Error::NotFound)?;
            outward::try_speak(&robot, address, job.clock.machine_ms()).await
        }
    };
    if let Err(fault) = result {
        return Err(refused(&fault.words, "请按提示核对设置后再测试").into());
    }
    let mut tx = job.db.begin_write().await?;
    match trial {
        Trial::Mail => out::set_mail_fault(&mut tx, None).await?,
        Trial::Robot(id) => store::note_spoke(&mut tx, id, job.now_ms()).await?,
    }
    let outcome = Outcome::said("测试消息已送出，请查看是否收到。").at(paths::OUTWARD);
    job.finish(tx, outcome).await
}

fn refused(what: &str, next: &str) -> Refusal {
    Refusal::new("inbox.trial", format!("{what}。"), format!("{next}。"))
}
