//! What waits in the inboxes of the demo county on its day, and how its people want to be told. Nothing
//! of it ever leaves the machine: sending is held back, and the command closes every way besides.

use super::{clock, org::acting, today};
use crate::inbox;
use base::{Clock, Role};
use std::sync::Arc;
use store::{Db, Files, Result};

/// Rules, addresses and robots, as a bureau would set them; before anything is asked for.
pub(super) async fn set_up(db: &Db, files: &Files, clock: &Arc<dyn Clock>) -> Result<()> {
    let administrator = acting(db, files, clock, Role::Administrator).await?;
    inbox::hold(&administrator).await?;
    let office = acting(db, files, clock, Role::GeneralOffice).await?;
    inbox::set_reminding(&office, "long", &[10, 5, 2], (2, 5)).await?;
    inbox::set_mail(&office, "office@qinghe.example.cn").await?;
    for (role, mail) in [
        (Role::OfficeHead, "head@qinghe.example.cn"),
        (Role::School, "school@qinghe.example.cn"),
    ] {
        let person = acting(db, files, clock, role).await?;
        inbox::set_mail(&person, mail).await?;
    }
    // Addresses of a domain that belongs to nobody (RFC 2606).
    for (name, kind, keys, unit) in [
        (
            "全局工作群",
            "dingtalk",
            [
                "https://im.example.cn/robot/send?access_token=demo",
                "SECdemo",
            ],
            None,
        ),
        (
            "局办公室群",
            "wecom",
            ["https://im.example.cn/webhook/send?key=demo", ""],
            Some(office.actor.unit),
        ),
    ] {
        inbox::add_robot(&administrator, name, kind, keys, unit).await?;
    }
    Ok(())
}

/// The reminders of this morning.
pub(super) async fn create(db: &Db) -> Result<()> {
    inbox::remind(db, clock().now_ms(), today()).await?;
    Ok(())
}
