//! Words to query. Never fails: what is not understood becomes a complaint with its place.
//!
//! One pass over the text, one function per level: terms beside each other, `OR` between them, a single term.

use std::ops::Range;

use jiff::civil::Date;

use super::{Atom, Complaint, Has, Order, Parsed, Query, Span, State, Term, days};
use crate::article::Language;
use crate::highlight::Kind;
use crate::say::{Said, say};
use crate::text::fold;

/// How deep parentheses may stand in one another; deeper ones are left out with a complaint.
const MAX_DEPTH: usize = 32;

/// The fields, in the order in which they are offered.
pub(super) const FIELDS: [&str; 15] = [
    "company", "person", "entity", "about", "said", "source", "title", "lang", "tag", "note",
    "date", "after", "before", "is", "has",
];
/// What a name of a saved view begins with.
pub(super) const VIEW: char = '@';
/// Views may name views this deep.
const MAX_WITHIN: usize = 8;
/// What `sort:` is, beside the fields: it orders rather than narrows.
pub(super) const SORT: &str = "sort";
/// The values of `is:`.
pub(super) const STATES: [(&str, State); 5] = [
    ("unread", State::Unread),
    ("read", State::Read),
    ("bookmarked", State::Bookmarked),
    ("noted", State::Noted),
    ("watched", State::Watched),
];
/// The values of `has:`.
pub(super) const HAVINGS: [(&str, Has); 2] = [("quote", Has::Quote), ("note", Has::Note)];
/// The values of `sort:`.
pub(super) const ORDERS: [(&str, Order); 2] =
    [("date", Order::Date), ("relevance", Order::Relevance)];

/// Reads a written query that names no views; `today` is what `7d` counts from.
pub fn parse(text: &str, today: Date) -> Parsed {
    parse_with(text, today, &[])
}

/// Reads a written query; `@name` stands for the query of the saved view of that name, which may name others.
pub fn parse_with(text: &str, today: Date, views: &[(String, String)]) -> Parsed {
    parse_within(text, today, views, 0)
}

fn parse_within(text: &str, today: Date, views: &[(String, String)], within: usize) -> Parsed {
    let mut reader = Reader {
        text,
        at: 0,
        today,
        views,
        within,
        depth: 0,
        order: Order::default(),
        complaints: Vec::new(),
    };
    let mut terms = Vec::new();
    loop {
        terms.extend(reader.terms());
        if reader.at >= text.len() {
            break;
        }
        // Only a closing parenthesis ends the terms before the text does.
        reader.complain(
            reader.at..reader.at + 1,
            say!("this parenthesis closes nothing; it was left out"),
        );
        reader.at += 1;
    }
    Parsed {
        query: Query {
            terms,
            order: reader.order,
        },
        complaints: reader.complaints,
    }
}

/// Whether a character opens or closes a quotation; all of them are the same here.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '„' | '“' | '”' | '«' | '»')
}

/// Whether a character ends an unquoted word.
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || matches!(c, '(' | ')')
}

/// The negation of a term; two negations cancel out.
pub(super) fn negate(term: Term) -> Term {
    match term {
        Term::Not(inner) => *inner,
        term => Term::Not(Box::new(term)),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    today: Date,
    views: &'a [(String, String)],
    /// How many views name each other down to this one.
    within: usize,
    depth: usize,
    order: Order,
    complaints: Vec<Complaint>,
}

/// What stands at a place where a term may begin.
enum Piece {
    Term(Term),
    Or(Range<usize>),
    /// Understood or complained about, but no condition (`sort:`, an unknown field).
    Nothing,
}

impl Reader<'_> {
    /// Terms up to the end or to a closing parenthesis, which is left standing.
    fn terms(&mut self) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::new();
        // An `OR` that waits for its right side; it takes the term before it along.
        let mut waiting: Option<Range<usize>> = None;
        // Whether the last term is an `Any` made by `OR` at this level, which the next `OR` extends.
        let mut chain = false;
        // Whether something that is no condition stood last: `OR` may not reach over it.
        let mut gap = true;
        while let Some(piece) = self.piece() {
            match piece {
                Piece::Or(range) => {
                    if waiting.is_some() || gap {
                        self.complain(range, say!("OR needs something to its left and its right"));
                    } else {
                        waiting = Some(range);
                    }
                }
                Piece::Nothing => {
                    if let Some(range) = waiting.take() {
                        self.complain(range, say!("OR needs something to its left and its right"));
                    }
                    chain = false;
                    gap = true;
                }
                Piece::Term(term) => {
                    if waiting.take().is_some() {
                        match terms.pop() {
                            Some(Term::Any(mut any)) if chain => {
                                any.push(term);
                                terms.push(Term::Any(any));
                            }
                            Some(left) => terms.push(Term::Any(vec![left, term])),
                            None => terms.push(term),
                        }
                        chain = true;
                    } else {
                        terms.push(term);
                        chain = false;
                    }
                    gap = false;
                }
            }
        }
        if let Some(range) = waiting {
            self.complain(range, say!("OR needs something to its left and its right"));
        }
        terms
    }

    /// The next piece; none at the end and before a closing parenthesis.
    fn piece(&mut self) -> Option<Piece> {
        self.skip(char::is_whitespace);
        let start = self.at;
        let dashes = self.skip(|c| c == '-');
        let negated = dashes % 2 == 1;
        match self.peek() {
            None if dashes > 0 => Some(self.nothing(
                start..self.at,
                say!("a dash leaves out what follows it; nothing follows"),
            )),
            Some(c) if dashes > 0 && (c.is_whitespace() || c == ')') => Some(self.nothing(
                start..self.at,
                say!("a dash leaves out what follows it without a space"),
            )),
            None | Some(')') => None,
            Some('(') => Some(self.group(negated)),
            Some(c) if is_quote(c) => Some(self.phrase(negated)),
            Some(VIEW) => Some(self.view(negated)),
            Some(_) => Some(self.word(start, negated)),
        }
    }

    fn group(&mut self, negated: bool) -> Piece {
        let start = self.at;
        self.at += 1;
        if self.depth == MAX_DEPTH {
            self.skip_group();
            return self.nothing(
                start..self.at,
                say!("parentheses stand too deep in one another; this group was left out"),
            );
        }
        self.depth += 1;
        let mut terms = self.terms();
        self.depth -= 1;
        if self.peek() == Some(')') {
            self.at += 1;
        } else {
            self.complain(start..start + 1, say!("this parenthesis is never closed"));
        }
        match terms.len() {
            0 => self.nothing(
                start..self.at,
                say!("there is nothing in these parentheses"),
            ),
            1 => Piece::Term(sign(terms.remove(0), negated)),
            _ => Piece::Term(sign(Term::All(terms), negated)),
        }
    }

    fn skip_group(&mut self) {
        let mut open = 1;
        while open > 0 {
            match self.peek() {
                None => return,
                Some('(') => open += 1,
                Some(')') => open -= 1,
                Some(_) => {}
            }
            self.at += self.peek().map_or(0, char::len_utf8);
        }
    }

    /// `@name`, or `@"a name"`.
    fn view(&mut self, negated: bool) -> Piece {
        let start = self.at;
        self.at += VIEW.len_utf8();
        let name = if self.peek().is_some_and(is_quote) {
            self.quoted()
        } else {
            let from = self.at;
            self.skip(|c| !ends_word(c));
            self.text[from..self.at].to_owned()
        };
        let whole = start..self.at;
        let wanted = fold(&name);
        let Some((name, query)) = (self.views.iter()).find(|(known, _)| fold(known) == wanted)
        else {
            let names = self.views.iter().map(|(name, _)| name.as_str());
            let message = if self.views.is_empty() {
                say!(
                    "“@{name}” is no view; [views] in the settings names queries",
                    name
                )
            } else {
                let hint = meant_view(&wanted, names);
                say!("“@{name}” is no view{hint}", name, hint)
            };
            return self.nothing(whole, message);
        };
        if self.within == MAX_WITHIN {
            return self.nothing(whole, say!("the view “{name}” names itself", name));
        }
        let Parsed {
            mut query,
            complaints,
        } = parse_within(query, self.today, self.views, self.within + 1);
        if let Some(complaint) = complaints.first() {
            let message = &complaint.message;
            let message = say!("in the view “{name}”: {message}", name, message);
            self.complain(whole, message);
        }
        if query.order != Order::default() {
            self.order = query.order;
        }
        match query.terms.len() {
            // A view may be an order alone.
            0 => Piece::Nothing,
            1 => Piece::Term(sign(query.terms.remove(0), negated)),
            _ => Piece::Term(sign(Term::All(query.terms), negated)),
        }
    }

    fn phrase(&mut self, negated: bool) -> Piece {
        let start = self.at;
        let phrase = self.quoted();
        if has_letters(&phrase) {
            Piece::Term(sign(Term::Is(Atom::Phrase(phrase)), negated))
        } else {
            self.nothing(
                start..self.at,
                say!("there is no word between these quotation marks"),
            )
        }
    }

    /// The text between quotation marks; an unclosed one goes to the end.
    fn quoted(&mut self) -> String {
        let start = self.at;
        self.at += self.peek().map_or(0, char::len_utf8);
        let from = self.at;
        self.skip(|c| !is_quote(c));
        let inner = self.text[from..self.at].trim();
        let inner = inner.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.peek() {
            Some(close) => self.at += close.len_utf8(),
            None => self.complain(start..self.at, say!("this quotation mark is never closed")),
        }
        inner
    }

    fn word(&mut self, start: usize, negated: bool) -> Piece {
        let from = self.at;
        self.skip(|c| !ends_word(c));
        let word = &self.text[from..self.at];
        match word {
            "OR" if !negated => return Piece::Or(from..self.at),
            "AND" if !negated => return Piece::Nothing,
            _ => {}
        }
        if let Some((name, value)) = word.split_once(':')
            && !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphabetic())
            && !value.starts_with("//")
        {
            return self.field(start, &name.to_ascii_lowercase(), value, negated);
        }
        let text = word.trim_end_matches('*');
        if !has_letters(text) {
            return self.nothing(
                start..self.at,
                say!("“{word}” has no letter or digit to look for", word),
            );
        }
        Piece::Term(sign(
            Term::Is(Atom::Word {
                text: text.to_owned(),
                prefix: text.len() < word.len(),
            }),
            negated,
        ))
    }

    fn field(&mut self, start: usize, name: &str, value: &str, negated: bool) -> Piece {
        let from = self.at - value.len();
        let (value, quoted) = if value.is_empty() && self.peek().is_some_and(is_quote) {
            (self.quoted(), true)
        } else {
            (value.to_owned(), false)
        };
        let whole = start..self.at;
        let place = from..self.at;
        if !FIELDS.contains(&name) && name != SORT {
            let names = FIELDS.into_iter().chain([SORT]);
            let message = say!(
                "“{name}:” is no field{meant}",
                name,
                meant = meant(name, names, ":")
            );
            return self.nothing(whole, message);
        }
        let needs_letters = matches!(name, "company" | "person" | "entity" | "about" | "said")
            || matches!(name, "title" | "source" | "tag" | "note");
        if value.is_empty() || (needs_letters && !has_letters(&value)) {
            let message = say!(
                "“{name}:” needs {wanted} after it",
                name,
                wanted = wanted(name)
            );
            return self.nothing(whole, message);
        }
        let atom = match name {
            "company" | "person" => Atom::Entity {
                kind: Some(if name == "company" {
                    Kind::Company
                } else {
                    Kind::Person
                }),
                name: value,
                about: false,
            },
            "entity" | "about" => Atom::Entity {
                kind: None,
                name: value,
                about: name == "about",
            },
            "said" => Atom::Said(value),
            "source" => Atom::Source(value),
            "title" => Atom::Title(value),
            "tag" => Atom::Tag(value),
            "note" => Atom::Note(value),
            "lang" => {
                let Some(language) = language(&value) else {
                    let message = say!("“{value}” is no language such as de or en", value);
                    return self.nothing(place, message);
                };
                Atom::Lang(language)
            }
            "date" | "after" | "before" => {
                let Some((from, to)) = days::span(name, &value, self.today) else {
                    return self.nothing(place, days::complaint(&value));
                };
                let text = if quoted {
                    format!("{name}:\"{value}\"")
                } else {
                    format!("{name}:{value}")
                };
                Atom::Date(Span { from, to, text })
            }
            "is" => match find(&STATES, &value) {
                Some(state) => Atom::State(state),
                None => return self.no_value(place, name, &value, &STATES),
            },
            "has" => match find(&HAVINGS, &value) {
                Some(has) => Atom::Has(has),
                None => return self.no_value(place, name, &value, &HAVINGS),
            },
            _ => {
                match find(&ORDERS, &value) {
                    Some(order) => self.order = order,
                    None => return self.no_value(place, name, &value, &ORDERS),
                }
                return Piece::Nothing;
            }
        };
        Piece::Term(sign(Term::Is(atom), negated))
    }

    fn no_value<T>(
        &mut self,
        range: Range<usize>,
        field: &str,
        value: &str,
        values: &[(&str, T)],
    ) -> Piece {
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        let hint = meant(value, names.iter().copied(), "");
        let message = if hint.is_empty() {
            say!("“{field}:” takes {names}", field, names = names.join(", "))
        } else {
            say!("“{field}:{value}” is unknown{hint}", field, value, hint)
        };
        self.nothing(range, message)
    }

    fn nothing(&mut self, range: Range<usize>, message: Said) -> Piece {
        self.complain(range, message);
        Piece::Nothing
    }

    fn complain(&mut self, range: Range<usize>, message: Said) {
        self.complaints.push(Complaint { range, message });
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// Goes over characters; returns how many.
    fn skip(&mut self, over: impl Fn(char) -> bool) -> usize {
        let mut count = 0;
        while let Some(c) = self.peek().filter(|c| over(*c)) {
            self.at += c.len_utf8();
            count += 1;
        }
        count
    }
}

fn sign(term: Term, negated: bool) -> Term {
    if negated { negate(term) } else { term }
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn find<T: Copy>(values: &[(&str, T)], value: &str) -> Option<T> {
    let value = value.to_lowercase();
    values
        .iter()
        .find(|(name, _)| *name == value)
        .map(|(_, found)| *found)
}

fn language(value: &str) -> Option<Language> {
    match value.to_lowercase().as_str() {
        "deutsch" | "german" => Some(Language::GERMAN),
        "englisch" | "english" => Some(Language::ENGLISH),
        tag => Language::from_tag(tag),
    }
}

fn wanted(field: &str) -> Said {
    match field {
        "company" => say!("the name of a company"),
        "person" | "said" => say!("the name of a person"),
        "entity" | "about" => say!("a name"),
        "source" => say!("a source"),
        "title" => say!("words of a headline"),
        "lang" => say!("a language such as de or en"),
        "tag" => say!("a tag"),
        "note" => say!("words of a note"),
        "is" => say!("unread, read, bookmarked, noted or watched"),
        "has" => say!("quote or note"),
        SORT => say!("date or relevance"),
        _ => say!("a date such as 2024-03 or 7d"),
    }
}

/// "; did you mean …?" when one of the names is close enough to have been meant.
fn meant<'a>(word: &str, names: impl IntoIterator<Item = &'a str>, suffix: &str) -> Said {
    let word = word.to_lowercase();
    names
        .into_iter()
        .map(|name| (distance(&word, name), name))
        .filter(|(distance, name)| {
            *distance <= 1.max(name.len() / 3) || (word.len() > 1 && name.starts_with(&word))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| say!("; did you mean “{name}{suffix}”?", name, suffix))
        .unwrap_or_default()
}

/// The same for views, whose names may be written in any way.
fn meant_view<'a>(folded: &str, names: impl Iterator<Item = &'a str> + Clone) -> Said {
    let near = names
        .clone()
        .map(|name| (distance(folded, &fold(name)), name));
    let near = near.filter(|(distance, name)| *distance <= 1.max(name.len() / 3));
    match near.min_by_key(|(distance, _)| *distance) {
        Some((_, name)) => say!(
            "; did you mean “{name}{suffix}”?",
            name = format!("@{name}"),
            suffix = ""
        ),
        None => say!(
            "; the views are {names}",
            names = names.collect::<Vec<_>>().join(", ")
        ),
    }
}

/// How many letters must be changed, put in, left out or swapped to make one word the other.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(32).collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut line = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (last[j - 1] + same).min(last[j] + 1).min(line[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            line.push(best);
        }
        before = std::mem::replace(&mut last, line);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> Date {
        Date::constant(2024, 3, 24)
    }

    fn read(text: &str) -> Query {
        let parsed = parse(text, today());
        assert_eq!(parsed.complaints, [], "{text}");
        parsed.query
    }

    fn complaint(text: &str) -> (&str, String) {
        let mut parsed = parse(text, today());
        assert_eq!(
            parsed.complaints.len(),
            1,
            "{text}: {:?}",
            parsed.complaints
        );
        let complaint = parsed.complaints.remove(0);
        (&text[complaint.range], complaint.message.to_string())
    }

    fn word(text: &str) -> Term {
        Term::Is(Atom::Word {
            text: text.to_owned(),
            prefix: false,
        })
    }

    #[test]
    fn words_beside_each_other_must_all_hold_and_or_binds_closer() {
        assert_eq!(
            read("a b OR c OR d -e").terms,
            [
                word("a"),
                Term::Any(vec![word("b"), word("c"), word("d")]),
                Term::Not(Box::new(word("e"))),
            ]
        );
        assert_eq!(
            read("(a b) OR -(c OR d)").terms,
            [Term::Any(vec![
                Term::All(vec![word("a"), word("b")]),
                Term::Not(Box::new(Term::Any(vec![word("c"), word("d")]))),
            ])]
        );
        assert_eq!(read("--a").terms, [word("a")]);
        assert_eq!(read("VW-Chef").terms, [word("VW-Chef")]);
    }

    #[test]
    fn every_field_of_the_language_is_understood() {
        let text = "company:\"Stability AI\" person:Mostaque entity:EU about:OpenAI said:Musk source:orf \
                    title:krise lang:de tag:lesen date:2024-03 after:7d before:heute is:unread is:read \
                    is:bookmarked is:noted is:watched has:quote has:note \"eine Phrase\" pre* -not sort:relevance";
        let query = read(text);
        assert_eq!(query.terms.len(), 22);
        assert_eq!(query.order, Order::Relevance);
        assert_eq!(query.to_string(), text);
    }

    #[test]
    fn dates_mean_whole_days() {
        let days = |text: &str| match &read(text).terms[0] {
            Term::Is(Atom::Date(span)) => format!(
                "{} {}",
                span.from
                    .map_or_else(|| "-".to_owned(), |day| day.to_string()),
                span.to
                    .map_or_else(|| "-".to_owned(), |day| day.to_string()),
            ),
            other => panic!("{other:?}"),
        };
        for (text, expected) in [
            ("date:2024", "2024-01-01 2024-12-31"),
            ("date:2024-02", "2024-02-01 2024-02-29"),
            ("date:2024-03-24", "2024-03-24 2024-03-24"),
            ("date:24.3.2024", "2024-03-24 2024-03-24"),
            ("date:3.2024", "2024-03-01 2024-03-31"),
            ("date:7d", "2024-03-17 -"),
            ("date:2w", "2024-03-10 -"),
            ("date:3m", "2023-12-24 -"),
            ("date:1y", "2023-03-24 -"),
            ("date:today", "2024-03-24 2024-03-24"),
            ("date:gestern", "2024-03-23 2024-03-23"),
            ("date:2024-01..2024-03", "2024-01-01 2024-03-31"),
            ("date:2024-03..2024-01", "2024-01-01 2024-03-31"),
            ("date:2024-02..", "2024-02-01 -"),
            ("date:..2024-02", "- 2024-02-29"),
            ("after:2024-02", "2024-02-01 -"),
            ("before:2024-02", "- 2024-01-31"),
            ("before:7d", "- 2024-03-16"),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named_with_its_place_and_what_was_meant() {
        for (text, place, meant) in [
            ("x compny:foo", "compny:foo", "“company:”"),
            ("x is:bookmarkt y", "bookmarkt", "“bookmarked”"),
            ("has:quotes", "quotes", "“quote”"),
            ("sort:relevanz", "relevanz", "“relevance”"),
            ("date:2024-13", "2024-13", "no date"),
            ("lang:klingon", "klingon", "no language"),
            ("a \"b c", "\"b c", "never closed"),
            ("a (b", "(", "never closed"),
            ("a) b", ")", "closes nothing"),
            ("a OR", "OR", "left and its right"),
            ("OR a", "OR", "left and its right"),
            ("a - b", "-", "without a space"),
            ("company:", "company:", "needs the name of a company"),
            ("&", "&", "no letter"),
            ("()", "()", "nothing"),
        ] {
            let (found, message) = complaint(text);
            assert_eq!(found, place, "{text}");
            assert!(message.contains(meant), "{text}: {message}");
        }
    }

    #[test]
    fn an_unclosed_quotation_or_parenthesis_still_narrows() {
        assert_eq!(
            parse("a (b OR \"c d", today()).query.to_string(),
            "a b OR \"c d\""
        );
    }

    #[test]
    fn a_view_stands_for_its_terms() {
        let view = |name: &str, query: &str| (name.to_owned(), query.to_owned());
        let views = [
            view("morning", "is:unread after:1d"),
            view("Früh am Tag", "@morning lang:de sort:relevance"),
            view("odd", "is:unred b"),
            view("loop", "a @loop"),
        ];
        let read = |text: &str| {
            let parsed = parse_with(text, today(), &views);
            let told = parsed.complaints.into_iter();
            let told = told.map(|complaint| {
                let message = complaint.message.to_string();
                (text[complaint.range].to_owned(), message)
            });
            (parsed.query.to_string(), told.collect::<Vec<_>>())
        };
        assert_eq!(
            read("x @morning"),
            ("x (is:unread after:1d)".to_owned(), vec![])
        );
        assert_eq!(read("-@MORNING").0, "-(is:unread after:1d)");
        assert_eq!(read("a OR @morning").0, "a OR (is:unread after:1d)");
        assert_eq!(
            read("@\"frueh am tag\"").0,
            "((is:unread after:1d) lang:de) sort:relevance"
        );
        let (query, told) = read("@odd");
        assert_eq!((query.as_str(), told[0].0.as_str()), ("b", "@odd"));
        assert!(told[0].1.contains("in the view “odd”") && told[0].1.contains("unread"));
        let (query, told) = read("b @mornin c");
        assert_eq!((query.as_str(), told[0].0.as_str()), ("b c", "@mornin"));
        assert!(told[0].1.contains("did you mean “@morning”?"), "{told:?}");
        assert!(read("@nirgends").1[0].1.contains("the views are morning"));
        assert!(
            parse("@x", today()).complaints[0]
                .message
                .contains("[views]")
        );
        assert!(read("@loop").1[0].1.contains("in the view “loop”"));
        assert_eq!(read("name@example.org \"@x\"").1, vec![]);
    }

    #[test]
    fn very_deep_parentheses_end_without_harm() {
        let text = "(".repeat(100_000);
        assert!(!parse(&text, today()).complaints.is_empty());
        let text = format!("{}a{}", "-".repeat(100_001), ")".repeat(1000));
        assert_eq!(parse(&text, today()).query.to_string(), "-a");
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-zäöüß*&:.\\-]{1,6}",
            "[()\"@ ]{1,2}",
            Just(" OR ".to_owned()),
            Just(" AND ".to_owned()),
            Just(" -".to_owned()),
            Just("\"zwei Worte\"".to_owned()),
            "(company|person|entity|about|said|source|title|lang|tag|date|after|before|is|has|sort|x):",
            "(de|unread|noted|quote|note|relevance|7d|2024-03|2024\\.\\.|heute)",
            ".{0,4}",
        ]
    }

    proptest! {
        #[test]
        fn a_query_reads_back_as_it_was_written(pieces in prop::collection::vec(piece(), 0..12)) {
            let query = parse(&pieces.concat(), today()).query;
            let written = query.to_string();
            let again = parse(&written, today());
            prop_assert_eq!(&again.complaints, &[], "{}", written);
            prop_assert_eq!(again.query, query, "{}", written);
        }

        #[test]
        fn complaints_point_into_the_text(pieces in prop::collection::vec(piece(), 0..12)) {
            let text = pieces.concat();
            for complaint in parse(&text, today()).complaints {
                prop_assert!(text.get(complaint.range.clone()).is_some_and(|place| !place.is_empty()));
            }
        }
    }
}
