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
//! Each is followed by the test in `tests/it` that breaks when it is broken.
//!
//! 1. **Pure in the middle.** [`load`], [`recognise`], [`query`], [`export`], [`page`], [`app`], [`pane`] and [`screen`] take
//!    values and give values. No file, socket, clock, thread, lock or global is in them
//!    (`imports::the_rooms_in_the_middle_are_pure`).
//! 2. **One message in, effects out, as data.** [`app::App::update`] is the only place where application state
//!    changes; late answers are dropped (`stage::claims::late_answers_are_dropped`), the list never jumps
//!    (`the_list_does_not_jump_when_articles_are_added`).
//! 3. **Drawing borrows.** Areas of panes are a function of the terminal's size, asked by update and drawing alike;
//!    [`screen::draw`] takes the application by reference (the compiler holds it) and twenty thousand random events
//!    at sizes down to nothing draw without a panic (`stage::random`).
//! 4. **One home per fact.** The table in [`action`] makes keymap, help, palette, README and example settings; the
//!    example settings, compiled in, are the defaults (`tables`). Looks stand in theme files; every built-in theme can be
//!    read on whatever lies under the text and tells kinds apart by shape and for any eyes (`themes`).
//! 5. **Imports run down only**, by the table below (`imports::rooms_import_only_what_the_table_allows`,
//!    `no_room_leads_back_to_itself`). One library, one room: only [`store`] knows `SQLite`, only [`fetch`] HTTP
//!    (`each_library_stands_behind_one_room`).
//! 6. **Every highlight is a byte range** into one immutable body; runs of a line tile it exactly (property tests in
//!    [`page`]).
//! 7. **Outside text is [`text::Clean`]**, made only by cleaning, so that nothing that steers a terminal is drawn;
//!    the terminal's writer is a second net
//!    (`pty::whatever_articles_hold_only_known_sequences_reach_the_terminal`).
//! 8. **Kept means on disk.** What the reader does is committed with `synchronous=FULL` before [`app`] hears of it
//!    (`store::kill`, `pty::a_bookmark_that_was_shown_survives_kill_9`). What is reported as loaded is in the store
//!    (`intake::a_load_that_is_killed_loses_nothing_it_reported_and_the_next_one_goes_on_where_it_stopped`).
//! 9. **The articles, the reader's state and what the machine derives are three things.** The last can be thrown away
//!    and made anew (`store::files::check_makes_anew_what_is_derived`).
//! 10. **What is said is [`say::Said`]**, made only with an English sentence that the catalogue has in German too, and
//!     read in the reader's tongue where it is shown (`say`).
//!
//! # What is deliberately absent
//!
//! An async runtime (terminal, `SQLite` and HTML parsing all block; threads and channels serve), a shell (programs are
//! called with argument lists), locks shared with the drawing thread, timers that redraw, an account, telemetry, a
//! trait with one implementation.
//!
//! # Where this house differs from its first plan, and why
//!
//! - Questions and answers are a room of their own ([`ask`]), below application and store: the commands ask the store
//!   in the same words as the panes, and the store needs no knowledge of the application.
//! - XML is read by an own lenient reader (in `load`): feeds are broken in ways at which strict readers stop, and what
//!   can be saved is to be saved. It expands no entities but the named ones and has depth and size limits.
//! - The text index is FTS5 in the store's file, cut into stretches of dates; why, and what was measured, stands in
//!   the store's `index`.
//! - Lines are filled first-fit with hyphenation where a line would end short; optimal fit costs more than it shows in
//!   a ragged column (see [`page`]).
//! - The recogniser's trained core is committed as one file with its hash; the program that made it is
//!   `examples/train` and writes the same bytes every time.
//!
//! # Who may import whom
//!
//! A room may import only the rooms named for it here, and they never lead back to it; [`say`] is imported by all.
//!
//! ```text
//! article    text
//! highlight
//! row        article highlight text
//! change     article highlight
//! feed       article text
//! text
//! query      article highlight text
//! story      text
//! ask        article change highlight query row text
//! load       article text
//! export     article ask change highlight row say text
//! recognise  article highlight change text
//! store      article ask feed highlight row change story text query
//! fetch      article text load
//! action
//! keymap     action
//! theme      highlight
//! config     action highlight keymap text theme
//! page       article highlight text
//! picture
//! pane       action article ask highlight row change text query keymap theme config page picture
//! app        action article ask export highlight row change text query keymap theme config page pane picture
//! screen     app pane theme text
//! desk       article ask export feed highlight row change text query load recognise store fetch config app picture
//! terminal   keymap theme config
//! session    app ask screen desk terminal keymap theme config store
//! docs       action keymap config theme text
//! cli        (everything)
//! say        (by everything)
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
pub mod export;
pub mod feed;
pub mod fetch;
pub mod highlight;
pub mod keymap;
pub mod load;
pub mod page;
pub mod pane;
pub mod picture;
pub mod query;
pub mod recognise;
pub mod row;
pub mod say;
pub mod screen;
pub mod session;
pub mod store;
pub mod story;
pub mod terminal;
pub mod text;
pub mod theme;
