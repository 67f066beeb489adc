//! Checks and files: what is noticed, what is taken over.

use super::*;
use crate::facts::model::{Check, Operator, Rule};

#[tokio::test]
async fn checks_flag_what_a_person_confirms_and_stay_quiet_while_the_value_stays() {
    for scene in scenes().await {
        let yizhong = scene.yizhong;
        let db = &scene.office.db;
        scene
            .define(vec![
                dataset_item("pupils", "在校学生数"),
                dataset_item("girls", "女生数"),
                dataset_item("books", "图书册数"),
            ])
            .await;
        let check = |code: &str, rule| Check {
            code: code.parse().unwrap(),
            name: "女生数不超过在校学生数".to_owned(),
            rule,
            basis: String::new(),
            is_on: true,
            version: 0,
        };
        let cross = Rule::Cross {
            left: "[女生数]".to_owned(),
            operator: Operator::AtMost,
            right: "[pupils]".to_owned(),
        };
        let books = vec!["books".parse().unwrap()];
        let jump = Rule::Jump {
            items: vec!["pupils".parse().unwrap()],
            percent: Amount::whole(30),
        };
        let outlier = Rule::Outlier {
            items: books,
            z: Amount::parse("3.5").unwrap(),
        };
        let mut tx = db.begin_write().await.unwrap();
        for check in [
            check("cross", cross),
            check("jump", jump),
            check("outlier", outlier),
        ] {
            crate::facts::actions::checks::define_check(&mut tx, &scene.office, check)
                .await
                .unwrap();
        }
        // Numbers of a year and of a school year never meet.
        let mut yearly = dataset_item("graduates", "毕业生数");
        yearly.grain = Grain::Year;
        define(&mut tx, &scene.office, yearly, "").await.unwrap();
        let never = Rule::Cross {
            left: "[graduates]".to_owned(),
            operator: Operator::AtMost,
            right: "[pupils]".to_owned(),
        };
        let never = check("never", never);
        let defined =
            crate::facts::actions::checks::define_check(&mut tx, &scene.office, never).await;
        refused(defined, "facts.check");
        tx.commit().await.unwrap();
        let open = || async {
            let (flags, _) = crate::facts::store::flags(db, false, None, 0, 50)
                .await
                .unwrap();
            flags
        };
        let supply = |supplies| scene.supply(&scene.office, supplies);
        supply(vec![
            given("pupils", yizhong, 100),
            given("girls", yizhong, 45),
        ])
        .await
        .unwrap();
        assert!(open().await.is_empty());
        supply(vec![given("girls", yizhong, 145)]).await.unwrap();
        let flags = open().await;
        assert_eq!(flags.len(), 1);
        assert_eq!(
            flags[0].words,
            "应当女生数不超过在校学生数：[女生数]为145，[在校学生数]为100。"
        );
        // Confirmed, it is quiet while the numbers stay, and open again once they change.
        refused(
            crate::facts::actions::checks::confirm(&scene.office, flags[0].id, " ").await,
            "facts.check",
        );
        crate::facts::actions::checks::confirm(&scene.office, flags[0].id, "含借读生")
            .await
            .unwrap();
        assert!(open().await.is_empty());
        supply(vec![
            given("girls", yizhong, 145),
            given("books", yizhong, 3_000),
        ])
        .await
        .unwrap();
        assert!(open().await.is_empty());
        supply(vec![given("girls", yizhong, 150)]).await.unwrap();
        assert_eq!(open().await.len(), 1);
        // What is far too large is noticed like what is too large.
        let far_too_many = 1_000_000_000_000_000;
        supply(vec![given("girls", yizhong, far_too_many)])
            .await
            .unwrap();
        assert_eq!(open().await.len(), 1);
        supply(vec![given("girls", yizhong, 50)]).await.unwrap();
        assert!(open().await.is_empty());

        // A number that arrives late is compared with both years beside it.
        let mut before = given("pupils", yizhong, 60);
        before.period = year().year_before();
        supply(vec![before]).await.unwrap();
        let flags = open().await;
        assert_eq!(flags.len(), 1);
        assert_eq!(
            (flags[0].check.as_str(), flags[0].key.period),
            ("jump", year())
        );
        assert_eq!(flags[0].words, "在校学生数比上年增加67%（60人→100人）。");

        let usual = scene
            .schools
            .iter()
            .filter(|unit| **unit != yizhong)
            .zip(2_980..);
        let usual = usual.map(|(unit, n)| given("books", *unit, n)).collect();
        supply(usual).await.unwrap();
        assert_eq!(open().await.len(), 1);
        supply(vec![given("books", yizhong, 30_000)]).await.unwrap();
        let flags = open().await;
        let far: Vec<_> = flags
            .iter()
            .filter(|flag| flag.check.as_str() == "outlier")
            .collect();
        assert_eq!(far.len(), 1);
        assert_eq!(far[0].key.unit, yizhong);
        supply(vec![given("books", yizhong, 3_000)]).await.unwrap();
        assert_eq!(open().await.len(), 1);
    }
}

#[tokio::test]
async fn a_file_is_looked_at_then_taken_over_in_part_and_again_with_what_changed() {
    for scene in scenes().await {
        let (db, office) = (&scene.office.db, &scene.office);
        let mut tx = db.begin_write().await.unwrap();
        assert!(set_up_dataset(&mut tx, office).await.unwrap() > 60);
        assert_eq!(set_up_dataset(&mut tx, office).await.unwrap(), 0);
        tx.commit().await.unwrap();
        let (twins, _) = crate::facts::actions::twins::twins(office).await.unwrap();
        assert!(
            twins.same.is_empty() && twins.possible.is_empty(),
            "{twins:?}"
        );
        let file = |pupils: &str, classes: &str| {
            let mut workbook = rust_xlsxwriter::Workbook::new();
            let sheet = workbook.add_worksheet();
            let lines = [
                ["学校名称", "学生总人数", "班级数"],
                ["清禾一中", pupils, classes],
                ["清禾二中", "1500", "32"],
                ["不存在的学校", "1", "1"],
            ];
            for (row, line) in (0u32..).zip(lines) {
                for (column, text) in (0u16..).zip(line) {
                    match text.parse::<f64>() {
                        Ok(number) => sheet.write_number(row, column, number).unwrap(),
                        Err(_) => sheet.write_string(row, column, text).unwrap(),
                    };
                }
            }
            workbook.save_to_buffer().unwrap()
        };
        let upload = |bytes| upload_dataset(office, bytes, "各校.xlsx", year());
        refused(upload(b"no workbook".to_vec()).await, "facts.import.file");
        let id = upload(file("2400", "约48")).await.unwrap();
        let looked = crate::facts::actions::imports::look(office, id)
            .await
            .unwrap();
        assert_eq!(looked.table.unknown, ["学生总人数"]);
        assert_eq!(looked.table.counts(), [1, 0, 0, 1]);
        let meaning = [("学生总人数".to_owned(), Some("pupils".parse().unwrap()))];
        crate::facts::actions::imports::remember(office, id, &meaning)
            .await
            .unwrap();
        let looked = crate::facts::actions::imports::look(office, id)
            .await
            .unwrap();
        assert_eq!(looked.table.counts(), [3, 0, 0, 1]);
        assert!(
            crate::facts::actions::imports::error_copy(office, looked)
                .await
                .unwrap()
                .len()
                > 1_000
        );
        // Looking again reads no file: it is not even there. Only the copy with the errors needs it.
        let nowhere = Ctx {
            files: ::store::Files::at(std::env::temp_dir().join("luoshi-no-such-folder")),
            ..office.clone()
        };
        let seen = crate::facts::actions::imports::seen(&nowhere, id).await;
        let preview = seen.unwrap().preview.unwrap();
        assert_eq!((preview.counts, preview.n_wrong_rows), ([3, 0, 0, 1], 2));
        let looked = crate::facts::actions::imports::look(&nowhere, id).await;
        let copy = crate::facts::actions::imports::error_copy(&nowhere, looked.unwrap());
        assert!(copy.await.is_err());
        // A school sees no file of others, and takes over only its own rows.
        assert!(
            crate::facts::actions::imports::look(&scene.school, id)
                .await
                .is_err()
        );

        let supplied = apply_dataset(office, id, Take::RightRows, &[], "")
            .await
            .unwrap();
        assert_eq!((supplied.n_new, supplied.n_changed), (2, 0));
        assert!(scene.fact("pupils", scene.yizhong).await.is_none());
        let again = apply_dataset(office, id, Take::RightCells, &[], "").await;
        refused(again, "facts.import.again");
        let id = upload(file("2400", "48")).await.unwrap();
        apply_dataset(office, id, Take::RightCells, &[], "")
            .await
            .unwrap();
        assert_eq!(scene.seen("pupils", scene.yizhong).await.0.unwrap(), "2400");
        let fact = scene.fact("classes", scene.yizhong).await.unwrap();
        assert_eq!(fact.reference.words, "各校.xlsx 第2行 C列");
        assert!(fact.reference.href.ends_with(&id.to_string()));
        assert_eq!(
            scene
                .seen("pupils_per_class", scene.yizhong)
                .await
                .0
                .unwrap(),
            "50.0"
        );

        let id = upload(file("2390", "48")).await.unwrap();
        let looked = crate::facts::actions::imports::look(office, id)
            .await
            .unwrap();
        assert_eq!(looked.table.counts(), [0, 1, 3, 0]);
        let left_out = [1];
        // Nothing of it is left to take: it stays open.
        let nothing = apply_dataset(office, id, Take::RightCells, &left_out, "").await;
        refused(nothing, "facts.import.nothing");
        let own = upload_dataset(&scene.school, file("2391", "48"), "一中.xlsx", year())
            .await
            .unwrap();
        let looked = crate::facts::actions::imports::look(&scene.school, own)
            .await
            .unwrap();
        assert_eq!(looked.table.counts(), [0, 1, 1, 0]);
        assert!(looked.table.rows[1].wrong.starts_with("不是本单位的数据"));
    }
}

#[tokio::test]
async fn what_one_school_says_of_a_header_reads_no_file_of_another() {
    for scene in scenes().await {
        let office = &scene.office;
        let mut tx = office.db.begin_write().await.unwrap();
        set_up_dataset(&mut tx, office).await.unwrap();
        tx.commit().await.unwrap();
        let file = || {
            let mut workbook = rust_xlsxwriter::Workbook::new();
            let sheet = workbook.add_worksheet();
            for (row, line) in (0u32..).zip([["学校名称", "人头"], ["清禾一中", "2400"]])
            {
                sheet.write_string(row, 0, line[0]).unwrap();
                sheet.write_string(row, 1, line[1]).unwrap();
            }
            workbook.save_to_buffer().unwrap()
        };
        // Somebody of another school; its file names the first one, which makes no difference to headers.
        let other = Ctx {
            actor: base::Actor {
                person: base::actor::PersonId::new(),
                unit: scene.schools[1],
                units: vec![scene.schools[1]],
                ..scene.school.actor.clone()
            },
            ..scene.school.clone()
        };
        assert_ne!(scene.school.actor.unit, other.actor.unit);
        let upload = async |ctx: &Ctx| {
            upload_dataset(ctx, file(), "一校.xlsx", year())
                .await
                .unwrap()
        };
        let item = async |ctx: &Ctx, id| {
            let looked = crate::facts::actions::imports::look(ctx, id).await.unwrap();
            looked
                .table
                .columns
                .values()
                .next()
                .map(ToString::to_string)
        };
        let remember = async |ctx: &Ctx, id, code: &str| {
            let meaning = [("人头".to_owned(), Some(code.parse().unwrap()))];
            crate::facts::actions::imports::remember(ctx, id, &meaning)
                .await
                .unwrap();
        };
        let (own, others) = (upload(&scene.school).await, upload(&other).await);
        remember(&scene.school, own, "pupils").await;
        assert_eq!(item(&scene.school, own).await.as_deref(), Some("pupils"));
        assert_eq!(item(&other, others).await, None);
        // The bureau reads the file of a school as the school does.
        assert_eq!(item(office, own).await.as_deref(), Some("pupils"));
        // What the general office says of its own file counts where a school said nothing.
        let offices = upload(office).await;
        assert_eq!(item(office, offices).await, None);
        remember(office, offices, "classes").await;
        assert_eq!(item(office, offices).await.as_deref(), Some("classes"));
        assert_eq!(item(&other, others).await.as_deref(), Some("classes"));
        assert_eq!(item(&scene.school, own).await.as_deref(), Some("pupils"));
        // And said otherwise by a school, it is so for that school alone.
        remember(&other, others, "teachers").await;
        assert_eq!(item(&other, others).await.as_deref(), Some("teachers"));
        assert_eq!(item(office, offices).await.as_deref(), Some("classes"));
    }
}
