//! Text as the whole program sees it: cleaned, folded, measured, cut into sentences.
//!
//! Everything here is a function from text to text or numbers. There is one cleaning function family
//! ([`Clean`]), one folding for comparison ([`fold`]) and one width table ([`width`]).

mod anchor;
mod arguments;
mod clean;
mod fold;
mod search;
pub mod sentence;
mod span;
mod width;
mod words;

pub use anchor::find_again;
pub use arguments::arguments;
pub use clean::Clean;
pub use fold::{Folded, fold, fold_words, key};
pub use search::Searchable;
pub use span::span_in_words;
pub use width::{clip, graphemes, width};
pub use words::{Sought, words_of};
