//! Several rows of the list at once: from the row where it was begun to the cursor, or all that answer the filter.
//!
//! What is done to them is one change, taken back as one; `.` does the last change again, here or to them.

use crate::action::Action;
use crate::change::{Change, Deed, Which};
use crate::export::Format;
use crate::pane::list::Range;
use crate::say::{say, says};

use super::input::Purpose;
use super::{App, Effect, Export, Focus, To};

/// A change that can be done again elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Again {
    /// To articles.
    Deed(Deed),
    /// A sentence was highlighted in this colour.
    Mark(u8),
}

impl App {
    /// Begins a range at the row under the cursor.
    pub(super) fn begin_range(&mut self) {
        let Some(id) = self.list.id() else {
            self.status.say(say!("there is no row to begin with"));
            return;
        };
        self.set_range(Some(Range::From(id)));
    }

    /// Takes every article that answers the filter.
    pub(super) fn take_all(&mut self) {
        if self.list.is_empty() {
            self.status.say(say!("the list is empty"));
            return;
        }
        self.pages.clear();
        self.focus = Focus::List;
        self.set_range(Some(Range::All));
    }

    pub(super) fn set_range(&mut self, range: Option<Range>) {
        self.range = range;
        self.list.set_range(range);
        self.tell_range();
    }

    /// Says how much is taken, and what can be done with it.
    pub(super) fn tell_range(&mut self) {
        let Some(range) = self.range else {
            return;
        };
        let rows = match range {
            Range::All => match self.status.count {
                Some(count) => say!("all {count}", count),
                None => say!("all"),
            },
            Range::From(_) => match self.list.rows_in_range().len() {
                0 => say!("many rows"),
                rows => says!(rows = rows as u64; "1 row", "{rows} rows"),
            },
        };
        let told = say!(
            "{rows}: {read} read · {keep} bookmark · {tag} tag · {save} save · {pipe} hand on · {copy} copy · {leave} leave",
            rows,
            read = self.key_of(Action::ToggleRead),
            keep = self.key_of(Action::Bookmark),
            tag = self.key_of(Action::Tag),
            save = self.key_of(Action::SaveAs),
            pipe = self.key_of(Action::Pipe),
            copy = self.key_of(Action::CopyLink),
            leave = self.key_of(Action::SelectionLeave)
        );
        self.status.say(told);
    }

    /// The articles of the range; rows in the window as the reader sees them, others as the store finds them.
    fn meant(&self, range: Range) -> Which {
        let query = self.query.to_string();
        match (range, self.list.id()) {
            (Range::From(first), Some(last)) => {
                let rows = self.list.rows_in_range();
                if !rows.is_empty() {
                    return Which::Articles(rows.iter().map(|row| row.id).collect());
                }
                Which::Query {
                    query,
                    between: Some((first, last)),
                }
            }
            _ => Which::Query {
                query,
                between: None,
            },
        }
    }

    /// Does to the range what the action does to an article; says whether it is one that can be done to it.
    pub(super) fn act_on_range(&mut self, action: Action) -> bool {
        let Some(range) = self.range else {
            return false;
        };
        if self.focus != Focus::List || !self.pages.is_empty() {
            self.set_range(None);
            return false;
        }
        let which = self.meant(range);
        let shown = self.list.rows_in_range();
        let deed = match action {
            Action::ToggleRead | Action::Done => {
                Deed::Read(shown.is_empty() || shown.iter().any(|row| !row.read))
            }
            Action::Bookmark => {
                Deed::Bookmark(shown.is_empty() || shown.iter().any(|row| !row.bookmarked))
            }
            Action::Repeat => {
                let Some(Again::Deed(deed)) = self.last.clone() else {
                    self.status
                        .say(say!("there is no change to repeat on rows"));
                    return true;
                };
                deed
            }
            Action::SelectAll => {
                self.set_range(Some(Range::All));
                return true;
            }
            Action::Back | Action::Select | Action::SelectLines => {
                self.set_range(None);
                return true;
            }
            action => {
                self.set_range(None);
                match action {
                    Action::Tag => self.ask_line(Purpose::TagMany(which)),
                    Action::SaveAs | Action::SaveAll => self.ask_line(Purpose::SaveMany(which)),
                    Action::Pipe => self.ask_line(Purpose::PipeMany(which)),
                    Action::CopyLink | Action::Copy => {
                        self.take_out(which, Format::Markdown, To::Clipboard);
                    }
                    _ => return false,
                }
                return true;
            }
        };
        self.set_range(None);
        self.do_to(which, deed);
        true
    }

    /// Does something to many articles, as one change.
    pub(super) fn do_to(&mut self, which: Which, deed: Deed) {
        self.last = Some(Again::Deed(deed.clone()));
        self.change(Change::Many { which, deed });
    }

    /// The last change once more, on the article or sentence here.
    pub(super) fn repeat(&mut self) {
        match self.last.clone() {
            None => self.status.say(say!("there is no change to repeat yet")),
            Some(Again::Mark(colour)) => self.mark_with(colour),
            Some(Again::Deed(deed)) => {
                let Some(id) = self.here() else {
                    self.status.say(say!("there is no article here"));
                    return;
                };
                self.change(match deed {
                    Deed::Read(read) => Change::Read {
                        ids: vec![id],
                        read,
                    },
                    Deed::Bookmark(keep) => Change::Bookmark { id, keep },
                    Deed::Tag { add, remove } => Change::Tag {
                        ids: vec![id],
                        add,
                        remove,
                    },
                });
            }
        }
    }

    /// Asks for a file to save everything in the list as.
    pub(super) fn save_all(&mut self) {
        if self.list.is_empty() {
            self.status.say(say!("the list is empty"));
            return;
        }
        let which = self.meant(Range::All);
        self.ask_line(Purpose::SaveMany(which));
    }

    /// Takes articles out of the store.
    pub(super) fn take_out(&mut self, of: Which, format: Format, to: To) {
        let title = match self.query.to_string() {
            text if text.is_empty() => "Articles".to_owned(),
            text => text,
        };
        self.out.push(Effect::Export(Box::new(Export {
            of,
            title,
            format,
            with_text: false,
            to,
        })));
    }
}
