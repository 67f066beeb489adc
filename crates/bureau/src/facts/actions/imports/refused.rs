//! Why a file is not taken over.

use super::{Chosen, Looked, Take, supplies};
use base::Refusal;

/// The rule that an import does what was shown before.
pub(in crate::facts) const MOVED_ON: &str = "facts.import.moved_on";

pub(super) fn moved_on() -> Refusal {
    let what = "核对之后有数改动过，没有导入。";
    Refusal::new(MOVED_ON, what, "请重新核对会改动什么，再导入。")
}

/// The rule that a file is taken over once.
pub(in crate::facts) const TAKEN_ALREADY: &str = "facts.import.again";

pub(super) fn taken_already() -> Refusal {
    let what = "这个文件已经导入过，没有再次导入。";
    Refusal::new(TAKEN_ALREADY, what, "请看下面的导入结果。")
}

/// The rule that a file nothing is taken of stays open.
pub(in crate::facts) const NOTHING_TAKEN: &str = "facts.import.nothing";

/// Why nothing of a file would be taken over, though there is something in it.
pub(super) fn nothing_taken(looked: &Looked, chosen: Chosen<'_>) -> Refusal {
    let with = |take, left_out| {
        supplies(
            looked,
            Chosen {
                take,
                left_out,
                ..chosen
            },
        )
        .0
    };
    let (what, next) = if !with(Take::RightCells, chosen.left_out).is_empty() {
        (
            "选中的各行都有误，整行不收就没有可以收的数，没有导入。",
            "请改选“收下其中对的数，有误的格子不收”，或者改好文件后重新上传。",
        )
    } else if !with(Take::RightCells, &[]).is_empty() {
        (
            "选中的单位没有可以导入的数，没有导入。",
            "请勾选要导入的单位。",
        )
    } else {
        (
            "文件里没有可以导入的数，没有导入。",
            "请改好标出的错处后重新上传。",
        )
    };
    Refusal::new(NOTHING_TAKEN, what, next)
}
