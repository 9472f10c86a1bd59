//! Text becomes highlights. Pure: article in, highlights out.

pub mod cast;
pub mod currency;
pub mod doc;
pub mod figures;
pub mod gather;
pub mod gender;
pub mod lexicon;
pub mod names;
pub mod numbers;
pub mod offices;
pub mod quotes;
pub mod resolve;
pub mod roles;
pub mod salience;
pub mod sayings;
pub mod shapes;
pub mod span;
pub mod speakers;
pub mod token;

use crate::article::Article;
use crate::highlight::Highlights;

use doc::Doc;
use lexicon::{Hit, Lexicon};
use offices::Offices;

/// Recognises entities, quotes, figures and roles; cheap to share between threads.
#[derive(Debug, Default)]
pub struct Recogniser {
    lexicon: Lexicon,
    offices: Offices,
}

impl Recogniser {
    /// The version of model, lexicon and rules; what an older one found is stale.
    pub const VERSION: u32 = 1;

    /// Unpacks the model and lexicon compiled into the program.
    pub fn new() -> Self {
        Self::default()
    }

    /// Finds what is worth seeing in an article.
    pub fn recognise(&self, article: &Article) -> Highlights {
        let doc = Doc::new(&article.title, article.body.text());
        let hits = self.hits(&doc);
        let spans = shapes::spans(&doc, &self.lexicon, &self.offices, &hits);
        let entities = resolve::entities(&doc, &self.lexicon, &hits, &spans);
        gather::highlights(&doc, entities, &self.offices, article.language)
    }

    /// The lexicon's names; none of them runs from one paragraph into the next.
    fn hits(&self, doc: &Doc) -> Vec<Hit> {
        let words: Vec<&str> = doc
            .tokens
            .iter()
            .map(|token| &doc.text[token.range.clone()])
            .collect();
        let mut hits = Vec::new();
        let mut start = 0;
        for end in 1..=words.len() {
            if end == words.len() || doc.begins_paragraph(end) {
                hits.extend(
                    self.lexicon
                        .hits(&words[start..end])
                        .into_iter()
                        .map(|hit| Hit {
                            first_token: hit.first_token + start,
                            ..hit
                        }),
                );
                start = end;
            }
        }
        hits
    }
}
