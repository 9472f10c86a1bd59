//! The program: arguments to `depesche::cli`, its sentence to standard error, its number to the shell.

fn main() {}
