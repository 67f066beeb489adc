//! Whose a row is: namesakes of two schools are two, and only rows one sees are there to refer to.

use crate::{
    ledger_set_up::{enter, found},
    ledger_sheet_rows::{apply, preview, sheet},
    support::worlds,
};
use base::Role;

#[tokio::test]
async fn namesakes_of_two_schools_on_one_day_are_two_rows_and_those_of_one_school_are_one() {
    const ROWS: &str = "select count(*) as n from ledger_rows";
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        found(&mut office, "honours").await;
        let (first, second) = (world.unit("清禾一中").await, world.unit("清禾二中").await);
        let mut keeper = world.as_(Role::OfficeHead).await;
        let honour = [
            ("v.who", "李芳"),
            ("v.award", "优秀教师"),
            ("v.level", "县级"),
            ("v.kind", "个人"),
            ("v.held", "2026-03-01"),
        ];
        enter(&mut keeper, "honours", &first, &honour)
            .await
            .leads_to("/ledger/honours/rows/1");
        enter(&mut keeper, "honours", &second, &honour)
            .await
            .leads_to("/ledger/honours/rows/2");
        enter(&mut keeper, "honours", &second, &honour)
            .await
            .is_invalid()
            .shows("与第2号记录重复");
        // A row that is handed to the other school would be there twice.
        let form = [("version", "1"), ("unit", second.as_str())];
        let form: Vec<(&str, &str)> = form.into_iter().chain(honour).collect();
        keeper
            .upload("/ledger/honours/rows/1/edit", &form, "", b"")
            .await
            .is_invalid()
            .shows("与第2号记录重复");
        // A sheet finds each again, by its unit or by its number alone.
        let header: &[&str] = &[
            "记录编号",
            "填报单位",
            "获奖者",
            "表彰名称",
            "级别",
            "对象",
            "表彰日期",
            "表彰文号",
        ];
        let of = |no, unit, doc| {
            [
                no,
                unit,
                "李芳",
                "优秀教师",
                "县级",
                "个人",
                "2026年3月1日",
                doc,
            ]
        };
        let lines = [of("", "清禾一中", "一号"), of("2", "", "二号")];
        let lines: Vec<&[&str]> = [header]
            .into_iter()
            .chain(lines.iter().map(|l| &l[..]))
            .collect();
        let import = "/ledger/honours/import";
        let page = preview(&mut keeper, import, &sheet(&lines)).await;
        apply(&mut keeper, import, &page, "all")
            .await
            .leads_to("/ledger/honours");
        assert_eq!(world.number(ROWS).await, 2);
        for (no, doc) in [(1, "一号"), (2, "二号")] {
            let page = keeper.get(&format!("/ledger/honours/rows/{no}")).await;
            page.is_ok().shows(doc);
        }
    }
}

#[tokio::test]
async fn only_what_one_sees_is_there_to_refer_to_and_what_the_office_wrote_stays() {
    for world in worlds().await {
        let mut office = world.as_(Role::GeneralOffice).await;
        for code in ["bus-vehicles", "bus-drivers", "bus-routes"] {
            found(&mut office, code).await;
        }
        let (own, other) = (world.unit("清禾一中").await, world.unit("清禾二中").await);
        let mut keeper = world.as_(Role::OfficeHead).await;
        for (unit, plate) in [(&own, "禾Q00001"), (&other, "禾Q00002")] {
            let bus = [
                ("v.plate", plate),
                ("v.kind", "小学生专用校车"),
                ("v.seats", "36"),
                ("v.state", "在用"),
                ("v.held", "2025-09-01"),
                ("v.permit_until", "2027-03-20"),
                ("v.inspected_until", "2027-09-01"),
            ];
            let page = enter(&mut keeper, "bus-vehicles", unit, &bus).await;
            assert_eq!(page.status, 303, "{}", page.text());
        }
        let driver = [
            ("v.name", "王海"),
            ("v.licence_no", "XC20260001"),
            ("v.class", "A1"),
            ("v.held", "2025-09-01"),
            ("v.licence_until", "2027-09-01"),
            ("v.reviewed_until", "2027-09-01"),
            ("v.state", "在岗"),
        ];
        let page = enter(&mut keeper, "bus-drivers", &own, &driver).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let route = |plate: &'static str| {
            [
                ("v.route", "柳湾1号线"),
                ("v.vehicle", plate),
                ("v.driver", "XC20260001"),
                ("v.carer", "周敏"),
                ("v.shift", "早"),
                ("v.stops", "村委会、学校"),
                ("v.riders", "20"),
                ("v.held", "2026-03-01"),
                ("v.state", "运行"),
            ]
        };
        let mut school = world.as_(Role::School).await;
        // What another school has and what nobody has read alike.
        for plate in ["禾Q00002", "禾Q00009"] {
            enter(&mut school, "bus-routes", &own, &route(plate))
                .await
                .is_invalid()
                .shows(&format!("被引用的台账里没有“{plate}”。"));
        }
        enter(&mut school, "bus-routes", &own, &route("禾Q00001"))
            .await
            .leads_to("/ledger/bus-routes/rows/1");
        // The office lends a bus; the school goes on with its own line and keeps what it was lent.
        let saved = |version: &'static str, plate: &'static str| -> Vec<(&str, &str)> {
            let head = [("version", version), ("unit", own.as_str())];
            head.into_iter().chain(route(plate)).collect()
        };
        let edit = "/ledger/bus-routes/rows/1/edit";
        keeper
            .upload(edit, &saved("1", "禾Q00002"), "", b"")
            .await
            .leads_to("/ledger/bus-routes/rows/1");
        let mut form = saved("2", "禾Q00002");
        form.push(("v.notes", "借用"));
        school
            .upload(edit, &form, "", b"")
            .await
            .leads_to("/ledger/bus-routes/rows/1");
        school
            .get("/ledger/bus-routes/rows/1")
            .await
            .is_ok()
            .shows("借用")
            .shows("禾Q00002");
    }
}
