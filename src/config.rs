//! Settings: config.example.toml compiled in is the defaults; the reader's file is laid over it.
