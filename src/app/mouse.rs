//! The mouse: a click selects and a click on what is selected opens; the wheel scrolls what lies under it.

use ratatui::layout::{Position, Rect};

use crate::action::Action;
use crate::keymap::{Gesture, Mouse};
use crate::pane::Motion;

use super::{App, Focus, Page};

/// Lines of one turn of the wheel.
const LINES: usize = 3;

impl App {
    pub(super) fn point(&mut self, mouse: Mouse) {
        if self.input.is_some() || self.confirm.is_some() {
            return;
        }
        self.hints = None;
        let at = Position::new(mouse.column, mouse.row);
        match mouse.what {
            Gesture::Press => {
                self.reader.deselect();
                self.click(at);
            }
            Gesture::WheelUp => self.wheel(at, Motion::Up),
            Gesture::WheelDown => self.wheel(at, Motion::Down),
            Gesture::Drag | Gesture::Release => {}
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
        if self.chooser.is_some() {
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
