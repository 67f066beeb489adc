//! Saved views of lists.

use super::people::Opened;
use crate::ledger::store::{self, View};
use ::store::{Ctx, Error, Result, audit::Line};
use base::{Refusal, id::Uuid};

const MOST_VIEWS: usize = 30;
const MOST_CHARS: usize = 30;

/// The views somebody sees: their own and the shared ones.
pub(in crate::ledger) async fn views(ctx: &Ctx, opened: &Opened) -> Result<Vec<View>> {
    let account = ctx.actor.account.to_string();
    store::views(&ctx.db, opened.register.no, &account).await
}

/// Keeps filters under a name; shared ones are kept by whoever verifies or defines.
pub(in crate::ledger) async fn keep_view(
    ctx: &Ctx,
    opened: &Opened,
    name: &str,
    query: &str,
    is_shared: bool,
) -> Result<()> {
    let refusal = |rule, what: &str, next: &str| Err(Refusal::new(rule, what, next).into());
    if name.is_empty() || name.chars().count() > MOST_CHARS || query.len() > 2_000 {
        let what = format!("视图要有名称，不超过{MOST_CHARS}个字。");
        return refusal("ledger.view_name", &what, "请改好名称后再保存。");
    }
    if is_shared && !opened.standing.verifies && !opened.standing.defines {
        return refusal(
            "ledger.view_shared",
            "共享视图由归口科室保存。",
            "可以先存为自己的视图。",
        );
    }
    let known = views(ctx, opened).await?;
    if known.len() >= MOST_VIEWS {
        return refusal(
            "ledger.too_many_views",
            "保存的视图太多。",
            "请先删除不用的。",
        );
    }
    let mut tx = ctx.db.begin_write().await?;
    let view = View {
        id: Uuid::now_v7().to_string(),
        account_id: ctx.actor.account.to_string(),
        name: name.to_owned(),
        query: query.to_owned(),
        is_shared,
    };
    store::insert_view(&mut tx, opened.register.no, view).await?;
    if is_shared {
        let line = Line::new("ledger.view.shared", &opened.register.definition.code)
            .named(&opened.register.definition.name)
            .saying(name);
        tx.audit_line(ctx, line);
    }
    tx.commit().await
}

/// Takes one's own view away.
pub(in crate::ledger) async fn forget_view(ctx: &Ctx, id: &str) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    if !store::delete_view(&mut tx, id, &ctx.actor.account.to_string()).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await
}
