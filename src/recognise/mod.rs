//! Text becomes highlights. Pure: article in, highlights out.

pub mod cast;
pub mod currency;
pub mod determiner;
pub mod doc;
pub mod features;
pub mod figures;
pub mod gather;
pub mod gender;
pub mod given;
pub mod lexicon;
pub mod model;
pub mod names;
pub mod numbers;
pub mod offices;
pub mod quotes;
pub mod resolve;
pub mod roles;
pub mod salience;
pub mod sayings;
pub mod span;
pub mod speakers;
pub mod tagger;
pub mod tidy;
pub mod token;
pub mod words;

use std::sync::OnceLock;

use crate::article::Article;
use crate::highlight::Highlights;

use doc::Doc;
use lexicon::Lexicon;
use model::Model;
use offices::Offices;
use tidy::Known;

/// Recognises entities, quotes, figures and roles; cheap to make, cheap to share between threads.
#[derive(Debug, Default)]
pub struct Recogniser {
    tools: OnceLock<Tools>,
}

/// What is unpacked for the first article.
#[derive(Debug)]
struct Tools {
    lexicon: Lexicon,
    offices: Offices,
    model: Model,
}

impl Recogniser {
    /// The version of model, lexicon and rules; what an older one found is stale.
    pub const VERSION: u32 = 5;

    /// Makes a recogniser; model and lexicon are unpacked when the first article comes.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with another model than the one compiled into the program.
    ///
    /// # Errors
    /// [`model::Damaged`] when the bytes are no model.
    pub fn with_model(file: &[u8]) -> Result<Self, model::Damaged> {
        let model = Model::read(file)?;
        Ok(Self {
            tools: OnceLock::from(Tools {
                lexicon: Lexicon::new(),
                offices: Offices::new(),
                model,
            }),
        })
    }

    /// Finds what is worth seeing in an article.
    pub fn recognise(&self, article: &Article) -> Highlights {
        let Tools {
            lexicon,
            offices,
            model,
        } = self.tools.get_or_init(Tools::unpack);
        let doc = Doc::new(&article.title, article.body.text());
        let hits = lexicon.hits_in(&doc);
        let known = Known {
            hits: &hits,
            offices,
            words: &model.words,
        };
        let spans = model.weights.spans(&doc, &model.words, &hits);
        let spans = tidy::tidy(&doc, known, spans);
        let entities = resolve::entities(&doc, lexicon, &hits, &spans);
        let mut highlights = gather::highlights(&doc, entities, offices, article);
        if !article.given.is_empty() {
            given::merge(article, &mut highlights);
        }
        highlights
    }
}

impl Tools {
    fn unpack() -> Self {
        Self {
            lexicon: Lexicon::new(),
            offices: Offices::new(),
            model: Model::read(model::FILE).unwrap_or_default(),
        }
    }
}
