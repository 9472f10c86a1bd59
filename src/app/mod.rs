//! The application as a value: one message in, effects out.

mod message;

pub use message::{Answer, Ask, Effect, Field, Msg, Number, Opened, Portrait};
