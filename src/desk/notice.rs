//! The desktop is told when feeds bring something about whom the reader watches, if the settings name a program for it.
//!
//! Only names and numbers leave, cleaned and as arguments of their own; no shell sees them.

use std::process::Stdio;

use crate::ask::{Answer, Ask};
use crate::highlight::EntityKey;
use crate::say::{Said, Tongue, say, says};
use crate::store::Store;
use crate::text::{Clean, clip};

use super::outside::start;

/// So many names are told; more are told as a number.
const NAMES: usize = 5;

/// A name is not longer than this, in cells.
const LONGEST: usize = 40;

/// Whom the reader watches, with the number of unread articles.
pub(super) type Watched = Vec<(EntityKey, String, u64)>;

/// Who is watched now; nobody if the store does not say.
pub(super) fn watched(store: &Store) -> Watched {
    match store.answer(&Ask::Watched) {
        Ok(Answer::Watched(all)) => all
            .into_iter()
            .map(|(facet, unread)| (facet.key, facet.name, unread))
            .collect(),
        _ => Vec::new(),
    }
}

/// Calls the program with a headline and a line, if there is more about somebody than there was.
pub(super) fn tell(program: &[String], before: &Watched, after: &Watched, tongue: Tongue) {
    let Some((head, line)) = notice(before, after) else {
        return;
    };
    let words = [head, line].map(|said| said.words(tongue));
    let argv = [program, &words[..]].concat();
    // It is a courtesy: a program that is not there or fails must not disturb the reading.
    if let Ok(mut child) = start(&argv, Stdio::null()) {
        std::thread::spawn(move || child.wait());
    }
}

fn notice(before: &Watched, after: &Watched) -> Option<(Said, Said)> {
    let mut new: Vec<(&str, u64)> = after
        .iter()
        .filter_map(|(key, name, unread)| {
            let had = before.iter().find(|(other, ..)| other == key);
            let more = unread.saturating_sub(had.map_or(0, |(.., unread)| *unread));
            (more > 0).then_some((name.as_str(), more))
        })
        .collect();
    new.sort_by_key(|(_, more)| std::cmp::Reverse(*more));
    let more = new.len().saturating_sub(NAMES);
    let names = new.iter().take(NAMES).map(|(name, more)| {
        let name = clip(&Clean::line(name), LONGEST);
        say!("{name} ({more})", name, more)
    });
    let names = Said::joined(names, ", ");
    // The names stand in the headline, which desktops show as it is; in the line they may read markup.
    let head = match (new.len(), more) {
        (0, _) => return None,
        (_, 0) => say!("depesche: {names}", names),
        _ => say!("depesche: {names} and {more} more", names, more),
    };
    let entities = new.len();
    let line = says!(
        entities;
        "new about one name that you watch",
        "new about {entities} names that you watch"
    );
    Some((head, line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::highlight::Kind;

    fn watched(all: &[(&str, u64)]) -> Watched {
        let key = |name: &str| EntityKey {
            kind: Kind::Company,
            name: name.to_owned(),
        };
        all.iter()
            .map(|(name, unread)| (key(name), (*name).to_owned(), *unread))
            .collect()
    }

    #[test]
    fn only_what_became_more_is_told_by_name_and_number() {
        let before = watched(&[("Voltaris", 2), ("Norrcell", 1)]);
        assert_eq!(notice(&before, &before), None);
        let after = watched(&[("Voltaris", 5), ("Norrcell", 1), ("A\u{1b}[2J & B", 1)]);
        let (head, line) = notice(&before, &after).unwrap();
        assert_eq!(head, "depesche: Voltaris (3), A & B (1)");
        assert_eq!(line, "new about 2 names that you watch");
        let many: Vec<(String, u64)> = (0..9).map(|n| (format!("N{n}"), 1)).collect();
        let many: Vec<(&str, u64)> = many.iter().map(|(name, n)| (name.as_str(), *n)).collect();
        let (head, _) = notice(&Vec::new(), &watched(&many)).unwrap();
        assert_eq!(
            head,
            "depesche: N0 (1), N1 (1), N2 (1), N3 (1), N4 (1) and 4 more"
        );
    }
}
