//! Answers of the store: what they change. One that is no longer wanted changes nothing.

use crate::action::Action;
use crate::article::ArticleId;
use crate::ask::{Answer, Briefing, Opened, Reason};
use crate::pane;
use crate::pane::entity::EntityPage;
use crate::pane::help::Sheet;
use crate::pane::list::Land;
use crate::row::Listing;
use crate::say::say;
use crate::theme::Role;

use super::questions::Topic;
use super::{App, Focus, Number, Page};

impl App {
    pub(super) fn answered(&mut self, number: Number, answer: Answer) {
        if answer == Answer::Interrupted {
            self.questions.again(number);
            return;
        }
        let Some(topic) = self.questions.settle(number) else {
            return;
        };
        match (topic, answer) {
            (Topic::Rows(land), Answer::Rows(listing)) => self.take_rows(land, listing),
            (Topic::After(id), Answer::Rows(listing)) => self.list.append(id, listing),
            (Topic::Before(id), Answer::Rows(listing)) => self.list.prepend(id, listing),
            (Topic::Unseen(forward), Answer::Rows(listing)) => self.take_unseen(forward, &listing),
            (Topic::Sought(seek), Answer::Rows(listing)) => self.take_sought(seek, &listing),
            (Topic::Names, answer) => self.take_names(answer),
            (Topic::Offers, answer) => self.take_offers(answer),
            (Topic::Count, Answer::Count(count)) => self.status.count = Some(count),
            (Topic::Unread, Answer::Count(count)) => self.status.unread = Some(count),
            (Topic::All, Answer::Count(count)) => self.status.all = Some(count),
            (Topic::Live, Answer::Count(count)) => self.take_live_count(count),
            (Topic::Article(asked), Answer::Article(opened)) => {
                self.take_article(asked, opened.map(|opened| *opened));
            }
            (Topic::Items, answer) => self.take_items(answer),
            (Topic::Watched, Answer::Watched(watched)) => {
                self.watched = watched.into_iter().map(|(facet, _)| facet.key).collect();
                self.show_watched();
            }
            (Topic::Page, Answer::Entity(Some(portrait))) => {
                let mut page = EntityPage::new(*portrait).speaking(self.config.tongue);
                page.resize(self.areas.body.width, self.areas.body.height);
                self.questions.forget(Topic::Renewed);
                self.pages.push(Page::Entity(Box::new(page)));
            }
            (Topic::Page, Answer::Entity(None)) => {
                self.status.say(say!("no article names it any more"));
            }
            (Topic::Renewed, Answer::Entity(portrait)) => self.take_renewed(portrait),
            (Topic::Passage, Answer::Passages(passages)) => {
                for (id, passage) in passages {
                    self.list.take_passage(id, passage);
                }
            }
            (Topic::Briefing(asked), Answer::Briefing(briefing)) => {
                self.take_briefing(*briefing, asked);
            }
            (Topic::Why, Answer::Why(reasons)) => self.take_reasons(&reasons),
            // An answer of another form than was asked for: there is nothing it could mean.
            _ => {}
        }
    }

    fn take_rows(&mut self, land: Land, listing: Listing) {
        self.list.replace(listing, land);
        if let Land::On(id) = land {
            self.land_on_story(id);
        }
        if matches!(land, Land::Bottom | Land::Row(_)) {
            self.follow_in_reader();
        }
    }

    fn take_unseen(&mut self, forward: bool, listing: &Listing) {
        let found = if forward {
            listing.rows.first()
        } else {
            listing.rows.last()
        };
        let Some(id) = found.map(|row| row.id) else {
            self.no_unread(forward);
            return;
        };
        self.go_to(id);
        if self.focus != Focus::List {
            self.target = Some(id);
        }
    }

    fn take_article(&mut self, asked: ArticleId, opened: Option<Opened>) {
        let Some(opened) = opened else {
            if self.target == Some(asked) {
                self.target = self.reader.id();
                self.status
                    .fail(say!("this article is no longer in the store"));
            }
            return;
        };
        self.list.restate(
            |id| id == opened.id,
            |row| {
                row.read = opened.read;
                row.bookmarked = opened.bookmarked;
                row.notes = opened.notes.len() as u32;
                row.tags.clone_from(&opened.tags);
            },
        );
        // The cursor went on while this was on its way: only the newest is wanted.
        if self.target != Some(opened.id) {
            return;
        }
        let id = opened.id;
        self.highlights.show(&opened);
        self.hints = None;
        self.reader.show(opened);
        if let Some((_, place)) = self.place.take_if(|(wanted, _)| *wanted == id) {
            self.reader.jump(place);
        }
        if self.unsure.take() == Some(id) {
            self.mark_seen(id);
        }
        if let Some((waited, action)) = self.waiting.take()
            && waited == id
            && self.here() == Some(id)
        {
            self.act(action, None);
        }
    }

    /// Shows what is new; where nothing is, that is said, unless nothing is watched and nobody asked.
    fn take_briefing(&mut self, briefing: Briefing, asked: bool) {
        if briefing.groups.is_empty() {
            if asked || briefing.watched > 0 {
                let watch = self.key_of(Action::Watch);
                self.status.say(briefing.nothing(&watch));
            }
            return;
        }
        self.briefed = Some(briefing.upto);
        let mut page = EntityPage::briefing(briefing).speaking(self.config.tongue);
        page.resize(self.areas.body.width, self.areas.body.height);
        self.pages.push(Page::Entity(Box::new(page)));
    }

    fn take_reasons(&mut self, reasons: &[Reason]) {
        let tongue = self.config.tongue;
        let mut lines = vec![Vec::new()];
        for reason in reasons {
            let told = reason.words(tongue);
            let pieces = pane::pieces(&told, Role::Text);
            let mut line: Vec<_> = pieces.map(|(role, text)| (role, text.to_owned())).collect();
            if let Some((_, first)) = line.first_mut() {
                first.insert_str(0, "  ");
            }
            lines.push(line);
        }
        if reasons.is_empty() {
            lines.push(vec![(
                Role::Text,
                format!(
                    "  {}",
                    say!("no term of the filter holds for it any more").words(tongue)
                ),
            )]);
        }
        self.show_sheet(Sheet::new(
            &say!("why this article is in the list").words(tongue),
            lines,
        ));
    }
}
