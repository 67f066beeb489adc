//! 台账: the registers somebody has a part in.

use crate::ledger::{actions, model::RowState, paths, policy};
use askama::Template;
use shell::{Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "ledger/pages/registers.html")]
struct RegistersPage {
    frame: Frame,
    founds: bool,
    rows: Vec<Line>,
    /// Pages that belong to registers of their own kind: address and name.
    special: Vec<(&'static str, &'static str)>,
}

struct Line {
    name: String,
    href: String,
    purpose: String,
    owner: String,
    n_rows: i64,
    /// Rows that wait, and where they are listed.
    pending: (i64, String),
    returned: (i64, String),
    /// Where a row is entered; empty for those who do not.
    new_row: String,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let registers = actions::registers(&visit).await?;
    let has = |code: &str| {
        registers
            .iter()
            .any(|line| line.register.definition.code == code)
    };
    let special = [
        (paths::CREDITS, "学分银行", has(actions::CATALOGUE)),
        (paths::BUS, "校车定位", has(actions::VEHICLES)),
        (
            paths::EXPERTS,
            "名师与技能教师检索",
            actions::POOLS.iter().any(|code| has(code)),
        ),
    ];
    let special = special.into_iter().filter(|(.., is_there)| *is_there);
    let special = special.map(|(href, name, _)| (href, name)).collect();
    let rows = registers.into_iter().map(|line| {
        let definition = line.register.definition;
        let code = definition.code;
        let n_of = |state| line.n_rows.get(&state).copied().unwrap_or_default();
        let listed = |state: RowState| paths::list(&code, &format!("state={}", state.code()));
        Line {
            href: paths::of(paths::LIST, &code),
            n_rows: line.n_rows.values().sum(),
            pending: (n_of(RowState::Pending), listed(RowState::Pending)),
            returned: (n_of(RowState::Returned), listed(RowState::Returned)),
            new_row: match line.standing.fills_in() {
                true => paths::of(paths::NEW_ROW, &code),
                false => String::new(),
            },
            name: definition.name,
            purpose: definition.purpose,
            owner: definition.owner,
        }
    });
    visit.page(&RegistersPage {
        frame: visit
            .frame("台账")
            .lead("一处登记，处处使用：汇总、报表和总结里的数都从这里的记录得出。"),
        founds: policy::founds(&visit.actor),
        rows: rows.collect(),
        special,
    })
}
