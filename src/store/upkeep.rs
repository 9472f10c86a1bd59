//! Recognising again, checking, repairing: what can be derived again is, what the reader did is never touched.

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::failure::Failure;
use super::index::{self, Layout};
use super::pack::read_named;
use super::shelves::{self, SHELF};
use super::write::{self, Tally};
use super::{Finding, Store};
use crate::article::{Article, ArticleId};
use crate::highlight::Highlights;
use crate::say::{Said, say, says};

/// So many articles are indexed in one transaction when the index is rebuilt.
const BATCH: usize = 1000;

/// Articles whose highlights an older recogniser made.
pub(super) fn stale(
    store: &Store,
    recogniser: u32,
    limit: usize,
) -> Result<Vec<(ArticleId, Article)>, Failure> {
    let ids: Vec<i64> = store
        .connection
        .prepare_cached(
            "SELECT id FROM article WHERE recogniser < ?1 ORDER BY recogniser, id DESC LIMIT ?2",
        )?
        .query_map(params![recogniser, limit as i64], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        let id = ArticleId(id);
        // A text that is damaged must not keep the others from being recognised.
        if let Ok(article) = write::body(&store.connection, &store.packer, id) {
            out.push((id, article));
        }
    }
    Ok(out)
}

/// Replaces the highlights of articles in one transaction.
pub(super) fn recognised(
    store: &mut Store,
    recogniser: u32,
    found: Vec<(ArticleId, Highlights)>,
) -> Result<(), Failure> {
    let result = (|| {
        let Store {
            connection,
            packer,
            remembered,
            ..
        } = &mut *store;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut tally = Tally::new(remembered);
        for (id, highlights) in found {
            let known = transaction
                .prepare_cached("SELECT 1 FROM article WHERE id = ?1")?
                .exists([id.0])?;
            if known {
                write::forget(&transaction, packer, id, &mut tally)?;
                write::learn(
                    &transaction,
                    packer,
                    id,
                    &highlights,
                    recogniser,
                    &mut tally,
                )?;
            }
        }
        tally.write(&transaction)?;
        Ok(transaction.commit()?)
    })();
    if result.is_err() {
        store.remembered.clear();
    }
    result
}

/// Checks integrity, indexes and counts; with `repair`, rebuilds what can be rebuilt.
pub(super) fn check(store: &mut Store, repair: bool) -> Result<Vec<Finding>, Failure> {
    let mut findings = Vec::new();
    let mut tell = |message: Said, trouble: bool| findings.push(Finding { message, trouble });
    let integrity: Vec<String> = store
        .connection
        .prepare("PRAGMA integrity_check(20)")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if integrity == ["ok"] {
        tell(say!("The file is sound."), false);
    } else {
        for line in integrity {
            tell(say!("The file is damaged: {line}.", line), true);
        }
        if repair {
            store.connection.execute_batch("REINDEX")?;
            tell(say!("The indexes of the tables were rebuilt."), false);
        }
    }
    let articles = number(store, "SELECT count(*) FROM article")?;
    tell(says!(articles; "1 article.", "{articles} articles."), false);

    let bodiless = number(
        store,
        "SELECT count(*) FROM article WHERE NOT EXISTS (SELECT 1 FROM body WHERE body.id = article.id)",
    )?;
    if bodiless > 0 {
        tell(
            say!("{bodiless} articles have lost their text.", bodiless),
            true,
        );
    }
    check_state(store, repair, &mut tell)?;
    check_counts(store, repair, &mut tell)?;
    check_index(store, repair, articles, &mut tell)?;
    super::stories::check(store, repair, &mut tell)?;
    if repair {
        store.connection.execute_batch("PRAGMA optimize")?;
    }
    Ok(findings)
}

fn number(store: &Store, sql: &str) -> Result<i64, Failure> {
    Ok(store.connection.query_row(sql, [], |row| row.get(0))?)
}

/// Every article is read or unread, not both.
fn check_state(
    store: &mut Store,
    repair: bool,
    tell: &mut impl FnMut(Said, bool),
) -> Result<(), Failure> {
    let wrong = number(
        store,
        "SELECT (SELECT count(*) FROM article WHERE
           EXISTS (SELECT 1 FROM read WHERE read.id = article.id) = EXISTS (SELECT 1 FROM unread WHERE unread.id = article.id))
         + (SELECT count(*) FROM unread WHERE NOT EXISTS (SELECT 1 FROM article WHERE article.id = unread.id))",
    )?;
    if wrong == 0 {
        return Ok(());
    }
    tell(
        say!(
            "{wrong} articles are in the list of unread ones, or not, against what was read.",
            wrong
        ),
        true,
    );
    if repair {
        let transaction = store
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(
            "DELETE FROM unread;
             INSERT INTO unread (id) SELECT id FROM article WHERE NOT EXISTS (SELECT 1 FROM read WHERE read.id = article.id);",
        )?;
        transaction.commit()?;
        tell(say!("The list of unread articles was made anew."), false);
    }
    Ok(())
}

/// Counts of entities and sources, and postings against what each article names.
fn check_counts(
    store: &mut Store,
    repair: bool,
    tell: &mut impl FnMut(Said, bool),
) -> Result<(), Failure> {
    let mut named = 0_i64;
    {
        let mut statement = store.connection.prepare("SELECT entities FROM named")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            named += read_named(row.get_ref(0)?.as_blob()?).count() as i64;
        }
    }
    let postings = number(store, "SELECT count(*) FROM posting")?;
    let counted = number(store, "SELECT coalesce(sum(articles), 0) FROM entity")?;
    let sourced = number(store, "SELECT coalesce(sum(articles), 0) FROM source")?;
    let articles = number(store, "SELECT count(*) FROM article")?;
    if named == postings && postings == counted && sourced == articles {
        tell(
            say!("{postings} mentions of entities, all counted.", postings),
            false,
        );
        return Ok(());
    }
    tell(
        say!(
            "Articles name {named} entities, but {postings} are listed and {counted} counted; sources count {sourced} articles.",
            named,
            postings,
            counted,
            sourced
        ),
        true,
    );
    if repair {
        let transaction = store
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("DELETE FROM posting", [])?;
        {
            let mut statement = transaction.prepare("SELECT id, entities FROM named")?;
            let mut posting = transaction.prepare(
                "INSERT OR REPLACE INTO posting (entity, article, salience, said) VALUES (?1, ?2, ?3, ?4)",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                for one in read_named(row.get_ref(1)?.as_blob()?) {
                    posting.execute(params![one.entity, id, one.salience, one.said])?;
                }
            }
        }
        transaction.execute_batch(
            "UPDATE entity SET articles = (SELECT count(*) FROM posting WHERE posting.entity = entity.number);
             UPDATE source SET articles = (SELECT count(*) FROM article WHERE article.source = source.number);",
        )?;
        transaction.commit()?;
        tell(say!("Mentions and counts were made anew."), false);
    }
    Ok(())
}

/// The text index against the articles.
fn check_index(
    store: &mut Store,
    repair: bool,
    articles: i64,
    tell: &mut impl FnMut(Said, bool),
) -> Result<(), Failure> {
    let mut sound = true;
    let mut indexed = 0;
    let shelves = shelves::shelves(&store.connection)?;
    let crowded = shelves
        .iter()
        .any(|shelf| shelf.articles > 2 * SHELF || shelf.layout != Layout::NEWEST);
    for shelf in &shelves {
        let table = shelf.table();
        let check = format!("INSERT INTO {table} ({table}) VALUES ('integrity-check')");
        sound &= store.connection.execute(&check, []).is_ok();
        indexed += shelf.articles;
    }
    let version: Option<i64> = store
        .connection
        .query_row("SELECT value FROM fact WHERE name = 'index'", [], |row| {
            row.get(0)
        })
        .optional()?;
    let current = version.is_none_or(|version| version == index::INDEX);
    if sound && current && indexed == articles {
        tell(
            say!(
                "The text index is sound and holds {indexed} articles.",
                indexed
            ),
            false,
        );
        if !(repair && crowded) {
            return Ok(());
        }
    } else {
        tell(
            say!(
                "The text index does not fit the articles ({indexed} of {articles}).",
                indexed,
                articles
            ),
            true,
        );
    }
    if repair {
        rebuild_index(store)?;
        tell(say!("The text index was made anew."), false);
    }
    Ok(())
}

/// Makes the text index anew, on shelves of even size.
pub(super) fn rebuild_index(store: &mut Store) -> Result<(), Failure> {
    let transaction = store
        .connection
        .transaction_with_behavior(TransactionBehavior::Immediate)?;
    for shelf in shelves::shelves(&transaction)? {
        transaction.execute_batch(&format!("DROP TABLE {}", shelf.table()))?;
    }
    transaction.execute("DELETE FROM shelf", [])?;
    let ids: Vec<i64> = transaction
        .prepare("SELECT id FROM body ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for batch in ids.chunks(BATCH) {
        for id in batch {
            let id = ArticleId(*id);
            // An article whose text is damaged stays listed, it is only not found by its words.
            if let Ok(article) = write::body(&transaction, &store.packer, id) {
                shelves::put(&transaction, id, &article.title, article.body.text())?;
            }
        }
    }
    index::mark_current(&transaction)?;
    Ok(transaction.commit()?)
}
