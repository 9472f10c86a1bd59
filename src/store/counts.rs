//! Counts: of a query's articles, of the entities and plain values in them, and the page of one entity.

use std::collections::HashMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use rusqlite::{Connection, params_from_iter};

use super::Store;
use super::cast::{LARGE, Tally, Test, Wanted, cast};
use super::entities::{self, Repairs, kind_number};
use super::failure::Failure;
use super::pack::read_named;
use super::plan::Plan;
use super::search::Search;
use crate::article::ArticleId;
use crate::ask::{Field, Portrait};
use crate::highlight::{EntityKey, Highlights, Kind, Quote};
use crate::query::Query;
use crate::row::Facet;

/// The page of an entity looks into so many of its newest articles for offices and quotations.
const LOOKED_INTO: usize = 200;
/// It shows at most so many quotations, offices, sources and other entities.
const QUOTES: usize = 12;
const ROLES: usize = 8;
const SOURCES: usize = 8;
const TOGETHER: usize = 12;

/// The exact number of articles of a query.
pub(super) fn count(store: &Store, query: &Query) -> Result<u64, Failure> {
    let search = Search::new(&store.connection, query)?;
    if search.conds.is_empty() {
        return total(&store.connection);
    }
    if search.conds.len() > 1
        && search.expected() >= LARGE
        && let Some(test) = Test::new(&search)
        && let Some(cast) = cast(store, Wanted::Again)?
    {
        return Ok(cast.count(&test));
    }
    if let Some(sql) = search.intersection() {
        let count: i64 = store.connection.query_row(&sql, [], |row| row.get(0))?;
        return Ok(count as u64);
    }
    let mut sum = 0;
    each_plan(store, &search, |plan| {
        let (sql, params) = plan.count();
        let mut statement = store.connection.prepare(&sql)?;
        sum += statement.query_row(params_from_iter(params), |row| row.get::<_, i64>(0))? as u64;
        Ok(())
    })?;
    Ok(sum)
}

/// The number of articles in the store.
pub(super) fn total(connection: &Connection) -> Result<u64, Failure> {
    let sum: i64 = connection
        .prepare_cached("SELECT coalesce(sum(articles), 0) FROM source")?
        .query_row([], |row| row.get(0))?;
    Ok(sum as u64)
}

fn each_plan(
    store: &Store,
    search: &Search,
    mut visit: impl FnMut(&Plan) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for shelf in search.stretches(&store.connection)? {
        store.go_on()?;
        visit(&search.plan(&shelf))?;
    }
    Ok(())
}

/// Entities of these kinds in the articles of a query, most frequent first.
pub(super) fn facets(
    store: &Store,
    query: &Query,
    kinds: &[Kind],
    limit: usize,
) -> Result<Vec<Facet>, Failure> {
    let search = Search::new(&store.connection, query)?;
    let repairs = &search.repairs;
    let mut counted: Vec<(i64, u64)> = if search.conds.is_empty() {
        whole_store(store, repairs, kinds, limit)?
    } else {
        tally(store, &search)?
    };
    counted.sort_by_key(|(entity, articles)| (std::cmp::Reverse(*articles), *entity));
    let mut out = Vec::new();
    for (entity, articles) in counted {
        if out.len() == limit {
            break;
        }
        let Some(known) = entities::known(&store.connection, repairs, entity)? else {
            continue;
        };
        if kinds.contains(&known.key.kind) && articles > 0 {
            let aliases = entities::aliases(&store.connection, repairs, entity, &known.name)?;
            out.push(Facet {
                key: known.key,
                name: known.name,
                aliases,
                articles,
            });
        }
    }
    Ok(out)
}

/// Counts over all articles, which the entities carry along; only merged ones are counted anew.
fn whole_store(
    store: &Store,
    repairs: &Repairs,
    kinds: &[Kind],
    limit: usize,
) -> Result<Vec<(i64, u64)>, Failure> {
    let numbers: Vec<String> = kinds
        .iter()
        .map(|kind| kind_number(*kind).to_string())
        .collect();
    let mut statement = store.connection.prepare(&format!(
        "SELECT number, articles FROM entity WHERE articles > 0 AND kind IN ({})
         ORDER BY articles DESC LIMIT ?1",
        numbers.join(", ")
    ))?;
    // Room for those that repairs hide or count elsewhere.
    let rows = statement.query_map([limit as i64 + 1000], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    })?;
    let mut out = Vec::new();
    for row in rows {
        let (entity, articles) = row?;
        if repairs.shown(entity) == entity && !repairs.is_hidden(entity) {
            out.push((entity, articles as u64));
        }
    }
    for entity in repairs.merged() {
        out.retain(|(other, _)| *other != entity);
        if !repairs.is_hidden(entity) {
            let whole: Vec<String> = repairs
                .whole(entity)
                .iter()
                .map(ToString::to_string)
                .collect();
            let articles: i64 = store.connection.query_row(
                &format!(
                    "SELECT count(DISTINCT article) FROM posting WHERE entity IN ({})",
                    whole.join(", ")
                ),
                [],
                |row| row.get(0),
            )?;
            out.push((entity, articles as u64));
        }
    }
    Ok(out)
}

/// How many articles of a search name each entity, repairs applied.
pub(super) fn tally(store: &Store, search: &Search) -> Result<Vec<(i64, u64)>, Failure> {
    let mut tally = Tally::new(&search.repairs);
    if search.expected() >= LARGE
        && let Some(test) = Test::new(search)
        && let Some(cast) = cast(store, Wanted::Now)?
    {
        cast.tally(&test, &mut tally);
        return Ok(tally.counted());
    }
    let ids = answers(store, search)?;
    if ids.len() as u64 >= LARGE
        && let Some(cast) = cast(store, Wanted::Now)?
    {
        cast.tally_of(&ids, &mut tally);
        return Ok(tally.counted());
    }
    let mut named = store
        .connection
        .prepare_cached("SELECT entities FROM named WHERE id = ?1")?;
    for id in ids {
        let mut rows = named.query([id.0])?;
        if let Some(row) = rows.next()?
            && let Some(named) = row.get_ref(0)?.as_blob_or_null()?
        {
            tally.add(read_named(named).map(|one| one.entity));
        }
    }
    Ok(tally.counted())
}

/// All articles of a search, newest first.
fn answers(store: &Store, search: &Search) -> Result<Vec<ArticleId>, Failure> {
    let mut ids = Vec::new();
    each_plan(store, search, |plan| {
        let (sql, params) = plan.page(None, true);
        let mut statement = store.connection.prepare(&sql)?;
        let mut rows = statement.query(params_from_iter(params))?;
        while let Some(row) = rows.next()? {
            ids.push(ArticleId(row.get(0)?));
        }
        Ok(())
    })?;
    Ok(ids)
}

/// Values of a plain field with counts, most frequent first; months newest first.
pub(super) fn values(
    store: &Store,
    query: &Query,
    field: Field,
) -> Result<Vec<(String, u64)>, Failure> {
    let search = Search::new(&store.connection, query)?;
    let all = search.conds.is_empty();
    let mut counts: HashMap<String, u64> = HashMap::new();
    match field {
        Field::Source if all => {
            let mut statement = store
                .connection
                .prepare("SELECT name, host, articles FROM source WHERE articles > 0")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let name = source_name(row.get(0)?, row.get(1)?);
                *counts.entry(name).or_default() += row.get::<_, i64>(2)? as u64;
            }
            counts.remove("");
        }
        Field::Source => {
            let mut numbers: HashMap<i64, u64> = HashMap::new();
            each_value(store, &search, "source", |row| {
                if let Some(number) = row.get::<_, Option<i64>>(0)? {
                    *numbers.entry(number).or_default() += 1;
                }
                Ok(())
            })?;
            let mut statement = store
                .connection
                .prepare("SELECT name, host FROM source WHERE number = ?1")?;
            for (number, articles) in numbers {
                let name = statement
                    .query_row([number], |row| Ok(source_name(row.get(0)?, row.get(1)?)))?;
                if !name.is_empty() {
                    *counts.entry(name).or_default() += articles;
                }
            }
        }
        Field::Language if all => {
            let mut statement = store.connection.prepare(
                "SELECT language, count(*) FROM article WHERE language IS NOT NULL GROUP BY language",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                counts.insert(row.get(0)?, row.get::<_, i64>(1)? as u64);
            }
        }
        Field::Language => each_value(store, &search, "language", |row| {
            if let Some(language) = row.get::<_, Option<String>>(0)? {
                *counts.entry(language).or_default() += 1;
            }
            Ok(())
        })?,
        Field::Tag => {
            // Tags are the reader's own: few, so they are asked about one by one.
            let mut statement = store.connection.prepare("SELECT tag, id FROM tag")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let id = ArticleId(row.get(1)?);
                if all || super::opened::holds(store, &search, id)? {
                    *counts.entry(row.get(0)?).or_default() += 1;
                }
            }
        }
        Field::Month if all => {
            let mut statement = store
                .connection
                .prepare("SELECT day, count(*) FROM article WHERE day IS NOT NULL GROUP BY day")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                *counts.entry(month(row.get(0)?)).or_default() += row.get::<_, i64>(1)? as u64;
            }
        }
        Field::Month => {
            let mut days: HashMap<i64, u64> = HashMap::new();
            each_value(store, &search, "day", |row| {
                if let Some(day) = row.get::<_, Option<i64>>(0)? {
                    *days.entry(day).or_default() += 1;
                }
                Ok(())
            })?;
            for (day, articles) in days {
                *counts.entry(month(day)).or_default() += articles;
            }
        }
    }
    let mut out: Vec<(String, u64)> = counts.into_iter().collect();
    match field {
        Field::Month => out.sort_by(|a, b| b.0.cmp(&a.0)),
        _ => out.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0))),
    }
    Ok(out)
}

/// What a source is chosen by: its name, or its address where it has none.
fn source_name(name: String, host: String) -> String {
    if name.is_empty() { host } else { name }
}

/// Visits a column of `article` that has an index of its own, `article_COLUMN`, for each answer.
fn each_value(
    store: &Store,
    search: &Search,
    column: &str,
    mut visit: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<()>,
) -> Result<(), Failure> {
    let ids = answers(store, search)?;
    if (ids.len() as u64) < LARGE {
        let sql = format!("SELECT {column} FROM article WHERE id = ?1");
        let mut statement = store.connection.prepare_cached(&sql)?;
        for id in ids {
            let mut rows = statement.query([id.0])?;
            if let Some(row) = rows.next()? {
                visit(row)?;
            }
        }
        return Ok(());
    }
    // Going through the index, which holds the number of every article, is faster than looking so many up. Under
    // each value they ascend, so the answers are gone through beside them.
    let mut wanted: Vec<i64> = ids.into_iter().map(|id| id.0).collect();
    wanted.sort_unstable();
    let sql = format!(
        "SELECT {column}, id FROM article INDEXED BY article_{column} ORDER BY {column}, id"
    );
    let mut statement = store.connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let (mut at, mut before) = (0, i64::MAX);
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(1)?;
        if id <= before {
            at = 0;
        }
        before = id;
        at += places_before(&wanted[at..], id);
        if wanted.get(at) == Some(&id) {
            visit(row)?;
        }
    }
    Ok(())
}

/// How many of ascending numbers stand before one; quick where they are few.
fn places_before(numbers: &[i64], number: i64) -> usize {
    let mut step = 1;
    while numbers.get(step - 1).is_some_and(|one| *one < number) {
        step *= 2;
    }
    let (from, to) = (step / 2, step.min(numbers.len()));
    from + numbers[from..to].partition_point(|one| *one < number)
}

/// A day counted from 1970.
pub(super) fn date(day: i64) -> Date {
    let first = Date::constant(1970, 1, 1);
    first.checked_add(day.days()).unwrap_or(first)
}

/// The month of a day counted from 1970: "2024-03".
fn month(day: i64) -> String {
    let date = date(day);
    format!("{:04}-{:02}", date.year(), date.month())
}

/// Watched entities with all and unread counts, most unread first.
pub(super) fn watched(store: &Store) -> Result<Vec<(Facet, u64)>, Failure> {
    let repairs = Repairs::read(&store.connection)?;
    let mut statement = store
        .connection
        .prepare_cached("SELECT entity, name FROM watch")?;
    let watched: Vec<(i64, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut out: Vec<(Facet, u64)> = Vec::new();
    for (entity, name) in watched {
        let entity = repairs.shown(entity);
        if repairs.is_hidden(entity) {
            continue;
        }
        let Some(mut facet) = facet(store, &repairs, entity)? else {
            continue;
        };
        if facet.articles == 0 && repairs.name(entity).is_none() {
            facet.name = name;
        }
        if out.iter().any(|(other, _)| other.key == facet.key) {
            continue;
        }
        let whole = numbers(&repairs.whole(entity));
        let unread: i64 = store.connection.query_row(
            &format!(
                "SELECT count(DISTINCT article) FROM posting WHERE entity IN ({whole})
                 AND NOT EXISTS (SELECT 1 FROM read WHERE read.id = posting.article)"
            ),
            [],
            |row| row.get(0),
        )?;
        out.push((facet, unread as u64));
    }
    out.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.name.cmp(&b.0.name)));
    Ok(out)
}

fn numbers(entities: &[i64]) -> String {
    entities
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

/// An entity with its count over the store.
pub(super) fn facet(
    store: &Store,
    repairs: &Repairs,
    entity: i64,
) -> Result<Option<Facet>, Failure> {
    let Some(known) = entities::known(&store.connection, repairs, entity)? else {
        return Ok(None);
    };
    let whole = repairs.whole(entity);
    let articles = if whole.len() == 1 {
        known.articles
    } else {
        store.connection.query_row(
            &format!(
                "SELECT count(DISTINCT article) FROM posting WHERE entity IN ({})",
                numbers(&whole)
            ),
            [],
            |row| row.get(0),
        )?
    };
    Ok(Some(Facet {
        aliases: entities::aliases(&store.connection, repairs, entity, &known.name)?,
        key: known.key,
        name: known.name,
        articles: articles as u64,
    }))
}

/// The page of an entity; none if the store does not know it.
pub(super) fn portrait(store: &Store, key: &EntityKey) -> Result<Option<Portrait>, Failure> {
    let connection = &store.connection;
    let repairs = Repairs::read(connection)?;
    let Some(entity) = entities::found(connection, &repairs, key)? else {
        return Ok(None);
    };
    let entity = repairs.shown(entity);
    if repairs.is_hidden(entity) {
        return Ok(None);
    }
    let Some(facet) = facet(store, &repairs, entity)? else {
        return Ok(None);
    };
    let whole = numbers(&repairs.whole(entity));
    let watched = connection.query_row(
        &format!("SELECT EXISTS (SELECT 1 FROM watch WHERE entity IN ({whole}))"),
        [],
        |row| row.get(0),
    )?;
    let mut together: HashMap<i64, u64> = HashMap::new();
    let mut months: HashMap<String, u64> = HashMap::new();
    let mut sources: HashMap<String, u64> = HashMap::new();
    let mut newest: Vec<ArticleId> = Vec::new();
    let mut statement = connection.prepare(&format!(
        "SELECT p.article, a.day, s.name, s.host, n.entities FROM
           (SELECT DISTINCT article FROM posting WHERE entity IN ({whole})) AS p
         JOIN article AS a ON a.id = p.article
         LEFT JOIN source AS s ON s.number = a.source
         LEFT JOIN named AS n ON n.id = p.article
         ORDER BY p.article DESC"
    ))?;
    let mut rows = statement.query([])?;
    let mut seen = Vec::new();
    let mut seen_days: Option<(i64, i64)> = None;
    while let Some(row) = rows.next()? {
        if newest.len() < LOOKED_INTO {
            newest.push(ArticleId(row.get(0)?));
        }
        if let Some(day) = row.get::<_, Option<i64>>(1)? {
            *months.entry(month(day)).or_default() += 1;
            let (first, last) = seen_days.unwrap_or((day, day));
            seen_days = Some((first.min(day), last.max(day)));
        }
        let source = source_name(
            row.get::<_, Option<String>>(2)?.unwrap_or_default(),
            row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        );
        if !source.is_empty() {
            *sources.entry(source).or_default() += 1;
        }
        seen.clear();
        if let Some(named) = row.get_ref(4)?.as_blob_or_null()? {
            for one in read_named(named) {
                let shown = repairs.shown(one.entity);
                if shown != entity
                    && !repairs.is_hidden(shown)
                    && !repairs.is_hidden(one.entity)
                    && !seen.contains(&shown)
                {
                    seen.push(shown);
                    *together.entry(shown).or_default() += 1;
                }
            }
        }
    }
    let mut strongest: Vec<(i64, u64)> = together.into_iter().collect();
    strongest.sort_by_key(|(other, articles)| (std::cmp::Reverse(*articles), *other));
    let mut others = Vec::new();
    for (other, articles) in strongest.into_iter().take(TOGETHER) {
        if let Some(known) = entities::known(connection, &repairs, other)? {
            others.push(Facet {
                key: known.key,
                name: known.name,
                aliases: Vec::new(),
                articles,
            });
        }
    }
    let (roles, quotes, about) = said_and_done(store, &repairs, entity, &newest)?;
    Ok(Some(Portrait {
        facet,
        watched,
        months: without_gaps(&months),
        seen: seen_days.map(|(first, last)| (date(first).to_string(), date(last).to_string())),
        together: others,
        roles,
        quotes,
        about,
        sources: ranked(sources, SOURCES),
    }))
}

type Quoted = Vec<(ArticleId, String)>;
type SaidAndDone = (Vec<(String, u64)>, Quoted, Quoted);

/// Offices of an entity, quotations of it and quotations of others that name it, in these articles.
fn said_and_done(
    store: &Store,
    repairs: &Repairs,
    entity: i64,
    articles: &[ArticleId],
) -> Result<SaidAndDone, Failure> {
    let mut keys = Vec::new();
    for part in repairs.whole(entity) {
        keys.extend(entities::known(&store.connection, repairs, part)?.map(|known| known.key));
    }
    let mut roles: HashMap<String, u64> = HashMap::new();
    let mut quotes = Vec::new();
    let mut about = Vec::new();
    for id in articles {
        store.go_on()?;
        let found: Highlights = super::opened::found(store, *id)?;
        let here: Vec<_> = found
            .entities
            .iter()
            .filter(|one| keys.contains(&one.key))
            .collect();
        let names: Vec<&str> = here.iter().map(|one| one.name.as_str()).collect();
        for role in &found.roles {
            if names.contains(&role.person.as_str()) {
                let office = match &role.of {
                    Some(of) => format!("{}, {of}", role.role),
                    None => role.role.clone(),
                };
                *roles.entry(office).or_default() += 1;
            }
        }
        let by =
            |speaker: &Option<String>| speaker.as_deref().is_some_and(|name| names.contains(&name));
        let names_it = |quote: &Quote| {
            here.iter()
                .flat_map(|one| &one.mentions)
                .any(|mention| quote.range.start <= mention.start && mention.end <= quote.range.end)
        };
        let wanted: Vec<(&Quote, bool)> = found
            .quotes
            .iter()
            .map(|quote| (quote, by(&quote.speaker)))
            .filter(|(quote, own)| {
                *own && quotes.len() < QUOTES || !*own && about.len() < QUOTES && names_it(quote)
            })
            .collect();
        if wanted.is_empty() {
            continue;
        }
        let article = super::write::body(&store.connection, &store.packer, *id)?;
        for (quote, own) in wanted {
            let into = if own { &mut quotes } else { &mut about };
            if let Some(words) = article.body.text().get(quote.range.clone())
                && into.len() < QUOTES
            {
                into.push((*id, words.to_owned()));
            }
        }
    }
    Ok((ranked(roles, ROLES), quotes, about))
}

fn ranked(counts: HashMap<String, u64>, limit: usize) -> Vec<(String, u64)> {
    let mut out: Vec<(String, u64)> = counts.into_iter().collect();
    out.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    out.truncate(limit);
    out
}

/// Months from the first to the last, those without articles too.
fn without_gaps(months: &HashMap<String, u64>) -> Vec<(String, u64)> {
    let date = |month: &str| format!("{month}-01").parse::<Date>().ok();
    let first = months.keys().min().and_then(|month| date(month));
    let last = months.keys().max().and_then(|month| date(month));
    let (Some(mut at), Some(last)) = (first, last) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    while at <= last {
        let name = format!("{:04}-{:02}", at.year(), at.month());
        let count = months.get(&name).copied().unwrap_or(0);
        out.push((name, count));
        match at.checked_add(1.month()) {
            Ok(next) => at = next,
            Err(_) => break,
        }
    }
    out
}
