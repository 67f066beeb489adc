//! What is done with a report besides filling it in.

use super::report_again;
use crate::report::{
    actions::{self, GiveBack, Seen},
    model::ReportId,
    paths,
};
use ::store::Error;
use base::{Refusal, actor::PersonId};
use shell::{At, Posted, Reply, Result, Visit};
use std::collections::{BTreeMap, BTreeSet};

pub(super) async fn withdraw(visit: Visit, At(id): At<ReportId>, _posted: Posted) -> Result<Reply> {
    match actions::withdraw(&visit, id).await {
        Ok(_) => visit.done("已撤回，可以继续修改。", paths::report(id)),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, paths::report(id)),
        Err(error) => Err(error.into()),
    }
}

/// Consent, return, remark, forward, countersign: the button pressed says which.
pub(super) async fn review(visit: Visit, At(id): At<ReportId>, posted: Posted) -> Result<Reply> {
    match act(&visit, id, &posted).await {
        Ok((words, to)) => visit.done(words, to),
        Err(Error::Refused(refusal)) => report_again::review(&visit, id, &posted, &refusal).await,
        Err(Error::Conflict) => {
            let refusal = Refusal::new(
                "report.moved_on",
                "页面打开之后，这份报送有了变动，没有改动。",
                "请看过现在的内容再审阅，填写的意见还在。",
            );
            report_again::review(&visit, id, &posted, &refusal).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Does what the button says; tells it in words, and where to go on.
async fn act(
    visit: &Visit,
    id: ReportId,
    posted: &Posted,
) -> ::store::Result<(&'static str, String)> {
    let words = posted.get("words");
    let sentences = sentences(posted);
    let mut remarks = remarks(posted);
    // A tick alone says nothing of what is wrong.
    if !words.is_empty() || !remarks.is_empty() {
        remarks = actions::quoting(visit, id, remarks, &sentences).await?;
    }
    let here = paths::report(id);
    let seen = (id, Seen(posted.get("seen").parse().ok()));
    match posted.get("act") {
        "consent" => {
            actions::consent(visit, seen, words, &remarks).await?;
            let to = paths::with(paths::DESK, &[("tab", "review")]);
            Ok(("已同意。", to))
        }
        "return" | "return-step" => {
            let to = match posted.get("act") {
                "return" => None,
                _ => Some(posted.get("to").parse().map_err(|_| Error::NotFound)?),
            };
            let command = GiveBack {
                to,
                reason: words.to_owned(),
                fields: remarks,
                sentences,
            };
            actions::give_back(visit, seen, &command).await?;
            Ok(("已退回。", here))
        }
        "comment" => {
            if remarks.is_empty() {
                actions::comment(visit, seen, "done", words).await?;
            }
            for (key, words) in &remarks {
                actions::comment(visit, seen, key, words).await?;
            }
            Ok(("已提出意见。", here))
        }
        act @ ("forward" | "countersign") => {
            let person = posted.get("person").parse::<PersonId>().map_err(|_| {
                Refusal::new(
                    "report.person_missing",
                    "没有选择人员，没有改动。",
                    "请先在“请其他人”里选择。",
                )
            })?;
            match act {
                "forward" => {
                    actions::forward(visit, seen, person, words).await?;
                    Ok(("已转请审阅。", here))
                }
                _ => {
                    actions::ask_as_well(visit, seen, person, words).await?;
                    Ok(("已请会签。", here))
                }
            }
        }
        _ => Err(Error::NotFound),
    }
}

pub(super) async fn reopen(visit: Visit, At(id): At<ReportId>, posted: Posted) -> Result<Reply> {
    let only = posted.all("only").map(str::to_owned).collect();
    match actions::reopen(&visit, id, only, posted.get("reason")).await {
        Ok(_) => visit.done("已重新打开。", paths::report(id)),
        Err(Error::Refused(refusal)) => report_again::reopen(&visit, id, &posted, &refusal).await,
        Err(Error::Conflict) => {
            let refusal = Refusal::new(
                "report.moved_on",
                "页面打开之后，这份报送有了变动，没有改动。",
                "请看过现在的内容再重新打开，填写的原因还在。",
            );
            report_again::reopen(&visit, id, &posted, &refusal).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn excuse(visit: Visit, At(id): At<ReportId>, posted: Posted) -> Result<Reply> {
    let excused = match posted.get("until").parse() {
        Ok(until) => actions::excuse(&visit, id, until, posted.get("reason")).await,
        Err(_) => Err(Refusal::new(
            "report.until_missing",
            "延期的日子没有填写，没有改动。",
            "请选择日期。",
        )
        .into()),
    };
    match excused {
        Ok(_) => visit.done("已同意延期。", paths::report(id)),
        Err(Error::Refused(refusal)) => report_again::excuse(&visit, id, &posted, &refusal).await,
        Err(error) => Err(error.into()),
    }
}

/// Sentences that were ticked, `s:` and the key of their field.
pub(super) fn sentences(posted: &Posted) -> BTreeMap<String, BTreeSet<usize>> {
    let mut ticked: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (name, number) in posted.pairs() {
        if let (Some(key), Ok(number)) = (name.strip_prefix("s:"), number.parse()) {
            ticked.entry(key.to_owned()).or_default().insert(number);
        }
    }
    ticked
}

/// Remarks on single fields, `c:` and the key of each; blank ones left out.
pub(super) fn remarks(posted: &Posted) -> BTreeMap<String, String> {
    posted
        .pairs()
        .filter_map(|(name, words)| Some((name.strip_prefix("c:")?, words.trim())))
        .filter(|(_, words)| !words.is_empty())
        .map(|(key, words)| (key.to_owned(), words.to_owned()))
        .collect()
}
