//! 基建支付: each payment counts in the year it is made in, and the project knows what was paid in all.

use crate::ledger_set_up::found_as;
use crate::support::{World, worlds};
use base::Role;
use testkit::{Browser, Page};

const PROJECT: &str = "/ledger/construction/rows/1";

fn payment<'a>(unit: &'a str, [voucher, held, money]: [&'a str; 3]) -> Vec<(&'a str, &'a str)> {
    vec![
        ("unit", unit),
        ("v.project_no", "JJ-2026-01"),
        ("v.held", held),
        ("v.money", money),
        ("v.purpose", "进度款"),
        ("v.voucher", voucher),
    ]
}

pub(crate) async fn pay(keeper: &mut Browser, unit: &str, cells: [&str; 3]) -> Page {
    let cells = payment(unit, cells);
    keeper
        .upload("/ledger/construction-payments/new", &cells, "", b"")
        .await
}

async fn paid_in(world: &World, year: &str) -> i64 {
    let sql = format!(
        "select cast(coalesce(sum(minor * case decimals when 0 then 100 when 1 then 10 else 1 end), 0) \
         as bigint) as n from facts_values \
         where item_code = 'register.construction_paid' and period = '{year}'"
    );
    world.number(&sql).await
}

#[tokio::test]
async fn payments_count_in_their_year_and_add_up_beside_the_project() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        found_as(&mut office, "construction", ("基建项目", "人事科")).await;
        found_as(&mut office, "construction-payments", ("基建支付", "人事科")).await;
        let own = world.unit("人事科").await;
        let mut keeper = world.as_(Role::OfficeHead).await;
        let project = [
            ("unit", own.as_str()),
            ("v.project", "教学楼新建工程"),
            ("v.project_no", "JJ-2026-01"),
            ("v.kind", "新建"),
            ("v.held", "2026-02-01"),
            ("v.budget", "1000"),
            ("v.contract", "980"),
            // Nobody types what is gathered.
            ("v.paid_total", "77777"),
        ];
        let form = "/ledger/construction/new";
        keeper.get(form).await.is_ok().hides("v.paid_total");
        keeper
            .upload(form, &project, "", b"")
            .await
            .leads_to(PROJECT);
        keeper.get(PROJECT).await.is_ok().hides("77,777");
        let page = pay(&mut keeper, &own, ["ZF2025-01", "2025-11-20", "300"]).await;
        page.leads_to("/ledger/construction-payments/rows/1");
        let page = pay(&mut keeper, &own, ["ZF2026-01", "2026-02-10", "650.5"]).await;
        page.leads_to("/ledger/construction-payments/rows/2");
        keeper
            .get(PROJECT)
            .await
            .is_ok()
            .shows("950.50")
            .shows("随引用它的记录更新合计")
            .hides("累计支付超过");
        assert_eq!(paid_in(&world, "2025").await, 30_000);
        assert_eq!(paid_in(&world, "2026").await, 65_050);
        // The same voucher, a project that is not there, a day that has not come.
        let page = pay(&mut keeper, &own, ["ZF2026-01", "2026-02-11", "10"]).await;
        page.is_invalid().shows("支付凭证号与第2号记录重复");
        let page = pay(&mut keeper, &own, ["ZF2026-02", "2026-12-01", "10"]).await;
        page.is_invalid().shows("2026年12月1日还没有到");
        // More than was agreed is flagged beside the project.
        let page = pay(&mut keeper, &own, ["ZF2026-03", "2026-03-01", "100"]).await;
        page.leads_to("/ledger/construction-payments/rows/3");
        keeper
            .get(PROJECT)
            .await
            .is_ok()
            .shows("1,050.50")
            .shows("累计支付超过合同价。")
            .shows("累计支付超过批复概算。");
        let mut changed = payment(&own, ["ZF2026-03", "2026-03-01", "20"]);
        changed.push(("version", "1"));
        keeper
            .upload(
                "/ledger/construction-payments/rows/3/edit",
                &changed,
                "",
                b"",
            )
            .await
            .leads_to("/ledger/construction-payments/rows/3");
        keeper
            .get(PROJECT)
            .await
            .is_ok()
            .shows("970.50")
            .hides("累计支付超过");
        keeper
            .post("/ledger/construction-payments/removal", &[("id", "1")])
            .await
            .leads_to("/ledger/construction-payments");
        keeper.get(PROJECT).await.is_ok().shows("670.50");
        keeper
            .post("/ledger/construction-payments/bin/1/restoration", &[])
            .await
            .leads_to("/ledger/construction-payments/rows/1");
        keeper.get(PROJECT).await.is_ok().shows("970.50");
        let told = "select count(*) as n from store_audit where act = 'ledger.row.gathered'";
        assert_eq!(world.number(told).await, 6);
    }
}
