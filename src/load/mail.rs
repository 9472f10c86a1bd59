//! Newsletters: single messages (EML, RFC 5322) and mailboxes (mbox, RFC 4155).
//!
//! The HTML part is read where there is one. What only serves the sending (unsubscribe lines, "view in browser",
//! tracking pixels) is dropped; the link to the web version becomes the article's address.

use std::borrow::Cow;

use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser, PartType};

use super::{Input, Loaded, blocks, date, decode, feed, press};
use crate::article::{Article, Body, BodyBuilder, Link, Style};
use crate::say::say;
use crate::text::Clean;

const HEADERS: &[&str] = &[
    "received",
    "from",
    "subject",
    "date",
    "mime-version",
    "message-id",
    "return-path",
    "delivered-to",
    "content-type",
    "to",
    "list-id",
    "dkim-signature",
    "reply-to",
    "sender",
    "x-mailer",
    "content-transfer-encoding",
    "cc",
    "arc-seal",
    "authentication-results",
];

/// Whether the bytes are a mailbox: "From " and then a header.
pub(super) fn looks_mbox(input: &Input) -> bool {
    let head = input.head();
    head.starts_with("From ")
        && head
            .split_once('\n')
            .is_some_and(|(_, rest)| known_headers(rest) >= 2)
}

/// Whether the bytes are a message: by name, or by at least three lines that are headers of mail.
pub(super) fn looks(input: &Input) -> bool {
    let known = known_headers(input.head());
    known >= 3 || (known >= 1 && (input.named(".eml") || input.declared("rfc822")))
}

/// How many of the lines before the first empty one are known headers; none if any line is something else.
fn known_headers(head: &str) -> usize {
    let mut known = 0;
    for line in head
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .take(200)
    {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            return 0;
        };
        if name.is_empty() || name.len() > 60 || !name.bytes().all(|b| b.is_ascii_graphic()) {
            return 0;
        }
        known += usize::from(HEADERS.contains(&name.to_ascii_lowercase().as_str()));
    }
    known
}

/// Reads one message.
pub(super) fn read(input: &Input, loaded: &mut Loaded) {
    message(input.bytes, &input.hint.name, loaded);
}

/// Reads a mailbox, message by message.
pub(super) fn read_mbox(input: &Input, loaded: &mut Loaded) {
    for (number, raw) in messages(input.bytes).enumerate() {
        let place = format!("{}, message {}", input.hint.name, number + 1);
        // A line ">From " inside a message was escaped when it was stored.
        if raw.windows(7).any(|window| window == b"\n>From ") {
            let mut plain = Vec::with_capacity(raw.len());
            for line in raw.split_inclusive(|b| *b == b'\n') {
                plain.extend_from_slice(
                    line.strip_prefix(b">")
                        .filter(|rest| rest.starts_with(b"From "))
                        .unwrap_or(line),
                );
            }
            message(&plain, &place, loaded);
        } else {
            message(raw, &place, loaded);
        }
    }
}

/// The messages of a mailbox, without their "From " lines.
fn messages(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut starts = Vec::new();
    let mut at = 0;
    let mut after_blank = true;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if after_blank && line.starts_with(b"From ") {
            starts.push((at, at + line.len()));
        }
        after_blank = line.trim_ascii().is_empty();
        at += line.len();
    }
    let ends: Vec<usize> = starts
        .iter()
        .skip(1)
        .map(|(start, _)| *start)
        .chain([bytes.len()])
        .collect();
    starts
        .into_iter()
        .zip(ends)
        .map(|((_, start), end)| &bytes[start.min(end)..end])
}

fn message(raw: &[u8], place: &str, loaded: &mut Loaded) {
    let Some(message) = MessageParser::default().parse(raw) else {
        loaded.complain(
            place,
            say!("is no mail that could be read; it was left out"),
        );
        return;
    };
    let mut article = Article {
        title: subject(&message, raw),
        published: message
            .date()
            .filter(|date| date.is_valid())
            .and_then(|date| date::parse(&date.to_rfc3339()))
            .or_else(|| date::parse(message.header_raw(HeaderName::Date)?)),
        identity: message.message_id().map(str::to_owned),
        byline: message.from().and_then(sender),
        ..Article::default()
    };
    article.source = list_name(&message).or_else(|| article.byline.clone());
    if article.byline == article.source {
        article.byline = None;
    }
    let base = address_in(message.header_raw(HeaderName::Other("Archived-At".into())));
    let html = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.as_ref()),
        _ => None,
    });
    let text = message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) => Some(text.as_ref()),
        _ => None,
    });
    let set = html
        .map(|html| blocks::html_body(html, base.as_ref()))
        .filter(|body| !body.is_empty());
    let body = set.unwrap_or_else(|| text.map_or_else(Body::default, plain_text));
    article.url = base.or_else(|| web_version(&body));
    article.picture = html.and_then(|html| feed::first_picture(html, None));
    article.body = without_boilerplate(body);
    if article.title.is_empty() && article.body.is_empty() {
        loaded.complain(place, say!("has neither subject nor text; it was left out"));
        return;
    }
    loaded.articles.push(article);
}

/// The subject; one that was written in bytes of some charset, as it never should be, is decoded by looking.
fn subject(message: &Message, raw: &[u8]) -> Clean {
    let told = message.subject().unwrap_or("");
    if !told.contains('\u{FFFD}') {
        return Clean::line(told);
    }
    let written = raw
        .split(|byte| *byte == b'\n')
        .take_while(|line| !line.trim_ascii().is_empty())
        .find_map(|line| {
            let (name, value) = line.split_at_checked(8)?;
            name.eq_ignore_ascii_case(b"subject:").then_some(value)
        });
    let decoded = written.map(|value| decode::decode(value, None));
    Clean::line(decoded.as_deref().unwrap_or(told))
}

/// The name of the sender, or the address where there is no name.
fn sender(from: &Address) -> Option<Clean> {
    let first = from.first()?;
    let line = Clean::line(first.name().or_else(|| first.address())?);
    (!line.is_empty()).then_some(line)
}

/// The list's name: `List-Id: The Morning <morning.example.com>` (RFC 2919).
fn list_name(message: &Message) -> Option<Clean> {
    let raw = match message.list_id() {
        HeaderValue::Text(text) => text.to_string(),
        _ => message.header_raw(HeaderName::ListId)?.to_owned(),
    };
    let (name, id) = raw.split_once('<').unwrap_or(("", &raw));
    let name = name.trim().trim_matches('"');
    let id = id.trim().trim_end_matches('>');
    // Mailing services put numbers there, which tell nobody anything.
    let telling =
        |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() * 2 > text.chars().count();
    let line = Clean::line(if !name.is_empty() && telling(name) {
        name
    } else {
        id
    });
    (!line.is_empty() && telling(&line)).then_some(line)
}

fn address_in(header: Option<&str>) -> Option<Link> {
    Link::parse(header?.trim().trim_start_matches('<').trim_end_matches('>'))
}

/// Plain text of mail: quoted lines are quotes, what stands below the signature mark is dropped.
fn plain_text(text: &str) -> Body {
    let text = text.replace("\r\n", "\n");
    let text = text.split("\n-- \n").next().unwrap_or(&text);
    let text = &without_files(text);
    if !text.lines().any(|line| line.starts_with('>')) {
        return press::plain_body(text);
    }
    let mut body = BodyBuilder::default();
    let mut block = String::new();
    let mut quoted = false;
    for line in text.lines().chain([""]) {
        let bare = line.trim_start_matches(['>', ' ']);
        let now = line.starts_with('>');
        if (now != quoted || bare.is_empty()) && !block.is_empty() {
            body.push(if quoted { Style::Quote(1) } else { Style::Text }, &block);
            block.clear();
        }
        quoted = now;
        if !bare.is_empty() {
            if !block.is_empty() {
                block.push(' ');
            }
            block.push_str(bare);
        }
    }
    body.finish()
}

/// The text without the files that old programs wrote into it (uuencode: POSIX.1-2017, "uuencode").
fn without_files(text: &str) -> Cow<'_, str> {
    let begins = |line: &str| {
        let mut words = line.split(' ');
        let mode = |mode: &str| mode.len() == 3 && mode.bytes().all(|b| (b'0'..=b'7').contains(&b));
        words.next() == Some("begin")
            && words.next().is_some_and(mode)
            && words.next().is_some_and(|name| !name.is_empty())
    };
    if !text.lines().any(begins) {
        return Cow::Borrowed(text);
    }
    let mut inside = false;
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        inside |= begins(line);
        if !inside {
            out.push_str(line);
            out.push('\n');
        }
        inside &= line.trim_end() != "end";
    }
    Cow::Owned(out)
}

const WEB_VERSION: &[&str] = &[
    "view in browser",
    "view this email in your browser",
    "view in your browser",
    "view online",
    "read online",
    "read in browser",
    "view web version",
    "web version",
    "im browser",
    "browseransicht",
    "webversion",
    "online-version",
    "onlineversion",
    "online lesen",
    "read this online",
];
const BOILERPLATE: &[&str] = &[
    "unsubscribe",
    "abmelden",
    "abbestellen",
    "abbestellung",
    "austragen",
    "manage preferences",
    "manage your preferences",
    "update your preferences",
    "email preferences",
    "newsletter-einstellungen",
    "einstellungen ändern",
    "you are receiving this",
    "you received this",
    "you're receiving this",
    "sie erhalten diese",
    "sie erhalten diesen",
    "diese e-mail wurde an",
    "this email was sent to",
    "forwarded this email",
    "weitergeleitet worden",
    "add us to your address book",
    "no longer wish to receive",
    "view our privacy",
];
/// What stands below newsletters and may stand in their text as well.
const SMALL_PRINT: &[&str] = &[
    "privacy policy",
    "datenschutz",
    "impressum",
    "all rights reserved",
    "alle rechte vorbehalten",
];

fn web_version(body: &Body) -> Option<Link> {
    body.links().iter().find_map(|anchor| {
        let words = body.text()[anchor.range.clone()].to_lowercase();
        WEB_VERSION
            .iter()
            .any(|known| words.contains(known))
            .then(|| anchor.link.clone())
    })
}

/// Drops short paragraphs that only serve the sending. A long one is text, whatever words are in it.
fn without_boilerplate(body: Body) -> Body {
    let last = body.paragraphs().len();
    body.retain(|number, _, text| {
        let lower = text.to_lowercase();
        let early =
            number < 4 && text.len() < 200 && WEB_VERSION.iter().any(|known| lower.contains(known));
        let boilerplate = text.len() < 400 && BOILERPLATE.iter().any(|known| lower.contains(known));
        let small = (text.len() < 60 || (number + 6 > last && text.len() < 200))
            && SMALL_PRINT.iter().any(|known| lower.contains(known));
        let copyright = number + 4 > last
            && text.len() < 200
            && (lower.starts_with('©') || lower.starts_with("copyright"));
        !(early || boilerplate || small || copyright)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Hint, load};
    use super::*;

    fn read(mail: &[u8]) -> Article {
        let hint = Hint {
            name: "letter.eml".to_owned(),
            ..Hint::default()
        };
        load(mail, &hint).articles.remove(0)
    }

    #[test]
    fn a_subject_in_bare_bytes_is_decoded_by_looking() {
        let mail = b"From: Ida Rot <ida@a.example>\nSubject: Die Hasen und die Fr\xf6sche am gro\xdfen Teich\nDate: Tue, 3 Feb 2026 07:00:00 +0100\n\nEin Text.\n";
        assert_eq!(
            read(mail).title.as_str(),
            "Die Hasen und die Frösche am großen Teich"
        );
    }

    #[test]
    fn a_file_written_into_the_text_is_no_text() {
        let mail = b"From: Ida Rot <ida@a.example>\nSubject: Bild\nDate: Tue, 3 Feb 2026 07:00:00 +0100\n\nEin Bild, anbei.\n\nbegin 644 hase.gif\nMV@(N%\\%VEK_#Y=PV^?9=PIE\\85.E(^\n`\nend\n\nbegin with this.\n";
        assert_eq!(
            read(mail).body.text(),
            "Ein Bild, anbei.\n\nbegin with this."
        );
    }

    #[test]
    fn a_sentence_about_data_protection_stays_and_the_small_print_goes() {
        let sentence = "Die Behörde für Datenschutz in Obersee hat der Werft am Montag einen Brief geschrieben, und die Werft hat ihn gelesen.";
        let paragraphs = "Ein Absatz dieses Briefs steht hier, damit er einer ist.\n\n".repeat(8);
        let text = format!("{sentence}\n\n{paragraphs}Impressum und Datenschutz\n\nAbmelden\n");
        let mail = format!(
            "From: Ida Rot <ida@a.example>\nSubject: Brief\nDate: Tue, 3 Feb 2026 07:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n{text}"
        );
        let body = read(mail.as_bytes()).body;
        assert!(body.text().starts_with(sentence), "{}", body.text());
        assert!(!body.text().contains("Impressum") && !body.text().contains("Abmelden"));
    }
}
