//! Pages written to be difficult, each after a kind of page that the web has.

use std::ops::RangeInclusive;

use crate::article::Extent;
use crate::load::{Hint, Loaded, load};

fn page(head: &str, body: &str) -> Loaded {
    let html =
        format!("<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>");
    let hint = Hint {
        name: "page.html".to_owned(),
        ..Hint::default()
    };
    load(html.as_bytes(), &hint)
}

fn text(loaded: &Loaded) -> &str {
    loaded.articles[0].body.text()
}

/// A sentence of more than a hundred letters, different for each number.
fn sentence(number: usize) -> String {
    format!(
        "Paragraph {number} says that Marrowby Ltd would open its mill in Dunmore a year early, as demand for flour of sort {number} had grown."
    )
}

/// These made from numbers, one after the other.
fn each(numbers: RangeInclusive<usize>, make: impl Fn(usize) -> String) -> String {
    numbers.map(make).collect::<Vec<_>>().concat()
}

#[test]
fn a_box_that_asks_for_consent_is_not_taken_for_the_article_below_it() {
    let asks = "<p>When you visit our website, we store cookies on your browser to collect information about you, your preferences or your device, and our partners do likewise.</p>".repeat(12);
    let body = format!(
        "<div id=root><div><p>{}</p><p>{}</p></div></div><div id=\"onetrust-consent-sdk\"><div><h2>Privacy</h2>{asks}</div></div>",
        sentence(1),
        sentence(2)
    );
    let loaded = page("<title>The mill of Dunmore</title>", &body);
    assert!(text(&loaded).contains("Paragraph 1") && text(&loaded).contains("Paragraph 2"));
    assert!(!text(&loaded).contains("cookies"));
    assert_eq!(loaded.articles[0].extent, Extent::Full);

    let alone = page(
        "<title>Privacy</title>",
        &format!("<div id=\"onetrust-consent-sdk\">{asks}</div>"),
    );
    assert_eq!(alone.articles[0].extent, Extent::Consent);
    assert!(text(&alone).is_empty());
}

#[test]
fn no_part_of_a_text_is_lost_where_every_paragraph_has_a_box_of_its_own() {
    let paragraphs = each(1..=12, |number| {
        format!(
            "<div class=\"row\"><div class=\"cell\"><p class=\"t\">{}</p></div></div><div class=\"ad\"><span>Ad</span></div>",
            sentence(number)
        )
    });
    let body = format!(
        "<main><h1>The mill of Dunmore</h1><section>{paragraphs}</section><div class=\"comments\"><p class=\"t\">{}</p></div></main>",
        sentence(99)
    );
    let loaded = page("<title>The mill of Dunmore</title>", &body);
    for number in 1..=12 {
        assert!(text(&loaded).contains(&sentence(number)), "{number}");
    }
}

#[test]
fn the_summary_a_page_shows_above_its_text_is_kept_and_one_it_does_not_show_is_not_added() {
    let summary = "Marrowby opens a year early, and the bakers of Dunmore wonder who is to eat all the bread.";
    let head = format!("<title>The mill</title><meta name=description content=\"{summary}\">");
    let article = format!(
        "<article>{}</article>",
        each(1..=6, |number| format!("<p>{}</p>", sentence(number)))
    );
    let shown = page(
        &head,
        &format!("<header><div class=lede>{summary}</div></header>{article}"),
    );
    assert!(text(&shown).starts_with(summary), "{}", text(&shown));
    assert_eq!(text(&shown).matches(summary).count(), 1);
    let hidden = page(&head, &article);
    assert!(!text(&hidden).contains(summary));
}

#[test]
fn a_told_text_with_references_in_it_drops_no_paragraph_of_the_page() {
    let quoted = |number| sentence(number).replace("Marrowby Ltd", "‘Marrowby’ Ltd");
    let told: Vec<String> = (1..=6)
        .map(|number| {
            quoted(number)
                .replace('‘', "&#8216;")
                .replace('’', "&#8217;")
        })
        .collect();
    let head = format!(
        "<title>The mill</title><script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"The mill\",\"articleBody\":\"{}\"}}</script>",
        told.join(" ")
    );
    let body = each(1..=6, |number| format!("<p>{}</p>", quoted(number)));
    let loaded = page(&head, &format!("<article>{body}</article>"));
    for number in 1..=6 {
        assert!(
            text(&loaded).contains(&quoted(number)),
            "{number}: {}",
            text(&loaded)
        );
    }
}

#[test]
fn dates_and_boxes_around_a_text_go_and_the_days_of_a_running_report_stay() {
    let body = format!(
        "<article><h1>The mill</h1><p>Updated: 3 May 2026, 10:15</p><p>{}</p><h2>Thursday, 3 May</h2><p>{}</p><p>Read more: A theme park nobody knows</p><p>{}</p></article>",
        sentence(1),
        sentence(2),
        sentence(3)
    );
    let loaded = page("<title>The mill</title>", &body);
    assert_eq!(
        text(&loaded),
        [
            sentence(1),
            "Thursday, 3 May".to_owned(),
            sentence(2),
            sentence(3)
        ]
        .join("\n\n")
    );
}
