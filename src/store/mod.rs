//! The store: one `SQLite` file. The only module that knows `SQLite`.
