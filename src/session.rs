//! The loop: draw, wait, drain. Owns the terminal, the application and the desks of one sitting.
//!
//! There are no ticks: between messages the loop sleeps, writes nothing and uses no processor. All messages that
//! wait are taken in before the next frame, so a burst of keys costs one frame.

mod look;
mod memory;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, select, unbounded};
use jiff::civil::Date;
use jiff::{Timestamp, ZonedDateTime};
use signal_hook::consts::{SIGHUP, SIGTSTP};
use signal_hook::low_level::emulate_default_handler;

use crate::app::{App, Effect, Msg};
use crate::config::{Config, Programs};
use crate::desk::{Desks, RepairsFile, Stock, edit, silence_guarded_panics};
use crate::say::say;
use crate::screen;
use crate::store::Store;
use crate::terminal::{self, Ears, Input, Terminal};
use crate::theme::Depth;

use look::Look;

/// Where the session's articles come from.
#[derive(Debug)]
pub enum Shelf {
    /// The store at this path, to which desks open their own connections, and the file that keeps its repairs, if one
    /// does.
    File(PathBuf, Option<RepairsFile>),
    /// A store in memory, filled by loading these paths (`depesche read`).
    Memory(Box<Store>),
}

/// The session was ended by a signal; the program ends with status 128 and this number, without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("ended by signal {0}")]
pub struct Signalled(pub i32);

/// The first frame waits this long for the first answer, so that it shows the list at once.
const FIRST_ANSWER: Duration = Duration::from_millis(40);

/// Messages taken in before a frame is due all the same.
const DRAINED: usize = 4096;

/// How long leaving waits for changes to be on disk: as the user's wish, and at a signal (128+n within a second).
const PATIENCE: Duration = Duration::from_secs(10);
const PATIENCE_AT_SIGNAL: Duration = Duration::from_millis(700);

/// Runs the reader until the user leaves; gives the terminal back in every case.
///
/// # Errors
/// One sentence: when there is no terminal, or the store refuses. [`Signalled`] when a signal ended it.
pub fn run(mut config: Config, shelf: Shelf, query: &str) -> anyhow::Result<()> {
    if let Some(why) = terminal::refusal() {
        anyhow::bail!(why);
    }
    let lasting = matches!(shelf, Shelf::File(..));
    let stock = match shelf {
        Shelf::File(path, repairs) => {
            let store = Store::open(&path)?;
            Stock::File(path, Box::new(store), repairs)
        }
        Shelf::Memory(store) => Stock::Memory(store),
    };
    let (out, answers) = unbounded();
    let desks = Desks::start(stock, &config, &out)?;
    if let Some(trouble) = &config.trouble {
        // The other end is held below; it cannot be gone.
        let _ = out.send(Msg::Failed(trouble.clone()));
    }
    let (inputs, ears) = terminal::listen()?;
    terminal::restore_on_panic(notes_folder());
    silence_guarded_panics();
    let look = Look::new(&mut config, kept_theme());
    let mouse = config.screen.mouse;
    let size = terminal::size();
    let day = ZonedDateTime::now().date();
    let programs = config.programs.clone();
    let mut app = App::new(config, size, day, query);
    if lasting {
        app.remember(memory::read());
    }
    let mut session = Session {
        app,
        terminal: Terminal::take(look.depth(), mouse)?,
        look,
        size,
        desks,
        inputs,
        ears,
        programs,
        answers,
        continued: false,
        ending: None,
        day,
        minute: 0,
    };
    session.tell_time();
    let ending = session.sit();
    session.terminal.give_back();
    let patience = match ending {
        Ending::Left => PATIENCE,
        Ending::Signal(_) => PATIENCE_AT_SIGNAL,
    };
    if !session.desks.close(patience) {
        anyhow::bail!(say!(
            "the last change may not be on disk: another program holds the store; `depesche doctor` checks it"
        ));
    }
    match ending {
        Ending::Left => Ok(()),
        Ending::Signal(signal) => Err(Signalled(signal).into()),
    }
}

/// Where the theme stands that the reader chose in the picker.
fn kept_theme() -> Option<PathBuf> {
    Some(notes_folder()?.join("theme.toml"))
}

/// Where notes about crashes go.
fn notes_folder() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "depesche")?;
    let folder = folders
        .state_dir()
        .unwrap_or_else(|| folders.data_local_dir());
    Some(folder.to_owned())
}

/// How a sitting ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// The reader left.
    Left,
    /// A signal asked for it.
    Signal(i32),
}

struct Session {
    app: App,
    look: Look,
    size: (u16, u16),
    desks: Desks,
    inputs: Receiver<Input>,
    ears: Ears,
    programs: Programs,
    answers: Receiver<Msg>,
    terminal: Terminal,
    /// The signal to go on after the stop that was just made is still to come and already dealt with.
    continued: bool,
    ending: Option<Ending>,
    /// The minute since 1970 as the application knows it.
    minute: i64,
    /// The day as the application knows it.
    day: Date,
}

impl Session {
    fn sit(&mut self) -> Ending {
        self.terminal.ask_background();
        let effects = self.app.start();
        self.carry_out(effects);
        self.await_first_answer();
        loop {
            self.draw();
            if let Some(ending) = self.ending {
                return ending;
            }
            select! {
                recv(self.inputs) -> input => self.take_in(input.unwrap_or(Input::Gone)),
                recv(self.answers) -> msg => match msg {
                    Ok(msg) => self.update(msg),
                    // All desks are gone, which only a bug can do; leave in order.
                    Err(_) => self.ending = Some(Ending::Left),
                },
            }
            self.drain();
            if let Some(ending) = self.ending {
                return ending;
            }
        }
    }

    fn await_first_answer(&mut self) {
        let begun = Instant::now();
        while let Some(left) = FIRST_ANSWER.checked_sub(begun.elapsed()) {
            let Ok(msg) = self.answers.recv_timeout(left) else {
                break;
            };
            let rows = matches!(msg, Msg::Answer(_, crate::ask::Answer::Rows(_)));
            self.update(msg);
            if rows {
                break;
            }
        }
        self.drain();
    }

    /// Takes in everything that waits.
    fn drain(&mut self) {
        for _ in 0..DRAINED {
            if self.ending.is_some() {
                return;
            }
            if let Ok(input) = self.inputs.try_recv() {
                self.take_in(input);
            } else if let Ok(msg) = self.answers.try_recv() {
                self.update(msg);
            } else {
                return;
            }
        }
    }

    /// Tells the time where it is another minute: an embargo may have ended.
    fn tell_time(&mut self) {
        let now = Timestamp::now();
        if now.as_second() / 60 != self.minute {
            self.minute = now.as_second() / 60;
            self.update(Msg::Clock(now));
        }
    }

    fn take_in(&mut self, input: Input) {
        self.tell_time();
        let day = ZonedDateTime::now().date();
        if day != self.day {
            self.day = day;
            self.update(Msg::Day(day));
        }
        match input {
            Input::Key(key) => self.update(Msg::Key(key)),
            Input::Paste(text) => self.update(Msg::Paste(text)),
            Input::Mouse(mouse) => self.update(Msg::Mouse(mouse)),
            Input::Background { light } => self.look.stands_on(light),
            Input::Resize => self.resize(),
            Input::Stop => self.suspend(),
            Input::Continue if self.continued => self.continued = false,
            Input::Continue => self.come_back(),
            Input::End(signal) => self.ending = Some(Ending::Signal(signal)),
            Input::Gone => self.ending = Some(Ending::Signal(SIGHUP)),
        }
    }

    fn update(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Suspend => self.suspend(),
                Effect::Edit(text) => self.edit(&text),
                Effect::Redraw => self.terminal.redraw(),
                Effect::Picture(link) if self.look.depth() < Depth::Indexed => {
                    let why = say!("pictures want a terminal with 256 colours at least");
                    self.update(Msg::Picture(link, Err(why)));
                }
                Effect::Theme(name) => self.look.wear(&name),
                Effect::KeepTheme(name) => {
                    if let Some(path) = kept_theme() {
                        let text = self.look.kept(&name);
                        self.desks.keep(path, text);
                    }
                }
                Effect::Remember(memory) => {
                    if let Some((path, text)) = memory::kept(*memory) {
                        self.desks.keep(path, text);
                    }
                }
                Effect::Quit => self.ending = Some(Ending::Left),
                Effect::Copy(text) => {
                    let refused = self.terminal.copy(&text).err();
                    self.desks.hand(Effect::Copy(text));
                    if let Some(refused) = refused {
                        self.update(Msg::Failed(refused.said()));
                    }
                }
                effect => self.desks.hand(effect),
            }
        }
    }

    /// Gives the terminal to the shell and stops; what follows runs when the shell lets the program go on.
    fn suspend(&mut self) {
        if !terminal::has_shell() {
            self.update(Msg::Failed(say!(
                "there is no shell to suspend to; depesche is the terminal's only program"
            )));
            return;
        }
        self.terminal.give_back();
        self.continued = emulate_default_handler(SIGTSTP).is_ok();
        self.come_back();
    }

    /// Lends the terminal to the reader's editor and takes it back.
    fn edit(&mut self, text: &str) {
        let lent = self.ears.lend();
        self.terminal.give_back();
        let edited = edit(&self.programs, text);
        self.come_back();
        drop(lent);
        self.update(Msg::Edited(edited));
    }

    /// The screen is whatever others left there, at whatever size it has now; so are the modes.
    fn come_back(&mut self) {
        self.terminal.give_back();
        if self.terminal.take_again().is_err() {
            self.ending = Some(Ending::Signal(SIGHUP));
        }
        self.resize();
    }

    fn resize(&mut self) {
        let size = terminal::size();
        if size != self.size {
            self.size = size;
            self.update(Msg::Resize(size.0, size.1));
        }
    }

    /// A terminal that cannot be written to is gone.
    fn draw(&mut self) {
        let (app, theme) = (&self.app, self.look.theme());
        let shown = self.terminal.show(self.size, screen::links(app), |buffer| {
            screen::draw(app, theme, buffer)
        });
        if shown.is_err() {
            self.ending = Some(Ending::Signal(SIGHUP));
        }
    }
}
