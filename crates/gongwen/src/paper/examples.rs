//! One example of each kind, of an invented county: what `luoshi gongwen write` prints to begin from, what
//! the documentation shows, and what the tests write, check and read back.

/// An example of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// Name of the kind: `通知`.
    pub kind: &'static str,
    /// The paper as JSON.
    pub json: &'static str,
}

/// One example of each kind.
pub const EXAMPLES: [Example; 10] = [
    Example {
        kind: "通知",
        json: include_str!("examples/notice.json"),
    },
    Example {
        kind: "通报",
        json: include_str!("examples/circular.json"),
    },
    Example {
        kind: "报告",
        json: include_str!("examples/report.json"),
    },
    Example {
        kind: "函",
        json: include_str!("examples/letter.json"),
    },
    Example {
        kind: "纪要",
        json: include_str!("examples/minutes.json"),
    },
    Example {
        kind: "责任分解表",
        json: include_str!("examples/breakdown.json"),
    },
    Example {
        kind: "督办通知单",
        json: include_str!("examples/supervision_notice.json"),
    },
    Example {
        kind: "调度材料",
        json: include_str!("examples/dispatch_pack.json"),
    },
    Example {
        kind: "自评报告",
        json: include_str!("examples/self_evaluation.json"),
    },
    Example {
        kind: "工作总结",
        json: include_str!("examples/year_summary.json"),
    },
];
