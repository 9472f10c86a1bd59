//! The pages behind teasers: fetches the whole text where a feed carries only its beginning.
//!
//! Asked for are only items that are new since the last visit, and few of them; what stands on the page is taken
//! only if it is a text and longer than what the feed gave. A consent page or the stub before a paywall is not.

use jiff::Timestamp;

use super::intake::load_bytes;
use crate::article::{Article, Extent, Link, Published};
use crate::feed::Subscription;
use crate::fetch::{Client, Got, Order, PAGE_LIMIT, Trouble, is_same_server};
use crate::load::Hint;

/// Pages fetched for one feed at one visit.
const PAGES: usize = 20;

/// What stands behind an article's link.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Behind {
    /// The whole text, in the article's place.
    Whole(Box<Article>),
    /// The stub before a paywall.
    Paywall,
    /// A page that asks for consent.
    Consent,
    /// Nothing more than is known.
    NoMore,
}

/// Completes the teasers among the items of a feed.
pub(super) fn complete(articles: &mut [Article], feed: &Subscription, client: &Client) {
    let mut fetched = 0;
    for article in articles {
        if fetched == PAGES {
            return;
        }
        if article.extent != Extent::Teaser || !is_new(article, feed.visit.at) {
            continue;
        }
        let Some(address) = article.url.clone() else {
            continue;
        };
        fetched += 1;
        let typed = feed.typed && is_same_server(&address, &feed.address);
        match behind(article, &address, typed, client) {
            Ok(Behind::Whole(whole)) => *article = *whole,
            Ok(Behind::Paywall) => article.extent = Extent::Paywall,
            // A server that does not answer for one page will not for the next.
            Err(Trouble::Slow | Trouble::Busy { .. } | Trouble::Unknown(_)) => return,
            Ok(Behind::Consent | Behind::NoMore) | Err(_) => {}
        }
    }
}

/// Fetches the page behind an article; `typed` says whether it stands where the reader typed an address.
///
/// # Errors
/// Why no page came.
pub(super) fn behind(
    article: &Article,
    address: &Link,
    typed: bool,
    client: &Client,
) -> Result<Behind, Trouble> {
    let order = Order {
        typed,
        ..Order::new(address, PAGE_LIMIT)
    };
    let Got::Fresh(page) = client.get(&order)? else {
        return Ok(Behind::NoMore);
    };
    let hint = Hint {
        name: page.address.as_str().to_owned(),
        media_type: page.media_type,
        mapping: None,
    };
    let page = load_bytes(&page.bytes, &hint).articles.into_iter().next();
    Ok(page.map_or(Behind::NoMore, |page| merge(article, page)))
}

fn is_new(article: &Article, visited: Option<Timestamp>) -> bool {
    match (&article.published, visited) {
        (Some(Published::Instant(at, _)), Some(visited)) => *at > visited,
        // Known to the day at best: fetched once more rather than never.
        (Some(other), Some(visited)) => {
            other.day() >= jiff::tz::Offset::UTC.to_datetime(visited).date()
        }
        (None, _) => visited.is_none(),
        (_, None) => true,
    }
}

/// The feed's word stands for headline, date and identity; the page gives the text and what the feed left out.
fn merge(teaser: &Article, page: Article) -> Behind {
    match page.extent {
        Extent::Paywall => return Behind::Paywall,
        Extent::Consent => return Behind::Consent,
        Extent::Teaser => return Behind::NoMore,
        Extent::Full if page.body.text().len() <= teaser.body.text().len() => {
            return Behind::NoMore;
        }
        Extent::Full => {}
    }
    let mut whole = teaser.clone();
    whole.body = page.body;
    whole.extent = Extent::Full;
    whole.language = page.language.or(whole.language);
    whole.byline = whole.byline.or(page.byline);
    whole.credit = whole.credit.or(page.credit);
    whole.picture = whole.picture.or(page.picture);
    whole.kicker = whole.kicker.or(page.kicker);
    whole.dateline = whole.dateline.or(page.dateline);
    whole.published = whole.published.or(page.published);
    if whole.subjects.is_empty() {
        whole.subjects = page.subjects;
    }
    Behind::Whole(Box::new(whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Body;
    use crate::text::Clean;

    fn article(title: &str, body: &str, extent: Extent) -> Article {
        Article {
            title: Clean::line(title),
            body: Body::from_text(body),
            extent,
            ..Article::default()
        }
    }

    #[test]
    fn a_longer_text_takes_the_teasers_place_and_the_feeds_headline_stays() {
        let teaser = article("From the feed", "It begins …", Extent::Teaser);
        let page = Article {
            byline: Some(Clean::line("Nora Quill")),
            picture: Link::parse("https://a.example/p.jpg"),
            ..article(
                "From the page",
                "It begins and goes on for long.",
                Extent::Full,
            )
        };
        let Behind::Whole(whole) = merge(&teaser, page.clone()) else {
            panic!("the whole text");
        };
        assert_eq!(whole.title.as_str(), "From the feed");
        assert_eq!(whole.body, page.body);
        assert_eq!(whole.extent, Extent::Full);
        assert_eq!((whole.byline, whole.picture), (page.byline, page.picture));
    }

    #[test]
    fn consent_pages_stubs_and_shorter_texts_change_no_text() {
        let teaser = article("A", "It begins …", Extent::Teaser);
        for (text, extent, expected) in [
            ("We value your privacy.", Extent::Consent, Behind::Consent),
            ("It begins and goes", Extent::Paywall, Behind::Paywall),
            ("It begins and goes", Extent::Teaser, Behind::NoMore),
            ("Short", Extent::Full, Behind::NoMore),
        ] {
            assert_eq!(merge(&teaser, article("B", text, extent)), expected);
        }
    }
}
