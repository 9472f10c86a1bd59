//! What the reader keeps and marks. Every change goes out as data and is shown when it is on disk.

use std::collections::HashSet;

use crate::action::Action;
use crate::article::ArticleId;
use crate::ask::Ask;
use crate::change::{Change, Deed, Note, Which};
use crate::keymap::{Code, Key};
use crate::query::{Query, Term};
use crate::say::{Said, say, says};

use super::input::Purpose;
use super::questions::Topic;
use super::range::Again;
use super::{App, Effect, Focus, narrow};

/// More articles than this are not marked read at once without asking.
const ASKS_FROM: u64 = 100;

impl App {
    pub(super) fn change(&mut self, change: Change) {
        self.out.push(Effect::Change(change));
    }

    /// Whether an article is read and whether it is bookmarked, as far as list and reader know.
    fn state(&self, id: ArticleId) -> Option<(bool, bool)> {
        let row = self.list.rows().iter().find(|row| row.id == id);
        row.map(|row| (row.read, row.bookmarked)).or_else(|| {
            self.reader
                .opened()
                .filter(|opened| opened.id == id)
                .map(|opened| (opened.read, opened.bookmarked))
        })
    }

    /// Marks an article read because the reader reads it; nothing is said about that.
    pub(super) fn mark_seen(&mut self, id: ArticleId) {
        let state = self.state(id);
        self.unsure = state.is_none().then_some(id);
        let unread = state.is_some_and(|(read, _)| !read);
        if self.config.reader.mark_read && unread && !self.quiet.contains(&id) {
            self.quiet.push(id);
            self.mark_as(id, true);
        }
    }

    /// Marks an article read or unread, and with it those that its row stands for.
    pub(super) fn mark_as(&mut self, id: ArticleId, read: bool) {
        let ids = vec![id];
        self.change(if self.stories && self.config.reader.mark_story {
            Change::ReadStory { ids, read }
        } else {
            Change::Read { ids, read }
        });
    }

    fn stated(&mut self) -> Option<(ArticleId, bool, bool)> {
        let found = self
            .here()
            .and_then(|id| self.state(id).map(|(read, kept)| (id, read, kept)));
        if found.is_none() {
            self.status.say(say!("there is no article here"));
        }
        found
    }

    pub(super) fn bookmark(&mut self) {
        if let Some((id, _, kept)) = self.stated() {
            self.last = Some(Again::Deed(Deed::Bookmark(!kept)));
            self.change(Change::Bookmark { id, keep: !kept });
        }
    }

    pub(super) fn toggle_read(&mut self) {
        if let Some((id, read, _)) = self.stated() {
            self.last = Some(Again::Deed(Deed::Read(!read)));
            self.mark_as(id, !read);
        }
    }

    /// Read, and on to the next.
    pub(super) fn done_with(&mut self) {
        let Some((id, read, _)) = self.stated() else {
            return;
        };
        if !read {
            self.mark_as(id, true);
        }
        self.act(Action::NextArticle, None);
    }

    /// Everything in the list is read; above a number the reader is asked.
    pub(super) fn all_read(&mut self) {
        match self.status.unread.or(self.status.count) {
            Some(0) => self.status.say(say!("everything here is read")),
            Some(articles) if articles <= ASKS_FROM => self.read_all(),
            // Not counted yet may be very many.
            articles => self.confirm = Some(articles.unwrap_or(0)),
        }
    }

    /// The question to confirm, if one is open.
    pub(crate) fn question(&self) -> Option<Said> {
        self.confirm.map(|articles| {
            if articles == 0 {
                say!("mark all of these articles read?  y yes · any other key no")
            } else {
                says!(
                    articles;
                    "mark 1 article read?  y yes · any other key no",
                    "mark {articles} articles read?  y yes · any other key no"
                )
            }
        })
    }

    pub(super) fn confirmed(&mut self, key: Key, _articles: u64) {
        let yes = matches!(key.code, Code::Char('y' | 'Y' | 'j') | Code::Enter);
        if yes && !key.ctrl && !key.alt {
            self.read_all();
        } else {
            self.status.say(say!("nothing was changed"));
        }
    }

    fn read_all(&mut self) {
        let which = Which::Query {
            query: self.query.to_string(),
            between: None,
        };
        self.do_to(which, Deed::Read(true));
    }

    /// Highlights the sentence or quotation at the cursor, in another colour if one is named, or takes it away.
    pub(super) fn mark(&mut self, count: Option<usize>) {
        if let Some(note) = self.passage_here() {
            self.mark_note(note, self.colour(count), count.is_some());
        }
    }

    /// Highlights what is at the cursor in a colour, whatever it was.
    pub(super) fn mark_with(&mut self, colour: u8) {
        if let Some(note) = self.passage_here() {
            self.mark_note(note, colour, true);
        }
    }

    fn passage_here(&mut self) -> Option<Note> {
        let (note, _) = self.note_here(Action::Mark)?;
        if note.range.is_none() {
            self.status
                .say(say!("open the article to highlight a sentence of it"));
            return None;
        }
        Some(note)
    }

    /// The colour that a count names, 1 to 5; without one, that of the last highlight.
    pub(super) fn colour(&self, count: Option<usize>) -> u8 {
        match (count, &self.last) {
            (Some(count), _) => count.clamp(1, 5) as u8 - 1,
            (None, Some(Again::Mark(colour))) => *colour,
            (None, _) => 0,
        }
    }

    /// Highlights a passage; one that has this highlight already loses it, unless its colour was named.
    pub(super) fn mark_note(&mut self, mut note: Note, colour: u8, named: bool) {
        let new = note.number == 0;
        if new || (named && note.colour != colour) {
            note.colour = colour;
            self.last = Some(Again::Mark(colour));
            self.change(Change::Note(note));
        } else if named {
            let colour = u64::from(colour) + 1;
            self.status
                .say(say!("this has colour {colour} already", colour));
        } else if note.text.is_empty() {
            self.change(Change::DropNote { note: note.number });
        } else {
            let edit = self.key_of(Action::Note);
            self.status
                .say(say!("this has a note; {edit} edits it", edit));
        }
    }

    pub(super) fn write_note(&mut self) {
        if let Some((note, _)) = self.note_here(Action::Note) {
            self.ask_note(note);
        }
    }

    /// The note at the cursor, or a new one for the sentence there; in the list, one for the whole article.
    fn note_here(&mut self, action: Action) -> Option<(Note, ArticleId)> {
        if !self.is_here(action) {
            return None;
        }
        let opened = self.opened()?;
        let id = opened.id;
        let range = match self.focus {
            Focus::List => None,
            Focus::Highlights if self.highlights.quote().is_some() => self.highlights.quote(),
            Focus::Reader | Focus::Highlights => {
                self.reader.quote().or_else(|| self.reader.sentence())
            }
        };
        let there = opened
            .notes
            .iter()
            .find(|note| match (&note.range, &range) {
                (Some(noted), Some(range)) => noted.start < range.end && range.start < noted.end,
                (None, None) => true,
                _ => false,
            });
        let note = there.cloned().unwrap_or_else(|| Note {
            number: 0,
            id,
            passage: range
                .clone()
                .and_then(|range| opened.article.body.text().get(range))
                .unwrap_or_default()
                .to_owned(),
            range,
            text: String::new(),
            colour: 0,
        });
        Some((note, id))
    }

    /// Takes the note that was written.
    pub(super) fn note_written(&mut self, mut note: Note, text: &str) {
        let text = text.trim();
        if text == note.text {
            return;
        }
        if text.is_empty() {
            self.change(Change::DropNote { note: note.number });
            return;
        }
        text.clone_into(&mut note.text);
        self.change(Change::Note(note));
    }

    pub(super) fn write_tags(&mut self) {
        let Some(id) = self.here() else {
            self.status.say(say!("there is no article here"));
            return;
        };
        let row = self.list.rows().iter().find(|row| row.id == id);
        let tags = row
            .map(|row| row.tags.clone())
            .or_else(|| self.opened().map(|opened| opened.tags.clone()))
            .unwrap_or_default();
        self.ask_line(Purpose::Tags(id, tags));
    }

    pub(super) fn tags_written(&mut self, id: ArticleId, had: &[String], written: &str) {
        let (add, remove) = Self::tag_changes(written, had);
        if !add.is_empty() || !remove.is_empty() {
            let (also, without) = (add.clone(), remove.clone());
            self.last = Some(Again::Deed(Deed::Tag {
                add: also,
                remove: without,
            }));
            self.change(Change::Tag {
                ids: vec![id],
                add,
                remove,
            });
        }
    }

    /// A change is on disk: now it is shown, and what it may have altered is asked anew.
    pub(super) fn kept(&mut self, change: &Change, articles: u64) {
        let of = |ids: &[ArticleId]| {
            let ids = ids.to_vec();
            move |id: ArticleId| ids.contains(&id)
        };
        let mut touched = None;
        let said = match change {
            Change::Read { ids, read } | Change::ReadStory { ids, read } => {
                self.list.restate(of(ids), |row| row.read = *read);
                touched = ids.first().copied();
                let quiet = self.quiet.iter().position(|id| ids[..] == [*id]);
                if let (Some(at), true) = (quiet, *read) {
                    self.quiet.remove(at);
                    None
                } else {
                    let more = articles.saturating_sub(1);
                    Some(match (*read, more) {
                        (true, 0) => say!("read"),
                        (false, 0) => say!("unread again"),
                        (true, _) => say!("read, with {more} more of the story", more),
                        (false, _) => say!("unread again, with {more} more of the story", more),
                    })
                }
            }
            Change::Many { which, deed } => {
                self.restate_many(which, deed);
                touched = self.target;
                Some(said_of_many(deed, articles))
            }
            Change::Bookmark { id, keep } => {
                self.list
                    .restate(|other| other == *id, |row| row.bookmarked = *keep);
                touched = Some(*id);
                Some(if *keep {
                    say!("bookmarked")
                } else {
                    say!("bookmark taken away")
                })
            }
            Change::Note(note) => {
                if note.number == 0 {
                    self.list
                        .restate(|other| other == note.id, |row| row.notes += 1);
                }
                touched = Some(note.id);
                Some(if note.text.is_empty() {
                    say!("highlighted")
                } else {
                    say!("note kept")
                })
            }
            Change::DropNote { .. } => {
                touched = self.target;
                Some(say!("taken away"))
            }
            Change::Tag { ids, add, remove } => {
                self.list
                    .restate(of(ids), |row| retag(&mut row.tags, add, remove));
                touched = ids.first().copied();
                Some(say!("tags {tags}", tags = signed(add, remove)))
            }
            Change::Watch { key, name, watch } => {
                self.watched.retain(|other| other != key);
                self.renew_page();
                if *watch {
                    self.watched.push(key.clone());
                }
                self.show_watched();
                if *watch {
                    Some(say!("watching {name}", name))
                } else {
                    Some(say!("no longer watching {name}", name))
                }
            }
            Change::Repair(repair) => {
                self.refresh();
                self.said_of_repair(repair, articles)
            }
        };
        if let Some(said) = said {
            let undo = self.key_of(Action::Undo);
            self.status
                .say(say!("{said} — {undo} takes it back", said, undo));
        }
        if let Some(id) = touched
            && self.reader.id() == Some(id)
            && self.target == Some(id)
        {
            self.ask(Topic::Article(id), Ask::Article(id));
        }
        self.recount(change);
    }

    /// The rows of many articles show what was done to them; where only the store knows which, they are asked anew.
    fn restate_many(&mut self, which: &Which, deed: &Deed) {
        let ids: Option<HashSet<ArticleId>> = match which {
            Which::Articles(ids) => Some(ids.iter().copied().collect()),
            // The rows shown are those of the query, unless the reader went on meanwhile.
            Which::Query {
                query,
                between: None,
            } if *query == self.query.to_string() => None,
            Which::Query { .. } => {
                self.refresh();
                return;
            }
        };
        self.list.restate(
            |id| ids.as_ref().is_none_or(|ids| ids.contains(&id)),
            |row| match deed {
                Deed::Read(read) => row.read = *read,
                Deed::Bookmark(keep) => row.bookmarked = *keep,
                Deed::Tag { add, remove } => retag(&mut row.tags, add, remove),
            },
        );
    }

    /// Asks anew for the numbers that a change can have altered.
    fn recount(&mut self, change: &Change) {
        let read = match change {
            Change::Read { .. } | Change::ReadStory { .. } => true,
            Change::Many { deed, .. } => matches!(deed, Deed::Read(_)),
            _ => false,
        };
        let by_state = self
            .query
            .terms
            .iter()
            .any(|term| !matches!(term, Term::Is(crate::query::Atom::Word { .. })));
        if read && !narrow::asks_whether_read(&self.query) {
            let unread = narrow::with(&self.query, narrow::unread());
            self.ask(Topic::Unread, Ask::Count(unread));
        }
        if by_state && self.query != Query::default() {
            self.ask(Topic::Count, Ask::Count(self.query.clone()));
        }
    }

    /// Signs the watched entities wherever they stand.
    pub(super) fn show_watched(&mut self) {
        self.list.set_watched(&self.watched);
        self.highlights.set_watched(&self.watched);
    }

    pub(super) fn undone(&mut self, what: Option<Said>, redo: bool) {
        match (what, redo) {
            (Some(what), false) => {
                let again = self.key_of(Action::Redo);
                self.status.say(say!(
                    "taken back: {what} — {again} does it again",
                    what,
                    again
                ));
                self.refresh();
            }
            (Some(what), true) => {
                let undo = self.key_of(Action::Undo);
                self.status.say(say!(
                    "done again: {what} — {undo} takes it back",
                    what,
                    undo
                ));
                self.refresh();
            }
            (None, false) => self.status.say(say!("there is nothing left to take back")),
            (None, true) => self.status.say(say!("there is nothing to do again")),
        }
    }
}

fn retag(tags: &mut Vec<String>, add: &[String], remove: &[String]) {
    tags.retain(|tag| !remove.contains(tag));
    tags.extend(add.iter().cloned());
    tags.sort();
    tags.dedup();
}

fn signed(add: &[String], remove: &[String]) -> String {
    let added = add.iter().map(|tag| format!("+{tag}"));
    let removed = remove.iter().map(|tag| format!("−{tag}"));
    added.chain(removed).collect::<Vec<_>>().join(" ")
}

fn said_of_many(deed: &Deed, articles: u64) -> Said {
    match deed {
        Deed::Read(true) => {
            says!(articles; "1 article marked read", "{articles} articles marked read")
        }
        Deed::Read(false) => {
            says!(articles; "1 article marked unread", "{articles} articles marked unread")
        }
        Deed::Bookmark(true) => {
            says!(articles; "1 article bookmarked", "{articles} articles bookmarked")
        }
        Deed::Bookmark(false) => {
            says!(articles; "1 article no longer bookmarked", "{articles} articles no longer bookmarked")
        }
        Deed::Tag { add, remove } => says!(
            articles;
            "1 article tagged {tags}",
            "{articles} articles tagged {tags}",
            tags = signed(add, remove)
        ),
    }
}
