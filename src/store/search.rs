//! A query becomes SQL: what its words mean in this store, and which table drives the answer.
//!
//! Numbers of articles sort by date, so every table keyed by them gives newest first without sorting: the
//! postings of an entity, a shelf of the text index, the reader's bookmarks. The rarest condition drives, the
//! others are looked up for each of its articles; only the first page is ever computed for a list.

use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::entities::{self, Repairs};
use super::failure::Failure;
use super::index::{self, Shelf};
use super::write::{UNDATED, day_number};
use crate::article::ArticleId;
use crate::query::{Atom, Has, Order, Query, State, Term};
use crate::text::fold;

/// From this salience (0 to 1) on an article is about an entity rather than mentions it.
pub const ABOUT: f32 = 0.5;

/// Up to so many entities are looked up one by one for each article; more are gathered once.
const FEW: usize = 8;

/// Up to so many articles of an entity are looked up in the text index one by one.
const LOOKUPS: i64 = 300;

/// A condition with everything it needs to know from the store.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cond {
    /// A question to FTS5; whether a prefix is in it.
    Text(String, bool),
    /// Names one of these entities; `articles` counts them together.
    Named {
        entities: Vec<i64>,
        about: bool,
        said: bool,
        articles: i64,
    },
    Sources(Vec<i64>),
    Language(String),
    /// Tagged with one of these spellings of a tag.
    Tags(Vec<String>),
    Days(Option<Date>, Option<Date>),
    Unread,
    Read,
    Bookmarked,
    Noted,
    Quoted,
    Not(Box<Cond>),
    Any(Vec<Cond>),
    All(Vec<Cond>),
    /// Holds for no article.
    Never,
}

/// A query made ready for this store.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) conds: Vec<Cond>,
    pub(super) order: Order,
    pub(super) repairs: Repairs,
    /// The entities it asks for, as shown, in the order of the query.
    pub(super) asked: Vec<i64>,
    /// Numbers outside are no answers.
    pub(super) lowest: i64,
    pub(super) highest: i64,
}

/// SQL that gives article numbers, in parts that are put together for a page or a count.
#[derive(Debug)]
pub(super) struct Plan {
    /// Each gives some of the answers; together with duplicates when there are several.
    arms: Vec<Arm>,
}

#[derive(Debug)]
struct Arm {
    from: String,
    id: String,
    conds: Vec<String>,
    params: Vec<Value>,
}

impl Search {
    pub(super) fn new(connection: &Connection, query: &Query) -> Result<Self, Failure> {
        let mut search = Self {
            conds: Vec::new(),
            order: query.order,
            repairs: Repairs::read(connection)?,
            asked: Vec::new(),
            lowest: 0,
            highest: i64::MAX,
        };
        let mut texts = Vec::new();
        for term in &query.terms {
            match search.ready(connection, term, true)? {
                // Words beside each other are one question: FTS5 intersects faster than anything outside it.
                Cond::Text(question, prefix) => texts.push((question, prefix)),
                Cond::All(inner) if inner.is_empty() => {}
                Cond::Days(from, to) => {
                    let (lowest, highest) = reach(from, to);
                    search.lowest = search.lowest.max(lowest);
                    search.highest = search.highest.min(highest);
                    search.conds.push(Cond::Days(from, to));
                }
                cond => search.conds.push(cond),
            }
        }
        if let Some(text) = joined(texts, " AND ") {
            search.conds.push(text);
        }
        Ok(search)
    }

    /// A term with what it means in this store; `wanted` is false inside a negation.
    fn ready(
        &mut self,
        connection: &Connection,
        term: &Term,
        wanted: bool,
    ) -> Result<Cond, Failure> {
        Ok(match term {
            Term::Is(atom) => self.ready_atom(connection, atom, wanted)?,
            Term::Not(inner) => Cond::Not(Box::new(self.ready(connection, inner, !wanted)?)),
            Term::Any(terms) => {
                let mut texts = Vec::new();
                let mut conds = Vec::new();
                for term in terms {
                    match self.ready(connection, term, wanted)? {
                        Cond::Text(question, prefix) => texts.push((question, prefix)),
                        Cond::Never => {}
                        cond => either(&mut conds, cond),
                    }
                }
                conds.extend(joined(texts, " OR "));
                match conds.len() {
                    0 => Cond::Never,
                    1 => conds.remove(0),
                    _ => Cond::Any(conds),
                }
            }
            Term::All(terms) => {
                let mut texts = Vec::new();
                let mut conds = Vec::new();
                for term in terms {
                    match self.ready(connection, term, wanted)? {
                        Cond::Text(question, prefix) => texts.push((question, prefix)),
                        cond => conds.push(cond),
                    }
                }
                conds.extend(joined(texts, " AND "));
                match conds.len() {
                    1 => conds.remove(0),
                    _ => Cond::All(conds),
                }
            }
        })
    }

    fn ready_atom(
        &mut self,
        connection: &Connection,
        atom: &Atom,
        wanted: bool,
    ) -> Result<Cond, Failure> {
        let text = |question: Option<String>, prefix| {
            question.map_or(Cond::Never, |question| Cond::Text(question, prefix))
        };
        Ok(match atom {
            Atom::Word { text: word, prefix } => text(index::word_question(word, *prefix), *prefix),
            Atom::Phrase(phrase) => text(index::phrase_question(phrase), false),
            Atom::Title(words) => {
                let prefix = words.ends_with('*');
                let question = index::word_question(words.trim_end_matches('*'), prefix);
                text(question.map(|q| format!("{{title}} : ({q})")), prefix)
            }
            Atom::Entity { kind, name, about } => {
                self.named(connection, *kind, name, (*about, false), wanted)?
            }
            Atom::Said(name) => self.named(connection, None, name, (false, true), wanted)?,
            Atom::Source(name) => {
                let found: Vec<i64> = connection
                    .prepare_cached("SELECT number FROM source WHERE instr(folded, ?1) > 0")?
                    .query_map([fold(name)], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                if found.is_empty() {
                    Cond::Never
                } else {
                    Cond::Sources(found)
                }
            }
            Atom::Lang(language) => Cond::Language(language.to_string()),
            Atom::Tag(tag) => {
                let wanted = fold(tag);
                let mut tags: Vec<String> = connection
                    .prepare_cached("SELECT DISTINCT tag FROM tag")?
                    .query_map([], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                tags.retain(|tag| fold(tag) == wanted);
                if tags.is_empty() {
                    Cond::Never
                } else {
                    Cond::Tags(tags)
                }
            }
            Atom::Date(span) => Cond::Days(span.from, span.to),
            Atom::State(State::Unread) => Cond::Unread,
            Atom::State(State::Read) => Cond::Read,
            Atom::State(State::Bookmarked) => Cond::Bookmarked,
            Atom::State(State::Noted) | Atom::Has(Has::Note) => Cond::Noted,
            Atom::State(State::Watched) => {
                let watched: Vec<i64> = connection
                    .prepare_cached("SELECT entity FROM watch")?
                    .query_map([], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                self.those(connection, &watched, (false, false), wanted)?
            }
            Atom::Has(Has::Quote) => Cond::Quoted,
        })
    }

    fn named(
        &mut self,
        connection: &Connection,
        kind: Option<crate::highlight::Kind>,
        name: &str,
        how: (bool, bool),
        wanted: bool,
    ) -> Result<Cond, Failure> {
        let meant = entities::meant(connection, &self.repairs, kind, name)?;
        self.those(connection, &meant, how, wanted)
    }

    /// Articles that name one of these entities, given as shown.
    fn those(
        &mut self,
        connection: &Connection,
        shown: &[i64],
        (about, said): (bool, bool),
        wanted: bool,
    ) -> Result<Cond, Failure> {
        let mut all = Vec::new();
        let mut articles = 0;
        let mut count =
            connection.prepare_cached("SELECT articles FROM entity WHERE number = ?1")?;
        for entity in shown {
            let entity = self.repairs.shown(*entity);
            if self.repairs.is_hidden(entity) {
                continue;
            }
            if wanted && !self.asked.contains(&entity) {
                self.asked.push(entity);
            }
            for part in self.repairs.whole(entity) {
                if !all.contains(&part) {
                    all.push(part);
                    articles += count.query_row([part], |row| row.get::<_, i64>(0))?;
                }
            }
        }
        Ok(if all.is_empty() {
            Cond::Never
        } else {
            Cond::Named {
                entities: all,
                about,
                said,
                articles,
            }
        })
    }

    /// The stretches of numbers to answer for, newest first: the shelves when words are asked for, else all at once.
    pub(super) fn stretches(&self, connection: &Connection) -> Result<Vec<Shelf>, Failure> {
        let whole = Shelf {
            number: 0,
            lowest: self.lowest,
            highest: self.highest,
            articles: 0,
        };
        if self.conds.contains(&Cond::Never) || self.lowest > self.highest {
            return Ok(Vec::new());
        }
        if !self.conds.iter().any(has_text) {
            return Ok(vec![whole]);
        }
        Ok(index::shelves(connection)?
            .into_iter()
            .filter(|shelf| shelf.lowest <= self.highest && shelf.highest >= self.lowest)
            .map(|shelf| Shelf {
                lowest: shelf.lowest.max(self.lowest),
                highest: shelf.highest.min(self.highest),
                ..shelf
            })
            .collect())
    }

    /// How to answer within a stretch.
    pub(super) fn plan(&self, shelf: &Shelf) -> Plan {
        let driver = self
            .conds
            .iter()
            .enumerate()
            .filter_map(|(at, cond)| Some((self.cost(cond, shelf)?, at)))
            .min()
            .map(|(_, at)| at);
        let mut arms = match driver.map(|at| &self.conds[at]) {
            Some(cond) => drive(cond, shelf),
            None => vec![Arm::new("article", "article.id")],
        };
        let few = matches!(
            driver.map(|at| &self.conds[at]),
            Some(Cond::Named { articles, .. }) if *articles <= LOOKUPS
        ) || driver.is_some_and(|at| {
            matches!(
                self.conds[at],
                Cond::Bookmarked | Cond::Noted | Cond::Tags(_)
            )
        });
        for arm in &mut arms {
            if shelf.lowest > 0 {
                arm.conds.push(format!("{} >= {}", arm.id, shelf.lowest));
            }
            if shelf.highest < i64::MAX {
                arm.conds.push(format!("{} <= {}", arm.id, shelf.highest));
            }
            for (at, cond) in self.conds.iter().enumerate() {
                if Some(at) != driver {
                    let sql = condition(cond, &arm.id, shelf, few, &mut arm.params);
                    arm.conds.push(sql);
                }
            }
        }
        Plan { arms }
    }

    /// About how many articles a condition would drive through; none if it cannot drive.
    fn cost(&self, cond: &Cond, shelf: &Shelf) -> Option<i64> {
        match cond {
            Cond::Bookmarked | Cond::Noted | Cond::Tags(_) => Some(100),
            Cond::Named {
                entities, articles, ..
            } if entities.len() <= FEW => Some(*articles),
            // Not known without counting; a word stands in a tenth of the articles more often than not.
            Cond::Text(..) => Some((shelf.articles / 10).max(LOOKUPS)),
            Cond::Read => Some(1 << 30),
            Cond::Quoted => Some(1 << 31),
            // Lists of several sources would have to be merged; the article table gives them in order.
            Cond::Sources(sources) if sources.len() == 1 => Some(1 << 29),
            Cond::Unread => Some(1 << 32),
            Cond::Language(_) => Some(1 << 33),
            _ => None,
        }
    }

    /// Whether the answer is to be ordered by how well the words fit.
    pub(super) fn has_ranking(&self) -> bool {
        self.order == Order::Relevance
            && self.conds.iter().any(|cond| matches!(cond, Cond::Text(..)))
    }

    /// How to answer within a stretch with the words driving, whatever else would be cheaper.
    pub(super) fn plan_ranked(&self, shelf: &Shelf) -> Plan {
        let Some(driver) = self
            .conds
            .iter()
            .position(|cond| matches!(cond, Cond::Text(..)))
        else {
            return self.plan(shelf);
        };
        let mut arms = drive(&self.conds[driver], shelf);
        for arm in &mut arms {
            for (at, cond) in self.conds.iter().enumerate() {
                if at != driver {
                    let sql = condition(cond, &arm.id, shelf, false, &mut arm.params);
                    arm.conds.push(sql);
                }
            }
        }
        Plan { arms }
    }

    /// SQL that says of one article whether it is an answer, without going through the others.
    pub(super) fn holds(&self, id: ArticleId, shelf: &Shelf) -> (String, Vec<Value>) {
        let mut params = Vec::new();
        let conds: Vec<String> = self
            .conds
            .iter()
            .map(|cond| condition(cond, "article.id", shelf, true, &mut params))
            .collect();
        let mut sql = format!("SELECT 1 FROM article WHERE article.id = {}", id.0);
        for cond in conds {
            sql.push_str(" AND ");
            sql.push_str(&cond);
        }
        (sql, params)
    }
}

impl Arm {
    fn new(from: &str, id: &str) -> Self {
        Self {
            from: from.to_owned(),
            id: id.to_owned(),
            conds: Vec::new(),
            params: Vec::new(),
        }
    }

    fn sql(&self, select: &str, more: &str) -> String {
        let mut sql = format!("SELECT {select} FROM {}", self.from);
        let mut word = " WHERE ";
        for cond in self
            .conds
            .iter()
            .map(String::as_str)
            .chain((!more.is_empty()).then_some(more))
        {
            sql.push_str(word);
            sql.push_str(cond);
            word = " AND ";
        }
        sql
    }
}

impl Plan {
    /// Numbers in order, newest first or (for a window that looks up) oldest first, beyond a bound.
    pub(super) fn page(
        &self,
        bound: Option<(&str, i64)>,
        descending: bool,
    ) -> (String, Vec<Value>) {
        let direction = if descending { "DESC" } else { "ASC" };
        let arms: Vec<String> = self
            .arms
            .iter()
            .map(|arm| {
                let more = bound.map_or(String::new(), |(sign, id)| {
                    format!("{} {sign} {id}", arm.id)
                });
                arm.sql(&format!("{} AS id", arm.id), &more)
            })
            .collect();
        let order = match self.arms.as_slice() {
            [arm] => arm.id.as_str(),
            _ => "1",
        };
        let sql = format!("{} ORDER BY {order} {direction}", arms.join(" UNION "));
        (sql, self.params())
    }

    /// The number of answers.
    pub(super) fn count(&self) -> (String, Vec<Value>) {
        let sql = match self.arms.as_slice() {
            [arm] => arm.sql("count(*)", ""),
            arms => {
                let arms: Vec<String> = arms
                    .iter()
                    .map(|arm| arm.sql(&format!("{} AS id", arm.id), ""))
                    .collect();
                format!("SELECT count(*) FROM ({})", arms.join(" UNION "))
            }
        };
        (sql, self.params())
    }

    /// For each answer a value of a table keyed by article, in no particular order: `SELECT value FROM table WHERE key = id`.
    pub(super) fn each(&self, value: &str, table: &str, key: &str) -> (String, Vec<Value>) {
        let sql = match self.arms.as_slice() {
            [arm] => {
                let select = format!("(SELECT {value} FROM {table} WHERE {key} = {})", arm.id);
                arm.sql(&select, "")
            }
            arms => {
                let arms: Vec<String> = arms
                    .iter()
                    .map(|arm| arm.sql(&format!("{} AS id", arm.id), ""))
                    .collect();
                format!(
                    "SELECT (SELECT {value} FROM {table} WHERE {key} = a.id) FROM ({}) AS a",
                    arms.join(" UNION ")
                )
            }
        };
        (sql, self.params())
    }

    /// Numbers and BM25 ranks, best first; only for a plan that the words drive.
    pub(super) fn best(&self, limit: usize) -> (String, Vec<Value>) {
        let arms: Vec<String> = self
            .arms
            .iter()
            .map(|arm| arm.sql(&format!("{} AS id, rank", arm.id), ""))
            .collect();
        (
            format!("{} ORDER BY rank LIMIT {limit}", arms.join(" UNION ")),
            self.params(),
        )
    }

    fn params(&self) -> Vec<Value> {
        self.arms
            .iter()
            .flat_map(|arm| arm.params.iter().cloned())
            .collect()
    }
}

/// The table a condition drives through, in date order.
fn drive(cond: &Cond, shelf: &Shelf) -> Vec<Arm> {
    let with = |from: &str, id: &str, cond: String, params: Vec<Value>| Arm {
        conds: if cond.is_empty() {
            Vec::new()
        } else {
            vec![cond]
        },
        params,
        ..Arm::new(from, id)
    };
    match cond {
        Cond::Bookmarked => vec![Arm::new("bookmark", "bookmark.id")],
        Cond::Noted => vec![Arm::new(
            "(SELECT DISTINCT id FROM note) AS noted",
            "noted.id",
        )],
        Cond::Tags(tags) => tags
            .iter()
            .map(|tag| {
                let params = vec![tag.clone().into()];
                with("tag", "tag.id", "tag.tag = ?".to_owned(), params)
            })
            .collect(),
        Cond::Named {
            entities,
            about,
            said,
            ..
        } => entities
            .iter()
            .map(|entity| {
                let cond = format!("posting.entity = {entity}{}", how("posting", *about, *said));
                with("posting", "posting.article", cond, Vec::new())
            })
            .collect(),
        Cond::Text(question, _) => {
            let table = format!("words_{}", shelf.number);
            vec![with(
                &table,
                &format!("{table}.rowid"),
                format!("{table} MATCH ?"),
                vec![question.clone().into()],
            )]
        }
        Cond::Read => vec![Arm::new("read", "read.id")],
        Cond::Unread => vec![Arm::new("unread", "unread.id")],
        Cond::Quoted => vec![with(
            "article INDEXED BY article_quoted",
            "article.id",
            "article.quoted = 1".to_owned(),
            Vec::new(),
        )],
        Cond::Sources(sources) => vec![with(
            "article INDEXED BY article_source",
            "article.id",
            format!("article.source IN ({})", list(sources)),
            Vec::new(),
        )],
        Cond::Language(language) => vec![with(
            "article INDEXED BY article_language",
            "article.id",
            "article.language = ?".to_owned(),
            vec![language.clone().into()],
        )],
        _ => vec![Arm::new("article", "article.id")],
    }
}

/// A condition on the article whose number is the expression `id`; `few` articles are asked about.
fn condition(cond: &Cond, id: &str, shelf: &Shelf, few: bool, params: &mut Vec<Value>) -> String {
    match cond {
        Cond::Never => "0".to_owned(),
        Cond::Text(question, prefix) => {
            params.push(question.clone().into());
            let table = format!("words_{}", shelf.number);
            if few && !prefix {
                format!(
                    "EXISTS (SELECT 1 FROM {table} WHERE {table} MATCH ? AND {table}.rowid = {id})"
                )
            } else {
                format!("{id} IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)")
            }
        }
        Cond::Named {
            entities,
            about,
            said,
            ..
        } => {
            // Under another name than the table that drives, which may be the same.
            let how = how("p", *about, *said);
            if entities.len() <= FEW {
                format!(
                    "EXISTS (SELECT 1 FROM posting AS p WHERE p.entity IN ({}) AND p.article = {id}{how})",
                    list(entities)
                )
            } else {
                let mut range = String::new();
                if shelf.lowest > 0 {
                    range = format!(" AND p.article >= {}", shelf.lowest);
                }
                if shelf.highest < i64::MAX {
                    range.push_str(&format!(" AND p.article <= {}", shelf.highest));
                }
                format!(
                    "{id} IN (SELECT p.article FROM posting AS p WHERE p.entity IN ({}){range}{how})",
                    list(entities)
                )
            }
        }
        Cond::Sources(sources) => format!(
            "(SELECT a.source FROM article AS a WHERE a.id = {id}) IN ({})",
            list(sources)
        ),
        Cond::Language(language) => {
            params.push(language.clone().into());
            format!("coalesce((SELECT a.language FROM article AS a WHERE a.id = {id}) = ?, 0)")
        }
        Cond::Tags(tags) => {
            params.extend(tags.iter().map(|tag| Value::from(tag.clone())));
            let places = vec!["?"; tags.len()].join(", ");
            format!("EXISTS (SELECT 1 FROM tag AS t WHERE t.tag IN ({places}) AND t.id = {id})")
        }
        Cond::Days(from, to) => days(*from, *to, id),
        Cond::Unread => format!("NOT EXISTS (SELECT 1 FROM read AS r WHERE r.id = {id})"),
        Cond::Read => format!("EXISTS (SELECT 1 FROM read AS r WHERE r.id = {id})"),
        Cond::Bookmarked => format!("EXISTS (SELECT 1 FROM bookmark AS b WHERE b.id = {id})"),
        Cond::Noted => format!("EXISTS (SELECT 1 FROM note AS n WHERE n.id = {id})"),
        Cond::Quoted => format!("(SELECT a.quoted FROM article AS a WHERE a.id = {id}) = 1"),
        Cond::Not(inner) => format!("NOT ({})", condition(inner, id, shelf, few, params)),
        Cond::Any(conds) | Cond::All(conds) => {
            let word = if matches!(cond, Cond::Any(_)) {
                " OR "
            } else {
                " AND "
            };
            if conds.is_empty() {
                return "1".to_owned();
            }
            let conds: Vec<String> = conds
                .iter()
                .map(|cond| condition(cond, id, shelf, few, params))
                .collect();
            format!("({})", conds.join(word))
        }
    }
}

/// Adds an alternative; one of these or those entities is one of them all.
fn either(conds: &mut Vec<Cond>, cond: Cond) {
    if let Cond::Named {
        entities,
        about,
        said,
        articles,
    } = &cond
    {
        for other in conds.iter_mut() {
            if let Cond::Named {
                entities: there,
                about: a,
                said: s,
                articles: count,
            } = other
                && (*a, *s) == (*about, *said)
            {
                for entity in entities {
                    if !there.contains(entity) {
                        there.push(*entity);
                    }
                }
                *count += articles;
                return;
            }
        }
    }
    conds.push(cond);
}

fn how(table: &str, about: bool, said: bool) -> String {
    let mut sql = String::new();
    if about {
        sql = format!(" AND {table}.salience >= {}", (ABOUT * 100.0) as u8);
    }
    if said {
        sql.push_str(&format!(" AND {table}.said = 1"));
    }
    sql
}

fn list(numbers: &[i64]) -> String {
    numbers
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

fn joined(mut questions: Vec<(String, bool)>, word: &str) -> Option<Cond> {
    if questions.len() < 2 {
        return questions
            .pop()
            .map(|(question, prefix)| Cond::Text(question, prefix));
    }
    let prefix = questions.iter().any(|(_, prefix)| *prefix);
    let parts: Vec<String> = questions
        .into_iter()
        .map(|(question, _)| format!("({question})"))
        .collect();
    Some(Cond::Text(parts.join(word), prefix))
}

fn has_text(cond: &Cond) -> bool {
    match cond {
        Cond::Text(..) => true,
        Cond::Not(inner) => has_text(inner),
        Cond::Any(conds) | Cond::All(conds) => conds.iter().any(has_text),
        _ => false,
    }
}

/// Offsets from UTC go from -12 to +14 hours, so a day somewhere begins and ends that far from a day in UTC.
const EASTERNMOST: i64 = 14 * 3600;
const WESTERNMOST: i64 = 12 * 3600;

fn begins(day: Date) -> i64 {
    day_number(day) * 86_400
}

fn ends(day: Date) -> i64 {
    begins(day) + 86_400
}

/// The numbers outside of which no article is of these days.
fn reach(from: Option<Date>, to: Option<Date>) -> (i64, i64) {
    (
        from.map_or(0, |day| ArticleId::first_at(begins(day) - EASTERNMOST).0),
        to.map_or(i64::MAX, |day| {
            ArticleId::first_at(ends(day) + WESTERNMOST).0
        }),
    )
}

/// Days by number; only near the ends, where the source's own offset decides, the row is looked at.
fn days(from: Option<Date>, to: Option<Date>, id: &str) -> String {
    let (lowest, highest) = reach(from, to);
    let mut sql = format!("({id} & {UNDATED}) = 0 AND {id} BETWEEN {lowest} AND {highest}");
    let day = format!("(SELECT a.day FROM article AS a WHERE a.id = {id})");
    if let Some(from) = from {
        let sure = ArticleId::first_at(begins(from) + WESTERNMOST).0;
        sql.push_str(&format!(
            " AND ({id} >= {sure} OR {day} >= {})",
            day_number(from)
        ));
    }
    if let Some(to) = to {
        let sure = ArticleId::first_at(ends(to) - EASTERNMOST).0;
        sql.push_str(&format!(
            " AND ({id} < {sure} OR {day} <= {})",
            day_number(to)
        ));
    }
    format!("({sql})")
}
