//! Whole papers: the corpus with its gold files, papers of our own with reference outputs, and
//! properties that hold for any text.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "helpers of tests fail loudly and say what differs"
)]

#[path = "understand/blocks.rs"]
mod blocks;
#[path = "understand/hostile.rs"]
mod hostile;
#[path = "understand/papers.rs"]
mod papers;
#[path = "understand/properties.rs"]
mod properties;
#[path = "understand/round_trip.rs"]
mod round_trip;
#[path = "understand/whole.rs"]
mod whole;

#[path = "../../../xtask/src/corpus/matching.rs"]
mod matching;
#[path = "../../../xtask/src/corpus/score.rs"]
#[expect(
    dead_code,
    reason = "shared with cargo x corpus, which prints more of it"
)]
mod score;

#[path = "understand/corpus.rs"]
mod corpus;
