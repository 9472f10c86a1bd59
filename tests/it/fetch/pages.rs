//! The whole text behind a teaser, fetched when the reader asks for it, through the desks as the reader has them.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};
use depesche::app::{Effect, Msg};
use depesche::article::{ArticleId, Extent};
use depesche::ask::{Answer, Ask, Opened};
use depesche::change::{Change, Note};
use depesche::config::Config;
use depesche::desk::feeds;
use depesche::desk::{Desks, Stock};
use depesche::feed::FullText;
use depesche::fetch::Client;
use depesche::query::Query;
use depesche::recognise::Recogniser;
use depesche::say::Said;
use depesche::store::Store;
use depesche::text::Clean;
use jiff::civil::date;

use super::server::{Reply, Request, Server};
use super::{PATIENCE, link, ok};

const NAMES: [&str; 5] = ["whole", "walled", "asking", "short", "hanging"];

fn page(head: &str, body: &str) -> Reply {
    let html =
        format!("<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>");
    Reply::Whole(
        200,
        vec![("Content-Type", "text/html".to_owned())],
        html.into_bytes(),
    )
}

/// A feed of teasers, and what stands behind each.
fn answer(request: &Request) -> Reply {
    match request.path.as_str() {
        "/teasers" => {
            let items: String = NAMES
                .map(|name| {
                    format!(
                        "<item><title>{name}</title><link>/page-of/{name}</link><guid>{name}</guid>\
                         <pubDate>Fri, 20 Nov 2020 10:00:00 GMT</pubDate><description>It begins with {name} …</description></item>"
                    )
                })
                .concat();
            ok(format!("<rss version=\"2.0\"><channel><title>Teasers</title><link>/</link>{items}</channel></rss>").into_bytes())
        }
        "/page-of/whole" => {
            let linked = r#"{"@type":"NewsArticle","headline":"Whole","author":{"name":"Nora Quill"},"image":"/lead.jpg","inLanguage":"en","datePublished":"2020-11-20"}"#;
            let paragraphs = (1..9)
                .map(|number| format!("<p>Marrowby Ltd said on Friday that mill {number} in Dunmore would open a year early, as demand had grown. It begins with whole grain.</p>"))
                .collect::<Vec<_>>()
                .concat();
            page(
                &format!("<title>Whole</title><script type=\"application/ld+json\">{linked}</script>"),
                &format!("<article><h1>Whole</h1>{paragraphs}</article>"),
            )
        }
        "/page-of/walled" => page(
            r#"<title>Walled</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Walled","isAccessibleForFree":false}</script>"#,
            "<article><h1>Walled</h1><p>It begins with walled gardens, and goes on a little longer than what the feed says, for nothing.</p><div class=paywall>Subscribe to continue reading</div></article>",
        ),
        "/page-of/asking" => page(
            "<title>Before you continue</title>",
            &format!("<h1>Your privacy</h1>{}", "<p>We and our partners use cookies for tracking. Please accept, or choose vendors; your consent and privacy matter.</p>".repeat(4)),
        ),
        "/page-of/short" => page("<title>Short</title>", "<p>It begins.</p>"),
        "/page-of/hanging" => Reply::Hang(Vec::new()),
        _ => Reply::Whole(404, Vec::new(), Vec::new()),
    }
}

/// A store with the teasers in it.
fn subscribed(server: &Server, store: &mut Store, full: FullText) {
    let (recogniser, client) = (Recogniser::new(), Client::with(true, PATIENCE));
    let address = server.at("/teasers");
    feeds::subscribe(&address, Some(full), store, &recogniser, &client).expect("a feed");
}

fn all(store: &Store) -> Vec<Opened> {
    let mut all = Vec::new();
    let mut keep = |opened| {
        all.push(opened);
        true
    };
    store.each(&Query::default(), &mut keep).expect("articles");
    all
}

fn id_of(store: &Store, name: &str) -> ArticleId {
    let all = all(store);
    let found = all.iter().find(|it| it.article.title.as_str() == name);
    found.expect("the article").id
}

fn config() -> Config {
    let mut config = Config::default();
    config.feeds.own_network = true;
    config.feeds.refresh = false;
    config
}

/// The sentence with which a job ends, and whether the store changed before.
fn outcome(told: &Receiver<Msg>) -> (String, bool) {
    let mut changed = false;
    loop {
        match told.recv_timeout(PATIENCE).expect("a message") {
            Msg::StoreChanged => changed = true,
            Msg::Done(said) if said == Said::default() => {}
            Msg::Done(said) | Msg::Failed(said) => return (said.to_string(), changed),
            _ => {}
        }
    }
}

struct File {
    /// Gone when dropped.
    _folder: tempfile::TempDir,
    path: PathBuf,
    store: Store,
}

fn file() -> File {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("depesche.db");
    let store = Store::open(&path).expect("a store");
    File {
        _folder: folder,
        path,
        store,
    }
}

fn desks(file: &File) -> (Desks, Receiver<Msg>) {
    let (out, told) = unbounded();
    let opened = Store::open(&file.path).expect("the store");
    let stock = Stock::File(file.path.clone(), Box::new(opened), None);
    (Desks::start(stock, &config(), &out).expect("threads"), told)
}

#[test]
fn the_whole_text_takes_the_teasers_place_and_what_the_reader_did_stays() {
    let server = Server::start(answer);
    let mut file = file();
    subscribed(&server, &mut file.store, FullText::OnDemand);
    assert_eq!(server.hits("/page-of/whole"), 0);
    let id = id_of(&file.store, "whole");
    let today = date(2026, 11, 20);
    let passage = "It begins with whole";
    let changes = [
        Change::Bookmark { id, keep: true },
        Change::Note(Note {
            number: 0,
            id,
            range: Some(0..passage.len()),
            passage: passage.to_owned(),
            text: "mine".to_owned(),
            colour: 0,
        }),
    ];
    for change in changes {
        file.store.change(&change, today).expect("kept");
    }
    let (mut desks, told) = desks(&file);
    desks.hand(Effect::Complete(id));
    assert_eq!(
        outcome(&told),
        ("this is the whole text now".to_owned(), true)
    );
    assert!(desks.close(PATIENCE));
    let Ok(Answer::Article(Some(opened))) = file.store.answer(&Ask::Article(id)) else {
        panic!("the article");
    };
    let article = &opened.article;
    assert_eq!(article.extent, Extent::Full);
    assert!(article.body.text().contains("mill 8 in Dunmore"));
    assert_eq!(
        article.byline.as_ref().map(Clean::as_str),
        Some("Nora Quill")
    );
    assert_eq!(article.picture, Some(link(&server.at("/lead.jpg"))));
    assert!(opened.bookmarked);
    let note = &opened.notes[0];
    let range = note
        .range
        .clone()
        .expect("the passage is in the whole text");
    assert_eq!(
        (&article.body.text()[range], note.text.as_str()),
        (passage, "mine")
    );
    // Names are recognised in the whole text, as in every other.
    assert!(
        opened
            .highlights
            .entities
            .iter()
            .any(|entity| entity.name.contains("Marrowby"))
    );
}

#[test]
fn what_is_no_whole_text_is_said_and_changes_nothing() {
    let server = Server::start(answer);
    let mut file = file();
    subscribed(&server, &mut file.store, FullText::OnDemand);
    let before = all(&file.store);
    let (mut desks, told) = desks(&file);
    for (name, word) in [
        ("walled", "paywall"),
        ("asking", "consent"),
        ("short", "no more text"),
    ] {
        desks.hand(Effect::Complete(id_of(&file.store, name)));
        let (sentence, changed) = outcome(&told);
        assert!(sentence.contains(word) && !changed, "{name}: {sentence}");
    }
    assert!(desks.close(PATIENCE));
    assert_eq!(all(&file.store), before);
}

#[test]
fn no_page_is_fetched_for_a_feed_that_is_set_to_never() {
    let server = Server::start(answer);
    let mut file = file();
    subscribed(&server, &mut file.store, FullText::Never);
    let (mut desks, told) = desks(&file);
    desks.hand(Effect::Complete(id_of(&file.store, "whole")));
    let (sentence, _) = outcome(&told);
    assert!(
        sentence.contains("no pages are fetched for Teasers"),
        "{sentence}"
    );
    assert_eq!(server.hits("/page-of/whole"), 0);
    let address = link(&server.at("/teasers"));
    assert!(
        file.store
            .want_full(&address, FullText::OnDemand)
            .expect("kept")
    );
    desks.hand(Effect::Complete(id_of(&file.store, "whole")));
    assert!(outcome(&told).1);
    assert!(desks.close(PATIENCE));
}

#[test]
fn a_page_that_hangs_holds_up_neither_questions_nor_leaving() {
    let server = Server::start(answer);
    let mut store = Store::in_memory().expect("a store");
    subscribed(&server, &mut store, FullText::OnDemand);
    let (hanging, whole) = (id_of(&store, "hanging"), id_of(&store, "whole"));
    let (out, told) = unbounded();
    let mut desks = Desks::start(Stock::Memory(Box::new(store)), &config(), &out).expect("threads");
    desks.hand(Effect::Complete(hanging));
    server.wait_for_hits(2);
    desks.hand(Effect::Ask(7, Ask::Article(whole)));
    let answered = |msg: &Msg| matches!(msg, Msg::Answer(7, Answer::Article(Some(_))));
    while !answered(&told.recv_timeout(PATIENCE).expect("an answer")) {}
    desks.hand(Effect::Complete(whole));
    assert!(outcome(&told).1);
    let begun = Instant::now();
    assert!(desks.close(PATIENCE));
    assert!(begun.elapsed() < Duration::from_secs(5));
}
