//! The feeds the reader has subscribed to, and what visiting them left behind.
//!
//! Subscriptions belong to the reader: nothing here is derived, and only the reader's word or a permanent move
//! takes one away.

use jiff::Timestamp;
use rusqlite::{Row, ToSql, params};

use super::{Failure, Store};
use crate::article::Link;
use crate::feed::{FullText, Subscription, Visit};
use crate::text::Clean;

/// Times are seconds since 1970; tags are one a line; `full` is 0 on demand, 1 always, 2 never.
pub(super) const TABLE: &str = "
CREATE TABLE feed (
  number INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  site TEXT,
  tags TEXT NOT NULL,
  typed INTEGER NOT NULL,
  etag TEXT,
  modified TEXT,
  at INTEGER,
  due INTEGER,
  not_before INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  trouble TEXT,
  gone INTEGER NOT NULL DEFAULT 0,
  full INTEGER NOT NULL DEFAULT 0
) STRICT;
";

const COLUMNS: &str = "address, title, site, tags, typed, etag, modified, at, due, not_before, failures, trouble, gone, full";

impl Store {
    /// The subscriptions in the order in which they were made.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn feeds(&self) -> Result<Vec<Subscription>, Failure> {
        let sql = format!("SELECT {COLUMNS} FROM feed ORDER BY number");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], subscription)?;
        let mut feeds = Vec::new();
        for row in rows {
            // An address that is none any more was edited by hand; it can neither be shown nor asked for.
            feeds.extend(row?);
        }
        Ok(feeds)
    }

    /// Subscribes to feeds, in one transaction; says how many of them were not subscribed to before.
    ///
    /// # Errors
    /// When the disk refuses; then to none of them.
    pub fn subscribe(&mut self, feeds: &[Subscription]) -> Result<u64, Failure> {
        self.wrote();
        let transaction = self.connection.transaction()?;
        let mut new = 0;
        for feed in feeds {
            let sql = format!(
                "INSERT INTO feed ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                 ON CONFLICT (address) DO NOTHING"
            );
            new += insert(&transaction, &sql, feed, true)?;
        }
        transaction.commit()?;
        Ok(new)
    }

    /// Ends a subscription; says whether there was one. Its articles stay.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn unsubscribe(&mut self, address: &Link) -> Result<bool, Failure> {
        self.wrote();
        let gone = self
            .connection
            .execute("DELETE FROM feed WHERE address = ?1", [address.as_str()])?;
        Ok(gone > 0)
    }

    /// Keeps what a visit left behind, and where the feed has moved to; one that moved to where another is becomes one with it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn visited(&mut self, address: &Link, feed: &Subscription) -> Result<(), Failure> {
        self.wrote();
        let transaction = self.connection.transaction()?;
        if feed.address != *address {
            let taken: bool = transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM feed WHERE address = ?1)",
                [feed.address.as_str()],
                |row| row.get(0),
            )?;
            let sql = if taken {
                "DELETE FROM feed WHERE address = ?1 AND ?2 IS NOT NULL"
            } else {
                "UPDATE feed SET address = ?2 WHERE address = ?1"
            };
            transaction.execute(sql, [address.as_str(), feed.address.as_str()])?;
        }
        // Only what is still subscribed to: the reader may have ended it meanwhile.
        let sql = "UPDATE feed SET title = ?2, site = ?3, tags = ?4, typed = ?5, etag = ?6, modified = ?7, at = ?8,
                   due = ?9, not_before = ?10, failures = ?11, trouble = ?12, gone = ?13 WHERE address = ?1";
        insert(&transaction, sql, feed, false)?;
        transaction.commit()?;
        Ok(())
    }

    /// Says whether the pages behind a feed's teasers are fetched; says whether there is such a feed.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn want_full(&mut self, address: &Link, full: FullText) -> Result<bool, Failure> {
        self.wrote();
        let touched = self.connection.execute(
            "UPDATE feed SET full = ?2 WHERE address = ?1",
            params![address.as_str(), full_number(full)],
        )?;
        Ok(touched > 0)
    }
}

fn full_number(full: FullText) -> u8 {
    match full {
        FullText::OnDemand => 0,
        FullText::Always => 1,
        FullText::Never => 2,
    }
}

/// Runs a statement with the columns of a feed in their order, the last of them only where it is the reader's word.
fn insert(
    connection: &rusqlite::Connection,
    sql: &str,
    feed: &Subscription,
    with_full: bool,
) -> Result<u64, Failure> {
    let seconds = |at: Option<Timestamp>| at.map(Timestamp::as_second);
    let tags: Vec<&str> = feed.tags.iter().map(Clean::as_str).collect();
    let visit = &feed.visit;
    let full = full_number(feed.full);
    let columns: &[&dyn ToSql] = params![
        feed.address.as_str(),
        feed.title.as_str(),
        feed.site.as_ref().map(Link::as_str),
        tags.join("\n"),
        feed.typed,
        visit.etag,
        visit.modified,
        seconds(visit.at),
        seconds(visit.due),
        seconds(visit.not_before),
        visit.failures,
        visit.trouble,
        visit.gone,
        full,
    ];
    let columns = &columns[..columns.len() - usize::from(!with_full)];
    Ok(connection.prepare_cached(sql)?.execute(columns)? as u64)
}

fn subscription(row: &Row) -> rusqlite::Result<Option<Subscription>> {
    let text = |at: usize| row.get::<_, Option<String>>(at);
    let time = |at: usize| -> rusqlite::Result<Option<Timestamp>> {
        let seconds: Option<i64> = row.get(at)?;
        Ok(seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()))
    };
    let Some(address) = text(0)?.as_deref().and_then(Link::parse) else {
        return Ok(None);
    };
    let tags = text(3)?.unwrap_or_default();
    Ok(Some(Subscription {
        address,
        title: Clean::line(&text(1)?.unwrap_or_default()),
        site: text(2)?.as_deref().and_then(Link::parse),
        tags: tags
            .lines()
            .map(Clean::line)
            .filter(|tag| !tag.is_empty())
            .collect(),
        typed: row.get(4)?,
        full: match row.get(13)? {
            1 => FullText::Always,
            2 => FullText::Never,
            _ => FullText::OnDemand,
        },
        visit: Visit {
            etag: text(5)?,
            modified: text(6)?,
            at: time(7)?,
            due: time(8)?,
            not_before: time(9)?,
            failures: row.get(10)?,
            trouble: text(11)?,
            gone: row.get(12)?,
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(address: &str) -> Subscription {
        Subscription {
            title: Clean::line("A feed"),
            tags: vec![Clean::line("Wirtschaft"), Clean::line("Banken")],
            typed: true,
            full: FullText::Always,
            ..Subscription::new(Link::parse(address).unwrap())
        }
    }

    #[test]
    fn a_subscription_comes_back_as_it_was_and_is_made_once() {
        let mut store = Store::in_memory().unwrap();
        let one = feed("https://one.example/feed");
        assert_eq!(
            store
                .subscribe(&[one.clone(), feed("https://two.example/")])
                .unwrap(),
            2
        );
        assert_eq!(store.subscribe(std::slice::from_ref(&one)).unwrap(), 0);
        assert_eq!(store.feeds().unwrap()[0], one);
        assert!(store.unsubscribe(&one.address).unwrap());
        assert!(!store.unsubscribe(&one.address).unwrap());
        assert_eq!(store.feeds().unwrap().len(), 1);
    }

    #[test]
    fn a_visit_is_kept_and_a_feed_that_moved_onto_another_becomes_one_with_it() {
        let mut store = Store::in_memory().unwrap();
        let old = feed("https://old.example/feed");
        let other = feed("https://other.example/feed");
        store.subscribe(&[old.clone(), other.clone()]).unwrap();
        let mut moved = feed("https://new.example/feed");
        moved.visit.etag = Some("\"1\"".to_owned());
        moved.visit.at = Timestamp::from_second(1_795_000_000).ok();
        store.visited(&old.address, &moved).unwrap();
        assert_eq!(store.feeds().unwrap(), [moved.clone(), other.clone()]);
        store.visited(&moved.address, &other).unwrap();
        assert_eq!(store.feeds().unwrap(), [other]);
    }

    #[test]
    fn whether_pages_are_fetched_is_the_readers_word_and_no_visit_changes_it() {
        let mut store = Store::in_memory().unwrap();
        let one = feed("https://one.example/feed");
        store.subscribe(std::slice::from_ref(&one)).unwrap();
        for full in FullText::ALL {
            assert!(store.want_full(&one.address, full).unwrap());
            store.visited(&one.address, &one).unwrap();
            assert_eq!(store.feeds().unwrap()[0].full, full);
        }
        let other = Link::parse("https://other.example/").unwrap();
        assert!(!store.want_full(&other, FullText::Never).unwrap());
    }

    #[test]
    fn a_visit_to_what_the_reader_left_meanwhile_brings_nothing_back() {
        let mut store = Store::in_memory().unwrap();
        let one = feed("https://one.example/feed");
        store.visited(&one.address, &one).unwrap();
        assert_eq!(store.feeds().unwrap(), []);
    }
}
