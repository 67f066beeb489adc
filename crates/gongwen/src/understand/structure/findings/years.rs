//! Years that do not go together: a paper made from last year's that was not changed everywhere.

use super::Checked;
use crate::{
    ledger::{DocKind, Finding, FindingCode},
    understand::structure::{
        Structure,
        chars::at,
        metadata::{dates::year_at, title::year_in},
    },
};

/// More places than this are not listed one by one.
const MOST: usize = 5;

/// Items of a plan that are to be done in a year that is over, and a paper signed in a year that
/// does not fit its title.
pub(super) fn years(checked: &Checked<'_>, structure: &Structure) -> Vec<Finding> {
    let ledger = &structure.ledger;
    let Some(plan_year) = ledger.plan_year.as_ref().map(|year| year.value) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    if let Some(issued) = &ledger.issued_on
        && let Some(title) = &ledger.title
        && let Some(titled) = year_in(&title.value.chars().collect::<Vec<char>>())
        && !fits(ledger.kind, titled, issued.value.year())
    {
        findings.push(Finding {
            code: FindingCode::YearConflict,
            span: issued.span,
            what: format!(
                "标题写的是{titled}年，成文日期却在{}年。",
                issued.value.year()
            ),
            why: "年度对不上，多半是套用旧稿时标题或落款没有改。".to_owned(),
            suggestion: "请核对标题年度和成文日期，以正式印发的为准。".to_owned(),
        });
    }
    if ledger.kind != DocKind::Summary {
        findings.extend(past_years(checked, structure, plan_year));
    }
    findings
}

/// A plan is signed around the turn of its year, a summary in its year or the next.
fn fits(kind: DocKind, titled: i16, issued: i16) -> bool {
    match kind {
        DocKind::Summary => (titled..=titled + 1).contains(&issued),
        DocKind::Negative => true,
        _ => (titled - 1..=titled).contains(&issued),
    }
}

fn past_years(checked: &Checked<'_>, structure: &Structure, plan_year: i16) -> Vec<Finding> {
    let chars = &checked.clean.chars;
    let mut findings = Vec::new();
    for item in &structure.ledger.items {
        let Some(span) = item.span else { continue };
        let mut in_name = false;
        for index in checked.clean.find(span.start)..checked.clean.find(span.end) {
            match at(chars, index) {
                '《' | '（' | '(' => in_name = true,
                '》' | '）' | ')' => in_name = false,
                _ => {}
            }
            let Some((year, end)) = (!in_name).then(|| year_at(chars, index)).flatten() else {
                continue;
            };
            // 2011年，完成…; 2011年率先实现…: the year says when, and is over.
            let says_when = at(chars, end) == '年'
                && matches!(
                    at(chars, end + 1),
                    '，' | ','
                        | '率'
                        | '完'
                        | '实'
                        | '内'
                        | '力'
                        | '计'
                        | '要'
                        | '全'
                        | '新'
                        | '底'
                );
            if says_when && (plan_year - 5..plan_year).contains(&year) && findings.len() < MOST {
                findings.push(Finding {
                    code: FindingCode::YearConflict,
                    span: checked.clean.span(index, end + 1),
                    what: format!("本条写的是{year}年，而这份文件是{plan_year}年的。"),
                    why: "任务的完成年度早于文件年度，可能是沿用旧稿没有改，时限会算错。"
                        .to_owned(),
                    suggestion: format!(
                        "请核对是否应为{plan_year}年；如确指往年，请写明“截至”或“已于”。"
                    ),
                });
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::{ledger::FindingCode, source::Source, understand::structure::structure};

    #[test]
    fn a_past_year_that_says_when_is_pointed_at() {
        for (words, found) in [
            ("2011年，完成1473名教师培训。", true),
            ("落实《行动计划（2011年修订）》。", false),
            ("2014年底前全部完成。", false),
            ("为2012年招聘的教师办理手续。", false),
        ] {
            let paper =
                format!("某市教育局2013年工作要点\n1.抓培训。{words}\n2.抓安全。落实责任。");
            let findings = structure(&Source::from_text(paper)).ledger.findings;
            let conflict = findings
                .iter()
                .any(|finding| finding.code == FindingCode::YearConflict);
            assert_eq!(conflict, found, "{words}");
        }
    }
}
