//! Spans become entities: one for each real-world thing in the article, under its fullest name.
//!
//! The tagger and the lexicon say where names stand; here it is decided which of them are the same, of which kind
//! they are, and where else in the article they stand. Nothing is decided across articles.

use std::collections::HashMap;
use std::ops::Range;

use super::doc::{Doc, Place};
use super::lexicon::{Hit, Lexicon};
use super::names;
use super::span::Span;
use super::token::tokens;
use crate::highlight::{Entity, EntityKey, Kind};
use crate::text;

/// How likely a mention must be for its entity to count.
const COMPANY: f32 = 0.6;
const COMPANY_KNOWN: f32 = 0.3;
const PERSON: f32 = 0.5;
const PERSON_LONE: f32 = 0.65;

/// A name in the text, in tokens, before it is known whom it means.
#[derive(Debug, Clone)]
struct Mention {
    tokens: Range<usize>,
    kind: Kind,
    score: f32,
    /// How likely each kind is.
    odds: [f32; 5],
    entry: Option<u32>,
    /// Whether the lexicon is sure of the kind.
    known: bool,
    /// The words without ending.
    words: Vec<String>,
}

/// Mentions that mean the same.
#[derive(Debug, Clone)]
struct Group {
    kind: Kind,
    /// The words of the fullest form.
    words: Vec<String>,
    entries: Vec<u32>,
    /// Indices into the mentions.
    mentions: Vec<usize>,
}

/// Makes entities of the spans of an article.
///
/// `hits` are the lexicon's names in the same tokens. Entities come in order of first mention, the title first;
/// salience is left at nought.
pub fn entities(doc: &Doc, lexicon: &Lexicon, hits: &[Hit], spans: &[Span]) -> Vec<Entity> {
    let mut mentions = mentions(doc, lexicon, hits, spans);
    former_names_become_mentions(doc, &mut mentions);
    one_kind_per_name(&mut mentions);
    lone_names_follow_full_names(&mut mentions);
    ends_follow_products(&mut mentions);
    let mut groups = group_persons(&mentions);
    groups.extend(group_others(lexicon, &mentions));
    let joins = same_by_apposition(doc, &mut mentions, &mut groups);
    join(&mut groups, &joins);
    one_kind_per_group(&mut groups, &mentions);
    spread(doc, &mut mentions, &mut groups);
    let mut entities: Vec<(usize, Entity)> = groups
        .iter()
        .filter(|group| is_sure_enough(group, &mentions))
        .filter_map(|group| entity(doc, &mentions, group))
        .collect();
    entities.sort_by_key(|(first, _)| *first);
    let mut out: Vec<Entity> = Vec::with_capacity(entities.len());
    for (_, entity) in entities {
        match out.iter_mut().find(|other| other.key == entity.key) {
            Some(other) => absorb(other, entity),
            None => out.push(entity),
        }
    }
    out
}

/// Whether at least one mention is likely enough; a known name needs less.
fn is_sure_enough(group: &Group, mentions: &[Mention]) -> bool {
    let best = group
        .mentions
        .iter()
        .map(|n| mentions[*n].odds[group.kind as usize])
        .fold(0.0_f32, f32::max);
    let known = group.mentions.iter().any(|n| mentions[*n].known);
    best >= match group.kind {
        Kind::Company if known => COMPANY_KNOWN,
        Kind::Company => COMPANY,
        Kind::Person if group.words.len() == 1 => PERSON_LONE,
        Kind::Person => PERSON,
        _ => 0.3,
    }
}

fn absorb(into: &mut Entity, other: Entity) {
    into.mentions.extend(other.mentions);
    into.mentions.sort_by_key(|range| range.start);
    into.in_title.extend(other.in_title);
    into.in_title.sort_by_key(|range| range.start);
    for alias in other.aliases {
        if alias != into.name && !into.aliases.contains(&alias) {
            into.aliases.push(alias);
        }
    }
}

/// Spans in tokens, trimmed, without overlaps: the surer, then the longer one stays.
fn mentions(doc: &Doc, lexicon: &Lexicon, hits: &[Hit], spans: &[Span]) -> Vec<Mention> {
    let by_place: HashMap<(usize, usize), &Hit> = hits
        .iter()
        .rev()
        .map(|hit| ((hit.first_token, hit.first_token + hit.tokens), hit))
        .collect();
    let mut out: Vec<Mention> = spans
        .iter()
        .filter_map(|span| {
            let tokens = names::trim(doc, doc.within(&span.range), span.kind);
            if tokens.is_empty() {
                return None;
            }
            let hit = by_place
                .get(&(tokens.start, tokens.end))
                .filter(|hit| hit.kind == span.kind || !hit.ambiguous);
            let words = match hit {
                Some(hit) if hit.kind != Kind::Person => nominative(doc, lexicon, hit, &tokens),
                _ => names::words(doc, tokens.clone(), span.kind),
            };
            Some(Mention {
                tokens,
                kind: span.kind,
                score: span.score,
                odds: span.odds,
                entry: hit.map(|hit| hit.entry),
                known: hit.is_some_and(|hit| hit.kind == span.kind && !hit.ambiguous),
                words,
            })
        })
        .collect();
    out.sort_by(|a, b| (a.tokens.start, b.tokens.end).cmp(&(b.tokens.start, a.tokens.end)));
    let mut kept: Vec<Mention> = Vec::with_capacity(out.len());
    for mention in out {
        match kept.last_mut() {
            Some(last) if last.tokens.end > mention.tokens.start => {
                if mention.score > last.score + 0.2 {
                    *last = mention;
                }
            }
            _ => kept.push(mention),
        }
    }
    kept
}

/// The words of a name the lexicon knows, as the lexicon writes them where the text declines them.
fn nominative(doc: &Doc, lexicon: &Lexicon, hit: &Hit, tokens: &Range<usize>) -> Vec<String> {
    let written = names::words(doc, tokens.clone(), hit.kind);
    let key = text::key(&written.concat());
    let mut forms = std::iter::once(lexicon.name(hit.entry)).chain(lexicon.aliases(hit.entry));
    if !hit.inflected && forms.clone().any(|form| text::key(form) == key) {
        return written;
    }
    let declined = forms.find(|form| {
        let form = text::key(form);
        let shared = form
            .bytes()
            .zip(key.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        form.len().abs_diff(key.len()) <= 2 && shared >= 3.min(form.len())
    });
    match declined {
        Some(form) => form.split(' ').map(str::to_owned).collect(),
        None => written,
    }
}

/// The kind with the most weight for a name holds for all its mentions.
///
/// A single word that is also the surname of a person with a fuller name keeps its own kinds: Porsche the company
/// and Ferdinand Porsche both stand in one article.
fn one_kind_per_name(mentions: &mut [Mention]) {
    let mut votes: HashMap<String, [f32; 5]> = HashMap::new();
    for mention in mentions.iter() {
        let votes = votes.entry(folded(mention)).or_default();
        for (vote, odds) in votes.iter_mut().zip(mention.odds) {
            *vote += odds;
        }
    }
    for mention in mentions.iter_mut() {
        let votes = votes[&folded(mention)];
        let best = Kind::ALL
            .into_iter()
            .max_by(|a, b| votes[*a as usize].total_cmp(&votes[*b as usize]))
            .unwrap_or(mention.kind);
        if votes[best as usize] > votes[mention.kind as usize] {
            mention.kind = best;
        }
    }
}

/// A lone name that is nobody's surname but begins a company's name is that company ("Riggs", "Riggs Bank"); one that
/// is the surname of somebody named in full is rather that person than a company.
fn lone_names_follow_full_names(mentions: &mut [Mention]) {
    let of = |kind: Kind, at: fn(&[String]) -> Option<&String>| -> Vec<String> {
        mentions
            .iter()
            .filter(|mention| mention.kind == kind && mention.words.len() > 1)
            .filter_map(|mention| at(&mention.words).cloned())
            .collect()
    };
    let surnames = of(Kind::Person, <[String]>::last);
    let first_names = of(Kind::Person, <[String]>::first);
    let companies = of(Kind::Company, <[String]>::first);
    for mention in mentions
        .iter_mut()
        .filter(|mention| mention.words.len() == 1)
    {
        let word = &mention.words[0];
        let has = |list: &[String]| list.iter().any(|other| names::same_word(other, word));
        let odds = mention.odds;
        if mention.kind == Kind::Person && !has(&surnames) && !has(&first_names) && has(&companies)
        {
            mention.kind = Kind::Company;
            mention.odds[Kind::Company as usize] = odds[Kind::Person as usize];
        } else if mention.kind == Kind::Company && has(&surnames) && !mention.known {
            mention.kind = Kind::Person;
        }
    }
}

/// The last words of a product's name are no company: "Fox Zero" after "Star Fox Zero".
fn ends_follow_products(mentions: &mut [Mention]) {
    let products: Vec<Vec<String>> = mentions
        .iter()
        .filter(|mention| mention.kind == Kind::Product && mention.words.len() > 2)
        .map(|mention| mention.words.clone())
        .collect();
    for mention in mentions.iter_mut() {
        let count = mention.words.len();
        if mention.kind == Kind::Company
            && !mention.known
            && count > 1
            && products
                .iter()
                .any(|product| product.len() > count && product.ends_with(&mention.words))
        {
            mention.kind = Kind::Product;
        }
    }
}

fn folded(mention: &Mention) -> String {
    names::key(&mention.words, mention.kind)
}

fn group_persons(mentions: &[Mention]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let persons = || {
        mentions
            .iter()
            .enumerate()
            .filter(|(_, mention)| mention.kind == Kind::Person && !mention.words.is_empty())
    };
    for (n, mention) in persons().filter(|(_, mention)| mention.words.len() > 1) {
        let same = groups
            .iter_mut()
            .find(|group| names::same_person(&group.words, &mention.words));
        match same {
            Some(group) => {
                group.mentions.push(n);
                if mention.words.len() > group.words.len()
                    || names::ends_in_genitive_of(&group.words, &mention.words)
                {
                    group.words.clone_from(&mention.words);
                }
            }
            None => groups.push(Group {
                kind: Kind::Person,
                words: mention.words.clone(),
                entries: mention.entry.into_iter().collect(),
                mentions: vec![n],
            }),
        }
    }
    let full = groups.len();
    for (n, mention) in persons().filter(|(_, mention)| mention.words.len() == 1) {
        let word = &mention.words[0];
        let found = whom(&groups[..full], mentions, word, mention.tokens.start).or_else(|| {
            (full..groups.len()).find(|at| names::same_word(&groups[*at].words[0], word))
        });
        match found {
            Some(at) => {
                groups[at].mentions.push(n);
                if at >= full && word.len() < groups[at].words[0].len() {
                    groups[at].words.clone_from(&mention.words);
                }
            }
            None => groups.push(Group {
                kind: Kind::Person,
                words: mention.words.clone(),
                entries: mention.entry.into_iter().collect(),
                mentions: vec![n],
            }),
        }
    }
    groups
}

/// Whom a lone name means: the bearer of the surname named last before, else the first one after; else a first name.
fn whom(groups: &[Group], mentions: &[Mention], word: &str, at: usize) -> Option<usize> {
    let nearest = |fits: &dyn Fn(&Group) -> bool| {
        groups
            .iter()
            .enumerate()
            .filter(|(_, group)| fits(group))
            .min_by_key(|(_, group)| {
                group
                    .mentions
                    .iter()
                    .map(|n| mentions[*n].tokens.start)
                    .map(|start| {
                        if start < at {
                            at - start
                        } else {
                            (start - at) + 1_000_000
                        }
                    })
                    .min()
            })
            .map(|(n, _)| n)
    };
    let exact = |group: &Group| group.words.last().is_some_and(|last| last == word);
    let surname = |group: &Group| {
        group
            .words
            .last()
            .is_some_and(|last| names::same_word(last, word))
    };
    let part = |group: &Group| names::surname_part(&group.words, word);
    let first = |group: &Group| names::same_word(&group.words[0], word);
    nearest(&exact)
        .or_else(|| nearest(&surname))
        .or_else(|| nearest(&part))
        .or_else(|| nearest(&first))
}

fn group_others(lexicon: &Lexicon, mentions: &[Mention]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_key: HashMap<(Kind, String), usize> = HashMap::new();
    let mut by_entry: HashMap<(Kind, u32), usize> = HashMap::new();
    for (n, mention) in mentions.iter().enumerate() {
        if mention.kind == Kind::Person || mention.words.is_empty() {
            continue;
        }
        let key = (mention.kind, names::key(&mention.words, mention.kind));
        let entry = mention.entry.map(|entry| (mention.kind, entry));
        let found = by_key
            .get(&key)
            .or_else(|| entry.and_then(|entry| by_entry.get(&entry)))
            .copied();
        let at = found.unwrap_or_else(|| {
            groups.push(Group {
                kind: mention.kind,
                words: mention.words.clone(),
                entries: Vec::new(),
                mentions: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[at];
        group.mentions.push(n);
        group.entries.extend(mention.entry);
        if mention.words.concat().len() > group.words.concat().len() {
            group.words.clone_from(&mention.words);
        }
        by_key.insert(key, at);
        if let Some(entry) = entry {
            by_entry.insert(entry, at);
        }
    }
    let mut joins = Vec::new();
    let keys: Vec<String> = groups
        .iter()
        .map(|group| names::key(&group.words, group.kind))
        .collect();
    for (short, group) in groups.iter().enumerate() {
        if let Some(long) = longer(lexicon, &groups, &keys, group, short) {
            joins.push((long, short));
        }
    }
    join(&mut groups, &joins);
    groups
}

/// The group a short or declined form belongs to: "Stability" to "Stability AI", "Gizmondos" to "Gizmondo".
fn longer(
    lexicon: &Lexicon,
    groups: &[Group],
    keys: &[String],
    group: &Group,
    at: usize,
) -> Option<usize> {
    let key = &keys[at];
    let others = || {
        groups
            .iter()
            .enumerate()
            .filter(|(n, other)| *n != at && other.kind == group.kind)
    };
    let stem =
        others().find(|(n, _)| key.len() > 3 && key.strip_suffix('s') == Some(keys[*n].as_str()));
    if let Some((stem, _)) = stem {
        return Some(stem);
    }
    let mut longer = others().filter(|(_, other)| {
        other.words.len() > group.words.len()
            && names::is_short_for(&group.words, &other.words)
            && (group.entries.is_empty()
                || other.entries.is_empty()
                || names::differ_by_region(&group.words, &other.words))
            && !group.entries.iter().any(|entry| {
                lexicon.name(*entry) == group.words.join(" ") && !other.entries.is_empty()
            })
    });
    let first = longer.next()?;
    longer.next().is_none().then_some(first.0)
}

/// Pairs of groups the text itself says are the same: "X (vormals Twitter)", "Bundesimmobiliengesellschaft (BIG)".
fn same_by_apposition(
    doc: &Doc,
    mentions: &mut Vec<Mention>,
    groups: &mut [Group],
) -> Vec<(usize, usize)> {
    let mut joins = Vec::new();
    let mut at_token: HashMap<usize, (usize, usize)> = HashMap::new();
    for (g, group) in groups.iter().enumerate() {
        for n in &group.mentions {
            at_token.insert(mentions[*n].tokens.start, (g, *n));
        }
    }
    for g in 0..groups.len() {
        for n in groups[g].mentions.clone() {
            let Mention {
                tokens,
                kind,
                words,
                score,
                ..
            } = mentions[n].clone();
            if kind == Kind::Person || kind == Kind::Place {
                continue;
            }
            if let Some(old) = names::after_formerly(doc, tokens.end) {
                if let Some((other, _)) = at_token.get(&old)
                    && groups[*other].kind != Kind::Person
                    && *other != g
                {
                    joins.push((g, *other));
                }
                continue;
            }
            if doc.word(tokens.end) != "(" {
                continue;
            }
            let inside = tokens.end + 1;
            if let Some((other, m)) = at_token.get(&inside).copied() {
                let end = mentions[m].tokens.end;
                if doc.word(end) == ")" && other != g && groups[other].kind != Kind::Person {
                    let inner = mentions[m].words.concat();
                    if names::abbreviates(&inner, &words)
                        || names::abbreviates(&words.concat(), &mentions[m].words)
                    {
                        let (to, from) = if inner.len() < words.concat().len() {
                            (g, other)
                        } else {
                            (other, g)
                        };
                        joins.push((to, from));
                    }
                }
            } else if matches!(doc.word(inside + 1), ")" | "," | ";" | "/") {
                let short = doc.word(inside);
                if names::abbreviates(short, &words) {
                    mentions.push(Mention {
                        tokens: inside..inside + 1,
                        kind,
                        score,
                        odds: mentions[n].odds,
                        entry: None,
                        known: false,
                        words: vec![short.to_owned()],
                    });
                    at_token.insert(inside, (g, mentions.len() - 1));
                    let number = mentions.len() - 1;
                    groups[g].mentions.push(number);
                    let same_name = groups.iter().position(|other| {
                        other.kind != Kind::Person
                            && other.words.len() == 1
                            && other.words[0] == short
                    });
                    if let Some(other) = same_name {
                        joins.push((g, other));
                    }
                }
            }
        }
    }
    joins
}

/// In "X (vormals Twitter)" the new name may be too odd for the tagger; the old one vouches for it.
fn former_names_become_mentions(doc: &Doc, mentions: &mut Vec<Mention>) {
    let mut found = Vec::new();
    for mention in mentions
        .iter()
        .filter(|m| m.kind != Kind::Person && m.kind != Kind::Place)
    {
        if let Some(token) = names::before_formerly(doc, mention.tokens.start) {
            let taken = mentions.iter().any(|other| other.tokens.contains(&token));
            if !taken && doc.word(token).starts_with(char::is_uppercase) {
                found.push(Mention {
                    tokens: token..token + 1,
                    kind: mention.kind,
                    score: mention.score,
                    odds: mention.odds,
                    entry: None,
                    known: false,
                    words: vec![doc.word(token).to_owned()],
                });
            }
        }
    }
    mentions.extend(found);
    mentions.sort_by_key(|mention| mention.tokens.start);
}

/// Lets the second group of each pair pass into the first.
fn join(groups: &mut Vec<Group>, joins: &[(usize, usize)]) {
    let mut into: Vec<usize> = (0..groups.len()).collect();
    let root = |into: &[usize], mut at: usize| {
        while into[at] != at {
            at = into[at];
        }
        at
    };
    for (to, from) in joins {
        let (to, from) = (root(&into, *to), root(&into, *from));
        if to != from {
            into[from] = to;
        }
    }
    for from in 0..groups.len() {
        let to = root(&into, from);
        if to != from {
            let mentions = std::mem::take(&mut groups[from].mentions);
            let entries = std::mem::take(&mut groups[from].entries);
            groups[to].mentions.extend(mentions);
            groups[to].entries.extend(entries);
        }
    }
    groups.retain(|group| !group.mentions.is_empty());
}

/// What the text says is one thing has one kind: the one that all its mentions together speak for.
fn one_kind_per_group(groups: &mut [Group], mentions: &[Mention]) {
    for group in groups.iter_mut() {
        let kinds = || group.mentions.iter().map(|n| mentions[*n].kind);
        let mixed = kinds().any(|kind| kind != group.kind);
        if !mixed || group.kind == Kind::Person || kinds().any(|kind| kind == Kind::Person) {
            continue;
        }
        let votes = |kind: Kind| -> f32 {
            let of_kind = group.mentions.iter().map(|n| &mentions[*n]);
            of_kind.map(|mention| mention.odds[kind as usize]).sum()
        };
        group.kind = [Kind::Company, Kind::Organisation, Kind::Product]
            .into_iter()
            .max_by(|a, b| votes(*a).total_cmp(&votes(*b)))
            .unwrap_or(group.kind);
    }
}

/// Finds the places where a name stands that nobody marked.
fn spread(doc: &Doc, mentions: &mut Vec<Mention>, groups: &mut [Group]) {
    let mut taken = vec![false; doc.tokens.len()];
    for group in groups.iter() {
        for n in &group.mentions {
            taken[mentions[*n].tokens.clone()].fill(true);
        }
    }
    // Forms by their first word; the longest form first.
    let mut forms: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
    for (g, group) in groups.iter().enumerate() {
        let mut seen: Vec<Vec<String>> = Vec::new();
        for n in &group.mentions {
            let mention = &mentions[*n];
            let words: Vec<String> = mention
                .tokens
                .clone()
                .map(|token| doc.word(token).to_owned())
                .collect();
            if !seen.contains(&words) && names::may_spread(&words, group.kind, mention.score) {
                seen.push(words);
            }
        }
        if group.kind == Kind::Person && group.words.len() > 1 {
            let surname = &group.words[group.words.len() - 1];
            let surname: Vec<String> = tokens(surname)
                .into_iter()
                .map(|token| surname[token.range].to_owned())
                .collect();
            if !seen.contains(&surname) && names::may_spread(&surname, group.kind, 1.0) {
                seen.push(surname);
            }
        }
        for words in seen {
            forms.entry(words[0].clone()).or_default().push((words, g));
        }
    }
    for list in forms.values_mut() {
        list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    // Most words are none of them; their first byte tells.
    let mut begins = [false; 256];
    for first in forms.keys() {
        begins[usize::from(first.as_bytes()[0])] = true;
    }
    let mut at = 0;
    while at < doc.tokens.len() {
        let word = doc.word(at);
        if !begins[usize::from(word.as_bytes()[0])] || taken[at] {
            at += 1;
            continue;
        }
        let list = forms
            .get(word)
            .into_iter()
            .chain(word.strip_suffix('s').and_then(|stem| forms.get(stem)));
        let mut step = 1;
        'forms: for (words, g) in list.flatten() {
            let tokens = at..at + words.len();
            if tokens.end > doc.tokens.len() || taken[tokens.clone()].iter().any(|t| *t) {
                continue;
            }
            for (n, want) in words.iter().enumerate() {
                let have = doc.word(at + n);
                let at_end = n + 1 == words.len();
                if have != want && !(at_end && have.strip_suffix('s') == Some(want)) {
                    continue 'forms;
                }
                if n > 0 && doc.begins_paragraph(at + n) {
                    continue 'forms;
                }
            }
            if names::is_inside_another_name(doc, &tokens, groups[*g].kind) {
                continue;
            }
            taken[tokens.clone()].fill(true);
            step = words.len();
            let mut words = words.clone();
            if groups[*g].kind == Kind::Person {
                words = names::words(doc, tokens.clone(), Kind::Person);
            }
            mentions.push(Mention {
                tokens,
                kind: groups[*g].kind,
                score: 0.5,
                odds: [0.0; 5],
                entry: None,
                known: false,
                words,
            });
            let number = mentions.len() - 1;
            groups[*g].mentions.push(number);
            break;
        }
        at += step;
    }
}

/// "MOODY'S" in a headline is "Moody's" where the text writes it so.
fn without_shouting(name: String, mentions: &[Mention], group: &Group) -> String {
    if name.contains(char::is_lowercase) {
        return name;
    }
    let key = text::key(&name);
    group
        .mentions
        .iter()
        .map(|n| mentions[*n].words.join(" "))
        .find(|other| other.contains(char::is_lowercase) && text::key(other) == key)
        .unwrap_or(name)
}

fn entity(doc: &Doc, mentions: &[Mention], group: &Group) -> Option<(usize, Entity)> {
    let name = without_shouting(group.words.join(" "), mentions, group);
    let bare = names::without_legal_form(&name);
    let key = text::key(if bare.is_empty() { &name } else { bare });
    if key.is_empty() {
        return None;
    }
    let mut ranges: Vec<Range<usize>> = group
        .mentions
        .iter()
        .map(|n| doc.bytes(mentions[*n].tokens.clone()))
        .filter(|range| !range.is_empty())
        .collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup();
    let first = ranges.first()?.start;
    let mut aliases: Vec<String> = Vec::new();
    for n in &group.mentions {
        let alias = mentions[*n].words.join(" ");
        if alias != name && !alias.is_empty() && !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    // "Musks" is no alias beside "Musk".
    let known: Vec<String> = aliases.iter().chain([&name]).cloned().collect();
    aliases.retain(|alias| {
        alias.strip_suffix('s').is_none_or(|stem| {
            !known
                .iter()
                .any(|other| other == stem || other.ends_with(&format!(" {stem}")))
        })
    });
    let mut entity = Entity {
        key: EntityKey {
            kind: group.kind,
            name: key,
        },
        name,
        aliases,
        salience: 0.0,
        mentions: Vec::new(),
        in_title: Vec::new(),
    };
    for range in &ranges {
        match doc.place(range) {
            Some(Place::Body(range)) => entity.mentions.push(range),
            Some(Place::Title(range)) => entity.in_title.push(range),
            None => {}
        }
    }
    Some((first, entity))
}
