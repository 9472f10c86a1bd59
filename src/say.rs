//! What depesche says to its reader: every sentence is made here, and read in the reader's tongue where it is shown.
//!
//! A sentence is written in English at the place that says it, with holes for what it tells about; that English is
//! the key of the catalogue (`assets/german.toml`), and a test holds that no sentence is missing there. What is made is
//! a [`Said`], a value: it crosses threads, is kept and compared, and becomes words only at the edge, where the
//! reader's [`Tongue`] is known. Nothing else is taken where something is said, so that no sentence can go past the
//! catalogue. JSON, the names of commands and the words of the query language are the same in every tongue.
//!
//! ```
//! use depesche::say::{Tongue, say, says};
//!
//! let (articles, undo) = (1204_u64, "u");
//! let said = says!(articles; "1 article marked read", "{articles} articles marked read");
//! let said = say!("{said} — {undo} takes it back", said, undo);
//! assert_eq!(said.words(Tongue::English), "1,204 articles marked read — u takes it back");
//! assert_eq!(said.words(Tongue::German), "1.204 Artikel gelesen — u nimmt es zurück");
//! ```

mod calendar;
mod catalogue;
mod fill;

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use catalogue::{CATALOGUE, escaped};
pub use fill::{Fill, Hole};

/// The language in which depesche speaks to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tongue {
    /// English, which the sources are written in.
    #[default]
    English,
    /// German, from the catalogue.
    German,
}

impl Tongue {
    /// Both, by the names that the settings have for them.
    pub const NAMED: [(&str, Self); 2] = [("english", Self::English), ("german", Self::German)];

    /// The tongue of this name.
    pub fn named(name: &str) -> Option<Self> {
        let found = Self::NAMED.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, tongue)| tongue)
    }

    /// The tongue of the locale: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says anything (POSIX.1-2017,
    /// 8.2), English where it is neither German nor known.
    pub fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Self {
        let said = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty())
            .unwrap_or_default();
        let language = said.split(['_', '.', '@', '-']).next().unwrap_or("");
        if matches!(
            language.to_ascii_lowercase().as_str(),
            "de" | "german" | "deutsch"
        ) {
            Self::German
        } else {
            Self::English
        }
    }

    /// An amount with no more decimals than it has, two at most: "1,234.5", "1.234,5".
    pub fn amount(self, value: f64) -> String {
        let text = format!("{:.2}", value.abs());
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let sign = if value < 0.0 { "-" } else { "" };
        let whole = whole
            .parse()
            .map_or_else(|_| whole.to_owned(), |whole| self.number(whole));
        let decimals = decimals.trim_end_matches('0');
        let point = match self {
            _ if decimals.is_empty() => "",
            Self::English => ".",
            Self::German => ",",
        };
        format!("{sign}{whole}{point}{decimals}")
    }

    /// A number as people read it: "3,481", "3.481".
    pub fn number(self, number: u64) -> String {
        let sign = match self {
            Self::English => ',',
            Self::German => '.',
        };
        let digits = number.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(sign);
            }
            out.push(digit);
        }
        out
    }
}

/// Something said to the reader; made by [`say!`] and [`says!`].
///
/// As [`fmt::Display`] it is English, for logs and tests; the reader is shown [`Said::words`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Said {
    /// The English sentence with its holes.
    key: Cow<'static, str>,
    holes: Vec<(Cow<'static, str>, Hole)>,
}

impl Said {
    /// What [`say!`] makes, once the compiler has checked its holes; called by nothing else.
    #[doc(hidden)]
    pub fn made(key: &'static str, holes: Vec<(&'static str, Hole)>, _checked: ()) -> Self {
        let holes = holes.into_iter().map(|(name, hole)| (name.into(), hole));
        Self {
            key: key.into(),
            holes: holes.collect(),
        }
    }

    /// What [`says!`] makes of a number, which is the first of the holes; called by nothing else.
    #[doc(hidden)]
    pub fn counted(
        [one, many]: [&'static str; 2],
        holes: Vec<(&'static str, Hole)>,
        checked: (),
    ) -> Self {
        let is_one = matches!(holes.first(), Some((_, Hole::Number(1))));
        Self::made(if is_one { one } else { many }, holes, checked)
    }

    /// A line of a table whose lines stand in the catalogue, which a test of that table holds.
    pub fn listed(line: &'static str) -> Self {
        Self::made(line, Vec::new(), ())
    }

    /// A sentence that may stand in the catalogue and is known only when the program runs; as it is where it does not.
    pub fn in_catalogue(sentence: &str) -> Self {
        Self {
            key: sentence.to_owned().into(),
            holes: Vec::new(),
        }
    }

    /// Words from outside that are shown as they are: a name, what another program said.
    pub fn quoting(words: impl fmt::Display) -> Self {
        Self::made(
            "{words}",
            vec![("words", Hole::Text(words.to_string()))],
            (),
        )
    }

    /// Parts that follow each other, with the same between each two.
    pub fn joined(parts: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let parts = parts.into_iter().collect();
        Self::made(
            "{parts}",
            vec![("parts", Hole::Parts(parts, between.into()))],
            (),
        )
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    /// Whether the English words hold these.
    pub fn contains(&self, words: &str) -> bool {
        self.to_string().contains(words)
    }

    /// Whether the English words begin with these.
    pub fn starts_with(&self, words: &str) -> bool {
        self.to_string().starts_with(words)
    }

    /// The words in a tongue; what the catalogue lacks stays English.
    pub fn words(&self, tongue: Tongue) -> String {
        let translated = match tongue {
            Tongue::English => None,
            Tongue::German => catalogue::german(&self.key),
        };
        let mut rest: &str = translated.as_deref().unwrap_or(&self.key);
        let mut out = String::with_capacity(rest.len() + 16 * self.holes.len());
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            let end = rest[at..].find('}').map_or(rest.len(), |end| at + end);
            let name = &rest[at + 1..end];
            match self.holes.iter().find(|(known, _)| known == name) {
                Some((_, hole)) => hole.write(tongue, &mut out),
                None => out.push_str(&rest[at..(end + 1).min(rest.len())]),
            }
            rest = rest.get(end + 1..).unwrap_or("");
        }
        out.push_str(rest);
        out
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.words(Tongue::English))
    }
}

impl std::error::Error for Said {}

/// English words, as tests write them.
impl PartialEq<&str> for Said {
    fn eq(&self, words: &&str) -> bool {
        self.words(Tongue::English).as_str() == *words
    }
}

/// Says a sentence: an English text with named holes, and what fills them, by name or as `name = value`.
///
/// The names of the holes are checked when it is compiled.
#[macro_export]
#[doc(hidden)]
macro_rules! __say {
    ($key:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::say::Said::made(
            $key,
            ::std::vec![$((
                stringify!($name),
                $crate::say::Fill::fill(&$crate::__filling!($name $(= $value)?)),
            )),*],
            const { $crate::say::check($key, &[$(stringify!($name)),*], true) },
        )
    };
}

/// Says one of two sentences by a number: `says!(count; "1 article", "{count} articles", more…)`. The number can be
/// given as `name = value`.
#[macro_export]
#[doc(hidden)]
macro_rules! __says {
    ($number:ident $(= $count:expr)?; $one:literal, $many:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::say::Said::counted(
            [$one, $many],
            ::std::vec![
                (stringify!($number), $crate::say::Fill::fill(&$crate::__filling!($number $(= $count)?)))
                $(, (stringify!($name), $crate::say::Fill::fill(&$crate::__filling!($name $(= $value)?))))*
            ],
            const {
                $crate::say::check($one, &[stringify!($number) $(, stringify!($name))*], false);
                $crate::say::check($many, &[stringify!($number) $(, stringify!($name))*], true);
            },
        )
    };
}

#[macro_export]
#[doc(hidden)]
macro_rules! __filling {
    ($name:ident = $value:expr) => {
        $value
    };
    ($name:ident) => {
        $name
    };
}

pub use crate::{__say as say, __says as says};

/// Stops the compiler where a hole of a sentence has nothing to fill it, or what is to fill one finds no hole.
#[doc(hidden)]
pub const fn check(key: &str, names: &[&str], all: bool) {
    let bytes = key.as_bytes();
    let mut found = 0;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'{' {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != b'}' {
                end += 1;
            }
            let mut known = false;
            let mut name = 0;
            while name < names.len() {
                if is_at(bytes, at + 1, end, names[name].as_bytes()) {
                    known = true;
                    found |= 1_u32 << name;
                }
                name += 1;
            }
            assert!(known, "a hole of this sentence is not filled");
            at = end;
        }
        at += 1;
    }
    assert!(
        !all || found + 1 == 1 << names.len(),
        "this sentence has no hole for one of the names"
    );
}

const fn is_at(text: &[u8], start: usize, end: usize, name: &[u8]) -> bool {
    if end - start != name.len() {
        return false;
    }
    let mut at = 0;
    while at < name.len() {
        if text[start + at] != name[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_set_apart_as_the_tongue_does_it() {
        for (number, english, german) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_000, "1,000", "1.000"),
            (3_481_002, "3,481,002", "3.481.002"),
        ] {
            assert_eq!(Tongue::English.number(number), english);
            assert_eq!(Tongue::German.number(number), german);
        }
    }

    #[test]
    fn one_is_told_from_many() {
        let told = |found: usize| says!(found; "1 hit", "{found} hits").words(Tongue::German);
        assert_eq!(
            [told(0), told(1), told(2)],
            ["0 Treffer", "1 Treffer", "2 Treffer"]
        );
        let articles = |n: u64| says!(n; "1 article", "{n} articles").to_string();
        assert_eq!(
            [articles(0), articles(1), articles(2)],
            ["0 articles", "1 article", "2 articles"]
        );
    }

    #[test]
    fn what_is_kept_is_read_again_and_said_in_the_readers_tongue() {
        let inner = says!(found = 1_usize; "1 hit", "{found} hits");
        let said = say!("{inner}: {text}", inner, text = "{hits}");
        let kept = serde_json::to_string(&said).unwrap();
        let read: Said = serde_json::from_str(&kept).unwrap();
        assert_eq!(read, said);
        assert_eq!(read.words(Tongue::German), "1 Treffer: {hits}");
    }

    #[test]
    fn the_locale_names_the_tongue_in_the_order_of_the_standard() {
        let of = |set: &[(&str, &str)]| {
            Tongue::of_locale(|name| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(of(&[]), Tongue::English);
        assert_eq!(of(&[("LANG", "de_AT.UTF-8")]), Tongue::German);
        assert_eq!(of(&[("LANG", "de")]), Tongue::German);
        assert_eq!(
            of(&[("LC_ALL", ""), ("LANG", "de_CH@euro")]),
            Tongue::German
        );
        assert_eq!(
            of(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]),
            Tongue::English
        );
        assert_eq!(
            of(&[("LC_MESSAGES", "de_DE"), ("LANG", "en_GB")]),
            Tongue::German
        );
        assert_eq!(of(&[("LANG", "den_CA")]), Tongue::English);
    }
}
