//! What every article goes through, whatever its format: title, language, extent, identity, no article twice.

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_128;

use super::{Hint, Loaded, press};
use crate::article::{Article, Extent, Language, Link, Style};
use crate::say::say;
use crate::text::{Clean, fold};

/// Finishes all articles: empty ones become complaints, the same one twice becomes one.
pub(super) fn finish(loaded: &mut Loaded, hint: &Hint) {
    let mut seen = HashSet::new();
    let mut empty = 0_usize;
    let mut kept = Vec::with_capacity(loaded.articles.len());
    for mut article in std::mem::take(&mut loaded.articles) {
        if !finish_article(&mut article) {
            empty += 1;
        } else if seen.insert((identity(&article), article.version)) {
            kept.push(article);
        }
    }
    loaded.articles = kept;
    if empty > 0 {
        let message = say!("{empty} without headline and text; left out", empty);
        loaded.complain(&hint.name, message);
    }
}

/// Completes an article; says whether there is anything to read in it.
fn finish_article(article: &mut Article) -> bool {
    take_signature(article);
    press::take_dateline_of(article);
    article.title = tidy_title(&article.title);
    if article.title.is_empty() {
        article.title = press::headline_from(&article.body);
    }
    if article.title.is_empty() {
        let name = article.url.as_ref().map(|url| url.as_str().to_owned());
        if !article.status.is_usable() {
            // A piece that is withdrawn without a word has the name that its source gives it.
            let slug = article.kicker.as_deref().or(article.identity.as_deref());
            article.title = slug.map(Clean::line).unwrap_or_default();
            return !article.title.is_empty();
        }
        let linked = name.filter(|_| article.picture.is_some() || !article.body.is_empty());
        match linked.or_else(|| article.body.text().lines().next().map(str::to_owned)) {
            Some(name) => article.title = Clean::line(&name),
            None => return false,
        }
    }
    article.language = language(article);
    if article.extent == Extent::Full
        && article.url.is_some()
        && ends_like_a_teaser(article.body.text())
    {
        article.extent = Extent::Teaser;
    }
    true
}

/// A wire's signature below the text says where the piece is from; it is no part of it.
fn take_signature(article: &mut Article) {
    let paragraphs = article.body.paragraphs();
    let Some(last) = paragraphs.last().filter(|_| paragraphs.len() > 1) else {
        return;
    };
    if let Some(agency) = press::signing_agency(&article.body.text()[last.range.clone()]) {
        let number = paragraphs.len() - 1;
        article.source.get_or_insert_with(|| Clean::line(agency));
        article.body = std::mem::take(&mut article.body).retain(|n, _, _| n != number);
    }
}

const LONGEST_TITLE: usize = 400;

/// One line, without a closing full stop, of sane length.
fn tidy_title(title: &Clean) -> Clean {
    let line = Clean::line(title);
    let mut text = line.as_str();
    if text.len() > LONGEST_TITLE {
        let mut end = LONGEST_TITLE;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text = text[..end]
            .rsplit_once(' ')
            .map_or(&text[..end], |(head, _)| head);
        return Clean::line(&format!("{text} …"));
    }
    Clean::line(text)
}

/// Whether a text breaks off where the rest stands behind the link.
pub(crate) fn ends_like_a_teaser(text: &str) -> bool {
    const INVITATIONS: &[&str] = &[
        "read more",
        "read more.",
        "continue reading",
        "read the full article",
        "read the rest",
        "weiterlesen",
        "weiterlesen.",
        "mehr lesen",
        "lesen sie mehr",
        "[mehr]",
        "(mehr)",
        "[more]",
        "mehr dazu",
        "zum artikel",
    ];
    let end = text.trim_end().trim_end_matches(['»', '→', '>', ' ']);
    if text.len() > 4000 {
        return false;
    }
    if ["…", "...", "[…]", "[...]", "(...)", "(…)"]
        .iter()
        .any(|mark| end.ends_with(mark))
    {
        return true;
    }
    let last = end.rsplit('\n').next().unwrap_or(end).to_lowercase();
    INVITATIONS.iter().any(|invitation| {
        last.ends_with(invitation) || (last.starts_with(invitation) && last.len() < 80)
    })
}

/// What makes two deliveries the same article: a worldwide guid, else the address, else source and guid, else the words.
///
/// It is stable between runs and versions of the text's markup: two copies of the same piece in two files agree.
pub fn identity(article: &Article) -> String {
    if let Some(id) = article
        .identity
        .as_deref()
        .map(str::trim)
        .filter(|id| !id.is_empty())
    {
        if is_worldwide(id) {
            return format!("id {id}");
        }
        if let Some(source) = &article.source {
            return format!("id {} {id}", fold(source));
        }
    }
    if let Some(address) = article.url.as_ref().and_then(plain_address) {
        return format!("url {address}");
    }
    let words = format!("{}\n{}", fold(&article.title), fold(article.body.text()));
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("text {:032x}", xxh3_128(words.as_bytes()))
}

/// Whether an id names the piece everywhere: an address, a URN, a tag URI, a Message-ID, a UUID.
fn is_worldwide(id: &str) -> bool {
    id.contains("://")
        || id.contains('@')
        || id.starts_with("urn:")
        || id.starts_with("tag:")
        || id.len() >= 32
}

/// The address without what only says how the reader came there; `None` for a site's front page.
fn plain_address(link: &Link) -> Option<String> {
    let (_, rest) = link.as_str().split_once("://")?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.split('#').next().unwrap_or(rest);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.trim_end_matches('/');
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or("").to_ascii_lowercase();
            !name.is_empty()
                && !name.starts_with("utm_")
                && ![
                    "fbclid",
                    "gclid",
                    "wt_mc",
                    "xtor",
                    "cmp",
                    "ref",
                    "at_medium",
                    "at_campaign",
                    "mc_cid",
                    "mc_eid",
                ]
                .contains(&name.as_str())
        })
        .collect();
    if kept.is_empty() {
        path.contains('/').then(|| path.to_owned())
    } else {
        Some(format!("{path}?{}", kept.join("&")))
    }
}

/// The language of the text; what was declared counts unless the text clearly says otherwise.
fn language(article: &Article) -> Option<Language> {
    let mut sample = String::with_capacity(2000);
    for paragraph in article.body.paragraphs() {
        if !matches!(paragraph.style, Style::Code | Style::Table) {
            sample.push_str(&article.body.text()[paragraph.range.clone()]);
            sample.push(' ');
        }
        if sample.len() > 2000 {
            break;
        }
    }
    if sample.len() < 200 {
        sample = format!("{}. {sample}", article.title);
    }
    match (article.language, detect(&sample)) {
        (declared, None) => declared,
        (None, Some((found, _))) => Some(found),
        (Some(declared), Some((found, sure))) => Some(if sure && sample.len() > 300 {
            found
        } else {
            declared
        }),
    }
}

const GERMAN_WORDS: &[&str] = &[
    "der", "die", "das", "und", "ist", "nicht", "mit", "von", "für", "auf", "den", "dem", "ein",
    "eine", "im", "zu", "sich", "des", "auch", "wird", "als", "bei", "nach", "aus", "sind", "wie",
    "hat", "noch", "über", "einen", "zum", "zur", "dass", "werden", "vom", "einer", "sie", "er",
    "es", "wurde", "gegen", "vor", "am", "haben", "oder", "aber", "unter", "durch",
];
const ENGLISH_WORDS: &[&str] = &[
    "the", "and", "of", "to", "in", "is", "that", "for", "with", "was", "on", "as", "by", "it",
    "at", "from", "are", "has", "have", "be", "not", "this", "an", "its", "said", "which", "or",
    "were", "but", "after", "will", "their", "would", "been", "who", "he", "his", "they", "more",
    "about", "over", "than",
];

/// The language of a sample and whether there is no doubt; `None` when it is too short or nothing fits.
pub(crate) fn detect(sample: &str) -> Option<(Language, bool)> {
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 12 {
        return None;
    }
    let (mut words, mut german, mut english) = (0_usize, 0_usize, 0_usize);
    for word in sample
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty())
    {
        words += 1;
        let word = word.to_lowercase();
        german += usize::from(GERMAN_WORDS.contains(&word.as_str()));
        english += usize::from(ENGLISH_WORDS.contains(&word.as_str()));
    }
    let share = |hits: usize| hits as f32 / words.max(1) as f32;
    if german >= 2 && share(german) > 0.12 && german > english * 2 {
        return Some((Language::GERMAN, german >= 6));
    }
    if english >= 2 && share(english) > 0.12 && english > german * 2 {
        return Some((Language::ENGLISH, english >= 6));
    }
    if letters < 24 {
        return None;
    }
    let guess = whichlang::detect_language(sample);
    let language = Language::from_tag(two_letters(guess))?;
    // Other languages have their own small words; German or English text of this length without any is doubtful.
    let doubtful = match language {
        Language::GERMAN => german == 0 && letters > 60,
        Language::ENGLISH => english == 0 && letters > 60,
        _ => letters < 60 && sample.is_ascii(),
    };
    (!doubtful).then_some((language, letters > 200 && german == 0 && english == 0))
}

fn two_letters(lang: whichlang::Lang) -> &'static str {
    use whichlang::Lang;
    match lang {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Body;

    fn article(title: &str, body: &str) -> Article {
        Article {
            title: Clean::line(title),
            body: Body::from_text(body),
            ..Article::default()
        }
    }

    #[test]
    fn the_same_words_are_the_same_article_whatever_the_spacing() {
        let one = article("Ein Titel", "Erster Satz.\n\nZweiter  Satz.");
        let two = article("Ein  Titel", "Erster Satz. Zweiter Satz.");
        assert_eq!(identity(&one), identity(&two));
        assert_ne!(
            identity(&one),
            identity(&article("Ein Titel", "Anderer Satz."))
        );
    }

    #[test]
    fn an_address_is_the_same_with_and_without_tracking() {
        let with = |url: &str| {
            let mut a = article("T", "B");
            a.url = Link::parse(url);
            identity(&a)
        };
        assert_eq!(
            with("https://www.a.example/x/?utm_source=rss#top"),
            with("http://a.example/x")
        );
        assert_ne!(
            with("https://a.example/x?id=1"),
            with("https://a.example/x?id=2")
        );
        assert!(
            with("https://a.example/").starts_with("text"),
            "a front page is no identity"
        );
    }

    #[test]
    fn a_short_guid_counts_only_within_its_source() {
        let with = |source: &str| {
            let mut a = article("T", "B");
            a.identity = Some("17".to_owned());
            a.source = Some(Clean::line(source));
            identity(&a)
        };
        assert_ne!(with("One"), with("Two"));
    }

    #[test]
    fn the_language_is_found_or_left_open() {
        let of = |text: &str| detect(text).map(|(l, _)| l.to_string());
        assert_eq!(
            of("Der Vorstand hat die Zahlen für das Jahr nicht vorgelegt").as_deref(),
            Some("de")
        );
        assert_eq!(
            of("The board has not presented the figures for this year").as_deref(),
            Some("en")
        );
        assert_eq!(of("Le conseil d'administration n'a pas présenté les chiffres de l'année, selon une source").as_deref(), Some("fr"));
        assert_eq!(of("Foo"), None);
        assert_eq!(of("12 34 56"), None);
    }

    #[test]
    fn the_signature_of_an_agency_is_its_source_and_leaves_the_text() {
        let mut a = article("Cocoa", "");
        a.body =
            press::plain_body("Showers fell in\nthe zone.\n    Arrivals were low.\n Reuter\n\u{3}");
        assert!(finish_article(&mut a));
        assert_eq!(
            a.body.text(),
            "Showers fell in the zone.\n\nArrivals were low."
        );
        assert_eq!(a.source.as_deref(), Some("Reuters"));

        let mut a = article("AP", "AP");
        assert!(finish_article(&mut a));
        assert_eq!(a.body.text(), "AP", "a lone word is all there is to read");
    }

    #[test]
    fn a_text_that_breaks_off_is_a_teaser() {
        assert!(ends_like_a_teaser("Der Anfang der Geschichte …"));
        assert!(ends_like_a_teaser("The start.\n\nContinue reading →"));
        assert!(!ends_like_a_teaser("Ein ganzer Satz."));
    }
}
