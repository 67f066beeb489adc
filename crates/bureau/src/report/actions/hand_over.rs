//! Hand-over: reports that wait for the leaver go to the successor.

use super::super::notify;
use crate::{
    org::{self, Desk, Doing, OpenWork},
    report::{
        model::{Happening, Reviewer},
        paths, store,
    },
};
use ::store::{Ctx, Db, Error, Result, Tx, audit::Line};
use base::actor::PersonId;

/// Reports on the way that somebody has to look at. What a unit fills in stays with the unit.
pub(crate) const DESK: Desk = Desk {
    list: |db, person| -> Doing<'_, Vec<OpenWork>> { Box::pin(list(db, person)) },
    pass_on: |tx, ctx, from, to| -> Doing<'_, ()> { Box::pin(pass_on(tx, ctx, from, to)) },
};

async fn list(db: &Db, person: PersonId) -> Result<Vec<OpenWork>> {
    let heads = store::waiting_for(db, &[person]).await?;
    Ok(heads
        .into_iter()
        .map(|head| OpenWork {
            words: format!(
                "待审阅：{}报送的{}（{}）",
                head.unit_name,
                head.task(),
                head.period.label()
            ),
            href: paths::report(head.id),
        })
        .collect())
}

async fn pass_on(tx: &mut Tx, ctx: &Ctx, from: PersonId, to: PersonId) -> Result<()> {
    let heads = store::waiting_for(tx, &[from]).await?;
    if heads.is_empty() {
        return Ok(());
    }
    let [leaver, successor] = [
        org::person_name(tx, from).await?.ok_or(Error::NotFound)?,
        org::person_name(tx, to).await?.ok_or(Error::NotFound)?,
    ];
    let reviewer = Reviewer {
        id: to,
        name: successor.clone(),
    };
    for head in heads {
        let content = store::content(tx, head.id).await?.ok_or(Error::NotFound)?;
        let course = content.course.passed_on(from, &reviewer);
        let is_kept =
            store::save_course(tx, &head, head.revision, &course, head.submitted_on).await?;
        if !is_kept {
            return Err(Error::Conflict);
        }
        let happening = Happening::PassedOn {
            from: leaver.clone(),
            to: successor.clone(),
        };
        store::tell(tx, ctx, head.id, &ctx.actor.name, &happening).await?;
        let line = Line::new("report.passed_on", head.id)
            .named(super::fill::name_of(&head))
            .saying(format!("{leaver}交接给{successor}"));
        tx.audit_line(ctx, line);
        notify::moved(tx, ctx, &head, &content.course, &course, "").await?;
    }
    Ok(())
}
