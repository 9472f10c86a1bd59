//! A search becomes SQL: one condition drives, the others are looked up for each of its articles.
//!
//! Numbers of articles sort by date, so every table keyed by them gives newest first without sorting: the
//! postings of an entity, a shelf of the text index, the reader's bookmarks.

use std::fmt::Write as _;

use jiff::civil::Date;
use rusqlite::types::Value;

use super::search::{Cond, EASTERNMOST, Search, WESTERNMOST, begins, ends, reach};
use super::shelves::Shelf;
use super::write::{UNDATED, day_number};
use crate::article::ArticleId;

/// Up to so many entities are looked up one by one for each article; more are gathered once.
const FEW: usize = 8;

/// Up to so many articles of an entity are looked up in the text index one by one.
const LOOKUPS: i64 = 300;

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
    /// How to answer within a stretch.
    pub(super) fn plan(&self, stretch: &Shelf) -> Plan {
        let driver = self
            .conds
            .iter()
            .enumerate()
            .filter_map(|(at, cond)| Some((self.cost(cond, stretch)?, at)))
            .min()
            .map(|(_, at)| at);
        let mut arms = match driver.map(|at| &self.conds[at]) {
            Some(cond) => drive(cond, stretch),
            None => vec![Arm::new("article", "article.id")],
        };
        let few = matches!(
            driver.map(|at| &self.conds[at]),
            Some(Cond::Named { articles, .. }) if self.share(*articles, stretch) <= LOOKUPS / 4
        ) || driver.is_some_and(|at| {
            matches!(
                self.conds[at],
                Cond::Bookmarked | Cond::Noted | Cond::Tags(_) | Cond::Those(_)
            )
        });
        for arm in &mut arms {
            if stretch.lowest > 0 {
                arm.conds.push(format!("{} >= {}", arm.id, stretch.lowest));
            }
            if stretch.highest < i64::MAX {
                arm.conds.push(format!("{} <= {}", arm.id, stretch.highest));
            }
            for (at, cond) in self.conds.iter().enumerate() {
                if Some(at) != driver {
                    let sql = condition(cond, &arm.id, stretch, few, &mut arm.params);
                    arm.conds.push(sql);
                }
            }
        }
        Plan { arms }
    }

    /// SQL that counts the articles that name all of several entities of about the same frequency, and nothing else
    /// is asked. Going through their postings side by side is twice as fast as looking each up; where one of them
    /// is much rarer, looking its few articles up is faster.
    pub(super) fn intersection(&self) -> Option<String> {
        let mut arms = Vec::new();
        let (mut fewest, mut most) = (i64::MAX, 0);
        for cond in &self.conds {
            let Cond::Named {
                entities,
                about,
                said,
                articles,
            } = cond
            else {
                return None;
            };
            let [entity] = entities[..] else {
                return None;
            };
            (fewest, most) = (fewest.min(*articles), most.max(*articles));
            arms.push(format!(
                "SELECT article FROM posting WHERE entity = {entity}{}",
                how("posting", *about, *said)
            ));
        }
        (arms.len() > 1 && most < 4 * fewest).then(|| {
            format!(
                "SELECT count(*) FROM ({} ORDER BY 1 DESC)",
                arms.join(" INTERSECT ")
            )
        })
    }

    /// How many of so many articles of the store stand in a stretch, if they are spread evenly.
    fn share(&self, articles: i64, stretch: &Shelf) -> i64 {
        match stretch.articles {
            0 => articles,
            some => articles.saturating_mul(some) / self.total.max(1),
        }
    }

    /// About how many articles a condition would drive through; none if it cannot drive.
    fn cost(&self, cond: &Cond, stretch: &Shelf) -> Option<i64> {
        match cond {
            Cond::Bookmarked | Cond::Noted | Cond::Tags(_) => Some(100),
            Cond::Those(ids) => Some(ids.len() as i64),
            Cond::Named {
                entities, articles, ..
            } if entities.len() <= FEW => Some(self.share(*articles, stretch)),
            // Not known without counting; a word stands in a tenth of the articles more often than not.
            Cond::Text(_) => Some((stretch.articles / 10).max(LOOKUPS)),
            Cond::Read => Some(1 << 30),
            Cond::Quoted => Some(1 << 31),
            // Lists of several sources would have to be merged; the article table gives them in order.
            Cond::Sources(sources) if sources.len() == 1 => Some(1 << 29),
            Cond::Unread => Some(1 << 32),
            Cond::Language(_) => Some(1 << 33),
            _ => None,
        }
    }

    /// How to answer within a stretch with the words driving, whatever else would be cheaper.
    pub(super) fn plan_ranked(&self, stretch: &Shelf) -> Plan {
        let Some(driver) = self
            .conds
            .iter()
            .position(|cond| matches!(cond, Cond::Text(_)))
        else {
            return self.plan(stretch);
        };
        let mut arms = drive(&self.conds[driver], stretch);
        for arm in &mut arms {
            for (at, cond) in self.conds.iter().enumerate() {
                if at != driver {
                    let sql = condition(cond, &arm.id, stretch, false, &mut arm.params);
                    arm.conds.push(sql);
                }
            }
        }
        Plan { arms }
    }

    /// SQL that says of one article whether it is an answer, without going through the others.
    pub(super) fn holds(&self, id: ArticleId, stretch: &Shelf) -> (String, Vec<Value>) {
        let mut params = Vec::new();
        let conds: Vec<String> = self
            .conds
            .iter()
            .map(|cond| condition(cond, "article.id", stretch, true, &mut params))
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

    /// Numbers and BM25 ranks of the newest, in order of date; only for a plan that the words drive.
    pub(super) fn ranked(&self, limit: usize) -> (String, Vec<Value>) {
        let arms: Vec<String> = self
            .arms
            .iter()
            .map(|arm| {
                // BM25 is not a number on a shelf whose texts have no words left to weigh.
                let sql = arm.sql(&format!("{} AS id, coalesce(rank, 0.0)", arm.id), "");
                format!("{sql} ORDER BY {} DESC LIMIT {limit}", arm.id)
            })
            .collect();
        (arms.join(" UNION "), self.params())
    }

    fn params(&self) -> Vec<Value> {
        self.arms
            .iter()
            .flat_map(|arm| arm.params.iter().cloned())
            .collect()
    }
}

/// The table a condition drives through, in date order.
fn drive(cond: &Cond, stretch: &Shelf) -> Vec<Arm> {
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
        Cond::Those(ids) => {
            let given = format!("article.id IN ({})", list(ids));
            vec![with("article", "article.id", given, Vec::new())]
        }
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
        Cond::Text(words) => {
            let table = stretch.table();
            vec![with(
                &table,
                &format!("{table}.rowid"),
                format!("{table} MATCH ?"),
                vec![words.question(stretch.layout).into()],
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
fn condition(cond: &Cond, id: &str, stretch: &Shelf, few: bool, params: &mut Vec<Value>) -> String {
    match cond {
        Cond::Never => "0".to_owned(),
        Cond::Text(words) => {
            params.push(words.question(stretch.layout).into());
            let table = stretch.table();
            if few && !words.gathers(stretch.layout) {
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
                if stretch.lowest > 0 {
                    range = format!(" AND p.article >= {}", stretch.lowest);
                }
                if stretch.highest < i64::MAX {
                    let _ = write!(range, " AND p.article <= {}", stretch.highest);
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
        Cond::Those(ids) => format!("{id} IN ({})", list(ids)),
        Cond::Days(from, to) => days(*from, *to, id),
        Cond::Unread => format!("NOT EXISTS (SELECT 1 FROM read AS r WHERE r.id = {id})"),
        Cond::Read => format!("EXISTS (SELECT 1 FROM read AS r WHERE r.id = {id})"),
        Cond::Bookmarked => format!("EXISTS (SELECT 1 FROM bookmark AS b WHERE b.id = {id})"),
        Cond::Noted => format!("EXISTS (SELECT 1 FROM note AS n WHERE n.id = {id})"),
        Cond::Quoted => format!("(SELECT a.quoted FROM article AS a WHERE a.id = {id}) = 1"),
        Cond::Not(inner) => format!("NOT ({})", condition(inner, id, stretch, few, params)),
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
                .map(|cond| condition(cond, id, stretch, few, params))
                .collect();
            format!("({})", conds.join(word))
        }
    }
}

fn how(table: &str, about: bool, said: bool) -> String {
    let mut sql = String::new();
    if about {
        sql = format!(
            " AND {table}.salience >= {}",
            (crate::highlight::ABOUT * 100.0) as u8
        );
    }
    if said {
        let _ = write!(sql, " AND {table}.said = 1");
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

/// Days by number; only near the ends, where the source's own offset decides, the row is looked at.
fn days(from: Option<Date>, to: Option<Date>, id: &str) -> String {
    let (lowest, highest) = reach(from, to);
    let mut sql = format!("({id} & {UNDATED}) = 0 AND {id} BETWEEN {lowest} AND {highest}");
    let day = format!("(SELECT a.day FROM article AS a WHERE a.id = {id})");
    if let Some(from) = from {
        let sure = ArticleId::first_at(begins(from) + WESTERNMOST).0;
        let _ = write!(
            sql,
            " AND ({id} >= {sure} OR {day} >= {})",
            day_number(from)
        );
    }
    if let Some(to) = to {
        let sure = ArticleId::first_at(ends(to) - EASTERNMOST).0;
        let _ = write!(sql, " AND ({id} < {sure} OR {day} <= {})", day_number(to));
    }
    format!("({sql})")
}
