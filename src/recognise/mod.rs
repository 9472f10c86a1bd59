//! Text becomes highlights. Pure: article in, highlights out.

pub mod lexicon;

use crate::article::Article;
use crate::highlight::Highlights;

/// Recognises entities, quotes, figures and roles; cheap to share between threads.
#[derive(Debug, Default)]
pub struct Recogniser {}

impl Recogniser {
    /// The version of model, lexicon and rules; what an older one found is stale.
    pub const VERSION: u32 = 1;

    /// Unpacks the model and lexicon compiled into the program.
    pub fn new() -> Self {
        Self::default()
    }

    /// Finds what is worth seeing in an article.
    pub fn recognise(&self, _article: &Article) -> Highlights {
        Highlights::default()
    }
}
