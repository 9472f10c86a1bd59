//! depesche: a news reader for the terminal that knows who an article is about.
//!
//! This page is the architecture. It is written as invariants; each names the test that holds it.
//!
//! # How data flows
//!
//! Bytes become articles in [`load`], articles get their highlights in [`recognise`], both are kept by
//! [`store`], asked for with a [`query`], shown as a [`row`] in the list and set as lines by [`page`];
//! highlights lie over the lines as marks, and [`screen`] puts cells on the terminal.
//!
//! A key press goes round: the terminal tells [`session`], the [`keymap`] names the [`action`], [`app`] turns
//! it into a new state and effects, the desks ([`desk`]) carry the effects out on their own threads and answer
//! with messages, [`app`] takes them in, [`screen`] draws the next frame.
//!
//! # Rules
//!
//! 1. **Pure in the middle.** [`load`], [`recognise`], [`query`], [`page`], [`app`], [`pane`] and [`screen`] take
//!    values and give values. No file, socket, clock, thread, lock or global is in them.
//! 2. **One message in, effects out, as data.** `App::update` is the only place where application state changes.
//! 3. **Drawing borrows.** Areas of panes are a function of the terminal's size, asked by update and drawing alike.
//! 4. **One home per fact.** The table of actions makes keymap, help, palette, README and example configuration.
//! 5. **Imports run down only**, by the table below, which a test reads (`imports` in `tests/it`).
//! 6. **Every highlight is a byte range** into one immutable body.
//! 7. **Outside text is [`text::Clean`]**, made only by cleaning, so that nothing that steers a terminal is drawn.
//!
//! # Who may import whom
//!
//! A room may import only the rooms named for it here, and they never lead back to it.
//!
//! ```text
//! article    text
//! highlight
//! row        article highlight text
//! change     article highlight
//! feed       article text
//! text
//! query      article highlight text
//! ask        article change highlight query row
//! load       article text
//! recognise  article highlight change text
//! store      article ask feed highlight row change text query
//! fetch      article text load
//! action
//! keymap     action
//! theme      highlight
//! config     action highlight keymap text theme
//! page       article highlight text
//! pane       action article ask highlight row change text query keymap theme config page
//! app        action article ask highlight row change text query keymap theme config page pane
//! screen     app pane theme text
//! desk       article ask feed highlight row change text query load recognise store fetch config app
//! terminal   keymap theme config
//! session    app ask screen desk terminal keymap theme config store
//! docs       action keymap config theme text
//! cli        (everything)
//! ```

pub mod action;
pub mod app;
pub mod article;
pub mod ask;
pub mod change;
pub mod cli;
pub mod config;
pub mod desk;
pub mod docs;
pub mod feed;
pub mod fetch;
pub mod highlight;
pub mod keymap;
pub mod load;
pub mod page;
pub mod pane;
pub mod query;
pub mod recognise;
pub mod row;
pub mod screen;
pub mod session;
pub mod store;
pub mod terminal;
pub mod text;
pub mod theme;
