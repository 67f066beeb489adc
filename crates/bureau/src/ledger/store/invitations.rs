//! Invitations of people of the pools.

use crate::ledger::model::{Answer, Invitation};
use ::store::{FromQueryResult, Read, Result, Tx, args};

/// The newest of so many are shown beside a row.
const MOST_SHOWN: i64 = 50;

#[derive(FromQueryResult)]
struct InvitationRow {
    id: String,
    by_unit: String,
    by_name: String,
    by_person: String,
    made_ms: i64,
    held_on: String,
    matter: String,
    answer: String,
    answered_ms: i64,
    answered_by: String,
    remark: String,
}

impl From<InvitationRow> for Invitation {
    fn from(row: InvitationRow) -> Self {
        Self {
            id: row.id,
            by_unit: row.by_unit,
            by_name: row.by_name,
            by_person: row.by_person,
            made_ms: row.made_ms,
            held_on: row.held_on,
            matter: row.matter,
            answer: Answer::from_code(&row.answer),
            answered_ms: row.answered_ms,
            answered_by: row.answered_by,
            remark: row.remark,
        }
    }
}

/// The invitations of a row, newest first.
pub(in crate::ledger) async fn invitations(
    db: &impl Read,
    register_no: i64,
    row_no: i64,
) -> Result<Vec<Invitation>> {
    let rows: Vec<InvitationRow> = db
        .rows(
            &format!(
                "select id, by_unit, by_name, by_person, made_ms, held_on, matter, answer,
                     answered_ms, answered_by, remark
                 from ledger_invitations where register_no = $1 and row_no = $2
                 order by made_ms desc, id desc limit {MOST_SHOWN}"
            ),
            args![register_no, row_no],
        )
        .await?;
    Ok(rows.into_iter().map(Invitation::from).collect())
}

/// Keeps an invitation.
pub(in crate::ledger) async fn insert_invitation(
    tx: &mut Tx,
    register_no: i64,
    row_no: i64,
    invitation: Invitation,
) -> Result<()> {
    tx.run(
        "insert into ledger_invitations (id, register_no, row_no, by_unit, by_name, by_person,
             made_ms, held_on, matter, answer, answered_ms, answered_by, remark)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 0, '', '')",
        args![
            invitation.id,
            register_no,
            row_no,
            invitation.by_unit,
            invitation.by_name,
            invitation.by_person,
            invitation.made_ms,
            invitation.held_on,
            invitation.matter
        ],
    )
    .await?;
    Ok(())
}

/// Keeps the answer of one that is not answered yet; false when somebody was first.
pub(in crate::ledger) async fn answer_invitation(
    tx: &mut Tx,
    id: &str,
    (answer, remark): (Answer, &str),
    (at_ms, by): (i64, &str),
) -> Result<bool> {
    let n = tx
        .run(
            "update ledger_invitations set answer = $2, remark = $3, answered_ms = $4,
             answered_by = $5 where id = $1 and answer = ''",
            args![id, answer.code(), remark, at_ms, by],
        )
        .await?;
    Ok(n == 1)
}
