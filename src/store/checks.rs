//! Answers by way of the index, its shelves and the looks into articles, against a plain reading of every article.

use std::collections::BTreeMap;

use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::select;

use super::index::Layout;
use super::shelves::{SHELF, put_on, shelves, take_off};
use super::{Incoming, Store, counts, list, opened, write};
use crate::article::{Article, ArticleId, Body};
use crate::ask::Field;
use crate::change::{Change, Repair};
use crate::highlight::{Entity, EntityKey, Highlights, Kind};
use crate::query::parse;
use crate::row::Window;
use crate::text::Clean;

const TODAY: Date = Date::constant(2024, 3, 24);

/// Words that share beginnings, one frequent; as folded.
const WORDS: [&str; 10] = [
    "aster", "astern", "ast", "ab", "b", "bau", "baum", "osten", "o", "ast",
];
const NAMES: [&str; 3] = ["Nordwerk", "Helio", "Kerzen"];

#[derive(Debug, Clone)]
struct Made {
    title: Vec<&'static str>,
    body: Vec<&'static str>,
    names: Vec<&'static str>,
}

fn made() -> impl Strategy<Value = Made> {
    let words = |most| prop::collection::vec(select(&WORDS[..]), 0..most);
    let names = prop::sample::subsequence(&NAMES[..], 0..=2);
    (words(3), words(6), names).prop_map(|(title, body, names)| Made { title, body, names })
}

/// Articles with the second of each, in an order in which they are loaded.
fn loads() -> impl Strategy<Value = Vec<(usize, Made)>> {
    prop::collection::vec(made(), 90..160)
        .prop_map(|made| made.into_iter().enumerate().collect::<Vec<_>>())
        .prop_flat_map(|made| {
            let backwards: Vec<_> = made.iter().rev().cloned().collect();
            prop_oneof![
                Just(made.clone()),
                Just(backwards),
                Just(made).prop_shuffle()
            ]
        })
}

/// A question, and what it asks of an article.
#[derive(Debug, Clone)]
enum Asked {
    Word(&'static str),
    Beginning(&'static str),
    TitleBeginning(&'static str),
    Beside(&'static str, &'static str),
    Name(&'static str),
    Not(Box<Asked>),
    Either(Box<Asked>, Box<Asked>),
}

impl Asked {
    fn text(&self) -> String {
        match self {
            Self::Word(word) => (*word).to_owned(),
            Self::Beginning(word) => format!("{word}*"),
            Self::TitleBeginning(word) => format!("title:{word}*"),
            Self::Beside(one, other) => format!("\"{one} {other}\""),
            Self::Name(name) => format!("company:{name}"),
            Self::Not(inner) => format!("-{}", inner.text()),
            Self::Either(one, other) => format!("{} OR {}", one.text(), other.text()),
        }
    }

    fn holds(&self, made: &Made) -> bool {
        let any = |fits: &dyn Fn(&str) -> bool| {
            made.title.iter().chain(&made.body).any(|word| fits(word))
        };
        match self {
            Self::Word(word) => any(&|other| other == *word),
            Self::Beginning(word) => any(&|other| other.starts_with(word)),
            Self::TitleBeginning(word) => made.title.iter().any(|other| other.starts_with(word)),
            Self::Beside(one, other) => [&made.title, &made.body]
                .iter()
                .any(|text| text.windows(2).any(|pair| pair == [*one, *other])),
            Self::Name(name) => made.names.contains(name),
            Self::Not(inner) => !inner.holds(made),
            Self::Either(one, other) => one.holds(made) || other.holds(made),
        }
    }
}

fn asked() -> impl Strategy<Value = Asked> {
    let beginning = select(
        &[
            "a", "as", "ast", "aste", "b", "ba", "bau", "o", "os", "x", "astx",
        ][..],
    );
    let single = prop_oneof![
        select(&WORDS[..]).prop_map(Asked::Word),
        beginning.clone().prop_map(Asked::Beginning),
        beginning.clone().prop_map(Asked::Beginning),
        beginning.prop_map(Asked::TitleBeginning),
        (select(&WORDS[..]), select(&WORDS[..])).prop_map(|(a, b)| Asked::Beside(a, b)),
        select(&NAMES[..]).prop_map(Asked::Name),
    ];
    let boxed = single.clone().prop_map(Box::new);
    prop_oneof![
        4 => single,
        1 => boxed.clone().prop_map(Asked::Not),
        1 => (boxed.clone(), boxed).prop_map(|(a, b)| Asked::Either(a, b)),
    ]
}

fn incoming(second: usize, made: &Made) -> Incoming {
    let entities = made.names.iter().map(|name| Entity {
        key: EntityKey {
            kind: Kind::Company,
            name: name.to_lowercase(),
        },
        name: (*name).to_owned(),
        aliases: Vec::new(),
        salience: 0.5,
        mentions: Vec::new(),
        in_title: Vec::new(),
    });
    Incoming {
        identity: second.to_string(),
        article: Article {
            title: Clean::line(&made.title.join(" ")),
            published: format!("2024-01-01T00:{:02}:{:02}Z", second / 60, second % 60)
                .parse()
                .ok(),
            body: Body::from_text(&made.body.join(" ")),
            ..Article::default()
        },
        highlights: Highlights {
            entities: entities.collect(),
            ..Highlights::default()
        },
    }
}

fn load(store: &mut Store, all: &[(usize, Made)]) {
    for batch in all.chunks(23) {
        let batch = batch.iter().map(|(second, made)| incoming(*second, made));
        store.add(batch.collect()).unwrap();
    }
}

fn number(second: usize) -> ArticleId {
    ArticleId::first_at(1_704_067_200 + second as i64)
}

/// Asks for all of a list in every way there is, and compares it with what the articles themselves say.
fn compare(store: &Store, all: &[(usize, Made)], asked: &[Asked]) -> Result<(), TestCaseError> {
    let text: Vec<String> = asked.iter().map(Asked::text).collect();
    let text = text.join(" ");
    let mut expected: Vec<ArticleId> = all
        .iter()
        .filter(|(_, made)| asked.iter().all(|one| one.holds(made)))
        .map(|(second, _)| number(*second))
        .collect();
    expected.sort_unstable_by(|a, b| b.cmp(a));
    let query = parse(&text, TODAY).query;
    let window = |window, limit| -> Vec<ArticleId> {
        let listing = list::rows(store, &query, window, limit, false).unwrap();
        listing.rows.iter().map(|row| row.id).collect()
    };
    prop_assert_eq!(&window(Window::Top, 1000), &expected, "{}", text);
    let end = expected.len().saturating_sub(9);
    prop_assert_eq!(&window(Window::Bottom, 9), &expected[end..], "{}", text);
    let mut paged = window(Window::Top, 7);
    while let Some(last) = paged.last().copied() {
        let next = window(Window::After(last), 7);
        if next.is_empty() {
            break;
        }
        paged.extend(next);
    }
    prop_assert_eq!(&paged, &expected, "{} by pages", text);
    if let Some(middle) = expected.get(expected.len() / 2) {
        let upper = window(Window::Before(*middle), 1000);
        prop_assert_eq!(&upper[..], &expected[..expected.len() / 2], "{} up", text);
    }
    let count = counts::count(store, &query).unwrap();
    prop_assert_eq!(count, expected.len() as u64, "{} counted", text);
    let held = |id: &ArticleId| expected.contains(id);
    let named = all
        .iter()
        .filter(|(second, _)| held(&number(*second)))
        .flat_map(|(_, made)| made.names.iter().map(|name| (*name).to_owned()));
    prop_assert_eq!(&facets(store, &text), &tallied(named), "{} named", text);
    let months = counts::values(store, &query, Field::Month).unwrap();
    let expected_months = match expected.len() {
        0 => Vec::new(),
        some => vec![("2024-01".to_owned(), some as u64)],
    };
    prop_assert_eq!(months, expected_months, "{} by month", text);
    let mut best = {
        let query = parse(&format!("{text} sort:relevance"), TODAY).query;
        let listing = list::rows(store, &query, Window::Top, 1000, false).unwrap();
        listing.rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    best.sort_unstable_by(|a, b| b.cmp(a));
    prop_assert_eq!(&best, &expected, "{} by relevance", text);
    let search = super::search::Search::new(&store.connection, &query).unwrap();
    for (second, _) in all.iter().step_by(17) {
        let id = number(*second);
        let holds = opened::holds(store, &search, id).unwrap();
        prop_assert_eq!(holds, expected.contains(&id), "{} of one", text);
    }
    Ok(())
}

fn facets(store: &Store, text: &str) -> Vec<(String, u64)> {
    let query = parse(text, TODAY).query;
    let facets = counts::facets(store, &query, &[Kind::Company], 100).unwrap();
    let facets = facets.into_iter().map(|facet| (facet.name, facet.articles));
    let mut facets: Vec<_> = facets.collect();
    facets.sort();
    facets
}

fn tallied(names: impl Iterator<Item = String>) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// Puts the articles of all shelves on them as an older program would have.
fn make_old(store: &Store) {
    for shelf in shelves(&store.connection).unwrap() {
        let old = super::shelves::Shelf {
            layout: Layout::WORDS,
            ..shelf
        };
        let ids: Vec<i64> = store
            .connection
            .prepare("SELECT id FROM article WHERE id BETWEEN ?1 AND ?2")
            .unwrap()
            .query_map([shelf.lowest, shelf.highest], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        for id in ids {
            let id = ArticleId(id);
            let article = write::body(&store.connection, &store.packer, id).unwrap();
            let text = article.body.text();
            take_off(&store.connection, &shelf, id, &article.title, text).unwrap();
            put_on(&store.connection, &old, id, &article.title, text).unwrap();
        }
    }
    store
        .connection
        .execute("UPDATE shelf SET layout = 1", [])
        .unwrap();
}

fn is_sound(store: &mut Store) -> Result<(), TestCaseError> {
    let findings = store.check(false).unwrap();
    prop_assert!(
        findings.iter().all(|finding| !finding.trouble),
        "{:?}",
        findings
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn every_way_to_an_answer_gives_what_the_articles_say(
        all in loads(),
        asked in prop::collection::vec(prop::collection::vec(asked(), 1..4), 8),
    ) {
        let mut store = Store::in_memory().unwrap();
        load(&mut store, &all);
        for asked in &asked {
            compare(&store, &all, asked)?;
        }
        let shelves = shelves(&store.connection).unwrap();
        for shelf in &shelves {
            prop_assert!(shelf.articles <= SHELF + SHELF / 4, "{:?}", shelves);
        }
        prop_assert!(shelves.len() <= 2 + all.len() / (SHELF as usize / 2), "{:?}", shelves);
        is_sound(&mut store)?;

        // One company was another all along, and one is none: counted as the reader sees it, whichever way is taken.
        let key = |name: &str| EntityKey { kind: Kind::Company, name: name.to_lowercase() };
        let merge = Repair::Merge { from: key("Helio"), into: key("Nordwerk") };
        store.change(&Change::Repair(merge), TODAY).unwrap();
        store.change(&Change::Repair(Repair::Hide { key: key("Kerzen") }), TODAY).unwrap();
        for (text, asked) in [("", None), ("as*", Some(Asked::Beginning("as"))), ("company:Nordwerk", None)] {
            let shown = |made: &Made| made.names.iter().any(|name| *name != "Kerzen");
            let named = all
                .iter()
                .filter(|(_, made)| asked.as_ref().is_none_or(|asked| asked.holds(made)))
                .filter(|(_, made)| shown(made))
                .map(|_| "Nordwerk".to_owned());
            prop_assert_eq!(facets(&store, text), tallied(named), "{} put right", text);
        }
    }

    #[test]
    fn shelves_of_an_older_layout_answer_and_are_taken_over_as_articles_come_in(
        all in loads(),
        asked in prop::collection::vec(prop::collection::vec(asked(), 1..4), 6),
    ) {
        let (before, after) = all.split_at(all.len() / 2);
        let mut store = Store::in_memory().unwrap();
        load(&mut store, before);
        make_old(&store);
        for asked in &asked {
            compare(&store, before, asked)?;
        }
        load(&mut store, after);
        for asked in &asked {
            compare(&store, &all, asked)?;
        }
        let shelves = shelves(&store.connection).unwrap();
        prop_assert!(shelves.iter().all(|shelf| shelf.layout == Layout::NEWEST), "{:?}", shelves);
        is_sound(&mut store)?;
    }
}
