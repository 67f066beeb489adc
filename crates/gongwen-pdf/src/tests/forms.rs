use super::{Seen, assert_near, seen};
use gongwen::{
    day::Day,
    document::{Block, Document, Form, Head, IssueNumber, Seal, Signature, Signer, Urgency},
};

const LINE: f64 = 225.0 / 22.0;
const CHARACTER: f64 = 156.0 / 28.0;

fn serial() -> Option<IssueNumber> {
    Some(IssueNumber::Serial {
        code: "清教发".to_owned(),
        year: 2026,
        serial: 12,
    })
}

fn paper(form: Form, issuers: &[&str]) -> Document {
    Document {
        form,
        head: Head {
            issuers: issuers.iter().map(|name| (*name).to_owned()).collect(),
            says_file: true,
            number: serial(),
            ..Head::default()
        },
        title: vec!["关于做好开学检查工作的通知".to_owned()],
        addressees: vec!["各学校".to_owned()],
        body: vec![Block::text("现将有关事项通知如下。")],
        ..Document::default()
    }
}

/// The red rule is the only one above the title.
fn first_page(document: &Document) -> Seen {
    seen(document).remove(0)
}

#[test]
fn the_head_of_a_paper_has_mark_number_and_red_rule_where_the_standard_wants_them() {
    let page = first_page(&paper(Form::File, &["清禾县教育局"]));
    let mark = page.run("清禾县教育局文件");
    assert_eq!(mark.font, "NotoSerifSC-Bold");
    assert_near((mark.x + mark.right) / 2.0, 28.0 + 78.0);
    // The top of the ink is 35 mm below the type area: the baseline about 0.83 of the size lower.
    let size = mark.size * 25.4 / 72.0;
    let top = mark.y - 37.0 - 35.0;
    assert!((0.7..0.95).contains(&(top / size)), "{top} {size}");
    let rule = &page.rules[0];
    assert_near(rule.x, 28.0);
    assert_near(rule.width, 156.0);
    assert_near(rule.thickness, 0.35);
    let number = page.run("清教发〔2026〕12号");
    assert_near((number.x + number.right) / 2.0, 28.0 + 78.0);
    // 4 mm below the feet of the characters, which reach 0.12 of the size below the baseline.
    let feet = 0.12 * 16.0 * 25.4 / 72.0;
    assert_near(rule.y - number.y - feet, 4.0);
}

#[test]
fn title_addressees_and_text_follow_each_other_with_blank_lines_between() {
    let page = first_page(&paper(Form::File, &["清禾县教育局"]));
    let title = page.run("关于做好");
    assert_eq!(
        (title.size, title.font.as_str()),
        (22.0, "NotoSerifSC-Bold")
    );
    assert_near(page.run("各学校：").y - title.y, 2.0 * LINE);
    assert_near(page.run("各学校：").x, 28.0);
    assert_near(page.run("现将").y - title.y, 3.0 * LINE);
}

#[test]
fn a_joint_paper_names_all_agencies_equally_wide_and_file_beside_their_middle() {
    let names = ["清禾县教育局", "清禾县发展和改革局", "清禾县财政局"];
    let page = first_page(&paper(Form::File, &names));
    let [first, middle, last] = names.map(|name| page.run(name));
    assert_near(first.x, middle.x);
    assert_near(last.x, middle.x);
    assert!(page.run("文件").x > middle.right);
    assert!(first.y < middle.y && middle.y < last.y);
}

#[test]
fn signers_stand_at_the_right_and_the_number_moves_to_the_left() {
    let mut paper = paper(Form::File, &["清禾县教育局"]);
    let names = ["王一一", "李二二", "张三三"];
    paper.head.signers = names
        .map(|name| Signer {
            name: name.to_owned(),
        })
        .to_vec();
    let page = first_page(&paper);
    let [first, second, third] = names.map(|name| page.run(name));
    assert_eq!(first.font, "LXGWWenKai-Regular");
    assert_near(second.y, first.y);
    assert_near(third.x, first.x);
    let number = page.run("清教发");
    assert_near(number.y, third.y);
    assert_near(number.x, 28.0 + CHARACTER);
    assert_near(page.run("签发人：").y, first.y);
}

#[test]
fn a_letter_has_double_rules_of_170_mm_and_no_page_number_on_its_first_page() {
    let mut letter = paper(Form::Letter, &["清禾县教育局"]);
    letter.head.urgency = Some(Urgency::Urgent);
    letter.body.push(Block::text("校".repeat(28 * 30)));
    let pages = seen(&letter);
    let long: Vec<_> = pages[0]
        .rules
        .iter()
        .filter(|rule| rule.width > 160.0)
        .collect();
    assert_eq!(long.len(), 4);
    for rule in &long {
        assert_near(rule.width, 170.0);
        assert_near(rule.x, 20.0);
    }
    let lowest = long
        .iter()
        .map(|rule| rule.y + rule.thickness / 2.0)
        .fold(0.0, f64::max);
    assert_near(lowest, 297.0 - 20.0);
    assert!(!pages[0].has("— 1 —"));
    assert!(pages[1].has("— 2 —"));
    assert!(pages[1].rules.is_empty());
    assert!(pages[0].run("清教发").x > pages[0].run("加急").x);
}

#[test]
fn an_order_has_its_number_in_the_middle_and_no_rule() {
    let mut order = paper(Form::Order, &["清禾县人民政府"]);
    order.title.clear();
    order.head.number = Some(IssueNumber::Order(5));
    let page = first_page(&order);
    assert!(page.run("清禾县人民政府令").y > 37.0 + 20.0);
    let number = page.run("第5号");
    assert_near((number.x + number.right) / 2.0, 28.0 + 78.0);
    assert!(page.rules.is_empty());
}

#[test]
fn minutes_name_those_present_after_the_text() {
    let mut minutes = paper(Form::Minutes, &["清禾县教育局办公会议纪要"]);
    minutes.head.date = Day::new(2026, 3, 2);
    minutes.attendance = vec![gongwen::document::Attendance {
        label: "出席".to_owned(),
        names: vec!["王某".to_owned(), "李某".to_owned()],
    }];
    let page = first_page(&minutes);
    assert_eq!(page.run("出席：").font, "NotoSansSC-Medium");
    assert_near(page.run("出席：").x, 28.0 + 2.0 * CHARACTER);
    assert!(page.has("出席：王某、李某"));
    assert_near(page.run("2026年3月2日").y, page.run("清教发").y);
}

fn signed(seal: Seal, name: &str) -> Seen {
    let mut paper = paper(Form::File, &["清禾县教育局"]);
    paper.signature = Some(Signature {
        names: vec![name.to_owned()],
        date: Day::new(2026, 8, 6),
        seal,
    });
    first_page(&paper)
}

#[test]
fn a_sealed_name_is_centred_over_the_date_four_characters_from_the_right() {
    let page = signed(Seal::Stamped, "清禾县教育局");
    let runs: Vec<_> = page.runs.iter().filter(|run| run.y > 200.0).collect();
    let name = runs.iter().find(|run| run.text == "清禾县教育局").unwrap();
    let date = page.run("2026年8月6日");
    assert_near(date.right, 28.0 + 156.0 - 4.0 * CHARACTER);
    assert_near(name.x + name.right, date.x + date.right);
    assert_near(date.y - name.y, LINE);
}

#[test]
fn an_unsealed_date_begins_two_characters_after_its_name() {
    let page = signed(Seal::Unstamped, "清禾县教育和体育局");
    let name = page.run("清禾县教育和体育局");
    let date = page.run("2026年8月6日");
    assert_near(name.right, 28.0 + 156.0 - 2.0 * CHARACTER);
    assert_near(date.x, name.x + 2.0 * CHARACTER);
}

#[test]
fn an_unsealed_date_longer_than_its_name_stands_two_characters_from_the_right() {
    let page = signed(Seal::Unstamped, "教育局");
    let date = page.run("2026年8月6日");
    assert_near(date.right, 28.0 + 156.0 - 2.0 * CHARACTER);
    let name = page.runs.iter().find(|run| run.text == "教育局").unwrap();
    assert_near(date.x, name.x + 2.0 * CHARACTER);
}

#[test]
fn a_signature_seal_has_post_and_name_in_a_line() {
    let page = signed(
        Seal::Signed {
            post: "局长".to_owned(),
            name: "王某".to_owned(),
        },
        "清禾县教育局",
    );
    let [post, name] = ["局长", "王某"].map(|words| page.run(words));
    assert_near(name.x - post.right, 2.0 * CHARACTER);
    assert_near(name.right, 28.0 + 156.0 - 4.0 * CHARACTER);
    assert_near(page.run("2026年8月6日").y - name.y, 2.0 * LINE);
}
