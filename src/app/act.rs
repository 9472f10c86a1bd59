//! What each action does in the panes and on the pages over them.

use crate::action::Action;
use crate::article::ArticleId;
use crate::ask::Ask;
use crate::config::MEASURES;
use crate::pane::Motion;
use crate::pane::entity::Target;
use crate::pane::help::Sheet;
use crate::pane::list::{Land, Moved};
use crate::pane::reader::Stop;
use crate::row::Window;
use crate::say::say;

use super::choose::Choice;
use super::entity::Deed;
use super::input::Purpose;
use super::questions::Topic;
use super::{App, Effect, Focus, Page, narrow};

/// What an action does when it moves within the pane that has the keys.
fn motion(action: Action) -> Option<Motion> {
    Some(match action {
        Action::Down => Motion::Down,
        Action::Up => Motion::Up,
        Action::Top => Motion::Top,
        Action::Bottom => Motion::Bottom,
        Action::HalfDown => Motion::HalfDown,
        Action::HalfUp => Motion::HalfUp,
        Action::PageDown => Motion::PageDown,
        Action::PageUp => Motion::PageUp,
        _ => return None,
    })
}

/// Actions on the article: on a page that lies over it they would change what is out of sight.
fn needs_sight(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::Bookmark
            | A::ToggleRead
            | A::Done
            | A::AllRead
            | A::Mark
            | A::Note
            | A::Tag
            | A::OpenLink
            | A::OpenLinkRead
            | A::FullText
            | A::CopyLink
            | A::Copy
            | A::NextPane
            | A::PreviousPane
            | A::NextMention
            | A::PreviousMention
            | A::NextQuote
            | A::PreviousQuote
            | A::NextTwin
            | A::PreviousTwin
            | A::NextHighlight
            | A::PreviousHighlight
            | A::Why
            | A::Select
            | A::SelectLines
            | A::SelectAll
            | A::SaveAll
            | A::Repeat
            | A::LinkHints
            | A::SaveAs
            | A::Pipe
            | A::Picture
    )
}

impl App {
    /// Does an action; `count` is the number typed before its keys.
    pub(super) fn act(&mut self, action: Action, count: Option<usize>) {
        if let Some(motion) = motion(action) {
            self.scroll(motion, count);
            self.tell_range();
            return;
        }
        if self.act_on_range(action) {
            return;
        }
        if !self.pages.is_empty() && needs_sight(action) {
            let back = self.key_of(Action::Back);
            self.status.say(say!("{back} leaves this page first", back));
            return;
        }
        let times = count.unwrap_or(1).max(1);
        match action {
            Action::ReadOn => self.read_on(),
            Action::Open => self.open(),
            Action::Back => self.back(),
            Action::NextPane => self.next_pane(true),
            Action::PreviousPane => self.next_pane(false),
            Action::NextArticle => self.other_article(Motion::Down, count),
            Action::PreviousArticle => self.other_article(Motion::Up, count),
            Action::Search => self.ask_line(Purpose::Search),
            Action::SearchNext => self.search_step(true, times),
            Action::SearchPrevious => self.search_step(false, times),

            Action::PickCompany => self.choose(Choice::Companies),
            Action::PickPerson => self.choose(Choice::Persons),
            Action::PickHere => self.choose_here(Deed::Only),
            Action::OnlyThis => self.with_entity(Deed::Only),
            Action::WithoutThis => self.with_entity(Deed::Without),
            Action::EditQuery => self.ask_line(Purpose::Query),
            Action::FilterUnread => self.narrow(narrow::unread()),
            Action::FilterBookmarked => self.narrow(narrow::bookmarked()),
            Action::FilterNoted => self.narrow(narrow::noted()),
            Action::FilterWatched => self.narrow(narrow::watched()),
            Action::FilterSource => self.choose(Choice::Sources),
            Action::FilterLanguage => self.choose(Choice::Languages),
            Action::FilterDate => self.choose(Choice::Months),
            Action::FilterTag => self.choose(Choice::Tags),
            Action::DropLast => self.drop_last(),
            Action::DropAll => self.drop_all(),
            Action::AboutOnly => self.about(true),
            Action::AlsoMentions => self.about(false),
            Action::Bookmarks => self.go(narrow::only(narrow::bookmarked()), Land::Top),
            Action::WatchList => self.choose(Choice::Watched),
            Action::Briefing => self.ask(Topic::Briefing(true), Ask::Briefing),
            Action::Notes => self.choose(Choice::Notes),
            Action::Why => self.why(),

            Action::Bookmark => self.bookmark(),
            Action::ToggleRead => self.toggle_read(),
            Action::Done => self.done_with(),
            Action::AllRead => self.all_read(),
            Action::Mark => self.mark(count),
            Action::Note => self.write_note(),
            Action::Tag => self.write_tags(),
            Action::Select | Action::SelectLines if self.focus == Focus::List => self.begin_range(),
            Action::Select => self.select(false),
            Action::SelectLines => self.select(true),
            Action::SelectAll => self.take_all(),
            Action::Repeat => self.repeat(),
            Action::Watch => self.with_entity(Deed::Watch),
            Action::Undo => self.out.push(Effect::Undo),
            Action::Redo => self.out.push(Effect::Redo),

            Action::NextMention => self.step(Stop::Mention, true, times),
            Action::PreviousMention => self.step(Stop::Mention, false, times),
            Action::NextQuote => self.step(Stop::Quote, true, times),
            Action::PreviousQuote => self.step(Stop::Quote, false, times),
            Action::NextHighlight => self.step(Stop::Own, true, times),
            Action::PreviousHighlight => self.step(Stop::Own, false, times),
            Action::NextTwin => self.other_twin(action, true),
            Action::PreviousTwin => self.other_twin(action, false),
            Action::NextUnread => self.next_unread(true),
            Action::PreviousUnread => self.next_unread(false),
            Action::EntityPage => self.with_entity(Deed::Page),
            Action::Merge => self.with_entity(Deed::Merge),
            Action::Rename => self.with_entity(Deed::Rename),
            Action::ChangeKind => self.with_entity(Deed::Retype),
            Action::NoEntity => self.with_entity(Deed::Hide),
            Action::OpenLink => self.open_link(false),
            Action::OpenLinkRead => self.open_link(true),
            Action::FullText => self.fetch_full_text(),
            Action::CopyLink => self.copy_link(),
            Action::Copy => self.choose_copy(),
            Action::Picture => self.ask_picture(),
            Action::LinkHints => self.hint_links(),
            Action::SaveAs => self.save_as(),
            Action::SaveAll => self.save_all(),
            Action::Pipe => self.pipe(),
            Action::Backward if !self.backward() => self.status.say(say!("this is the first view")),
            Action::Forward if !self.forward() => self.status.say(say!("this is the last view")),

            Action::ReaderOnly => self.toggle_reader_only(),
            Action::ToggleHighlights => {
                self.switches.highlights = !self.switches.highlights;
                if !self.switches.highlights && self.focus == Focus::Highlights {
                    self.focus = Focus::Reader;
                }
            }
            Action::ToggleColours => {
                let on = self.reader.toggle_colours();
                self.status.say(if on {
                    say!("entity colours: on")
                } else {
                    say!("entity colours: off")
                });
            }
            Action::ToggleMeasure => {
                let measured = self.reader.toggle_measure();
                self.switches.wide = !measured;
                self.status.say(if measured {
                    say!("lines of a readable measure: on")
                } else {
                    say!("lines of a readable measure: off")
                });
            }
            Action::ShorterLines => self.change_measure(false, times),
            Action::LongerLines => self.change_measure(true, times),
            Action::ToggleJustified => {
                let justified = self.reader.toggle_justified();
                self.status.say(if justified {
                    say!("lines that end with the measure: on")
                } else {
                    say!("lines that end with the measure: off")
                });
            }
            Action::PickTheme => self.choose_theme(),
            Action::ToggleStories => self.toggle_stories(),
            Action::ScreenReader => self.toggle_spoken(),
            Action::Redraw => self.out.push(Effect::Redraw),

            Action::Command => self.ask_line(Purpose::Command),
            Action::Palette => self.choose_action(),
            Action::Help => self.help(),
            Action::FirstSteps => self.first_steps(),
            Action::Suspend => self.out.push(Effect::Suspend),
            Action::Quit => self.out.push(Effect::Quit),

            // Moves are done above; the rest holds in selections, in pickers and in the input line only.
            _ => {}
        }
    }

    /// Sets lines of text a few columns longer or shorter, within what the settings allow.
    fn change_measure(&mut self, longer: bool, times: usize) {
        const STEP: u16 = 4;
        let step = STEP.saturating_mul(times.min(100) as u16);
        let old = self.switches.measure;
        let new = if longer {
            old.saturating_add(step)
        } else {
            old.saturating_sub(step)
        };
        let new = new.clamp(*MEASURES.start(), *MEASURES.end());
        self.switches.measure = new;
        self.switches.wide = false;
        self.reader.set_measure(new);
        self.lay_out();
        let room = self.areas.reader.width.saturating_sub(2);
        self.status.say(if (1..new).contains(&room) {
            say!(
                "lines of {new} columns; the pane has room for {room}",
                new,
                room
            )
        } else {
            say!("lines of {new} columns", new)
        });
    }

    fn scroll(&mut self, motion: Motion, count: Option<usize>) {
        match self.pages.last_mut() {
            Some(Page::Sheet(sheet)) => {
                sheet.scroll(motion, count);
                return;
            }
            Some(Page::Entity(page)) => {
                page.scroll(motion, count);
                return;
            }
            Some(Page::Picture(_)) => return,
            None => {}
        }
        match self.focus {
            Focus::List => {
                self.move_in_list(motion, count);
            }
            Focus::Reader => {
                self.reader.scroll(motion, count);
            }
            Focus::Highlights => {
                self.highlights.scroll(motion, count);
            }
        }
    }

    /// Moves the list's cursor; says whether it stands on another article now.
    fn move_in_list(&mut self, motion: Motion, count: Option<usize>) -> bool {
        match self.list.scroll(motion, count) {
            Moved::No => false,
            Moved::Yes => true,
            Moved::Lacks(window, limit, land) => {
                self.fetch(window, limit, land);
                false
            }
        }
    }

    /// Puts the list's cursor on an article, wherever it is.
    pub(super) fn go_to(&mut self, id: ArticleId) {
        if !self.list.go_to(id) {
            self.fetch(Window::Around(id), super::WINDOW, Land::On(id));
        }
    }

    pub(super) fn open(&mut self) {
        match self.pages.last() {
            Some(Page::Sheet(_) | Page::Picture(_)) => return,
            Some(Page::Entity(page)) => {
                match page.selected() {
                    Some(Target::Entity(key)) => self.ask(Topic::Page, Ask::Entity(key)),
                    Some(Target::Article(id)) => {
                        self.pages.clear();
                        self.read(id);
                    }
                    None => {}
                }
                return;
            }
            None => {}
        }
        match self.focus {
            Focus::List => {
                if let Some(id) = self.list.id() {
                    self.read(id);
                }
            }
            Focus::Highlights if let Some(twin) = self.highlights.twin() => self.read(twin),
            Focus::Highlights => match self.highlights.next_place() {
                Some(range) => {
                    self.reader.jump(range);
                    if self.areas.reader.width == 0 {
                        self.focus = Focus::Reader;
                    }
                }
                None => self.status.say(say!("this row has no place in the text")),
            },
            Focus::Reader => {}
        }
    }

    /// Shows an article in the reader, gives it the keys and marks it read.
    pub(super) fn read(&mut self, id: ArticleId) {
        if self.areas.reader.width == 0 && self.reader.id() != Some(id) {
            // Another article's text must not stand there for the moment until this one comes.
            self.reader.clear();
            self.highlights.clear();
        }
        self.target = Some(id);
        self.focus = Focus::Reader;
        self.mark_seen(id);
    }

    /// One step back: page, narrow view of the reader, highlights or reader, view before.
    fn back(&mut self) {
        if self.pages.pop().is_some() {
            self.renew_page();
            return;
        }
        match self.focus {
            Focus::Highlights if self.areas.list.width == 0 => self.focus = Focus::Reader,
            Focus::Highlights | Focus::Reader => {
                self.switches.reader_only = false;
                self.focus = Focus::List;
            }
            Focus::List => {
                if !self.backward() {
                    let quit = self.key_of(Action::Quit);
                    self.status.say(say!("{quit} leaves depesche", quit));
                }
            }
        }
    }

    fn next_pane(&mut self, forward: bool) {
        let mut round = vec![Focus::List, Focus::Reader];
        if self.switches.highlights || self.areas.highlights.width > 0 {
            round.push(Focus::Highlights);
        }
        let at = round.iter().position(|pane| *pane == self.focus);
        let step = if forward { 1 } else { round.len() - 1 };
        let next = round[(at.unwrap_or(0) + step) % round.len()];
        if next != Focus::List && self.focus == Focus::List {
            let Some(id) = self.list.id() else {
                self.status.say(say!("there is no article to go to"));
                return;
            };
            self.target = Some(id);
        }
        self.switches.reader_only = false;
        self.focus = next;
    }

    /// Goes to an article before or after this one without leaving the pane.
    fn other_article(&mut self, motion: Motion, count: Option<usize>) {
        self.pages.clear();
        if !self.move_in_list(motion, count) {
            self.status.say(if motion == Motion::Down {
                say!("this is the last article")
            } else {
                say!("this is the first article")
            });
            return;
        }
        self.follow_in_reader();
    }

    /// With the keys in reader or highlights, the reader goes along with the list.
    pub(super) fn follow_in_reader(&mut self) {
        if self.focus != Focus::List
            && let Some(id) = self.list.id()
        {
            self.target = Some(id);
            self.mark_seen(id);
        }
    }

    fn read_on(&mut self) {
        if let Some(page) = self.pages.last_mut() {
            match page {
                Page::Sheet(sheet) => sheet.scroll(Motion::PageDown, None),
                Page::Entity(entity) => entity.scroll(Motion::PageDown, None),
                Page::Picture(_) => false,
            };
            return;
        }
        let Some(id) = self.here() else {
            return;
        };
        if self.areas.reader.width == 0 {
            self.read(id);
            return;
        }
        if self.reader.id() != Some(id) {
            return;
        }
        self.mark_seen(id);
        if self.reader.at_end() || !self.reader.scroll(Motion::PageDown, None) {
            self.next_unread(true);
        }
    }

    /// Goes to the next unread article, beyond the window if need be.
    pub(super) fn next_unread(&mut self, forward: bool) {
        self.pages.clear();
        let here = self.list.id();
        if let Some(id) = self.list.find(forward, |row| !row.read) {
            self.list.go_to(id);
            self.follow_in_reader();
        } else if let (Some(id), true) = (here, self.list.goes_on(forward)) {
            let window = if forward {
                Window::After(id)
            } else {
                Window::Before(id)
            };
            let query = narrow::with(&self.query, narrow::unread());
            self.ask(
                Topic::Unseen(forward),
                Ask::Rows {
                    query,
                    window,
                    limit: 1,
                    stories: self.stories,
                },
            );
        } else {
            self.no_unread(forward);
        }
    }

    pub(super) fn no_unread(&mut self, forward: bool) {
        self.status.say(if forward {
            say!("nothing unread below")
        } else {
            say!("nothing unread above")
        });
    }

    fn step(&mut self, stop: Stop, forward: bool, count: usize) {
        if self.focus == Focus::Highlights {
            self.focus = Focus::Reader;
        }
        if !self.reader.step(stop, forward, count) {
            self.status.say(match (stop, forward) {
                (Stop::Mention, true) => say!("no company or person below"),
                (Stop::Mention, false) => say!("no company or person above"),
                (Stop::Quote, true) => say!("no quotation below"),
                (Stop::Quote, false) => say!("no quotation above"),
                (Stop::Own, true) => say!("no highlight of yours below"),
                (Stop::Own, false) => say!("no highlight of yours above"),
            });
        }
    }

    fn toggle_reader_only(&mut self) {
        if self.switches.reader_only && self.focus == Focus::Reader {
            self.switches.reader_only = false;
            return;
        }
        let Some(id) = self.here() else {
            self.status.say(say!("there is no article to read"));
            return;
        };
        self.pages.clear();
        self.switches.reader_only = true;
        self.read(id);
    }

    fn why(&mut self) {
        match self.here() {
            Some(id) if !self.query.terms.is_empty() => {
                self.ask(Topic::Why, Ask::Why(id, self.query.clone()));
            }
            Some(_) => self
                .status
                .say(say!("nothing is filtered: every article is here")),
            None => self.status.say(say!("there is no article here")),
        }
    }

    pub(super) fn help(&mut self) {
        self.show_sheet(Sheet::help(
            &self.config.keys,
            &self.config.views,
            self.config.tongue,
        ));
    }

    pub(super) fn show_sheet(&mut self, mut sheet: Sheet) {
        sheet.resize(self.areas.body.width, self.areas.body.height);
        self.pages.push(Page::Sheet(sheet));
    }
}
