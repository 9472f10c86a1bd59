//! The program: arguments to `depesche::cli`, its one sentence to standard error, its number to the shell.

use std::process::ExitCode;

fn main() -> ExitCode {
    match depesche::cli::run(std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(sentence) = failure.sentence() {
                depesche::cli::tell(&sentence);
            }
            ExitCode::from(failure.code())
        }
    }
}
