//! What refers to a row by its key follows when the key changes; what was planned and is not done is shown.

use crate::{ledger::hidden, ledger_payments::pay, ledger_set_up::found_as, support::worlds};
use base::Role;
use testkit::Browser;

const PROJECT: &str = "/ledger/construction/rows/1";

/// Saves the project under a number, with what is said beside; gives the page that follows.
async fn save(keeper: &mut Browser, own: &str, number: &str, more: &[(&str, &str)]) -> String {
    let edit = "/ledger/construction/rows/1/edit";
    let form = keeper.get(edit).await.is_ok().text();
    let version = hidden(&form, "version");
    let mut cells = vec![
        ("version", version.as_str()),
        ("unit", own),
        ("v.project", "教学楼新建工程"),
        ("v.project_no", number),
        ("v.kind", "新建"),
        ("v.held", "2026-02-01"),
        ("v.budget", "1000"),
        ("v.contract", "980"),
    ];
    cells.extend_from_slice(more);
    let page = keeper.upload(edit, &cells, "", b"").await;
    assert_eq!(page.location(), PROJECT, "{}", page.text());
    keeper.follow(&page).await.text()
}

#[tokio::test]
async fn payments_follow_a_project_that_is_numbered_anew_and_keep_it_from_going_away() {
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
        ];
        keeper
            .upload("/ledger/construction/new", &project, "", b"")
            .await
            .leads_to(PROJECT);
        for cells in [
            ["ZF-1", "2025-11-20", "300"],
            ["ZF-2", "2026-02-10", "650.5"],
            ["ZF-3", "2026-02-11", "10"],
        ] {
            pay(&mut keeper, &own, cells).await;
        }
        keeper
            .post("/ledger/construction-payments/removal", &[("id", "3")])
            .await
            .leads_to("/ledger/construction-payments");
        let gathered = "select count(*) as n from ledger_history where act = 'gathered'";
        let n_gathered = world.number(gathered).await;
        let page = save(&mut keeper, &own, "JJ-2026-914", &[]).await;
        assert!(
            page.contains("“基建支付”里引用它的2条记录已一并更新。"),
            "{page}"
        );
        assert!(page.contains("950.50"), "{page}");
        assert_eq!(
            world.number(gathered).await,
            n_gathered,
            "nothing added up anew"
        );
        keeper
            .get("/ledger/construction-payments/rows/1")
            .await
            .is_ok()
            .shows("JJ-2026-914")
            .shows("随所引用的记录更新");
        let told = "select count(*) as n from store_audit where act = 'ledger.row.followed'";
        assert_eq!(world.number(told).await, 1);
        // What lay in the bin has followed as well.
        keeper
            .post("/ledger/construction-payments/bin/3/restoration", &[])
            .await
            .leads_to("/ledger/construction-payments/rows/3");
        keeper.get(PROJECT).await.is_ok().shows("960.50");
        // From the grid as well.
        let form = keeper.get("/ledger/construction/rows/1/edit").await.text();
        let version = hidden(&form, "version");
        let line = [
            ("l0.no", "1"),
            ("l0.version", version.as_str()),
            ("l0.v.project_no", "JJ-2026-915"),
        ];
        let page = keeper.post("/ledger/construction/grid", &line).await;
        keeper
            .follow(&page)
            .await
            .shows("“基建支付”里引用它的3条记录已一并更新。");
        save(&mut keeper, &own, "JJ-2026-914", &[]).await;
        // Under its own number nothing follows.
        let page = save(&mut keeper, &own, "JJ-2026-914", &[("v.area", "900")]).await;
        assert!(!page.contains("已一并更新"), "{page}");
        let page = keeper
            .post("/ledger/construction/removal", &[("id", "1")])
            .await;
        // What was ticked is still ticked beside what is in the way.
        page.is_invalid()
            .shows("还有记录引用着它：“基建支付”台账3条。")
            .shows("value=\"1\" data-bulk-one checked");
        keeper.get(PROJECT).await.is_ok().shows("960.50");
    }
}

#[tokio::test]
async fn nothing_comes_back_that_refers_to_what_is_gone_nor_goes_for_good_while_referred_to() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        found_as(&mut office, "construction", ("基建项目", "人事科")).await;
        found_as(&mut office, "construction-payments", ("基建支付", "人事科")).await;
        let own = world.unit("人事科").await;
        let mut keeper = world.as_(Role::OfficeHead).await;
        let form = [
            ("unit", own.as_str()),
            ("v.project", "教学楼新建工程"),
            ("v.project_no", "JJ-2026-01"),
            ("v.kind", "新建"),
            ("v.held", "2026-02-01"),
        ];
        keeper
            .upload("/ledger/construction/new", &form, "", b"")
            .await
            .leads_to(PROJECT);
        pay(&mut keeper, &own, ["ZF-1", "2025-11-20", "300"]).await;
        for (code, no) in [("construction-payments", "1"), ("construction", "1")] {
            keeper
                .post(&format!("/ledger/{code}/removal"), &[("id", no)])
                .await
                .leads_to(&format!("/ledger/{code}"));
        }
        let payment = "/ledger/construction-payments/bin/1/restoration";
        let page = keeper.post(payment, &[]).await;
        let page = page.leads_to("/ledger/construction-payments/bin");
        keeper
            .follow(&page)
            .await
            .is_ok()
            .shows("被引用的台账里没有“JJ-2026-01”。")
            .shows("请先恢复或登记被引用的记录，再恢复这条。");
        let project = "/ledger/construction/bin/1";
        // Gone for good, it would leave a payment in the bin that can never come back.
        let purge = format!("{project}/purge");
        let reason = [("reason", "重复登记")];
        let page = keeper.post(&purge, &reason).await;
        let page = page.leads_to("/ledger/construction/bin");
        keeper
            .follow(&page)
            .await
            .is_ok()
            .shows("回收站里还有记录引用着它：“基建支付”台账的回收站里1条。")
            .shows("请先彻底删除那些记录；还要用的，请先恢复这一条，再恢复它们。")
            .shows("教学楼新建工程");
        keeper
            .post(&format!("{project}/restoration"), &[])
            .await
            .leads_to(PROJECT);
        keeper
            .post(payment, &[])
            .await
            .leads_to("/ledger/construction-payments/rows/1");
        keeper.get(PROJECT).await.is_ok().shows("300.00");
        // Another by its number stands in its place: it does not come back, and nothing refers to it any more.
        for (code, no) in [("construction-payments", "1"), ("construction", "1")] {
            keeper
                .post(&format!("/ledger/{code}/removal"), &[("id", no)])
                .await
                .leads_to(&format!("/ledger/{code}"));
        }
        keeper
            .upload("/ledger/construction/new", &form, "", b"")
            .await
            .leads_to("/ledger/construction/rows/2");
        let page = keeper.post(&format!("{project}/restoration"), &[]).await;
        let page = page.leads_to("/ledger/construction/bin");
        keeper
            .follow(&page)
            .await
            .is_ok()
            .shows("已有另一条内容相同的记录，不能恢复。");
        keeper
            .post(&purge, &reason)
            .await
            .leads_to("/ledger/construction/bin");
        let n_binned = "select count(*) as n from ledger_bin";
        assert_eq!(world.number(n_binned).await, 1);
        // What refers to it goes first, then it may go itself.
        keeper
            .post("/ledger/construction/removal", &[("id", "2")])
            .await
            .leads_to("/ledger/construction");
        for binned in ["construction-payments/bin/1", "construction/bin/2"] {
            keeper
                .post(&format!("/ledger/{binned}/purge"), &reason)
                .await;
        }
        assert_eq!(world.number(n_binned).await, 0);
    }
}

#[tokio::test]
async fn a_planned_day_that_is_past_is_shown_until_what_was_planned_is_done() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        found_as(&mut office, "construction", ("基建项目", "人事科")).await;
        let own = world.unit("人事科").await;
        let mut keeper = world.as_(Role::OfficeHead).await;
        let project = [
            ("unit", own.as_str()),
            ("v.project", "教学楼新建工程"),
            ("v.project_no", "JJ-2026-01"),
            ("v.kind", "新建"),
            ("v.held", "2026-02-01"),
            ("v.planned_end", "2026-02-20"),
        ];
        keeper
            .upload("/ledger/construction/new", &project, "", b"")
            .await
            .leads_to(PROJECT);
        let late = "/ledger/construction?expiry=已过期";
        keeper
            .get(PROJECT)
            .await
            .is_ok()
            .shows("计划竣工日期是2026年2月20日，已经过了，还没有填写竣工验收日期。")
            .shows("计划开工日期是2026年2月1日，已经过了，还没有填写实际开工日期。");
        // The list says which of its days it is.
        keeper
            .get(late)
            .await
            .is_ok()
            .shows("教学楼新建工程")
            .shows("计划竣工日期已过13天")
            .shows("计划开工日期已过32天");
        let title = "select title as word from inbox_todos where kind = 'ledger.expiry' \
                     and title like '%竣工%'";
        assert_eq!(
            world.word(title).await,
            "基建项目的计划竣工日期快到或已过：1项还没有填竣工验收日期"
        );
        let done = [
            ("v.planned_end", "2026-02-20"),
            ("v.began_on", "2026-02-02"),
            ("v.accepted_on", "2026-03-01"),
        ];
        let page = save(&mut keeper, &own, "JJ-2026-01", &done).await;
        assert!(!page.contains("已经过了"), "{page}");
        keeper.get(late).await.is_ok().hides("教学楼新建工程");
    }
}

#[tokio::test]
async fn a_budget_nothing_was_added_to_has_a_rate_and_something_may_be_taken_off() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        found_as(&mut office, "budget", ("预算执行", "人事科")).await;
        let own = world.unit("人事科").await;
        let mut keeper = world.as_(Role::OfficeHead).await;
        for (no, item, adjusted, rate) in [
            (1, "校舍维修改造", "", "25.00"),
            (2, "图书配备", "-52", "50.00"),
        ] {
            let cells = [
                ("unit", own.as_str()),
                ("v.item", item),
                ("v.kind", "项目经费"),
                ("v.month", "2026年2月"),
                ("v.planned", "104"),
                ("v.adjusted", adjusted),
                ("v.spent", "26"),
            ];
            let row = format!("/ledger/budget/rows/{no}");
            keeper
                .upload("/ledger/budget/new", &cells, "", b"")
                .await
                .leads_to(&row);
            keeper.get(&row).await.is_ok().shows(rate);
        }
        // What every month says again adds up to nothing.
        keeper.get("/ledger/budget").await.is_ok().hides("208.00");
    }
}
