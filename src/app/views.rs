//! Back and forward: a view is a query with the article the cursor was on and the pane that had the keys.

use crate::article::ArticleId;
use crate::pane::list::Land;
use crate::query::{self, Query};
use crate::row::Window;

use super::{App, Focus};

/// A query and the place in its answer.
#[derive(Debug, Clone)]
struct View {
    query: Query,
    at: Option<ArticleId>,
    focus: Focus,
}

/// The views before and after the present one.
#[derive(Debug, Clone, Default)]
pub(super) struct Views {
    back: Vec<View>,
    forward: Vec<View>,
}

/// More views than this are not remembered.
const MOST: usize = 100;

impl Land {
    /// The window to ask for to land there from an article.
    pub(super) fn window(self, from: Option<ArticleId>) -> Window {
        match self {
            Self::Bottom => Window::Bottom,
            Self::On(id) => Window::Around(id),
            Self::Stay => from.map_or(Window::Top, Window::Around),
            Self::Top | Self::Row(_) => Window::Top,
        }
    }
}

impl App {
    fn view(&self) -> View {
        View {
            query: self.query.clone(),
            at: self.list.id(),
            focus: self.focus,
        }
    }

    /// Goes to another query; the present view is the one to come back to.
    pub(super) fn go(&mut self, query: Query, land: Land) {
        self.pages.clear();
        self.focus = Focus::List;
        if query == self.query {
            return;
        }
        let view = self.view();
        self.views.back.push(view);
        if self.views.back.len() > MOST {
            self.views.back.remove(0);
        }
        self.views.forward.clear();
        self.query = query;
        self.look(land);
    }

    /// Goes back to the view before; says whether there is one.
    pub(super) fn backward(&mut self) -> bool {
        let Some(view) = self.views.back.pop() else {
            return false;
        };
        let here = self.view();
        self.views.forward.push(here);
        self.show(&view);
        true
    }

    /// Goes forward again; says whether there is a view to go to.
    pub(super) fn forward(&mut self) -> bool {
        let Some(view) = self.views.forward.pop() else {
            return false;
        };
        let here = self.view();
        self.views.back.push(here);
        self.show(&view);
        true
    }

    fn show(&mut self, view: &View) {
        self.pages.clear();
        // The day may have changed since: "after:7d" means other days now.
        self.query = query::parse(&view.query.to_string(), self.today).query;
        // The reader pane keeps what it shows only if it is the article of that view.
        self.focus = if view.at.is_some() && view.at == self.target {
            view.focus
        } else {
            Focus::List
        };
        self.look(view.at.map_or(Land::Top, Land::On));
    }
}
