//! The desks: worker threads that own their tool; effects in, messages out.

pub mod intake;
