//! 基建支付: what was paid for the projects that are being built, each payment on its day.

use super::{days, worked};
use crate::ledger::SheetRow;
use base::day::Date;
use std::collections::BTreeMap;

/// When after the beginning of the works each part is paid, in days, and what of the whole it is, in percent.
const PARTS: [(&str, usize, i64); 4] = [
    ("预付款", 16, 20),
    ("进度款", 36, 25),
    ("进度款", 70, 30),
    ("进度款", 90, 25),
];

/// The payments of projects as they stand in the register of projects, in the order of their days.
pub(in crate::demo) fn payments(projects: &[SheetRow], today: Date) -> Vec<SheetRow> {
    let mut payments: Vec<SheetRow> = projects
        .iter()
        .flat_map(|project| of_project(project, today))
        .collect();
    payments.sort_by_cached_key(|row| row.get("支付日期").cloned());
    for (number, row) in (1..).zip(&mut payments) {
        let year = row.get("支付日期").and_then(|day| day.get(..4));
        let voucher = format!("ZF{}-{number:04}", year.unwrap_or("2026"));
        row.insert("支付凭证号".to_owned(), voucher);
    }
    payments
}

fn of_project(project: &SheetRow, today: Date) -> Vec<SheetRow> {
    let get = |header: &str| project.get(header).map_or("", String::as_str);
    let began = get("实际开工日期").parse::<Date>();
    let contract = get("合同价").parse::<i64>();
    let (Ok(began), Ok(contract)) = (began, contract) else {
        return Vec::new();
    };
    let progress: i64 = get("形象进度").parse().unwrap_or(0);
    // The rest waits for the settlement. In hundredths of 万元, so that the parts are the whole.
    let due = contract * progress.min(85);
    let parts = PARTS.iter().map(|(purpose, n_days, share)| {
        let on = worked(began.saturating_add(days(*n_days)));
        (*purpose, on, due * share / 100)
    });
    parts
        .filter(|(_, on, money)| *on <= today && *money > 0)
        .map(|(purpose, on, money)| {
            let cells = [
                ("填报单位", get("填报单位").to_owned()),
                ("项目编号", get("项目编号").to_owned()),
                ("支付日期", on.to_string()),
                ("支付金额", format!("{}.{:02}", money / 100, money % 100)),
                ("款项用途", purpose.to_owned()),
                ("收款单位", get("施工单位").to_owned()),
                ("资金来源", "县级资金".to_owned()),
            ];
            let cells = cells.map(|(header, text)| (header.to_owned(), text));
            BTreeMap::from(cells)
        })
        .collect()
}
