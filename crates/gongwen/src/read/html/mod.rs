//! Web pages: one line a block, script and style left out, tables with their grid.
mod charset;
mod page;
mod table;
#[cfg(test)]
mod tests;

use super::{builder::SourceBuilder, error::ReadError, plain};
use crate::source::{Format, Source};
use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states,
    },
};
use page::Page;
use std::cell::RefCell;

/// Reads a web page.
pub(super) fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    let decoded = plain::decode(bytes, charset::declared(bytes));
    plain::refuse_noise(&decoded.text)?;

    let sink = Sink {
        page: RefCell::new(Page::default()),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(decoded.text.as_ref()));
    // The page's scripts are dropped, so the tokenizer is never handed one and never pauses.
    let _ = tokenizer.feed(&input);
    tokenizer.end();

    let mut builder = SourceBuilder::default();
    tokenizer.sink.page.take().write(&mut builder);
    if let Some(remark) = decoded.remark() {
        builder.remark(remark.message);
    }
    let source = builder.finish(Format::Html);
    if source.text().trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(source)
}

/// Passes the tokens on; the tokenizer wants to share its sink.
struct Sink {
    page: RefCell<Page>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.page.borrow_mut();
        match token {
            Token::CharacterTokens(text) => page.text(&text),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                page.open(&tag);
                if let Some(raw) = raw_text(&tag.name) {
                    return TokenSinkResult::RawData(raw);
                }
            }
            Token::TagToken(tag) => page.close(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Elements whose content is no markup.
fn raw_text(name: &str) -> Option<states::RawKind> {
    match name {
        "script" => Some(states::RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(states::RawKind::Rawtext),
        "title" | "textarea" => Some(states::RawKind::Rcdata),
        _ => None,
    }
}
