//! The mouse: a click selects and a click on what is selected opens; the wheel scrolls what lies under it; dragging
//! moves the rule between two panes, or selects words in the reader.

use ratatui::layout::{Position, Rect};

use crate::action::Action;
use crate::keymap::{Gesture, Mouse};
use crate::pane::Motion;

use super::areas::panes;
use super::{App, Focus, Page};

/// Lines of one turn of the wheel.
const LINES: usize = 3;

/// What is dragged since a button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drag {
    /// The rule of this number between two panes.
    Rule(usize),
    /// Words of the reader, from this column and row of its pane on.
    Words(u16, u16),
}

impl App {
    pub(super) fn point(&mut self, mouse: Mouse) {
        if self.input.is_some() || self.confirm.is_some() {
            self.dragged = None;
            return;
        }
        self.hints = None;
        let at = Position::new(mouse.column, mouse.row);
        match mouse.what {
            Gesture::Press => {
                self.reader.deselect();
                self.dragged = self.grasp(at);
                if !matches!(self.dragged, Some(Drag::Rule(_))) {
                    self.click(at);
                }
            }
            Gesture::WheelUp => self.wheel(at, Motion::Up),
            Gesture::WheelDown => self.wheel(at, Motion::Down),
            Gesture::Drag => self.drag(at),
            Gesture::Release => self.dragged = None,
        }
    }

    /// What a button pressed here may drag.
    fn grasp(&self, at: Position) -> Option<Drag> {
        if self.chooser.is_some() || !self.pages.is_empty() || !self.areas.body.contains(at) {
            return None;
        }
        let rules = self.areas.rules.iter();
        if let Some(rule) = rules.clone().position(|rule| *rule == Some(at.x)) {
            return Some(Drag::Rule(rule));
        }
        let area = self.areas.reader;
        area.contains(at)
            .then(|| Drag::Words(at.x - area.x, at.y - area.y))
    }

    fn drag(&mut self, at: Position) {
        match self.dragged {
            Some(Drag::Rule(rule)) => {
                let shown = panes(self.size.0, self.focus, self.switches);
                // The rule moves the edge of the pane beside it that is not the reader.
                match (shown.get(rule), shown.get(rule + 1)) {
                    (Some(Focus::List), _) => self.switches.list = Some(at.x),
                    (_, Some(Focus::Highlights)) => {
                        let highlights = self.size.0.saturating_sub(at.x + 1);
                        self.switches.highlights_width = Some(highlights);
                    }
                    _ => {}
                }
            }
            Some(Drag::Words(column, row)) => {
                let area = self.areas.reader;
                let beside = area.as_position();
                if area.contains(at)
                    && (at.x - beside.x, at.y - beside.y) != (column, row)
                    && self
                        .reader
                        .select_between((column, row), (at.x - beside.x, at.y - beside.y))
                {
                    self.focus = Focus::Reader;
                    self.say_selection();
                }
            }
            None => {}
        }
    }

    fn under(&self, at: Position) -> Option<Focus> {
        let within = |area: Rect| area.contains(at);
        if within(self.areas.list) {
            Some(Focus::List)
        } else if within(self.areas.reader) {
            Some(Focus::Reader)
        } else if within(self.areas.highlights) {
            Some(Focus::Highlights)
        } else {
            None
        }
    }

    fn click(&mut self, at: Position) {
        if let Some((_, area)) = self.picker() {
            self.click_in_picker(area, at);
            return;
        }
        if let Some(page) = self.pages.last_mut() {
            if let Page::Entity(page) = page
                && self.areas.body.contains(at)
            {
                let before = page.selected();
                if page.select_at(at.y - self.areas.body.y) && page.selected() == before {
                    self.open();
                }
            }
            return;
        }
        match self.under(at) {
            Some(Focus::List) => {
                let Some(id) = self.list.row_at(at.y - self.areas.list.y) else {
                    return;
                };
                let again = self.focus == Focus::List && self.list.id() == Some(id);
                self.focus = Focus::List;
                self.list.go_to(id);
                if again {
                    self.open();
                }
            }
            Some(Focus::Reader) if self.target.is_some() => {
                self.focus = Focus::Reader;
                let area = self.areas.reader;
                self.reader.select_at(at.x - area.x, at.y - area.y);
            }
            Some(Focus::Highlights) if self.target.is_some() => {
                let again = self.focus == Focus::Highlights;
                self.focus = Focus::Highlights;
                let before = self.highlights.cursor(self.areas.highlights);
                let row = at.y - self.areas.highlights.y;
                if self.highlights.select_at(row)
                    && again
                    && self.highlights.cursor(self.areas.highlights) == before
                {
                    self.open();
                }
            }
            _ => {}
        }
    }

    /// A click on a name puts the cursor there, one more chooses it; a click beside the picker leaves it.
    fn click_in_picker(&mut self, area: Rect, at: Position) {
        if !area.contains(at) {
            self.act_in_picker(Action::PickCancel);
            return;
        }
        let Some(chooser) = &mut self.chooser else {
            return;
        };
        let before = chooser.picker.at();
        if chooser.picker.select_at(at.y - area.y) && chooser.picker.at() == before {
            self.act_in_picker(Action::PickAccept);
        }
    }

    fn wheel(&mut self, at: Position, motion: Motion) {
        if let Some(chooser) = &mut self.chooser {
            chooser.picker.scroll(motion);
            return;
        }
        if !self.pages.is_empty() {
            let action = if motion == Motion::Down {
                Action::Down
            } else {
                Action::Up
            };
            self.act(action, Some(LINES));
            return;
        }
        match self.under(at) {
            Some(Focus::List) => self.wheel_list(motion, LINES),
            Some(Focus::Reader) => {
                self.reader.scroll(motion, Some(LINES));
            }
            Some(Focus::Highlights) => {
                self.highlights.scroll(motion, Some(LINES));
            }
            None => {}
        }
    }
}
