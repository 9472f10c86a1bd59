//! What must not happen: no bytes break loading, and nothing that steers a terminal comes out of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use depesche::load::{Hint, Loaded, load};
use depesche::text::Clean;
use proptest::prelude::*;

use super::archives::gzip;
use super::{EXPECTED, here};

#[test]
fn hostile_bytes_end_with_a_sentence_or_an_article() {
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><rss><channel><item><title>&b;</title></item></channel></rss>";
    assert!(
        load(laughs.as_bytes(), &Hint::default()).articles[0]
            .title
            .len()
            < 40
    );
    let hostile: Vec<Vec<u8>> = vec![
        format!("<html><body>{}Text", "<div>".repeat(100_000)).into_bytes(),
        format!("<html><body><p {}>Text", "a=1 ".repeat(100_000)).into_bytes(),
        format!("<html><body>{}", "<".repeat(200_000)).into_bytes(),
        format!("<rss><channel><item><title>{}", "<![CDATA[".repeat(50_000)).into_bytes(),
        format!("<rss><channel>{}", "<item><title>x".repeat(20_000)).into_bytes(),
        format!("<rss><channel><item><title>{}", "&nope;".repeat(50_000)).into_bytes(),
        "[".repeat(100_000).into_bytes(),
        "{\"a\":".repeat(100_000).into_bytes(),
        format!("title,text\n\"a,{}", "b,c\n".repeat(100_000)).into_bytes(),
        ">".repeat(20_000).into_bytes(),
        "(".repeat(2_000_000).into_bytes(),
        gzip(&vec![b'a'; 64 << 20]),
        [0_u8; 4096].to_vec(),
    ];
    for bytes in hostile {
        let loaded = load(&bytes, &Hint::default());
        assert!(
            !(loaded.articles.is_empty() && loaded.complaints.is_empty()),
            "{:?}",
            &bytes[..40]
        );
    }
}

/// Everything outside text could reach the terminal by.
fn texts(loaded: &Loaded) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for article in &loaded.articles {
        out.push(article.title.to_string());
        out.push(article.body.text().to_owned());
        for part in [
            &article.source,
            &article.byline,
            &article.credit,
            &article.kicker,
            &article.dateline,
        ] {
            out.extend(part.iter().map(ToString::to_string));
        }
        out.extend(article.subjects.iter().map(ToString::to_string));
        out.extend(article.given.iter().map(|(_, name)| name.to_string()));
        out.extend(article.url.iter().map(ToString::to_string));
        for paragraph in article.body.paragraphs() {
            assert!(!article.body.text()[paragraph.range.clone()].is_empty());
        }
        for anchor in article.body.links() {
            assert!(!article.body.text()[anchor.range.clone()].is_empty());
        }
    }
    out.extend(
        loaded
            .feed
            .iter()
            .chain(&loaded.feeds)
            .map(|feed| feed.title.to_string()),
    );
    out
}

fn is_harmless(text: &str) -> bool {
    text.chars().all(|c| {
        (c == '\n' || !c.is_control())
            && !('\u{202A}'..='\u{202E}').contains(&c)
            && !('\u{2066}'..='\u{2069}').contains(&c)
            && !('\u{E0000}'..='\u{E0FFF}').contains(&c)
    })
}

#[test]
fn nothing_that_steers_a_terminal_passes_any_format() {
    const STEERING: &str =
        "A\u{1b}[31mB\u{1b}]0;x\u{7}C\u{9b}2JD\u{202e}E\u{2066}F\u{e0041}G\u{200b}H";
    for (name, _) in EXPECTED {
        let fixture = fs::read_to_string(here("tests/fixtures/load").join(name)).unwrap();
        for word in [
            "Werft",
            "Nordlicht",
            "Coast",
            "Kestrel",
            "Port",
            "gulls",
            "ferry",
            "First",
            "Storm",
            "Fog",
        ] {
            let poisoned = fixture.replace(word, STEERING);
            let loaded = load(
                poisoned.as_bytes(),
                &Hint {
                    name: (*name).to_owned(),
                    ..Hint::default()
                },
            );
            for text in texts(&loaded) {
                assert!(is_harmless(&text), "{name}: {text:?}");
            }
        }
    }
}

/// One change of some bytes: a byte flipped, a stretch removed, doubled or cut off.
fn mutate(bytes: &mut Vec<u8>, kind: u8, at: usize, byte: u8) {
    if bytes.is_empty() {
        return;
    }
    let at = at % bytes.len();
    let end = (at + usize::from(byte)).min(bytes.len());
    match kind % 4 {
        0 => bytes[at] = byte,
        1 => drop(bytes.drain(at..end)),
        2 => {
            let copy = bytes[at..end].to_vec();
            bytes.splice(at..at, copy);
        }
        _ => bytes.truncate(at),
    }
}

/// Numbers that look random and are the same for the same seed (xorshift64, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// Every file below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Damages files at random and reads them as articles, as a query and as text, for a time.
///
/// `DEPESCHE_DAMAGE_SECONDS` says for how long (60), `DEPESCHE_DAMAGE_FOLDER` which files (the fixtures),
/// `DEPESCHE_DAMAGE_SEED` where the random numbers begin (1). What breaks is left in the folder for temporary files.
#[test]
#[ignore = "takes as long as it is told to"]
fn no_damage_breaks_anything_for_as_long_as_it_is_told() {
    let told = |name: &str| std::env::var(name).ok();
    let number = |name: &str| told(name).and_then(|value| value.parse().ok());
    let time = Duration::from_secs(number("DEPESCHE_DAMAGE_SECONDS").unwrap_or(60));
    let folder =
        told("DEPESCHE_DAMAGE_FOLDER").map_or_else(|| here("tests/fixtures"), PathBuf::from);
    let mut random = Random(number("DEPESCHE_DAMAGE_SEED").unwrap_or(1).max(1));
    let mut all = Vec::new();
    files(&folder, &mut all);
    all.sort();
    assert!(!all.is_empty(), "{} is empty", folder.display());
    let (begun, mut rounds) = (Instant::now(), 0_u64);
    while begun.elapsed() < time {
        let path = &all[random.below(all.len())];
        let mut bytes = fs::read(path).unwrap_or_default();
        bytes.truncate(256 << 10);
        for _ in 0..=random.below(6) {
            let (kind, byte) = (random.next() as u8, random.next() as u8);
            let at = random.below(bytes.len());
            mutate(&mut bytes, kind, at, byte);
        }
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let started = Instant::now();
        let sound = std::panic::catch_unwind(|| {
            let loaded = load(
                &bytes,
                &Hint {
                    name,
                    ..Hint::default()
                },
            );
            let text = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]);
            depesche::query::parse(&text, jiff::civil::date(2026, 11, 20));
            texts(&loaded).iter().all(|text| is_harmless(text))
                && is_harmless(&Clean::block(&text))
                && loaded
                    .complaints
                    .iter()
                    .all(|c| !c.message.to_string().contains("broke on it"))
        });
        let slow = started.elapsed() > Duration::from_secs(10);
        if slow || !matches!(sound, Ok(true)) {
            let kept = std::env::temp_dir().join(format!("depesche-damage-{rounds}"));
            fs::write(&kept, &bytes).unwrap();
            panic!(
                "{} breaks or takes {:?}; it came from {}",
                kept.display(),
                started.elapsed(),
                path.display()
            );
        }
        rounds += 1;
    }
    eprintln!("{rounds} damaged files of {}", all.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_damage_to_a_file_breaks_loading(which in 0..EXPECTED.len(), damage in proptest::collection::vec((any::<u8>(), any::<usize>(), any::<u8>()), 1..6)) {
        let name = EXPECTED[which].0;
        let mut bytes = fs::read(here("tests/fixtures/load").join(name)).unwrap();
        for (kind, at, byte) in damage {
            mutate(&mut bytes, kind, at, byte);
        }
        let loaded = load(&bytes, &Hint { name: name.to_owned(), ..Hint::default() });
        for text in texts(&loaded) {
            prop_assert!(is_harmless(&text));
        }
        prop_assert!(loaded.complaints.iter().all(|c| !c.message.contains("broke on it")), "{:?}", loaded.complaints);
    }

    #[test]
    fn no_bytes_break_loading(bytes in proptest::collection::vec(any::<u8>(), 0..300), start in prop_oneof![Just(""), Just("<rss>"), Just("<html>"), Just("{\"title\":"), Just("[{"), Just("WARC/1.0\r\n"), Just("From a\nSubject: x\nFrom: y\n"), Just("---\ntitle: x\n---\n"), Just("title,text\n")]) {
        let mut all = start.as_bytes().to_vec();
        all.extend_from_slice(&bytes);
        let loaded = load(&all, &Hint::default());
        for text in texts(&loaded) {
            prop_assert!(is_harmless(&text));
        }
        prop_assert!(loaded.complaints.iter().all(|c| !c.message.contains("broke on it")), "{:?}", loaded.complaints);
    }
}
