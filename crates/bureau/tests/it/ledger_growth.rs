//! A shipped template that has grown since a register was founded from it.

use crate::support::worlds;
use base::Role;

const LETTERS: &str = include_str!("../../src/ledger/templates/letters.toml");
const PAGE: &str = "/ledger/letters/definition";
const FORM: &str = "/ledger/letters/definition/edit";

/// 信访 as it was shipped before letters were handed to units, under a name of the bureau's own.
fn earlier() -> String {
    let text = LETTERS
        .replace("name = \"信访\"", "name = \"来信来访\"")
        .replace("handler = \"handler\"\n", "")
        .replace("handler_fills = true\n", "")
        .replace("max = \"今天\"\n", "");
    let rollup = text.find("[[rollups]]\ncode = \"closed\"").unwrap();
    text[..rollup].to_owned()
}

#[tokio::test]
async fn the_page_says_what_the_template_has_grown_by_and_takes_over_what_is_ticked() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        let text = earlier();
        office
            .post("/ledger/new", &[("text", &text)])
            .await
            .leads_to("/ledger/letters");
        let own = "select id as word from org_units where short_name = '办公室'";
        let own = world.word(own).await;
        let letter = [
            ("unit", own.as_str()),
            ("v.letter_no", "XF2026-001"),
            ("v.title", "反映课后服务收费"),
            ("v.way", "来信"),
            ("v.kind", "咨询"),
            ("v.held", "2026-03-09"),
        ];
        let row = "/ledger/letters/rows/1";
        office
            .upload("/ledger/letters/new", &letter, "", b"")
            .await
            .leads_to(row);
        office
            .get(PAGE)
            .await
            .is_ok()
            .shows("模板有更新")
            .shows("“承办单位”所填的单位能看到")
            .shows("汇总“信访事项办结率”")
            .shows("字段“收到日期”：日期不能晚于填写当天")
            .shows("value=\"max held\"");
        // Nobody else is asked.
        let mut head = world.as_(Role::Leader).await;
        head.get(PAGE).await.is_ok().hides("模板有更新");
        let nothing = [("version", "1"), ("grow", "on"), ("note", "先看看")];
        office
            .post(FORM, &nothing)
            .await
            .is_invalid()
            .shows("没有选中要带入的内容")
            .shows("value=\"先看看\"");
        let some = [
            ("version", "1"),
            ("grow", "on"),
            ("add", "handler"),
            ("add", "max held"),
        ];
        office.post(FORM, &some).await.leads_to(PAGE);
        let page = office.get(PAGE).await.is_ok();
        page.shows("第2版")
            .shows("带入模板更新")
            .shows("模板有更新")
            .shows("汇总“信访事项办结率”")
            .hides("value=\"max held\"");
        // What the bureau called it stays, and the row whose day lies ahead stays as it is.
        office.get("/ledger").await.is_ok().shows("来信来访");
        office.get(row).await.is_ok().shows("2026年3月9日");
        // Twice is once.
        assert_eq!(office.post(FORM, &some).await.status, 409);
        let rest = [
            ("version", "2"),
            ("grow", "on"),
            ("add", "rollup closed"),
            ("note", "按新模板"),
        ];
        office.post(FORM, &rest).await.leads_to(PAGE);
        office
            .get("/ledger/letters/rollups/closed")
            .await
            .is_ok()
            .shows("信访事项办结率");
        let item = "select count(*) as n from facts_items \
                    where code = 'register.letters_closed_share'";
        assert_eq!(world.number(item).await, 1);
        let told = "select count(*) as n from store_audit \
                    where act = 'ledger.register.redefined' and reason = '按新模板'";
        assert_eq!(world.number(told).await, 1);
    }
}

#[tokio::test]
async fn growth_that_counts_a_locked_year_says_why_and_brings_its_views() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        let text = earlier().replace(
            "[[views]]\nname = \"办理中\"\nquery = \"f.stage=办理中\"\n",
            "",
        );
        office
            .post("/ledger/new", &[("text", &text)])
            .await
            .leads_to("/ledger/letters");
        let own = "select id as word from org_units where short_name = '办公室'";
        let own = world.word(own).await;
        let letter = [
            ("unit", own.as_str()),
            ("v.letter_no", "XF2025-001"),
            ("v.title", "反映课后服务收费"),
            ("v.way", "来信"),
            ("v.kind", "咨询"),
            ("v.held", "2025-03-09"),
        ];
        office
            .upload("/ledger/letters/new", &letter, "", b"")
            .await
            .leads_to("/ledger/letters/rows/1");
        office
            .post("/facts/periods/lock", &[("period", "2025")])
            .await
            .leads_to("/facts/periods");
        let mut some = vec![
            ("version", "1"),
            ("grow", "on"),
            ("add", "rollup closed"),
            ("add", "view 办理中"),
        ];
        office
            .post(FORM, &some)
            .await
            .is_invalid()
            .shows("2025年的数据已锁定")
            .shows("由空缺变为0.00%")
            .shows("aria-describedby=\"f-growth-note-error\"")
            .shows("value=\"rollup closed\" checked");
        some.push(("note", "按新模板补算办结率"));
        office.post(FORM, &some).await.leads_to(PAGE);
        office
            .get("/ledger/letters")
            .await
            .is_ok()
            .shows("办理中（共享）</a>");
        let views = "select count(*) as n from ledger_views where name = '办理中'";
        assert_eq!(world.number(views).await, 1);
        office
            .get(PAGE)
            .await
            .is_ok()
            .hides("value=\"view 办理中\"");
    }
}

#[tokio::test]
async fn a_register_that_is_as_its_template_has_nothing_to_take_over() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        let template = [
            ("template", "letters"),
            ("as_is", "on"),
            ("name", "信访"),
            ("owner", "办公室"),
            ("code", "xinfang"),
        ];
        office
            .post("/ledger/new", &template)
            .await
            .leads_to("/ledger/xinfang");
        office
            .get("/ledger/xinfang/definition")
            .await
            .is_ok()
            .hides("模板有更新");
    }
}
