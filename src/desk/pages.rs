//! The pages behind teasers: fetches the whole text where a feed carries only its beginning.
//!
//! Asked for are only items that are new since the last visit, and few of them; what stands on the page is taken
//! only if it is a text and longer than what the feed gave. A consent page or the stub before a paywall is not.

use jiff::Timestamp;

use super::intake::load_bytes;
use crate::article::{Article, Extent, Published};
use crate::feed::Subscription;
use crate::fetch::{Client, Got, Order, PAGE_LIMIT, Trouble, is_same_server};
use crate::load::Hint;

/// Pages fetched for one feed at one visit.
const PAGES: usize = 20;

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
        let order = Order {
            typed: feed.typed && is_same_server(&address, &feed.address),
            ..Order::new(&address, PAGE_LIMIT)
        };
        match client.get(&order) {
            Ok(Got::Fresh(page)) => {
                let hint = Hint {
                    name: page.address.as_str().to_owned(),
                    media_type: page.media_type,
                    mapping: None,
                };
                if let Some(page) = load_bytes(&page.bytes, &hint).articles.into_iter().next() {
                    merge(article, page);
                }
            }
            // A server that does not answer for one page will not for the next.
            Err(Trouble::Slow | Trouble::Busy { .. } | Trouble::Unknown(_)) => return,
            Ok(Got::Unchanged { .. }) | Err(_) => {}
        }
    }
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
fn merge(teaser: &mut Article, page: Article) {
    if page.extent == Extent::Paywall {
        teaser.extent = Extent::Paywall;
    }
    if page.extent != Extent::Full || page.body.text().len() <= teaser.body.text().len() {
        return;
    }
    teaser.body = page.body;
    teaser.extent = Extent::Full;
    teaser.language = page.language.or(teaser.language);
    teaser.byline = teaser.byline.take().or(page.byline);
    teaser.credit = teaser.credit.take().or(page.credit);
    teaser.picture = teaser.picture.take().or(page.picture);
    teaser.kicker = teaser.kicker.take().or(page.kicker);
    teaser.dateline = teaser.dateline.take().or(page.dateline);
    if teaser.published.is_none() {
        teaser.published = page.published;
    }
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
        let mut teaser = article("From the feed", "It begins …", Extent::Teaser);
        merge(
            &mut teaser,
            article(
                "From the page",
                "It begins and goes on for long.",
                Extent::Full,
            ),
        );
        assert_eq!(teaser.title.as_str(), "From the feed");
        assert_eq!(teaser.body.text(), "It begins and goes on for long.");
        assert_eq!(teaser.extent, Extent::Full);
    }

    #[test]
    fn consent_pages_stubs_and_shorter_texts_change_no_text() {
        for (extent, expected) in [
            (Extent::Consent, Extent::Teaser),
            (Extent::Paywall, Extent::Paywall),
            (Extent::Teaser, Extent::Teaser),
        ] {
            let mut teaser = article("A", "It begins …", Extent::Teaser);
            merge(
                &mut teaser,
                article("B", "We value your privacy, all of it.", extent),
            );
            assert_eq!(
                (teaser.body.text(), teaser.extent),
                ("It begins …", expected)
            );
        }
        let mut teaser = article("A", "It begins …", Extent::Teaser);
        merge(&mut teaser, article("B", "Short", Extent::Full));
        assert_eq!(teaser.body.text(), "It begins …");
    }
}
