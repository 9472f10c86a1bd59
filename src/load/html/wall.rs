//! What stands in the way of an article: consent pages and dialogs, paywalls and the stubs before them.

use dom_query::Document;

use super::meta::Meta;
use crate::article::{Article, Extent};

/// Whether the page itself says that readers have to pay to see the rest.
pub(super) fn stands_before_a_wall(document: &Document) -> bool {
    document
        .select("[class*=paywall], [id*=paywall], [class*=regwall], [class*=piano-], [class*=subscriber-only], [data-paywall]")
        .length()
        > 0
}

/// What programs for asking consent call the boxes they lay over a page.
const DIALOGS: &str = "[id^=onetrust], [class^=onetrust], [id*=cookie-banner], [class*=cookie-banner], \
    [id*=cookie-consent], [class*=cookie-consent], [id*=cookieconsent], [class*=cookieconsent], [id^=CybotCookiebot], \
    [id^=usercentrics], [id^=didomi], [class^=didomi], [id^=sp_message], [class*=gdpr-banner], [class*=consent-banner], \
    [class*=consent-layer], [id*=consent-layer], [aria-modal=true]";

/// Takes the boxes that ask for consent off a page; says whether there was any.
pub(super) fn remove_dialogs(document: &Document) -> bool {
    let mut any = false;
    for node in document.select(DIALOGS).nodes() {
        // Some pages mark the whole of themselves.
        let holds_page = ["html", "body", "main", "article"]
            .iter()
            .any(|name| node.has_name(name))
            || node
                .descendants_it()
                .any(|inner| inner.has_name("article") || inner.has_name("main"));
        if !holds_page {
            node.remove_from_parent();
            any = true;
        }
    }
    any
}

const CONSENT: &[&str] = &[
    "cookie",
    "consent",
    "zustimm",
    "einwillig",
    "datenschutz",
    "privacy",
    "akzeptier",
    "accept",
    "partner",
    "tracking",
    "pur-abo",
    "werbung",
    "personalis",
    "vendors",
];
const PAY: &[&str] = &[
    "subscribe to continue",
    "subscribe to read",
    "to continue reading",
    "subscribers only",
    "already a subscriber",
    "jetzt weiterlesen",
    "mit abo weiterlesen",
    "diesen artikel weiterlesen",
    "um weiterzulesen",
    "lesen sie diesen artikel mit",
    "exklusiv für abonnenten",
    "nur für abonnenten",
    "sie haben bereits ein abo",
    "jetzt abonnieren",
];

pub(super) fn extent(article: &Article, meta: &Meta, walled: bool) -> Extent {
    let text = article.body.text();
    let lower = text.to_lowercase();
    if text.len() < 4000 && meta.linked.headline.is_none() {
        let asks = CONSENT.iter().filter(|word| lower.contains(*word)).count();
        let title = article.title.to_lowercase();
        let titled = [
            "consent",
            "zustimmung",
            "privacy",
            "datenschutz",
            "cookie",
            "before you continue",
            "bevor sie",
        ]
        .iter()
        .any(|word| title.contains(word));
        if asks >= 5 || (asks >= 3 && titled) {
            return Extent::Consent;
        }
    }
    let length = text.chars().count();
    if length < 2500 && (meta.linked.free == Some(false) || (walled && length < 900)) {
        return Extent::Paywall;
    }
    let end: String = lower
        .chars()
        .rev()
        .take(400)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    if length < 2500 && PAY.iter().any(|words| end.contains(words)) {
        return Extent::Paywall;
    }
    Extent::Full
}
