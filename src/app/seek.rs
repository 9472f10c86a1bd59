//! Searching the list's headlines: among the rows that are there, and in the store for those beyond them.
//!
//! Among the rows any part of a word is found, as in a text; the store knows words and finds those that begin so.

use crate::action::Action;
use crate::ask::Ask;
use crate::pane::list::headline_has;
use crate::query::{Atom, Query, Term};
use crate::row::{Listing, Window};
use crate::say::say;

use super::App;
use super::questions::Topic;

/// More hits than this are not passed over at once.
const MOST: usize = 200;

/// A search in the store, from the cursor on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seek {
    forward: bool,
    /// The how manieth hit is wanted.
    count: usize,
    /// The words were just written: the other direction is as good.
    new: bool,
}

impl App {
    /// The present query with the words sought in its headlines.
    pub(super) fn with_sought(&self) -> Query {
        let mut query = self.query.clone();
        let words = self.sought.iter();
        query
            .terms
            .extend(words.map(|word| Term::Is(Atom::Title(format!("{word}*")))));
        query
    }

    /// The words are written: if no row here has them, the store is asked for the next one that does.
    pub(super) fn search_beyond(&mut self) {
        let has = |row: &_| headline_has(row, &self.sought);
        if self.sought.is_empty() || self.list.rows().iter().any(has) {
            return;
        }
        self.seek(Seek {
            forward: true,
            count: 1,
            new: true,
        });
    }

    /// The next or previous hit; says whether anything is sought.
    pub(super) fn search_step_in_list(&mut self, forward: bool, count: usize) -> bool {
        if self.sought.is_empty() {
            return false;
        }
        let count = count.min(MOST);
        for done in 0..count {
            let sought = &self.sought;
            let Some(id) = self.list.find(forward, |row| headline_has(row, sought)) else {
                self.seek(Seek {
                    forward,
                    count: count - done,
                    new: false,
                });
                break;
            };
            self.list.go_to(id);
        }
        true
    }

    fn seek(&mut self, seek: Seek) {
        let Some(id) = self.list.id().filter(|_| self.list.goes_on(seek.forward)) else {
            self.sought_in_vain(seek);
            return;
        };
        let window = if seek.forward {
            Window::After(id)
        } else {
            Window::Before(id)
        };
        let query = self.with_sought();
        self.ask(
            Topic::Sought(seek),
            Ask::Rows {
                query,
                window,
                limit: seek.count,
                stories: self.stories,
            },
        );
    }

    pub(super) fn take_sought(&mut self, seek: Seek, listing: &Listing) {
        let farthest = if seek.forward {
            listing.rows.last()
        } else {
            listing.rows.first()
        };
        match farthest.map(|row| row.id) {
            Some(id) => self.go_to(id),
            None => self.sought_in_vain(seek),
        }
    }

    fn sought_in_vain(&mut self, seek: Seek) {
        if seek.new && seek.forward {
            self.seek(Seek {
                forward: false,
                ..seek
            });
            return;
        }
        let words = self.sought.join(" ");
        self.status.say(if seek.new {
            say!("no headline here has “{words}”", words)
        } else {
            let (back, on) = (
                self.key_of(Action::SearchPrevious),
                self.key_of(Action::SearchNext),
            );
            if seek.forward {
                say!(
                    "no headline below has “{words}”; {back} goes the other way",
                    words,
                    back
                )
            } else {
                say!(
                    "no headline above has “{words}”; {on} goes the other way",
                    words,
                    on
                )
            }
        });
    }
}
