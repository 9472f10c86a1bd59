//! Which articles are to be recognised again, and making them so; the work itself is done elsewhere.

use rusqlite::TransactionBehavior;

use super::failure::Failure;
use super::search::Search;
use super::{Store, list, write};
use crate::article::{Article, ArticleId};
use crate::query::Query;

impl Store {
    /// The articles of a query in list order; only those whose highlights are from before a version of the
    /// recogniser, if one is given.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn due(&self, query: &Query, before: Option<u32>) -> Result<Vec<ArticleId>, Failure> {
        let search = Search::new(&self.connection, query)?;
        let mut ids = list::page(self, &search, None, true, usize::MAX / 2)?;
        if let Some(before) = before {
            let mut statement = self
                .connection
                .prepare_cached("SELECT id FROM article WHERE recogniser < ?1")?;
            let stale: std::collections::HashSet<i64> = statement
                .query_map([before], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            ids.retain(|id| stale.contains(&id.0));
        }
        Ok(ids)
    }

    /// Counts the highlights of these articles as stale, so that they are made anew even if this is ended half-way.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn outdate(&mut self, ids: &[ArticleId]) -> Result<(), Failure> {
        self.wrote();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut statement =
                transaction.prepare("UPDATE article SET recogniser = 0 WHERE id = ?1")?;
            for id in ids {
                statement.execute([id.0])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// The texts of these articles; ones that are gone or damaged are left out.
    pub fn texts(&self, ids: &[ArticleId]) -> Vec<(ArticleId, Article)> {
        let text = |id: &ArticleId| {
            let article = write::body(&self.connection, &self.packer, *id).ok()?;
            Some((*id, article))
        };
        ids.iter().filter_map(text).collect()
    }
}
