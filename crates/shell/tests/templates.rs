//! The templates other crates build on: frame, light frame, error page and macros.

use askama::Template;
use shell::frame::{Crumb, Frame, MenuEntry, Message, Person, RailEntry, Tone};

/// A field as the macros see it.
struct Field {
    name: String,
    label: String,
    value: String,
    hint: String,
    error: Option<String>,
    required: bool,
}

fn field(name: &str, error: Option<&str>) -> Field {
    Field {
        name: name.into(),
        label: format!("{name}的名称"),
        value: "<一>".into(),
        hint: "按文件填写。".into(),
        error: error.map(str::to_owned),
        required: true,
    }
}

fn frame() -> Frame {
    let labels = [
        "工作台",
        "要点",
        "报送",
        "督查",
        "台账",
        "评估",
        "组织与设置",
    ];
    Frame {
        title: "工作要点".into(),
        lead: "本年度的要点与台账。".into(),
        bureau: "青禾县教育和体育局".into(),
        person: Some(Person {
            name: "王敏".into(),
            unit: "局办公室".into(),
        }),
        menu: vec![MenuEntry {
            label: "退出登录",
            href: "/sign-out".into(),
            posts: true,
        }],
        rail: labels
            .into_iter()
            .map(|label| RailEntry {
                label,
                icon: "plan",
                href: format!("/{label}"),
                current: label == "要点",
            })
            .collect(),
        crumbs: vec![Crumb {
            label: "工作台".into(),
            href: "/".into(),
        }],
        message: Some(Message {
            tone: Tone::Done,
            text: "已发布第一版。".into(),
        }),
        csrf: "token".into(),
        ..Frame::default()
    }
}

#[derive(Template)]
#[template(
    source = r#"{% extends "base.html" %}{% import "macros/form.html" as f %}{% import "macros/parts.html" as p %}
{% block action %}<a class="button" href="/new">导入要点</a>{% endblock %}
{% block content %}
{% call f::summary(wrong) %}{% endcall %}
{% call f::text(good) %}{% endcall %}{% call f::account(good) %}{% endcall %}{% call f::date(good) %}{% endcall %}
{% call f::password(good, "current-password") %}{% endcall %}{% call f::with_unit(good, "名") %}{% endcall %}
{% call f::textarea(bad, 3) %}{% endcall %}{% call f::select(good, options, "请选择") %}{% endcall %}
{% call f::radios(good, options) %}{% endcall %}{% call f::checkbox(good) %}{% endcall %}{% call f::file(bad, ".docx") %}{% endcall %}
{% call f::csrf(frame.csrf) %}{% endcall %}
{% call p::light("red") %}{% endcall %}{% call p::tag("target", "目标") %}{% endcall %}
<dl class="facts">{% call p::fact("发文字号") %}<b>一号</b>{% endcall %}</dl>
{% call p::missing("未识别") %}{% endcall %}
<nav class="tabs" aria-label="状态"><ul>{% call p::tab("/all", "全部", 16, true) %}{% endcall %}</ul></nav>
{% call p::pager(1, 16, 16, "", "/next") %}{% endcall %}
{% call p::empty("还没有要点", "先导入一份。") %}<a href="/new">导入</a>{% endcall %}
{% call p::confirm("/delete", frame.csrf, "删除", "删除后不能恢复。") %}{% endcall %}
{% call p::progress(40, 55, "完成 40%") %}{% endcall %}
{% endblock %}"#,
    ext = "html"
)]
struct SamplePage {
    frame: Frame,
    good: Field,
    bad: Field,
    wrong: Vec<Field>,
    options: Vec<(String, String)>,
}

fn sample() -> askama::Result<String> {
    SamplePage {
        frame: frame(),
        good: field("unit", None),
        bad: field("note", Some("不能为空")),
        wrong: vec![field("note", Some("不能为空")), field("unit", None)],
        options: vec![("<一>".into(), "第一".into()), ("二".into(), "第二".into())],
    }
    .render()
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    problem: Problem,
}

struct Problem {
    what: String,
    next: String,
    incident: Option<String>,
}

#[test]
fn no_page_part_carries_an_inline_script_or_style() {
    let page = sample().unwrap();
    assert!(!page.contains("style=\""));
    assert!(!page.contains("<style"));
    assert!(!page.contains(" onclick"));
    assert_eq!(page.matches("<script").count(), 1);
    assert!(page.contains(shell::assets::url("app.js")));
}

#[test]
fn every_value_is_escaped() {
    assert!(!sample().unwrap().contains("<一>"));
}

#[test]
fn a_wrong_field_is_joined_to_its_label_hint_error_and_summary() {
    let page = sample().unwrap();
    assert!(page.contains(r##"<a href="#f-note">note的名称：不能为空</a>"##));
    assert!(page.contains(r#"<label class="field-label" for="f-note">"#));
    assert!(page.contains(r#"aria-describedby="f-note-hint f-note-error""#));
    assert!(page.contains(r#"id="f-note-error""#));
    assert_eq!(page.matches("<li><a href=\"#f-").count(), 1);
}

#[test]
fn a_password_is_never_written_back() {
    let page = sample().unwrap();
    let start = page.find(r#"type="password""#).unwrap();
    let input: String = page[start..].chars().take_while(|c| *c != '>').collect();
    assert!(!input.contains("value="), "{input}");
}

#[test]
fn the_entry_of_the_page_is_marked_and_the_fifth_and_later_go_behind_more() {
    let page = sample().unwrap();
    assert_eq!(
        page.matches(r#"<a href="/要点" title="要点" aria-current="page">"#)
            .count(),
        1
    );
    assert_eq!(page.matches(r#"href="/评估""#).count(), 2);
    assert!(page.contains("更多"));
}

#[test]
fn an_error_page_says_what_why_and_what_next() {
    let page = ErrorPage {
        frame: Frame {
            title: "没有找到这一页".into(),
            ..Frame::default()
        },
        problem: Problem {
            what: "地址可能已经改变。".into(),
            next: "请从工作台重新进入。".into(),
            incident: Some("A1B2".into()),
        },
    }
    .render()
    .unwrap();
    for words in [
        "没有找到这一页",
        "地址可能已经改变",
        "请从工作台重新进入",
        "A1B2",
        "回到首页",
    ] {
        assert!(page.contains(words), "{words}");
    }
}
