//! Numbered questions: which are under way, and whether an answer is still wanted.

use crate::article::ArticleId;
use crate::ask::Ask;
use crate::pane::list::Land;

use super::Number;
use super::seek::Seek;

/// What a question is for; of each kind only the newest answer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// Rows in place of those in the list.
    Rows(Land),
    /// Rows after the last.
    After(ArticleId),
    /// Rows before the first.
    Before(ArticleId),
    /// The number of articles of the query.
    Count,
    /// The number of unread ones.
    Unread,
    /// The number of articles in the store.
    All,
    /// The article for the reader pane.
    Article(ArticleId),
    /// Items for the picker.
    Items,
    /// An entity for its page.
    Page,
    /// The entity whose page lies on top, told anew.
    Renewed,
    /// What is new on the watch list; whether the reader asked for it.
    Briefing(bool),
    /// Why an article is in the list.
    Why,
    /// The number of articles of the query being written.
    Live,
    /// The watch list, to know what is watched.
    Watched,
    /// The next unread article in a direction; true is down.
    Unseen(bool),
    /// The next article whose headline has the words sought.
    Sought(Seek),
    /// The passage of the row under the list's cursor.
    Passage,
    /// Names that complete the line being written.
    Names,
    /// The first of them, told while it is written.
    Offers,
}

impl Topic {
    fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// A question under way.
#[derive(Debug, Clone)]
struct Open {
    /// Its number; none while it is held back.
    number: Option<Number>,
    topic: Topic,
    ask: Ask,
    /// How often it was asked again because it had been interrupted.
    again: u8,
}

/// An interrupted question is asked again so often; more would be two questions chasing each other.
const AGAIN: u8 = 3;

/// The questions under way.
///
/// A desk takes a newer question of the same form to make an older one pointless, so questions of one form but
/// different topics (three counts, say) are asked one after the other; the later ones are held back.
#[derive(Debug, Clone, Default)]
pub(super) struct Questions {
    last: Number,
    open: Vec<Open>,
    /// Whether a failure was told since they were asked: then one of them may never be answered.
    doubtful: bool,
}

impl Questions {
    /// Takes a question; an older one of the same topic is no longer wanted.
    pub(super) fn ask(&mut self, topic: Topic, ask: Ask) {
        self.forget(topic);
        self.open.push(Open {
            number: None,
            topic,
            ask,
            again: 0,
        });
    }

    /// Numbers the questions that can be asked now.
    pub(super) fn release(&mut self) -> Vec<(Number, Ask)> {
        let mut out = Vec::new();
        for at in 0..self.open.len() {
            let form = std::mem::discriminant(&self.open[at].ask);
            let held = self.open[at].number.is_some()
                || !self.doubtful
                    && self.open.iter().any(|other| {
                        other.number.is_some() && std::mem::discriminant(&other.ask) == form
                    });
            if !held {
                self.last += 1;
                self.open[at].number = Some(self.last);
                out.push((self.last, self.open[at].ask.clone()));
            }
        }
        out
    }

    fn find(&self, number: Number) -> Option<usize> {
        self.open
            .iter()
            .position(|open| open.number == Some(number))
    }

    /// What the answer of this number is for; none if it is no longer wanted.
    pub(super) fn settle(&mut self, number: Number) -> Option<Topic> {
        let at = self.find(number)?;
        self.doubtful = false;
        Some(self.open.remove(at).topic)
    }

    /// The question of this number was interrupted: if it is still wanted, it is asked again.
    pub(super) fn again(&mut self, number: Number) {
        let Some(at) = self.find(number) else {
            return;
        };
        let mut open = self.open.remove(at);
        if open.again < AGAIN {
            open.again += 1;
            open.number = None;
            self.open.push(open);
        }
    }

    /// The answer to questions of this topic is no longer wanted.
    pub(super) fn forget(&mut self, topic: Topic) {
        self.open.retain(|open| !open.topic.is_like(topic));
    }

    /// Whether a question of this topic is under way and its answer can be waited for.
    pub(super) fn waits_for(&self, topic: Topic) -> bool {
        !self.doubtful && self.open.iter().any(|open| open.topic.is_like(topic))
    }

    /// A desk failed at something; it may have been one of the questions.
    pub(super) fn doubt(&mut self) {
        self.doubtful = !self.open.is_empty();
    }
}
