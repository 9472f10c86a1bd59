//! The tables, and how a file of an earlier version becomes one of this version.
//!
//! Three layers that must not mix: what was loaded (`article`, `body`, `source`), what the reader did (`read`,
//! `bookmark`, `note`, `tag`, `watch`, `repair`, `journal`, `feed`, `dropped`), and what the machine derived and can derive again
//! (`found`, `named`, `posting`, `entity` counts, `spelling`, `names`, the shelves of the text index, `unread`, `story`,
//! `print`).
//! A migration is never changed once released; a new one is appended.

use rusqlite_migration::{M, Migrations};

/// Marks the file as a depesche store (`PRAGMA application_id`): "depe" in ASCII.
pub(super) const APPLICATION_ID: i32 = 0x6465_7065;

/// The version of the schema this program writes.
pub(super) const VERSION: i32 = STEPS.len() as i32;

const STEPS: &[M<'static>] = &[
    M::up(FIRST),
    M::up(super::feeds::TABLE),
    M::up(super::retain::TABLE),
    M::up(LAYOUT),
    M::up(super::stories::TABLE),
    M::up(STATUS),
    M::up(super::briefing::TABLES),
];

/// Every step from an empty file to this version.
pub(super) const fn migrations() -> Migrations<'static> {
    Migrations::from_slice(STEPS)
}

const FIRST: &str = "
-- Where articles come from. An empty name or host is an unknown one.
CREATE TABLE source (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  folded TEXT NOT NULL,
  articles INTEGER NOT NULL DEFAULT 0,
  UNIQUE (name, host)
) STRICT;

-- What the list shows. 50 rows are a page or two of this table.
CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  identity BLOB NOT NULL,
  title TEXT NOT NULL,
  published TEXT,
  day INTEGER,
  source INTEGER NOT NULL,
  language TEXT,
  extent INTEGER NOT NULL,
  embargo TEXT,
  version INTEGER,
  recogniser INTEGER NOT NULL,
  quoted INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX article_identity ON article (identity);
CREATE INDEX article_source ON article (source);
CREATE INDEX article_language ON article (language);
CREATE INDEX article_day ON article (day);
CREATE INDEX article_recogniser ON article (recogniser);
CREATE INDEX article_quoted ON article (quoted) WHERE quoted = 1;

-- The whole article, compressed: one byte for the number of the dictionary, then a zstd frame.
CREATE TABLE body (id INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;
CREATE TABLE dictionary (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

-- The reader's state.
CREATE TABLE read (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE bookmark (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE TABLE note (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id INTEGER NOT NULL,
  start INTEGER,
  stop INTEGER,
  passage TEXT NOT NULL,
  text TEXT NOT NULL,
  colour INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX note_id ON note (id);
CREATE TABLE tag (tag TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (tag, id)) STRICT, WITHOUT ROWID;
CREATE INDEX tag_id ON tag (id);
CREATE TABLE watch (entity INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
-- The reader's corrections of the recogniser: shown as part of another, under another name, or not at all.
CREATE TABLE repair (
  entity INTEGER PRIMARY KEY,
  of INTEGER,
  name TEXT,
  hidden INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX repair_of ON repair (of);
CREATE TABLE journal (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  what TEXT NOT NULL,
  forth BLOB NOT NULL,
  back BLOB NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What was recognised, compressed like a body; and the same as numbers, one article a row.
CREATE TABLE found (id INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;
CREATE TABLE named (id INTEGER PRIMARY KEY, entities BLOB NOT NULL) STRICT;
-- An entity row stays for ever: the reader's watches and repairs hang on its number.
CREATE TABLE entity (
  number INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  shown TEXT NOT NULL,
  articles INTEGER NOT NULL DEFAULT 0,
  UNIQUE (kind, key)
) STRICT;
CREATE INDEX entity_key ON entity (key);
CREATE INDEX entity_shown ON entity (shown);
-- Which articles name an entity, in date order.
CREATE TABLE posting (
  entity INTEGER NOT NULL,
  article INTEGER NOT NULL,
  salience INTEGER NOT NULL,
  said INTEGER NOT NULL,
  PRIMARY KEY (entity, article)
) STRICT, WITHOUT ROWID;
-- The names and aliases articles use for an entity; an alias counts no articles.
CREATE TABLE spelling (
  number INTEGER PRIMARY KEY,
  entity INTEGER NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  articles INTEGER NOT NULL DEFAULT 0,
  UNIQUE (entity, name)
) STRICT;
CREATE INDEX spelling_key ON spelling (key);
CREATE VIRTUAL TABLE names USING fts5 (name, content = '', columnsize = 0, detail = none, tokenize = 'ascii', prefix = '1 2 3');

CREATE TABLE unread (id INTEGER PRIMARY KEY) STRICT;
-- The text index stands on shelves, each with the articles from one number up to the next shelf's.
CREATE TABLE shelf (
  number INTEGER PRIMARY KEY,
  floor INTEGER NOT NULL UNIQUE,
  articles INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE fact (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
";

const LAYOUT: &str = "
-- How text stands in the shelf's table: 1 words, 2 words and the beginnings of words.
ALTER TABLE shelf ADD COLUMN layout INTEGER NOT NULL DEFAULT 1;
";

/// Whether the source still stands by an article.
const STATUS: &str = "ALTER TABLE article ADD COLUMN status INTEGER NOT NULL DEFAULT 0;";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_are_sound() {
        migrations().validate().unwrap();
    }
}
