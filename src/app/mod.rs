//! The application as a value: one message in, effects out.

mod message;

use jiff::civil::Date;

use crate::config::Config;

pub use message::{Effect, Msg, Number};

/// The whole state of the application.
#[derive(Debug, Clone)]
pub struct App {
    config: Config,
    size: (u16, u16),
    today: Date,
}

impl App {
    /// The application at its start: columns and rows of the terminal, the reader's local day, the query to begin with.
    pub fn new(config: Config, size: (u16, u16), today: Date, _query: &str) -> Self {
        Self {
            config,
            size,
            today,
        }
    }

    /// What to ask for first.
    pub fn start(&mut self) -> Vec<Effect> {
        let _ = (&self.config, self.size, self.today);
        Vec::new()
    }

    /// Takes a message in; the only place where the state changes.
    pub fn update(&mut self, _msg: Msg) -> Vec<Effect> {
        Vec::new()
    }
}
