//! The one integration test binary.

mod cli;
mod exports;
mod fetch;
mod imports;
mod intake;
mod load;
mod pty;
mod recognise;
mod say;
mod stage;
mod store;
mod tables;
mod themes;
