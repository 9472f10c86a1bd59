//! The program: arguments to `depesche::cli`, its number to the shell.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(depesche::cli::run(std::env::args_os()))
}
