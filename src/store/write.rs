//! Putting articles in: new ones, later versions of known ones, and what was recognised in them.
//!
//! Nothing here touches what the reader did; an article keeps its number, and with it bookmark, tags and read
//! state, when a later version of its text comes. Notes look for their words in the new text.

use std::collections::{HashMap, HashSet};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use xxhash_rust::xxh3::xxh3_128;

use super::entities::{self, kind_number};
use super::failure::Failure;
use super::pack::{Named, Packer, read_named, write_named};
use super::{Added, Incoming, Store, anchor, briefing, cast, retain, shelves, stories};
use crate::article::{Article, ArticleId, Extent, Status};
use crate::highlight::{EntityKey, Highlights};
use crate::text::fold;

/// The half of the numbers of a second that articles without a date take.
///
/// They stand where they came in, at the second of loading, but are told apart from articles of that second, so
/// that no question for a date finds them.
pub(super) const UNDATED: i64 = 1 << (ArticleId::SEQUENCE_BITS - 1);

/// A dictionary is made from this many articles, sampled.
const ENOUGH: usize = 480;
const SAMPLES: usize = 24;

/// For each article that comes in so many may be moved to another shelf of the index.
const MOVED: usize = 2;

/// Entity numbers kept between batches; beyond this the memory starts anew.
const REMEMBERED: usize = 100_000;

/// Adds articles in one transaction.
pub(super) fn add(store: &mut Store, incoming: Vec<Incoming>) -> Result<Added, Failure> {
    // A batch is not the reader's word: losing the last one to a power cut loses nothing that cannot be loaded
    // again, and not waiting for the disk makes bulk loading several times faster.
    store
        .connection
        .pragma_update(None, "synchronous", "NORMAL")?;
    let result = add_batch(store, incoming);
    store
        .connection
        .pragma_update(None, "synchronous", "FULL")?;
    if result.is_err() {
        store.remembered.clear();
    }
    result
}

fn add_batch(store: &mut Store, incoming: Vec<Incoming>) -> Result<Added, Failure> {
    let Store {
        connection,
        packer,
        remembered,
        recogniser,
        returning,
        ..
    } = store;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    packer.read_dictionaries(&transaction)?;
    let mut added = Added::default();
    let mut tally = Tally::new(remembered);
    let batch = briefing::next_batch(&transaction)?;
    for one in incoming {
        let identity = identity(&one.identity);
        let known: Option<(i64, Standing)> = transaction
            .prepare_cached("SELECT version, extent, status, id FROM article WHERE identity = ?1")?
            .query_row([&identity[..]], |row| {
                Ok((row.get(3)?, Standing::read(row)?))
            })
            .optional()?;
        let Some((id, standing)) = known else {
            if retain::was_dropped(&transaction, &identity, *returning)? {
                added.dropped += 1;
                continue;
            }
            let id = next_id(&transaction, &one.article)?;
            write(&transaction, packer, id, &identity, &one.article)?;
            transaction
                .prepare_cached("UPDATE article SET batch = ?2 WHERE id = ?1")?
                .execute([id.0, batch])?;
            transaction
                .prepare_cached("INSERT OR IGNORE INTO unread (id) VALUES (?1)")?
                .execute([id.0])?;
            learn(
                &transaction,
                packer,
                id,
                &one.highlights,
                *recogniser,
                &mut tally,
            )?;
            added.new += 1;
            continue;
        };
        if !replaces(&one.article, standing) {
            added.known += 1;
            continue;
        }
        let id = ArticleId(id);
        let old: Article = body(&transaction, packer, id)?;
        let one = with_text_of(one, &old, || found(&transaction, packer, id))?;
        forget(&transaction, packer, id, &mut tally)?;
        shelves::take(&transaction, id, &old.title, old.body.text())?;
        transaction
            .prepare_cached("UPDATE source SET articles = articles - 1 WHERE number = (SELECT source FROM article WHERE id = ?1)")?
            .execute([id.0])?;
        write(&transaction, packer, id, &identity, &one.article)?;
        learn(
            &transaction,
            packer,
            id,
            &one.highlights,
            *recogniser,
            &mut tally,
        )?;
        anchor::again(&transaction, id, old.body.text(), one.article.body.text())?;
        added.replaced += 1;
    }
    tally.write(&transaction)?;
    shelves::even_out(
        &transaction,
        packer,
        MOVED * (added.new + added.replaced) as usize,
    )?;
    if added.new > 0 {
        make_dictionary(&transaction, packer)?;
    }
    transaction.commit()?;
    Ok(added)
}

/// Puts a whole text in the place of what was known of an article, even where that was taken for the whole.
pub(super) fn complete(store: &mut Store, id: ArticleId, whole: Incoming) -> Result<bool, Failure> {
    let marked = store.connection.execute(
        "UPDATE article SET extent = ?3 WHERE id = ?1 AND identity = ?2",
        params![
            id.0,
            &identity(&whole.identity)[..],
            extent_number(Extent::Teaser)
        ],
    )?;
    Ok(marked > 0 && add(store, vec![whole])?.replaced > 0)
}

/// What makes two deliveries the same article, as it stands in the tables.
pub(super) fn identity(written: &str) -> [u8; 16] {
    xxh3_128(written.as_bytes()).to_be_bytes()
}

/// Once there are enough articles to learn from, makes the dictionary that later ones are packed with.
fn make_dictionary(connection: &Connection, packer: &Packer) -> Result<(), Failure> {
    if packer.has_dictionary() || super::counts::total(connection)? < ENOUGH as u64 {
        return Ok(());
    }
    let ids: Vec<i64> = connection
        .prepare("SELECT id FROM body ORDER BY id DESC LIMIT ?1")?
        .query_map([ENOUGH as i64], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut samples = Vec::with_capacity(SAMPLES);
    for id in ids.into_iter().step_by(ENOUGH / SAMPLES) {
        let article = body(connection, packer, ArticleId(id))?;
        samples.push(serde_json::to_vec(&article).map_err(Failure::damaged)?);
    }
    connection.execute(
        "INSERT INTO dictionary (number, bytes) VALUES (1, ?1)",
        [super::pack::dictionary(&samples)],
    )?;
    // It is taken up by the next batch: this one may yet be rolled back.
    Ok(())
}

/// What is known of an article before another delivery of it is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    version: Option<u32>,
    extent: Extent,
    status: Status,
}

impl Standing {
    /// Reads version, extent and status, the first three columns of a row.
    pub(super) fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            version: row.get(0)?,
            extent: extent_from(row.get(1)?),
            status: status_from(row.get(2)?),
        })
    }
}

/// Whether a delivery is to replace the one that is there: a higher version, the whole text after a part, or the
/// word of the source that it stands by it no longer.
pub(super) fn replaces(article: &Article, there: Standing) -> bool {
    let (new, old) = (article.version.unwrap_or(0), there.version.unwrap_or(0));
    let whole = there.extent != Extent::Full && article.extent == Extent::Full;
    let recalled = there.status.is_usable() && !article.status.is_usable();
    new > old || (new == old && (whole || recalled))
}

/// A piece that is withdrawn without a text keeps the one that was there, on which the reader's notes stand, and says
/// that it is withdrawn.
fn with_text_of(
    one: Incoming,
    old: &Article,
    found: impl FnOnce() -> Result<Highlights, Failure>,
) -> Result<Incoming, Failure> {
    if one.article.status.is_usable() || !one.article.body.is_empty() {
        return Ok(one);
    }
    Ok(Incoming {
        article: Article {
            status: one.article.status,
            version: one.article.version,
            embargo: one.article.embargo,
            ..old.clone()
        },
        highlights: found()?,
        ..one
    })
}

/// What was recognised in an article, without repairs; nothing if it is lost, since it can be recognised again.
pub(super) fn found(
    connection: &Connection,
    packer: &Packer,
    id: ArticleId,
) -> Result<Highlights, Failure> {
    let bytes: Option<Vec<u8>> = connection
        .prepare_cached("SELECT packed FROM found WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    Ok(bytes
        .and_then(|bytes| packer.unpack(connection, &bytes).ok())
        .unwrap_or_default())
}

/// The next free number at the article's date.
fn next_id(connection: &Connection, article: &Article) -> Result<ArticleId, Failure> {
    let (mut seconds, flag) = match &article.published {
        Some(published) => (published.seconds(), 0),
        None => (now(), UNDATED),
    };
    loop {
        let first = ArticleId::first_at(seconds).0 + flag;
        let last = first + UNDATED - 1;
        let newest: Option<i64> = connection
            .prepare_cached(
                "SELECT max(id) FROM (SELECT max(id) AS id FROM article WHERE id BETWEEN ?1 AND ?2
                 UNION ALL SELECT max(id) FROM dropped WHERE id BETWEEN ?1 AND ?2)",
            )?
            .query_row([first, last], |row| row.get(0))?;
        match newest {
            None => return Ok(ArticleId(first)),
            Some(newest) if newest < last => return Ok(ArticleId(newest + 1)),
            Some(_) => seconds += 1,
        }
    }
}

/// Seconds since 1970.
pub(super) fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() as i64)
}

/// Writes what was loaded: row, body, words.
pub(super) fn write(
    connection: &Connection,
    packer: &Packer,
    id: ArticleId,
    identity: &[u8],
    article: &Article,
) -> Result<(), Failure> {
    let source = source(connection, article)?;
    let day = article
        .published
        .map(|published| day_number(published.day()));
    connection
        .prepare_cached(
            "INSERT INTO article (id, identity, title, published, day, source, language, extent, embargo, version, recogniser, quoted, status)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0, ?11)
             ON CONFLICT (id) DO UPDATE SET title = excluded.title, published = excluded.published, day = excluded.day,
               source = excluded.source, language = excluded.language, extent = excluded.extent,
               embargo = excluded.embargo, version = excluded.version, status = excluded.status",
        )?
        .execute(params![
            id.0,
            identity,
            article.title.as_str(),
            article.published.map(|at| at.to_string()),
            day,
            source,
            article.language.map(|language| language.to_string()),
            extent_number(article.extent),
            article.embargo.map(|at| at.to_string()),
            article.version,
            status_number(article.status),
        ])?;
    connection
        .prepare_cached(
            "INSERT INTO body (id, packed) VALUES (?1, ?2)
             ON CONFLICT (id) DO UPDATE SET packed = excluded.packed",
        )?
        .execute(params![id.0, packer.pack(article)?])?;
    shelves::put(connection, id, &article.title, article.body.text())?;
    stories::place(connection, packer, id, article)
}

/// The number of the article's source, with this article counted.
fn source(connection: &Connection, article: &Article) -> Result<i64, Failure> {
    let name = article.source.as_ref().map_or("", |name| name.as_str());
    let host = article.url.as_ref().map(crate::article::Link::host);
    let host = host.as_deref().unwrap_or("");
    Ok(connection
        .prepare_cached(
            "INSERT INTO source (name, host, folded, articles) VALUES (?1, ?2, ?3, 1)
             ON CONFLICT (name, host) DO UPDATE SET articles = articles + 1 RETURNING number",
        )?
        .query_row(
            params![name, host, fold(&format!("{name} {host}"))],
            |row| row.get(0),
        )?)
}

/// Days since 1970-01-01.
pub(super) fn day_number(date: Date) -> i64 {
    date.since(Date::constant(1970, 1, 1))
        .map_or(0, |span| i64::from(span.get_days()))
}

/// Writes what was recognised: highlights, postings, counts.
pub(super) fn learn(
    connection: &Connection,
    packer: &Packer,
    id: ArticleId,
    highlights: &Highlights,
    recogniser: u32,
    tally: &mut Tally<'_>,
) -> Result<(), Failure> {
    let speakers: HashSet<&str> = highlights
        .quotes
        .iter()
        .filter_map(|quote| quote.speaker.as_deref())
        .collect();
    let mut named: Vec<Named> = Vec::with_capacity(highlights.entities.len());
    for entity in &highlights.entities {
        let number = tally.number(connection, &entity.key, &entity.name)?;
        let one = Named {
            entity: number,
            kind: kind_number(entity.key.kind),
            salience: (entity.salience.clamp(0.0, 1.0) * 100.0).round() as u8,
            said: speakers.contains(entity.name.as_str()),
        };
        // Two entities of one article with the same key are one.
        match named.iter_mut().find(|other| other.entity == number) {
            Some(other) => {
                other.salience = other.salience.max(one.salience);
                other.said |= one.said;
            }
            None => named.push(one),
        }
        tally.spell(number, &entity.name, 1);
        for alias in &entity.aliases {
            tally.spell(number, alias, 0);
        }
    }
    named.sort_by_key(|one| std::cmp::Reverse(one.salience));
    let mut posting = connection.prepare_cached(
        "INSERT INTO posting (entity, article, salience, said) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for one in &named {
        posting.execute(params![one.entity, id.0, one.salience, one.said])?;
        tally.count(one.entity, 1);
    }
    connection
        .prepare_cached("INSERT INTO named (id, entities) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET entities = excluded.entities")?
        .execute(params![id.0, write_named(&named)])?;
    connection
        .prepare_cached("INSERT INTO found (id, packed) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET packed = excluded.packed")?
        .execute(params![id.0, packer.pack(highlights)?])?;
    connection
        .prepare_cached("UPDATE article SET recogniser = ?2, quoted = ?3 WHERE id = ?1")?
        .execute(params![id.0, recogniser, !highlights.quotes.is_empty()])?;
    Ok(())
}

/// Takes back what was recognised in an article, counts included.
pub(super) fn forget(
    connection: &Connection,
    packer: &Packer,
    id: ArticleId,
    tally: &mut Tally<'_>,
) -> Result<(), Failure> {
    let entities: Option<Vec<u8>> = connection
        .prepare_cached("SELECT entities FROM named WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    let mut posting =
        connection.prepare_cached("DELETE FROM posting WHERE entity = ?1 AND article = ?2")?;
    for one in read_named(&entities.unwrap_or_default()) {
        posting.execute([one.entity, id.0])?;
        tally.count(one.entity, -1);
    }
    let bytes: Option<Vec<u8>> = connection
        .prepare_cached("SELECT packed FROM found WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    // Highlights that cannot be read any more are derived data: what they counted is counted anew by `check`.
    if let Some(old) = bytes.and_then(|bytes| packer.unpack::<Highlights>(connection, &bytes).ok())
    {
        for entity in &old.entities {
            let number = tally.number(connection, &entity.key, &entity.name)?;
            tally.spell(number, &entity.name, -1);
        }
    }
    Ok(())
}

/// Numbers and counts gathered over a batch, written once at its end.
pub(super) struct Tally<'a> {
    remembered: &'a mut HashMap<EntityKey, i64>,
    counts: HashMap<i64, i64>,
    spellings: HashMap<(i64, String), i64>,
}

impl<'a> Tally<'a> {
    pub(super) fn new(remembered: &'a mut HashMap<EntityKey, i64>) -> Self {
        if remembered.len() > REMEMBERED {
            remembered.clear();
        }
        Self {
            remembered,
            counts: HashMap::new(),
            spellings: HashMap::new(),
        }
    }

    fn number(
        &mut self,
        connection: &Connection,
        key: &EntityKey,
        name: &str,
    ) -> Result<i64, Failure> {
        if let Some(number) = self.remembered.get(key) {
            return Ok(*number);
        }
        let number = entities::ensure(connection, key, name)?;
        self.remembered.insert(key.clone(), number);
        Ok(number)
    }

    fn count(&mut self, entity: i64, articles: i64) {
        *self.counts.entry(entity).or_default() += articles;
    }

    fn spell(&mut self, entity: i64, name: &str, articles: i64) {
        match self.spellings.get_mut(&(entity, name.to_owned())) {
            Some(count) => *count += articles,
            None => {
                self.spellings.insert((entity, name.to_owned()), articles);
            }
        }
    }

    /// Writes the counts, and that they changed; in order of number, so that neighbours share pages.
    pub(super) fn write(self, connection: &Connection) -> Result<(), Failure> {
        cast::changed(connection)?;
        let mut counts: Vec<(i64, i64)> = self.counts.into_iter().collect();
        counts.sort_unstable();
        let mut update = connection.prepare_cached(
            "UPDATE entity SET articles = max(0, articles + ?2) WHERE number = ?1",
        )?;
        for (entity, articles) in counts {
            if articles != 0 {
                update.execute([entity, articles])?;
            }
        }
        let mut spellings: Vec<((i64, String), i64)> = self.spellings.into_iter().collect();
        spellings.sort_unstable();
        let mut touched = Vec::new();
        for ((entity, name), articles) in spellings {
            entities::spell(connection, entity, &name, articles)?;
            touched.push(entity);
        }
        touched.dedup();
        for entity in touched {
            entities::settle_name(connection, entity)?;
        }
        Ok(())
    }
}

/// The article as it was loaded.
pub(super) fn body(
    connection: &Connection,
    packer: &Packer,
    id: ArticleId,
) -> Result<Article, Failure> {
    let bytes: Vec<u8> = connection
        .prepare_cached("SELECT packed FROM body WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))?;
    packer.unpack(connection, &bytes)
}

fn status_number(status: Status) -> u8 {
    match status {
        Status::Usable => 0,
        Status::Withheld => 1,
        Status::Withdrawn => 2,
    }
}

pub(super) fn status_from(number: u8) -> Status {
    match number {
        1 => Status::Withheld,
        2 => Status::Withdrawn,
        _ => Status::Usable,
    }
}

pub(super) fn extent_number(extent: Extent) -> u8 {
    match extent {
        Extent::Full => 0,
        Extent::Teaser => 1,
        Extent::Paywall => 2,
        Extent::Consent => 3,
    }
}

pub(super) fn extent_from(number: u8) -> Extent {
    match number {
        1 => Extent::Teaser,
        2 => Extent::Paywall,
        3 => Extent::Consent,
        _ => Extent::Full,
    }
}
