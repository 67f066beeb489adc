//! Matters walked from their first stage to their last through the doors, on every engine.

use crate::support::{World, world, worlds};
use base::Role;
use testkit::{Browser, Page};

/// What is asked for in a stage, who moves on from it, and until when it had to be.
struct Step<'a> {
    stage: &'a str,
    due: &'a str,
    /// Whether it is the unit's turn; else it is the office's.
    is_of_unit: bool,
    /// The first of these is left out once.
    asked: &'a [(&'a str, &'a str)],
    missing: &'a str,
}

struct Walk<'a> {
    code: &'a str,
    /// Who keeps the register, with the role of its log-in.
    owner: (&'a str, Role),
    first: &'a [(&'a str, &'a str)],
    steps: &'a [Step<'a>],
    /// Code and name of the last stage.
    end: (&'a str, &'a str),
}

async fn upload(browser: &mut Browser, path: &str, cells: &[(&str, &str)]) -> Page {
    browser.upload(path, cells, "", b"").await
}

impl Walk<'_> {
    async fn on_every_engine(&self) {
        for world in worlds().await {
            self.in_(&world).await;
        }
    }

    async fn in_(&self, world: &World) {
        let (owner, role) = self.owner;
        let mut office = world.as_(Role::GeneralOffice).await;
        let form = [
            ("template", self.code),
            ("as_is", "on"),
            ("name", self.code),
            ("owner", owner),
            ("code", self.code),
        ];
        let list = format!("/ledger/{}", self.code);
        office.post("/ledger/new", &form).await.leads_to(&list);
        let mut keeper = world.as_(role).await;
        let mut school = world.as_(Role::School).await;
        // A register that no school fills in is walked by its office alone.
        let has_school = school.get(&list).await.status == 200;
        let (whose, own) = match has_school {
            true => (&mut school, world.unit("清禾一中").await),
            false => (&mut keeper, world.unit(owner).await),
        };
        // The form asks neither for the stage nor for what later stages want; a stage that is sent along
        // all the same is no way around them.
        let later = self.steps[1].asked[0].0;
        let page = whose.get(&format!("{list}/new")).await.is_ok();
        page.shows("在办理到相应阶段时再填")
            .hides("name=\"v.stage\"")
            .hides(&format!("name=\"{later}\""));
        let mut cells = vec![("unit", own.as_str()), ("v.stage", self.end.1)];
        cells.extend(self.first);
        let row = format!("{list}/rows/1");
        let page = upload(whose, &format!("{list}/new"), &cells).await;
        page.leads_to(&row);
        let place = "select stage || ' ' || coalesce(due, '') as word from ledger_stages";
        for (n, step) in self.steps.iter().enumerate() {
            let at = format!("{} {}", step.stage, step.due);
            assert_eq!(world.word(place).await, at, "{}", self.code);
            let version = (n + 1).to_string();
            let asked: Vec<(&str, String)> = self.typed(world, step.asked).await;
            let mut fields: Vec<(&str, &str)> = vec![("version", version.as_str())];
            fields.extend(asked.iter().map(|(name, text)| (*name, text.as_str())));
            let next = format!("{row}/next-stage");
            if !step.is_of_unit && has_school {
                let page = school.post(&next, &fields).await;
                assert_eq!(page.status, 403, "{} {}", self.code, step.stage);
            }
            let mover = match step.is_of_unit && has_school {
                true => &mut school,
                false => &mut keeper,
            };
            // Without what the stage asks for nothing moves, and neither does it leap to the end.
            let mut less = fields.clone();
            less.remove(1);
            let page = mover.post(&next, &less).await;
            page.is_invalid()
                .shows(&format!("请先填写{}。", step.missing));
            let leap = [
                ("version", version.as_str()),
                ("to", self.end.0),
                ("reason", "已经办完"),
            ];
            let page = keeper.post(&format!("{row}/earlier-stage"), &leap).await;
            assert_eq!(page.status, 403, "{} {}", self.code, step.stage);
            page.shows("只能退回到前面的阶段。");
            assert_eq!(world.word(place).await, at, "{}", self.code);
            let mover = match step.is_of_unit && has_school {
                true => &mut school,
                false => &mut keeper,
            };
            mover.post(&next, &fields).await.leads_to(&row);
        }
        assert_eq!(world.word(place).await, format!("{} ", self.end.0));
        let n_moves = "select count(*) as n from ledger_moves";
        let n_steps = i64::try_from(self.steps.len()).unwrap();
        assert_eq!(world.number(n_moves).await, n_steps);
        // It is over: nothing more to fill in, nothing that waits, nowhere to go on to.
        let page = keeper.get(&row).await.is_ok();
        page.shows(self.end.1).hides("转入“");
        let version = (self.steps.len() + 1).to_string();
        let page = keeper
            .post(&format!("{row}/next-stage"), &[("version", &version)])
            .await;
        assert!(
            [303, 403].contains(&page.status.as_u16()),
            "{}",
            page.status
        );
        assert_eq!(world.number(n_moves).await, n_steps);
        // What is closed is changed by the office alone, whatever the page of the unit offered before.
        let edit = format!("{row}/edit");
        if has_school {
            let page = school.get(&edit).await;
            assert_eq!(page.status, 403, "{}", self.code);
            page.shows("已经办结");
            let mut cells = vec![("version", version.as_str()), ("unit", own.as_str())];
            cells.extend(self.first);
            let page = upload(&mut school, &edit, &cells).await;
            assert_eq!(page.status, 403, "{}", self.code);
            let kept = "select version as n from ledger_rows where no = 1";
            assert_eq!(world.number(kept).await.to_string(), version);
        }
        keeper.get(&edit).await.is_ok();
        let open = "select count(*) as n from inbox_todos where kind = 'ledger.stages'";
        assert_eq!(world.number(open).await, 0);
    }

    /// What is typed, with the id of a unit in the place of its name.
    async fn typed<'t>(
        &self,
        world: &World,
        asked: &'t [(&'t str, &'t str)],
    ) -> Vec<(&'t str, String)> {
        let mut typed = Vec::new();
        for (name, text) in asked {
            let text = match *name == "v.handler" {
                true => world.unit(text).await,
                false => (*text).to_owned(),
            };
            typed.push((*name, text));
        }
        typed
    }
}

const DAY: &str = "2026-03-05";

#[tokio::test]
async fn a_child_that_stays_away_is_found_persuaded_back_and_kept_before_the_matter_is_closed() {
    let walk = Walk {
        code: "dropouts",
        owner: ("人事科", Role::OfficeHead),
        first: &[
            ("v.pupil", "傅明远"),
            ("v.pupil_no", "G990000201700010001"),
            ("v.grade", "八年级"),
            ("v.held", "2026-03-04"),
            ("v.reason", "厌学"),
        ],
        steps: &[
            // Three working days from the Thursday it was entered.
            Step {
                stage: "found",
                due: "2026-03-10",
                is_of_unit: true,
                asked: &[("v.keeper", "顾怀山")],
                missing: "包保责任人",
            },
            // Thirty days end in the holidays of 清明.
            Step {
                stage: "persuade",
                due: "2026-04-07",
                is_of_unit: true,
                asked: &[
                    ("v.visits", "3"),
                    ("v.visited_on", DAY),
                    ("v.returned_on", DAY),
                ],
                missing: "劝返次数",
            },
            Step {
                stage: "back",
                due: "2026-04-07",
                is_of_unit: true,
                asked: &[("v.kept", "是")],
                missing: "巩固满一个月",
            },
        ],
        end: ("closed", "已销号"),
    };
    walk.on_every_engine().await;
}

#[tokio::test]
async fn aid_is_applied_for_agreed_shown_and_paid_in_turns_of_school_and_office() {
    let walk = Walk {
        code: "aid",
        owner: ("人事科", Role::OfficeHead),
        first: &[
            ("v.pupil", "傅明远"),
            ("v.pupil_no", "G990000201800000001"),
            ("v.project", "普通高中助学金"),
            ("v.class", "低保"),
            ("v.term", "2026-H1"),
        ],
        steps: &[
            Step {
                stage: "applied",
                due: "2026-04-02",
                is_of_unit: true,
                asked: &[("v.applied_on", DAY)],
                missing: "申请日期",
            },
            Step {
                stage: "agreed",
                due: "2026-03-19",
                is_of_unit: false,
                asked: &[("v.agreed_on", DAY)],
                missing: "认定日期",
            },
            Step {
                stage: "shown",
                due: "2026-03-12",
                is_of_unit: true,
                asked: &[("v.shown_from", DAY), ("v.money", "1150")],
                missing: "公示开始日期",
            },
            Step {
                stage: "paid",
                due: "2026-04-07",
                is_of_unit: false,
                asked: &[("v.paid_on", DAY)],
                missing: "发放日期",
            },
        ],
        end: ("done", "已发放"),
    };
    walk.on_every_engine().await;
}

#[tokio::test]
async fn a_letter_is_taken_up_handled_answered_and_closed_within_the_days_of_the_regulation() {
    let walk = Walk {
        code: "letters",
        owner: ("办公室", Role::GeneralOffice),
        first: &[
            ("v.letter_no", "XF2026-001"),
            ("v.title", "反映校门口放学时交通拥堵"),
            ("v.way", "来信"),
            ("v.kind", "求决"),
            ("v.held", "2026-03-03"),
        ],
        steps: &[
            // Fifteen days from the day it came, sixty from the day it was taken up: in the May holidays.
            Step {
                stage: "received",
                due: "2026-03-18",
                is_of_unit: false,
                asked: &[("v.handler", "安全科"), ("v.accepted_on", "2026-03-04")],
                missing: "承办单位",
            },
            Step {
                stage: "handling",
                due: "2026-05-06",
                is_of_unit: false,
                asked: &[
                    ("v.answer", "已增设护学岗，错时放学。"),
                    ("v.answered_on", DAY),
                    ("v.result", "支持"),
                ],
                missing: "答复摘要",
            },
            Step {
                stage: "answered",
                due: "2026-04-07",
                is_of_unit: false,
                asked: &[("v.satisfied", "是")],
                missing: "群众满意",
            },
        ],
        end: ("closed", "已办结"),
    };
    walk.on_every_engine().await;
}

#[tokio::test]
async fn a_project_of_research_is_applied_for_opened_looked_at_and_finished() {
    let walk = Walk {
        code: "projects",
        owner: ("人事科", Role::OfficeHead),
        first: &[
            ("v.project", "普通高中实验教学改进研究"),
            ("v.project_no", "KT20260001"),
            ("v.level", "县级"),
            ("v.leader", "顾怀山"),
            ("v.held", "2026-03-04"),
        ],
        steps: &[
            Step {
                stage: "apply",
                due: "2026-04-17",
                is_of_unit: false,
                asked: &[("v.approval_no", "清教研〔2026〕3号")],
                missing: "立项文号",
            },
            Step {
                stage: "open",
                due: "2026-05-06",
                is_of_unit: true,
                asked: &[("v.opened_on", DAY)],
                missing: "开题日期",
            },
            Step {
                stage: "mid",
                due: "2027-03-05",
                is_of_unit: false,
                asked: &[("v.mid_on", DAY), ("v.mid_result", "通过")],
                missing: "中期检查日期",
            },
            Step {
                stage: "final",
                due: "2027-03-05",
                is_of_unit: false,
                asked: &[("v.finished_on", DAY), ("v.result", "良好")],
                missing: "结题日期",
            },
        ],
        end: ("done", "已结题"),
    };
    walk.on_every_engine().await;
}

#[tokio::test]
async fn what_nobody_filled_in_adds_up_to_nothing_and_not_to_nought() {
    let world = world().await;
    let mut office = world.as_(Role::GeneralOffice).await;
    let definition = "code = \"sums\"\nname = \"合计\"\npurpose = \"试算\"\nowner = \"人事科\"\nperiod = \"held\"\n\
        [rights]\nfill_kinds = [\"school\"]\n\
        [[fields]]\ncode = \"held\"\nname = \"日期\"\nkind = \"date\"\nrequired = true\n\
        [[fields]]\ncode = \"blank\"\nname = \"没有人填\"\nkind = \"number\"\nfilter = true\n\
        [[fields]]\ncode = \"nought\"\nname = \"填了零\"\nkind = \"number\"\nfilter = true\n\
        [[rollups]]\ncode = \"blank_sum\"\nname = \"没有人填之和\"\nmeasure = \"sum\"\nfield = \"blank\"\ngrain = \"year\"\nwhole_bureau = true\nverified_only = false\n\
        [[rollups]]\ncode = \"nought_mean\"\nname = \"填了零的平均\"\nmeasure = \"average\"\nfield = \"nought\"\ngrain = \"year\"\nwhole_bureau = true\nverified_only = false\n";
    office
        .post("/ledger/new", &[("text", definition)])
        .await
        .leads_to("/ledger/sums");
    let own = world.unit("清禾一中").await;
    let mut school = world.as_(Role::School).await;
    for nought in ["0", "", "0"] {
        let cells = [
            ("unit", own.as_str()),
            ("v.held", "2026-03-02"),
            ("v.nought", nought),
        ];
        upload(&mut school, "/ledger/sums/new", &cells).await;
    }
    for path in ["/ledger/sums", "/ledger/sums?from=2026-03&q=2026"] {
        let page = school.get(path).await.is_ok();
        page.shows("合计：3条")
            .shows("<td class=\"number\">未填</td>")
            .shows("<td class=\"number\">0</td>");
    }
    // Once a number is there, it is added up, and what is blank takes no part in an average.
    let cells = [
        ("unit", own.as_str()),
        ("v.held", "2026-03-02"),
        ("v.blank", "12"),
        ("v.nought", "6"),
    ];
    let tally = |rollup: &str, column: &str| {
        format!("select {column} as n from ledger_tallies where rollup = '{rollup}'")
    };
    let n_sums =
        "select count(*) as n from ledger_tallies where rollup = 'blank_sum' and n_rows > 0";
    assert_eq!(world.number(n_sums).await, 0);
    assert_eq!(world.number(&tally("nought_mean", "n_rows")).await, 2);
    upload(&mut school, "/ledger/sums/new", &cells).await;
    school
        .get("/ledger/sums")
        .await
        .is_ok()
        .shows("合计：4条")
        .shows("<td class=\"number\">12</td>")
        .hides("<td class=\"number\">未填</td>");
    assert_eq!(world.number(&tally("nought_mean", "n_rows")).await, 3);
    school
        .get("/ledger/sums/rollups/nought_mean")
        .await
        .is_ok()
        .shows(">2.00<");
}
