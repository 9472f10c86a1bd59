//! The sample articles, compiled in: what `depesche demo` shows before anything was loaded.

use crate::load::{Hint, identity, load};
use crate::recognise::Recogniser;
use crate::store::{Failure, Incoming, Store};

/// File names and contents.
pub const SAMPLES: &[(&str, &[u8])] = &[
    (
        "archive.csv",
        include_bytes!("../../assets/samples/archive.csv"),
    ),
    (
        "demirkan-profile.html",
        include_bytes!("../../assets/samples/demirkan-profile.html"),
    ),
    (
        "harbour-post.atom",
        include_bytes!("../../assets/samples/harbour-post.atom"),
    ),
    (
        "markdown/2026-09-22-saxonic-finanzierung.md",
        include_bytes!("../../assets/samples/markdown/2026-09-22-saxonic-finanzierung.md"),
    ),
    (
        "markdown/2026-10-01-ledgerline-layoffs.md",
        include_bytes!("../../assets/samples/markdown/2026-10-01-ledgerline-layoffs.md"),
    ),
    (
        "markdown/2026-10-11-helvia-busse.md",
        include_bytes!("../../assets/samples/markdown/2026-10-11-helvia-busse.md"),
    ),
    (
        "markdown/2026-10-28-eu-chips-ausfuhr.md",
        include_bytes!("../../assets/samples/markdown/2026-10-28-eu-chips-ausfuhr.md"),
    ),
    (
        "markdown/2026-10-30-ashdown-pennywell.md",
        include_bytes!("../../assets/samples/markdown/2026-10-30-ashdown-pennywell.md"),
    ),
    (
        "markdown/2026-11-08-helvia-zumstein-gespraech.md",
        include_bytes!("../../assets/samples/markdown/2026-11-08-helvia-zumstein-gespraech.md"),
    ),
    (
        "markdown/2026-11-16-ledgerline-pennywell.md",
        include_bytes!("../../assets/samples/markdown/2026-11-16-ledgerline-pennywell.md"),
    ),
    (
        "markdown/2026-11-17-norrcell-bruenn.md",
        include_bytes!("../../assets/samples/markdown/2026-11-17-norrcell-bruenn.md"),
    ),
    (
        "markdown/2026-11-22-two-women-one-battery.md",
        include_bytes!("../../assets/samples/markdown/2026-11-22-two-women-one-battery.md"),
    ),
    (
        "papers/2026-09-17-voltaris-halbjahr.txt",
        include_bytes!("../../assets/samples/papers/2026-09-17-voltaris-halbjahr.txt"),
    ),
    (
        "papers/2026-09-24-pennywell-licence.txt",
        include_bytes!("../../assets/samples/papers/2026-09-24-pennywell-licence.txt"),
    ),
    (
        "papers/2026-10-07-kofler-weist-angebot-zurueck.txt",
        include_bytes!("../../assets/samples/papers/2026-10-07-kofler-weist-angebot-zurueck.txt"),
    ),
    (
        "papers/2026-10-09-pennywell-ausfall.txt",
        include_bytes!("../../assets/samples/papers/2026-10-09-pennywell-ausfall.txt"),
    ),
    (
        "papers/2026-10-15-hartwig-prueft.txt",
        include_bytes!("../../assets/samples/papers/2026-10-15-hartwig-prueft.txt"),
    ),
    (
        "papers/2026-11-03-norrcell-raises.txt",
        include_bytes!("../../assets/samples/papers/2026-11-03-norrcell-raises.txt"),
    ),
    (
        "papers/2026-11-05-ledgerline-results.txt",
        include_bytes!("../../assets/samples/papers/2026-11-05-ledgerline-results.txt"),
    ),
    (
        "papers/2026-11-10-saxonic-voltaris.txt",
        include_bytes!("../../assets/samples/papers/2026-11-10-saxonic-voltaris.txt"),
    ),
    (
        "papers/2026-11-12-voltaris-empfiehlt.txt",
        include_bytes!("../../assets/samples/papers/2026-11-12-voltaris-empfiehlt.txt"),
    ),
    (
        "papers/2026-11-19-brussels-voltaris.txt",
        include_bytes!("../../assets/samples/papers/2026-11-19-brussels-voltaris.txt"),
    ),
    (
        "papers/2026-11-20-wieland-tritt-zurueck.txt",
        include_bytes!("../../assets/samples/papers/2026-11-20-wieland-tritt-zurueck.txt"),
    ),
    (
        "papers/2026-11-23-annahmequote.txt",
        include_bytes!("../../assets/samples/papers/2026-11-23-annahmequote.txt"),
    ),
    (
        "technikblatt.rss",
        include_bytes!("../../assets/samples/technikblatt.rss"),
    ),
    (
        "wire-desk.jsonl",
        include_bytes!("../../assets/samples/wire-desk.jsonl"),
    ),
];

/// Loads the samples into a store.
///
/// # Errors
/// When the store refuses.
pub fn fill(store: &mut Store) -> Result<(), Failure> {
    let recogniser = Recogniser::new();
    let mut incoming = Vec::new();
    for (name, bytes) in SAMPLES {
        let hint = Hint {
            name: (*name).to_owned(),
            ..Hint::default()
        };
        for article in load(bytes, &hint).articles {
            incoming.push(Incoming {
                identity: identity(&article),
                highlights: recogniser.recognise(&article),
                article,
            });
        }
    }
    store.set_recogniser(Recogniser::VERSION);
    store.add(incoming)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_samples_is_compiled_in() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples");
        let mut folders = vec![std::path::PathBuf::from(root)];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let name = path.strip_prefix(root).unwrap().to_str().unwrap();
                assert!(
                    SAMPLES.iter().any(|(known, _)| *known == name),
                    "{name} is missing"
                );
                files += 1;
            }
        }
        assert_eq!(files, SAMPLES.len());
    }

    #[test]
    fn every_sample_is_read_without_a_complaint() {
        for (name, bytes) in SAMPLES {
            let hint = Hint {
                name: (*name).to_owned(),
                ..Hint::default()
            };
            let loaded = load(bytes, &hint);
            assert!(!loaded.articles.is_empty(), "{name}");
            assert_eq!(loaded.complaints, [], "{name}");
        }
    }

    #[test]
    fn nothing_in_the_samples_waits_to_be_recognised_again() {
        let mut store = Store::in_memory().unwrap();
        fill(&mut store).unwrap();
        assert_eq!(store.stale(Recogniser::VERSION, 1).unwrap(), []);
    }
}
