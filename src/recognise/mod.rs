//! Text becomes highlights. Pure: article in, highlights out.

pub mod cast;
pub mod currency;
pub mod doc;
pub mod features;
pub mod figures;
pub mod gather;
pub mod gender;
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
pub mod shapes;
pub mod span;
pub mod speakers;
pub mod tagger;
pub mod token;
pub mod words;

use std::sync::OnceLock;

use crate::article::Article;
use crate::highlight::Highlights;

use doc::Doc;
use lexicon::Lexicon;
use model::Model;
use offices::Offices;

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
    pub const VERSION: u32 = 2;

    /// Makes a recogniser; model and lexicon are unpacked when the first article comes.
    pub fn new() -> Self {
        Self::default()
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
        let mut spans = model.weights.spans(&doc, &model.words, &hits);
        if spans.is_empty() {
            spans = shapes::spans(&doc, lexicon, offices, &hits);
        }
        let entities = resolve::entities(&doc, lexicon, &hits, &spans);
        gather::highlights(&doc, entities, offices, article)
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
