//! Questions to the store and their answers: closed, plain values between application, desks, commands and store.
//!
//! The application numbers its questions; an answer whose number is not the newest of its kind is dropped.

use crate::article::{Article, ArticleId, Published};
use crate::change::Note;
use crate::highlight::{EntityKey, Highlights, Kind};
use crate::query::Query;
use crate::row::{Facet, Listing, Passage, Row, Window};
use crate::say::{Said, Tongue, say, says};
use crate::text::Clean;

/// A question to the store.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// A window of the answer to a query.
    Rows {
        /// The query.
        query: Query,
        /// Which part.
        window: Window,
        /// At most this many rows.
        limit: usize,
        /// One row for a story rather than one for each of its articles.
        stories: bool,
    },
    /// The exact number of articles of a query.
    Count(Query),
    /// Entities of these kinds in the articles of a query, with counts.
    Facets {
        /// The query.
        query: Query,
        /// Which kinds.
        kinds: Vec<Kind>,
        /// At most this many.
        limit: usize,
    },
    /// Entities of these kinds in the articles of a query whose names go on from what is written, with counts.
    Named {
        /// The query.
        query: Query,
        /// Which kinds.
        kinds: Vec<Kind>,
        /// What is written: words, the last of them as a beginning.
        written: String,
        /// At most this many.
        limit: usize,
    },
    /// The values of a plain field in the articles of a query, with counts.
    Values {
        /// The query.
        query: Query,
        /// Which field.
        field: Field,
    },
    /// One article whole.
    Article(ArticleId),
    /// One entity whole.
    Entity(EntityKey),
    /// The watch list.
    Watched,
    /// What is new on the watch list since the last look.
    Briefing,
    /// The newest notes of all articles, at most so many.
    Notes(usize),
    /// Why an article is among the answers of a query.
    Why(ArticleId, Query),
    /// For each of these articles the passage where the words of a query stand.
    Passages(Query, Vec<ArticleId>),
}

/// A plain field that has values to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Where articles come from.
    Source,
    /// Languages.
    Language,
    /// The reader's tags.
    Tag,
    /// Months.
    Month,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Rows for [`Ask::Rows`].
    Rows(Listing),
    /// The exact number of articles for [`Ask::Count`].
    Count(u64),
    /// Names with counts for [`Ask::Facets`] and [`Ask::Named`], most frequent first.
    Facets(Vec<Facet>),
    /// Plain values with counts for [`Ask::Values`], most frequent first.
    Values(Vec<(String, u64)>),
    /// An article for [`Ask::Article`]; none if it is gone.
    Article(Option<Box<Opened>>),
    /// An entity for [`Ask::Entity`]; none if no article names it.
    Entity(Option<Box<Portrait>>),
    /// Watched entities with unread counts for [`Ask::Watched`].
    Watched(Vec<(Facet, u64)>),
    /// What is new, for [`Ask::Briefing`].
    Briefing(Box<Briefing>),
    /// Notes for [`Ask::Notes`], the one written last first.
    Notes(Vec<Noted>),
    /// The question was interrupted because a newer one came.
    Interrupted,
    /// Why an article is in the view, for [`Ask::Why`]: one sentence per term, with the words that answer marked.
    Why(Vec<Reason>),
    /// Passages for [`Ask::Passages`]; none where no word is asked for.
    Passages(Vec<(ArticleId, Option<Passage>)>),
}

/// A reason why an article is in a view.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reason {
    /// One sentence.
    pub said: Said,
    /// The passages that stand in it as they are.
    pub passages: Vec<Passage>,
}

impl Reason {
    /// The sentence in a tongue, with the marks of its passages.
    pub fn words(&self, tongue: Tongue) -> Passage {
        let text = Clean::line(&self.said.words(tongue));
        let mut marks = Vec::new();
        let mut from = 0;
        for passage in &self.passages {
            if let Some(at) = text.get(from..).and_then(|rest| rest.find(&*passage.text)) {
                let at = from + at;
                let moved = |mark: &std::ops::Range<usize>| mark.start + at..mark.end + at;
                marks.extend(passage.marks.iter().map(moved));
                from = at + passage.text.len();
            }
        }
        Passage { text, marks }
    }
}

/// An article with everything the reader pane shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Its number.
    pub id: ArticleId,
    /// The article.
    pub article: Article,
    /// What was recognised in it, with the reader's repairs applied.
    pub highlights: Highlights,
    /// Whether it is read.
    pub read: bool,
    /// Whether it is kept.
    pub bookmarked: bool,
    /// The reader's tags.
    pub tags: Vec<String>,
    /// The reader's notes and own highlights, in order of their place.
    pub notes: Vec<Note>,
    /// The other articles that are the same piece, whole ones first, then the newest.
    pub twins: Vec<Twin>,
}

/// Another article that is the same piece.
#[derive(Debug, Clone, PartialEq)]
pub struct Twin {
    /// Its number.
    pub id: ArticleId,
    /// Its headline.
    pub title: Clean,
    /// When it was published, if known.
    pub published: Option<Published>,
    /// Where it is from.
    pub source: Option<Clean>,
    /// Whether the reader has read it.
    pub read: bool,
}

/// A note with the headline of its article.
#[derive(Debug, Clone, PartialEq)]
pub struct Noted {
    /// The note.
    pub note: Note,
    /// The headline.
    pub title: String,
}

/// What is new on the watch list.
#[derive(Debug, Clone, PartialEq)]
pub struct Briefing {
    /// How many entities are watched.
    pub watched: u64,
    /// When the reader looked last ("2024-03-24 18:30", local time); none if never.
    pub since: Option<String>,
    /// How far this goes: what the store is told once it was shown.
    pub upto: i64,
    /// New articles that name a watched entity.
    pub articles: u64,
    /// By entity, those with the most articles first; each article stands under one of them.
    pub groups: Vec<Briefed>,
}

/// What is new about an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Briefed {
    /// Which entity.
    pub facet: Facet,
    /// The articles, newest first.
    pub rows: Vec<Row>,
    /// How many more there are.
    pub more: u64,
}

impl Briefing {
    /// What it is, in one line.
    pub fn heading(&self) -> Said {
        let articles = self.articles;
        match &self.since {
            Some(since) => says!(
                articles;
                "1 new article on the watch list since {since}",
                "{articles} new articles on the watch list since {since}",
                since
            ),
            None => says!(
                articles;
                "1 new article on the watch list",
                "{articles} new articles on the watch list"
            ),
        }
    }

    /// What is said when nothing is new; `watch` is how a name is watched.
    pub fn nothing(&self, watch: &str) -> Said {
        if self.watched == 0 {
            return say!("nothing is watched yet; {watch} watches a name", watch);
        }
        match &self.since {
            Some(since) => say!("nothing is new on the watch list since {since}", since),
            None => say!("nothing is new on the watch list"),
        }
    }
}

/// An entity across the store: what the entity page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Portrait {
    /// Which entity, with its count.
    pub facet: Facet,
    /// Whether it is watched.
    pub watched: bool,
    /// Months ("2024-03") with the number of articles, oldest first, without gaps.
    pub months: Vec<(String, u64)>,
    /// The first and the last day on which an article named it ("2024-03-24"); none where no article has a date.
    pub seen: Option<(String, String)>,
    /// Entities named in the same articles, strongest first.
    pub together: Vec<Facet>,
    /// Offices held, with their number.
    pub roles: Vec<(String, u64)>,
    /// Quotes by it, newest first: article and words.
    pub quotes: Vec<(ArticleId, String)>,
    /// Quotes of others that name it, newest first: article and words.
    pub about: Vec<(ArticleId, String)>,
    /// Sources with counts.
    pub sources: Vec<(String, u64)>,
}
