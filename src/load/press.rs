//! Newspaper plain text: stamp, caption with credit, headline, byline, dateline, sign-off.
//!
//! It also holds what other formats need of plain text: paragraphs out of hard-wrapped lines, and a headline
//! made of a lead.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Input, Loaded, date};
use crate::article::{Article, Body, BodyBuilder, Published, Style};
use crate::say::say;
use crate::text::{Clean, fold, sentence};

/// Whether the bytes read as text at all: few control characters.
pub(super) fn looks(input: &Input) -> bool {
    let head = input.head();
    let odd = head
        .chars()
        .filter(|c| {
            (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{C}' | '\u{1B}'))
                || *c == '\u{FFFD}'
        })
        .count();
    !head.is_empty() && odd * 20 < head.chars().count()
}

/// Reads one article of a newspaper.
pub(super) fn read(input: &Input, loaded: &mut Loaded) {
    let text = input.text();
    if text.len() > LONGEST_TEXT {
        loaded.complain(
            &input.hint.name,
            say!("is longer than any article; its beginning was read"),
        );
    }
    loaded.articles.push(article(text));
}

/// The longest novels have this many bytes; what is longer is no article, and only its beginning is read.
const LONGEST_TEXT: usize = 4 << 20;

/// The beginning of a text, at most so many bytes.
fn beginning(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What a piece of newspaper text says, taken apart.
pub(crate) fn article(text: &str) -> Article {
    let mut article = Article::default();
    fill(&mut article, text);
    article
}

/// Takes newspaper text apart into an article of which something is known already; a headline is only looked for
/// where there is none.
pub(crate) fn fill(article: &mut Article, text: &str) {
    let text = take_stamp(beginning(text, LONGEST_TEXT), article);
    let mut paragraphs = paragraphs(text);
    take_sign_off(&mut paragraphs, article);
    if article.title.is_empty() {
        take_headline(&mut paragraphs, article);
    } else if paragraphs.len() > 1
        && paragraphs
            .first()
            .is_some_and(|first| fold(first) == fold(&article.title))
    {
        paragraphs.remove(0);
    }
    let caption = take_caption(&mut paragraphs, article);
    take_bylines(&mut paragraphs, article);
    take_dateline(&mut paragraphs, article);
    let mut body = BodyBuilder::default();
    if let Some(caption) = caption {
        body.push(Style::Caption, &caption);
    }
    for paragraph in &paragraphs {
        body.push(Style::Text, paragraph);
    }
    article.body = body.finish();
}

/// Plain text as a body: blank lines, indented first lines or long single lines make the paragraphs.
pub(crate) fn plain_body(text: &str) -> Body {
    let mut body = BodyBuilder::default();
    for paragraph in paragraphs(beginning(text, LONGEST_TEXT)) {
        body.push(Style::Text, &paragraph);
    }
    body.finish()
}

/// The paragraphs of plain text, each on one line.
fn paragraphs(text: &str) -> Vec<String> {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{C}', '\u{2028}'], "\n")
        .replace('\u{2029}', "\n\n");
    let mut out = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    for line in text.split('\n').chain(std::iter::once("")) {
        if line.trim().is_empty() {
            split_block(&block, &mut out);
            block.clear();
        } else if signing_agency(line).is_some() {
            split_block(&block, &mut out);
            block.clear();
            out.push(line.trim().to_owned());
        } else {
            block.push(line);
        }
    }
    out
}

/// The agency that signs a piece of its wire on a line of its own (" Reuter" closes those of 1987).
pub(super) fn signing_agency(line: &str) -> Option<&'static str> {
    const AGENCIES: &[(&str, &str)] = &[
        ("Reuter", "Reuters"),
        ("Reuters", "Reuters"),
        ("REUTER", "Reuters"),
        ("REUTERS", "Reuters"),
        ("AFP", "AFP"),
        ("AP", "AP"),
        ("UPI", "UPI"),
        ("APA", "APA"),
        ("dpa", "dpa"),
        ("SDA", "SDA"),
    ];
    let word = line.trim_matches(|c: char| !c.is_alphanumeric());
    AGENCIES
        .iter()
        .find(|(written, _)| *written == word)
        .map(|(_, name)| *name)
}

fn split_block(lines: &[&str], out: &mut Vec<String>) {
    let indented = lines
        .iter()
        .skip(1)
        .filter(|line| line.starts_with("  ") || line.starts_with('\t'))
        .count();
    // Wire copy: the first line of each paragraph is indented, the others are not (or, in lists of figures, all are).
    let by_indent = indented > 0
        && !lines.first().is_some_and(|first| {
            first.starts_with("  ") && indented + 1 == lines.len() && lines.len() > 2
        });
    // One paragraph a line: lines are far longer than anyone wraps them.
    let length: usize = lines.iter().map(|line| line.len()).sum();
    let by_line = lines.len() > 1 && length / lines.len() > 120;
    let mut current = String::new();
    for line in lines {
        let starts = by_line || (by_indent && (line.starts_with("  ") || line.starts_with('\t')));
        if starts && !current.is_empty() {
            out.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(Clean::line(line).as_str());
    }
    if !current.trim().is_empty() {
        out.push(current);
    }
}

fn regex(pattern: &str) -> Regex {
    #[expect(
        clippy::expect_used,
        reason = "the patterns are constants of this file and the tests run them all"
    )]
    Regex::new(pattern).expect("a valid pattern")
}

static STAMP: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^\s*date:?\s+(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:\s+|$)"));

/// The archive's stamp before the text: ` date 2024-03 `.
fn take_stamp<'t>(text: &'t str, article: &mut Article) -> &'t str {
    if text.trim_start().starts_with("date")
        && let Some(found) = STAMP.captures(text)
        && let Ok(published) = found[1].parse()
    {
        article.published = Some(published);
        return &text[found.get(0).map_or(0, |m| m.end())..];
    }
    text
}

/// Agencies and desks as they sign ("APA/dpa", "red").
const SIGNERS: &[&str] = &[
    "red",
    "apa",
    "dpa",
    "afp",
    "ap",
    "reuters",
    "sda",
    "sid",
    "epd",
    "kna",
    "ots",
    "ag",
    "rtr",
    "ansa",
    "tass",
    "efe",
    "upi",
    "bloomberg",
    "dapd",
    "ddp",
    "keystone-sda",
    "awp",
    "pa",
    "cp",
    "tt",
    "ntb",
    "ritzau",
];

static SIGN_OFF: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\s*[(\[]\s*([^()\[\]]{0,100}?)[,;]?\s*(\d{1,2}\.\s?(?:\d{1,2}\.|\p{L}{3,9}\.?)\s?\d{2,4}|\d{4}-\d\d-\d\d)?\s*[)\]]\s*\.?\s*$",
    )
});
static CREDITS_LINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^\(?\s*((?:additional )?(?:reporting|writing|editing|compiled|written) by\s[^()]{3,300}?)\)?\s*\.?$",
    )
});

/// The sign-off at the end, "(red, 24.3.2024)": the date is more precise than a stamp, a full name is the byline.
fn take_sign_off(paragraphs: &mut Vec<String>, article: &mut Article) {
    // "Our Standards: ..." closes pieces of today's wire.
    while paragraphs
        .last()
        .is_some_and(|last| last.starts_with("Our Standards:"))
    {
        paragraphs.pop();
    }
    if let Some(found) = paragraphs
        .last()
        .filter(|last| last.len() < 500 && last.contains(['b', 'B']) && last.contains(" by "))
        .and_then(|last| CREDITS_LINE.captures(last))
        && paragraphs.len() > 1
    {
        let names = found[1].split([';', '.']).next().unwrap_or("").trim();
        if names.to_ascii_lowercase().starts_with("reporting by ") {
            article.byline = Some(Clean::line(&names["reporting by ".len()..]));
        }
        paragraphs.pop();
    }
    let Some(last) = paragraphs.last_mut() else {
        return;
    };
    if !last.trim_end().trim_end_matches('.').ends_with([')', ']']) {
        return;
    }
    // A sign-off is short; looking at the end alone keeps a very long paragraph cheap.
    let mut from = last.len().saturating_sub(300);
    while !last.is_char_boundary(from) {
        from += 1;
    }
    let Some(found) = SIGN_OFF.captures(&last[from..]) else {
        return;
    };
    let who = found[1].trim().to_owned();
    let day = found.get(2).and_then(|day| date::parse(day.as_str()));
    let signers: Vec<&str> = who
        .split([',', '/', ';'])
        .map(str::trim)
        .filter(|s| !s.is_empty())
        .collect();
    let signed = !signers.is_empty() && signers.iter().all(|s| is_signer(s) || is_name(s));
    // A remark in brackets at the end of a text is no sign-off; a date or a known signer makes it one.
    if !(signed && (day.is_some() || signers.iter().any(|s| is_signer(s)))
        || (who.is_empty() && day.is_some()))
    {
        return;
    }
    let cut = found.get(0).map_or(last.len(), |m| from + m.start());
    last.truncate(cut);
    if last.trim().is_empty() {
        paragraphs.pop();
    }
    if let Some(day) = day
        && article.published.is_none_or(|stamp| agrees(stamp, day))
    {
        article.published = Some(day);
    }
    let names: Vec<&str> = signers.iter().copied().filter(|s| is_name(s)).collect();
    if !names.is_empty() && article.byline.is_none() {
        article.byline = Some(Clean::line(&names.join(", ")));
    }
}

/// Whether the sign-off may refine the stamp: not when it tells less. Papers sign late, stamps are made by machines.
fn agrees(stamp: Published, day: Published) -> bool {
    stamp.precision() <= day.precision()
}

fn is_signer(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let lower = word.to_lowercase();
    SIGNERS.contains(&lower.as_str())
        // An editor's initials: "mm", "tsc".
        || (word.len() <= 4 && word.chars().all(char::is_lowercase))
}

/// Two to five capitalised words: "Anna Maria van der Berg".
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=5).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                || [
                    "van", "von", "der", "den", "de", "zu", "da", "di", "und", "and",
                ]
                .contains(word)
        })
        && words.iter().all(|word| {
            word.chars()
                .all(|c| c.is_alphabetic() || "-.'’".contains(c))
        })
        && words
            .first()
            .is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// A first line that is no sentence but stands above text is the headline.
fn take_headline(paragraphs: &mut Vec<String>, article: &mut Article) {
    let Some(first) = paragraphs.first() else {
        return;
    };
    if first.len() > 1000 {
        return;
    }
    let length = first.chars().count();
    let ends_open = !first.ends_with(['.', ':', ';', ',']) || first.ends_with("...");
    let rest: usize = paragraphs.iter().skip(1).map(String::len).sum();
    let is_headline = paragraphs.len() > 1
        && length <= 160
        && ends_open
        && rest > first.len()
        && credit_at_end(first).is_none();
    if is_headline && !is_byline(first) && date::parse(first).is_none() {
        article.title = Clean::line(first.trim_start_matches(['#', ' ']));
        paragraphs.remove(0);
    }
}

static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?:^|[.!?…»”“)'\x22]\s+|\s[-–|]\s+|\s)(?P<credit>",
        // "APA/AFP/LIONEL BONAVENTURE", "REUTERS/Max Muster", "dpa/Max Muster"
        r"(?:(?:APA|AFP|AP|DPA|dpa|EPA|REUTERS|Reuters|IMAGO|Imago|imago|GETTY|Getty Images|Getty|SDA|KEYSTONE|Keystone|picture alliance|ANSA|TASS|NTB|PA|Bloomberg)",
        r"(?:\s?/\s?[\p{Lu}][\p{L}\d.'’&-]*(?:\s[\p{Lu}][\p{Lu}\d.'’&-]+|\s[\p{Lu}][\p{L}.'’-]+){0,3}){1,4})",
        // "WD/HELENE PICHLER": any agency or paper and a name, all in capitals
        r"|\p{Lu}[\p{Lu}\d&.-]{1,20}(?:\s?/\s?\p{Lu}[\p{Lu}.'’-]+(?:\s\p{Lu}[\p{Lu}.'’-]+){0,3}){1,4}",
        // "Foto: Max Muster", "(c) Max Muster"
        r"|(?:(?:Foto|Fotos|Bild|Photo|Photograph|Picture|Image|Credit|Quelle)\s?:\s?|©\s?|\([cC]\)\s?)[\p{Lu}][^.!?]{2,60}",
        r")\s*$"
    ))
});
static CREDIT_INSIDE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[.!?…]\s+(?P<credit>\p{Lu}[\p{Lu}\d&.-]{1,20}(?:/\p{Lu}[\p{Lu}.'’-]*(?:\s\p{Lu}[\p{Lu}.'’-]+)*){1,4})\s+(?P<rest>\p{Lu}\p{Ll}|\p{Lu}\s)",
    )
});

/// A credit at the end of a text. The patterns are dear, so it is asked first whether there can be one.
fn credit_at_end(text: &str) -> Option<Captures<'_>> {
    const SIGNS: &[&str] = &[
        "/", "Foto", "Bild", "Photo", "Picture", "Image", "Credit", "Quelle", "©", "(c)", "(C)",
    ];
    let mut from = text.len().saturating_sub(160);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let likely = SIGNS.iter().any(|sign| text[from..].contains(sign));
    if likely { CREDIT.captures(text) } else { None }
}

/// A credit after the caption, with the first sentence of the text behind it.
fn credit_inside(text: &str) -> Option<Captures<'_>> {
    let text = beginning(text, 800);
    if text.contains('/') {
        CREDIT_INSIDE.captures(text)
    } else {
        None
    }
}

/// A picture's caption with its credit, run into the first paragraph.
fn take_caption(paragraphs: &mut Vec<String>, article: &mut Article) -> Option<String> {
    if paragraphs.len() < 2
        && CREDIT_INSIDE
            .captures(beginning(paragraphs.first()?, 800))
            .is_none()
    {
        return None;
    }
    let first = paragraphs.first()?.clone();
    if first.len() < 600
        && let Some(found) = credit_at_end(&first)
    {
        let credit = found.name("credit")?;
        article.credit = Some(Clean::line(credit.as_str()));
        paragraphs.remove(0);
        let caption = first[..credit.start()]
            .trim()
            .trim_end_matches(['|', '–', '-'])
            .trim();
        return (!caption.is_empty()).then(|| caption.to_owned());
    }
    if let Some(found) = credit_inside(&first) {
        let (credit, rest) = (found.name("credit")?, found.name("rest")?);
        if credit.start() < 400 {
            article.credit = Some(Clean::line(credit.as_str()));
            first[rest.start()..].clone_into(&mut paragraphs[0]);
            return Some(first[..credit.start()].trim().to_owned());
        }
    }
    None
}

fn is_byline(line: &str) -> bool {
    byline(line).is_some()
}

/// "By Jane Doe", "Von Max Muster, Wien".
fn byline(line: &str) -> Option<String> {
    let rest = ["By ", "BY ", "Von ", "von ", "VON "]
        .iter()
        .find_map(|by| line.strip_prefix(by))?;
    let names = rest.split([',', '|', ';']).next()?.trim();
    let all_names = names
        .split(" and ")
        .flat_map(|part| part.split(" und "))
        .all(|name| is_name(name.trim()));
    (line.len() < 120 && all_names).then(|| names.to_owned())
}

/// Lines above the text that say who and when.
fn take_bylines(paragraphs: &mut Vec<String>, article: &mut Article) {
    for _ in 0..3 {
        let Some(first) = paragraphs.first() else {
            return;
        };
        if paragraphs.len() < 2 {
            return;
        }
        if let Some(names) = byline(first) {
            article.byline.get_or_insert(Clean::line(&names));
        } else if first.len() < 60
            && let Some(found) = date::parse(first)
        {
            if article
                .published
                .is_none_or(|known| known.precision() < found.precision())
            {
                article.published = Some(found);
            }
        } else {
            return;
        }
        paragraphs.remove(0);
    }
}

static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"^(?P<line>(?P<place>\p{Lu}[\p{L}.’'-]+(?:[ /]\p{Lu}[\p{L}.’'-]+){0,3}(?:, \p{Lu}[\p{L}.]+){0,2})",
        r"(?P<day>,? (?:Jan|Feb|March|Mar|Apr|April|May|June|Jun|July|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}",
        r"|, (?:den )?\d{1,2}\. ?(?:Jänner|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember))?",
        r"(?:\s*\((?P<agency>[\p{L}/ -]{2,30})\))?)\s*(?P<dash>[-–—]{1,2})\s+"
    ))
});

/// Agencies that sign datelines, folded; the first word in brackets decides ("dpa/lni", "APA/dpa").
const DATELINE_AGENCIES: &[&str] = &[
    "afp",
    "afx",
    "ansa",
    "ap",
    "apa",
    "awp",
    "bloomberg",
    "cna",
    "dapd",
    "ddp",
    "dow",
    "dpa",
    "dts",
    "efe",
    "epd",
    "keystone",
    "kna",
    "kyodo",
    "ntb",
    "ots",
    "pa",
    "reuter",
    "reuters",
    "rtr",
    "sda",
    "sid",
    "tass",
    "tt",
    "upi",
    "xinhua",
];

/// "LONDON (Reuters) - ", "WASHINGTON, March 24 (AP) — ", "Wien (APA) – " at the beginning of a lead: the line, the
/// agency, and where the lead goes on. Only what is certain: a known agency, or a city all in capitals.
fn dateline(lead: &str) -> Option<(Clean, Option<Clean>, usize)> {
    let start = beginning(lead, 120);
    if !start.contains(" -") && !start.contains(['–', '—']) {
        return None;
    }
    let found = DATELINE.captures(start)?;
    // "AUSTIN, Texas - ": the city is in capitals, its state need not be.
    let city = found["place"].split(',').next().unwrap_or("");
    let shouted = city
        .chars()
        .filter(|c| c.is_alphabetic())
        .all(char::is_uppercase);
    let agency = found.name("agency").map(|it| it.as_str());
    let known = agency.is_some_and(|agency| {
        let first = agency.split(['/', ' ', '-']).next().unwrap_or("");
        DATELINE_AGENCIES.contains(&fold(first).as_str())
    });
    if !(known || shouted && city.chars().count() > 2) {
        return None;
    }
    let end = found.get(0).map_or(0, |m| m.end());
    Some((Clean::line(&found["line"]), agency.map(Clean::line), end))
}

fn take_dateline(paragraphs: &mut [String], article: &mut Article) {
    let Some(first) = paragraphs.first_mut() else {
        return;
    };
    if let Some((line, agency, end)) = dateline(first) {
        article.dateline = Some(line);
        if let Some(agency) = agency {
            article.source.get_or_insert(agency);
        }
        first.drain(..end);
    }
}

/// The dateline before the lead of a wire, a feed's item or a page; it is no part of the text.
pub(super) fn take_dateline_of(article: &mut Article) {
    let paragraphs = article.body.paragraphs();
    let Some(first) = paragraphs.iter().find(|p| p.style == Style::Text) else {
        return;
    };
    if let Some((line, agency, end)) = dateline(&article.body.text()[first.range.clone()]) {
        article.dateline.get_or_insert(line);
        if let Some(agency) = agency {
            article.source.get_or_insert(agency);
        }
        article.body = std::mem::take(&mut article.body).without_beginning(end);
    }
}

const LONGEST_HEADLINE: usize = 90;

type Shorten = fn(&str) -> String;

/// A headline made of the first sentence of the lead: cut at a clause, without asides, at most about 90 characters.
pub(crate) fn headline_from(body: &Body) -> Clean {
    let lead = body
        .paragraphs()
        .iter()
        .find(|p| matches!(p.style, Style::Text | Style::Quote(_) | Style::Heading(_)))
        .or_else(|| body.paragraphs().first());
    let Some(lead) = lead else {
        return Clean::default();
    };
    let text = beginning(&body.text()[lead.range.clone()], 2000).replace('\n', " ");
    let Some(first) = sentence::sentences(&text).into_iter().next() else {
        return Clean::default();
    };
    let mut line = text[first].to_owned();
    // What only explains a name goes even where the line would fit: headlines have no asides.
    let steps: [(usize, Shorten); 5] = [
        (LONGEST_HEADLINE, cut_at_colon),
        (LONGEST_HEADLINE, without_brackets),
        (60, without_apposition),
        (LONGEST_HEADLINE, cut_at_clause),
        (LONGEST_HEADLINE, cut_at_word),
    ];
    for (longest, shorten) in steps {
        if line.chars().count() > longest {
            line = shorten(&line);
        }
    }
    Clean::line(line.trim().trim_end_matches(['.', ',', ':', ';']))
}

/// What comes before a colon, semicolon or dash, when that is enough of a sentence.
fn cut_at_colon(line: &str) -> String {
    let at = [": ", "; ", " – ", " — ", " - "]
        .iter()
        .filter_map(|mark| line.find(mark))
        .filter(|at| {
            line[..*at].chars().count() >= 25 && line[..*at].matches('"').count().is_multiple_of(2)
        })
        .min();
    at.map_or(line, |at| &line[..at]).to_owned()
}

fn without_brackets(line: &str) -> String {
    static BRACKETS: LazyLock<Regex> = LazyLock::new(|| regex(r"\s*\([^()]*\)"));
    BRACKETS.replace_all(line, "").into_owned()
}

/// "Stability AI, das Unternehmen hinter ..., verliert seinen CEO" without what stands between the commas.
fn without_apposition(line: &str) -> String {
    const OPENERS: &[&str] = &[
        "das",
        "der",
        "die",
        "den",
        "dem",
        "ein",
        "eine",
        "einer",
        "dessen",
        "deren",
        "the",
        "a",
        "an",
        "which",
        "who",
        "whose",
        "vormals",
        "früher",
        "formerly",
        "laut",
        "according",
    ];
    let parts: Vec<&str> = line.split(", ").collect();
    if parts.len() < 3 || parts[0].chars().count() > 60 {
        return line.to_owned();
    }
    let opener = parts[1]
        .split_whitespace()
        .next()
        .unwrap_or("")
        .to_lowercase();
    if !OPENERS.contains(&opener.as_str()) || parts[1].split_whitespace().count() < 2 {
        return line.to_owned();
    }
    let rest = parts[2..].join(", ");
    let sound = rest.chars().next().is_some_and(char::is_lowercase) && rest.chars().count() >= 10;
    if sound {
        format!("{} {rest}", parts[0])
    } else {
        line.to_owned()
    }
}

/// The longest beginning that ends before a clause and fits.
fn cut_at_clause(line: &str) -> String {
    let mut best = None;
    for (at, _) in line
        .match_indices(", ")
        .chain(line.match_indices(" – "))
        .chain(line.match_indices(" nachdem "))
        .chain(line.match_indices(" after "))
    {
        let length = line[..at].chars().count();
        if (30..=LONGEST_HEADLINE).contains(&length) && best.is_none_or(|b| b < at) {
            best = Some(at);
        }
    }
    best.map_or(line, |at| &line[..at]).to_owned()
}

fn cut_at_word(line: &str) -> String {
    let end = line
        .char_indices()
        .nth(LONGEST_HEADLINE - 2)
        .map_or(line.len(), |(at, _)| at);
    let head = line[..end]
        .rsplit_once(' ')
        .map_or(&line[..end], |(head, _)| head);
    format!("{} …", head.trim_end_matches([',', ' ', '–', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_made_of_the_lead_without_its_asides() {
        let head = |text: &str| headline_from(&Body::from_text(text)).to_string();
        assert_eq!(
            head(
                "Nordlicht AG, das Unternehmen hinter dem beliebten Bildgenerator Polarstern Diffusion, verliert seinen Chef: am Freitag (Ortszeit) sagte er das."
            ),
            "Nordlicht AG verliert seinen Chef"
        );
        assert_eq!(head("Kurz und gut. Danach mehr."), "Kurz und gut");
        let long = head(&"wort ".repeat(80));
        assert!(long.chars().count() <= 92 && long.ends_with('…'), "{long}");
    }

    #[test]
    fn hard_wrapped_wire_copy_becomes_paragraphs() {
        let text = "Showers continued throughout\nthe week in the zone.\n    The dry period means it\nwill be late.\n    Arrivals were low.\n Reuter\n";
        assert_eq!(paragraphs(text).len(), 4, "three and the signature");
        assert_eq!(
            plain_body("One\ntwo.\n\nThree.").text(),
            "One two.\n\nThree."
        );
    }

    #[test]
    fn a_credit_in_capitals_ends_the_caption_whatever_the_agency() {
        for credit in ["WD/HELENE PICHLER", "APA/AFP/PAUL O'NEIL", "TB/X.Y. ZISSER"] {
            let a = article(&format!(
                "date 2026-10 Die Chefin will unabhängig bleiben. {credit}\n\nDer Vorstand hat die Offerte am Montag abgelehnt. Sie sei zu niedrig.\n"
            ));
            assert_eq!(a.credit.as_deref(), Some(credit));
            assert!(!a.body.text().contains(credit));
            assert_eq!(
                headline_from(&a.body).as_str(),
                "Der Vorstand hat die Offerte am Montag abgelehnt"
            );
        }
    }

    #[test]
    fn a_dateline_names_a_city_in_capitals_and_maybe_its_state() {
        let a =
            article("Zahlen und Köpfe\n\nAUSTIN, Texas - Profit rose for the year as a whole.\n");
        assert_eq!(a.dateline.as_deref(), Some("AUSTIN, Texas"));
        assert!(a.body.text().starts_with("Profit rose"));
    }

    #[test]
    fn a_remark_in_brackets_is_no_sign_off() {
        let a = article(
            "Titel der Geschichte\n\nEr kam am Montag an und ging am Dienstag wieder (sagte er).",
        );
        assert!(a.body.text().ends_with("(sagte er)."));
        let a = article(
            "Titel der Geschichte\n\nEr kam am Montag an und ging am Dienstag wieder. (Anna Berger, APA, 3.4.2024)",
        );
        assert!(a.body.text().ends_with("wieder."));
        assert_eq!(a.byline.as_deref(), Some("Anna Berger"));
        assert_eq!(a.published.unwrap().to_string(), "2024-04-03");
    }
}
