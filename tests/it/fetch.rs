//! Feeds and pages over HTTP, from a server on the loopback that does everything servers do.

mod lists;
mod pages;
pub(crate) mod server;
mod wire;

use std::io::Write as _;
use std::ops::ControlFlow;
use std::sync::LazyLock;
use std::time::Duration;

use depesche::article::Link;
use depesche::ask::{Answer, Ask};
use depesche::desk::feeds::{self, Refusal, Round, Taken};
use depesche::feed::{FullText, Subscription};
use depesche::fetch::{Client, FEED_LIMIT, Got, Order, Trouble};
use depesche::query::Query;
use depesche::recognise::Recogniser;
use depesche::store::Store;

use server::{Reply, Request, Server};

/// For what answers, on however busy a machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// For what never answers.
const IMPATIENCE: Duration = Duration::from_secs(2);

fn link(address: &str) -> Link {
    Link::parse(address).expect("an address")
}

/// A feed of one article.
fn feed(title: &str) -> Vec<u8> {
    format!(
        r#"<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>
<link>https://example.org/</link><item><title>{title}: Larkspur Foods opens a mill</title>
<link>https://example.org/{title}</link><guid isPermaLink="false">urn:{title}</guid>
<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>
<description>Larkspur Foods GmbH opened a mill in Dunmore.</description></item></channel></rss>"#
    )
    .into_bytes()
}

fn ok(body: Vec<u8>) -> Reply {
    Reply::Whole(
        200,
        vec![("Content-Type", "application/rss+xml".to_owned())],
        body,
    )
}

fn redirect(status: u16, to: &str) -> Reply {
    Reply::Whole(status, vec![("Location", to.to_owned())], Vec::new())
}

/// 64 MiB of blanks in some 64 KiB.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| zipped(64 << 20));

fn zipped(size: usize) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..size >> 20 {
        out.write_all(&zeros).expect("memory");
    }
    out.finish().expect("memory")
}

/// Everything servers do.
fn answer(request: &Request) -> Reply {
    match request.path.as_str() {
        "/feed" if request.header("if-none-match") == Some("\"one\"") => Reply::Whole(
            304,
            vec![("Cache-Control", "max-age=7200".to_owned())],
            Vec::new(),
        ),
        "/feed" => Reply::Whole(
            200,
            vec![
                ("ETag", "\"one\"".to_owned()),
                ("Last-Modified", "Fri, 20 Nov 2026 10:00:00 GMT".to_owned()),
            ],
            feed("Feed"),
        ),
        "/moved" => redirect(301, "/moved-again"),
        "/moved-again" => redirect(308, "feed"),
        "/for-now" => redirect(302, "/feed"),
        "/moved-then-for-now" => redirect(301, "/for-now"),
        "/loop" => redirect(302, "/loop-back"),
        "/loop-back" => redirect(302, "/loop"),
        "/file" => redirect(302, "file:///etc/passwd"),
        "/script" => redirect(302, "javascript:alert(1)"),
        "/nowhere" => Reply::Whole(302, Vec::new(), Vec::new()),
        "/gone" => Reply::Whole(410, Vec::new(), Vec::new()),
        "/busy" => Reply::Whole(429, vec![("Retry-After", "120".to_owned())], Vec::new()),
        "/error" => Reply::Whole(500, Vec::new(), Vec::new()),
        "/hang" => Reply::Hang(Vec::new()),
        "/slow" => Reply::Hang(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>".to_vec()),
        "/short" => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>".to_vec()),
        "/garbage" => Reply::Raw(b"\x00\x01\x02 nothing of the kind\r\n\r\n".to_vec()),
        "/long" => ok(vec![b' '; FEED_LIMIT as usize + 1]),
        "/bomb" => Reply::Whole(
            200,
            vec![("Content-Encoding", "gzip".to_owned())],
            zipped(200 << 20),
        ),
        "/page" => Reply::Whole(
            200,
            vec![("Content-Type", "text/html".to_owned())],
            br#"<!doctype html><html><head><title>A paper</title>
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments">
<link rel="alternate" type="application/rss+xml" title="Articles" href="/feed"></head>
<body><p>Welcome to the paper.</p></body></html>"#
                .to_vec(),
        ),
        "/bare" => Reply::Whole(
            200,
            vec![("Content-Type", "text/html".to_owned())],
            b"<!doctype html><html><head><title>Bare</title></head><body></body></html>".to_vec(),
        ),
        "/teasers" => {
            let item = |name: &str| {
                format!(
                    "<item><title>{name}</title><link>/page-of/{name}</link><guid>{name}</guid>\
                     <pubDate>Fri, 20 Nov 2020 10:00:00 GMT</pubDate><description>It begins …</description></item>"
                )
            };
            ok(format!(
                "<rss version=\"2.0\"><channel><title>Teasers</title><link>/</link>{}{}</channel></rss>",
                item("whole"),
                item("walled")
            )
            .into_bytes())
        }
        "/page-of/whole" => Reply::Whole(
            200,
            vec![("Content-Type", "text/html".to_owned())],
            format!(
                "<!doctype html><html lang=en><head><title>Whole</title></head><body><article><h1>Whole</h1>{}</article></body></html>",
                "<p>Marrowby Ltd said on Friday that its mill in Dunmore would open a year early, as demand for flour had grown.</p>".repeat(8)
            )
            .into_bytes(),
        ),
        path if path.starts_with("/many/") => ok(feed(&path[6..])),
        _ => Reply::Whole(404, Vec::new(), Vec::new()),
    }
}

/// What comes of asking for a path that the reader typed, the own network allowed.
fn get(server: &Server, path: &str) -> Result<Got, Trouble> {
    get_within(PATIENCE, server, path)
}

fn get_within(patience: Duration, server: &Server, path: &str) -> Result<Got, Trouble> {
    let address = link(&server.at(path));
    let order = Order {
        typed: true,
        ..Order::new(&address, FEED_LIMIT)
    };
    Client::with(true, patience).get(&order)
}

fn trouble(server: &Server, path: &str) -> Trouble {
    get(server, path).expect_err(path)
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start(answer);
    let Ok(Got::Fresh(first)) = get(&server, "/feed") else {
        panic!("a feed");
    };
    assert_eq!(first.etag.as_deref(), Some("\"one\""));
    let address = link(&server.at("/feed"));
    let order = Order {
        typed: true,
        etag: first.etag.as_deref(),
        modified: first.modified.as_deref(),
        ..Order::new(&address, FEED_LIMIT)
    };
    assert_eq!(
        Client::with(true, PATIENCE).get(&order),
        Ok(Got::Unchanged {
            moved: None,
            keeps: Some(Duration::from_hours(2))
        })
    );
}

#[test]
fn only_a_chain_of_permanent_moves_is_remembered() {
    let server = Server::start(answer);
    let moved = |path| match get(&server, path) {
        Ok(Got::Fresh(delivery)) => delivery.moved,
        other => panic!("{other:?}"),
    };
    assert_eq!(moved("/moved"), Some(link(&server.at("/feed"))));
    assert_eq!(moved("/for-now"), None);
    assert_eq!(
        moved("/moved-then-for-now"),
        Some(link(&server.at("/for-now")))
    );
}

#[test]
fn every_kind_of_trouble_is_told_apart() {
    // Made before anybody waits for it.
    assert!(BOMB.len() < 1 << 20);
    let server = Server::start(answer);
    assert_eq!(trouble(&server, "/loop"), Trouble::Hops);
    for path in ["/file", "/script", "/nowhere"] {
        assert_eq!(trouble(&server, path), Trouble::NoAddress, "{path}");
    }
    assert_eq!(trouble(&server, "/gone"), Trouble::Gone);
    assert_eq!(
        trouble(&server, "/busy"),
        Trouble::Busy {
            status: 429,
            pause: Duration::from_mins(2)
        }
    );
    assert_eq!(trouble(&server, "/error"), Trouble::Refused(500));
    assert_eq!(trouble(&server, "/missing"), Trouble::Refused(404));
    for path in ["/slow", "/hang"] {
        assert_eq!(
            get_within(IMPATIENCE, &server, path),
            Err(Trouble::Slow),
            "{path}"
        );
    }
    for path in ["/short", "/garbage"] {
        assert!(
            matches!(trouble(&server, path), Trouble::Broken(_)),
            "{path}"
        );
    }
    assert_eq!(trouble(&server, "/long"), Trouble::TooLong(FEED_LIMIT));
    assert_eq!(trouble(&server, "/bomb"), Trouble::TooLong(FEED_LIMIT));
}

#[test]
fn a_server_without_tls_is_not_reached_securely_and_a_closed_port_not_at_all() {
    let client = Client::with(true, PATIENCE);
    let ask = |address: &str| {
        let address = link(address);
        client.get(&Order {
            typed: true,
            ..Order::new(&address, FEED_LIMIT)
        })
    };
    let plain = Server::start_plain(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    let secure = plain.at("/feed").replace("http://", "https://");
    assert!(
        matches!(ask(&secure), Err(Trouble::Insecure(_))),
        "{:?}",
        ask(&secure)
    );
    assert!(matches!(
        ask("http://127.0.0.1:1/"),
        Err(Trouble::Broken(_))
    ));
    assert!(
        matches!(ask("http://nowhere.invalid/"), Err(Trouble::Unknown(_))),
        "{:?}",
        ask("http://nowhere.invalid/")
    );
}

#[test]
fn the_own_network_is_closed_to_what_was_not_typed_and_nothing_is_even_asked() {
    let canary = Server::start(|_| ok(feed("Inside")));
    let inside = canary.at_host(2, "/inside");
    let target = inside.clone();
    let server = Server::start(move |request| match request.path.as_str() {
        "/away" => redirect(302, &target),
        "/home" => redirect(302, "/fine"),
        _ => ok(feed("Fine")),
    });
    // A redirect may stay on the typed server but not go elsewhere inside.
    assert!(get(&server, "/home").is_ok());
    assert_eq!(
        trouble(&server, "/away"),
        Trouble::Inside("127.0.0.2".to_owned())
    );
    // What a feed or page names may not be inside at all, and what is typed only when the settings allow it.
    for (allowed, typed) in [(true, false), (false, true), (false, false)] {
        let address = link(&inside);
        let order = Order {
            typed,
            ..Order::new(&address, FEED_LIMIT)
        };
        let got = Client::with(allowed, PATIENCE).get(&order);
        assert_eq!(got, Err(Trouble::Inside("127.0.0.2".to_owned())));
    }
    let port = inside.rsplit_once(':').map_or("", |(_, rest)| rest);
    for host in [
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0x7f000001",
        "2130706433",
        "127.1",
        "0.0.0.0",
    ] {
        let address = link(&format!("http://{host}:{port}"));
        let got = Client::with(false, PATIENCE).get(&Order::new(&address, FEED_LIMIT));
        assert!(
            matches!(
                got,
                Err(Trouble::Inside(_) | Trouble::Unknown(_) | Trouble::NoAddress)
            ),
            "{host}: {got:?}"
        );
    }
    assert_eq!(canary.hits("/inside"), 0);
}

fn store_with(addresses: &[String]) -> Store {
    let mut store = Store::in_memory().expect("a store");
    let feeds: Vec<Subscription> = addresses
        .iter()
        .map(|address| Subscription {
            typed: true,
            ..Subscription::new(link(address))
        })
        .collect();
    store.subscribe(&feeds).expect("subscriptions");
    store
}

fn visit(store: &mut Store, client: &Client) -> Round {
    let due = feeds::to_visit(store, true).expect("feeds");
    let mut go_on = |_: &feeds::Step| ControlFlow::Continue(());
    feeds::visit(&due, store, &Recogniser::new(), client, &mut go_on).expect("a round")
}

fn articles(store: &Store) -> u64 {
    match store.answer(&Ask::Count(Query::default())) {
        Ok(Answer::Count(count)) => count,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_round_adds_what_is_new_once_and_remembers_what_servers_said() {
    let server = Server::start(answer);
    let mut store = store_with(&[
        server.at("/moved"),
        server.at("/gone"),
        server.at("/busy"),
        server.at("/error"),
        server.at("/bare"),
    ]);
    let client = Client::with(true, PATIENCE);
    let first = visit(&mut store, &client);
    assert_eq!(
        (first.visited, first.added.new, first.troubles.len()),
        (5, 1, 4),
        "{first:?}"
    );
    assert_eq!(articles(&store), 1);
    let feeds = store.feeds().expect("feeds");
    assert_eq!(feeds[0].address, link(&server.at("/feed")));
    assert_eq!(feeds[0].title.as_str(), "Feed");
    assert!(feeds[1].visit.gone && feeds[2].visit.not_before.is_some());
    assert!(feeds[3].visit.trouble.is_some() && feeds[3].visit.failures == 1);
    let second = visit(&mut store, &client);
    // The one that is gone and the one that is busy are left alone.
    assert_eq!(
        (second.visited, second.unchanged, second.added.new),
        (3, 1, 0),
        "{second:?}"
    );
    assert_eq!(server.hits("/gone") + server.hits("/busy"), 2);
    assert_eq!(store.feeds().expect("feeds")[3].visit.failures, 2);
    // And without being told to, none is asked for so soon.
    assert_eq!(feeds::to_visit(&store, false).expect("feeds"), []);
}

#[cfg(target_os = "linux")]
#[test]
fn feeds_that_hang_do_not_hold_up_the_others() {
    let server = Server::start(answer);
    let addresses: Vec<String> = (1..=200)
        .map(|number| {
            if number % 10 == 0 {
                server.at_host(number, "/hang")
            } else {
                server.at_host(number, &format!("/many/{number}"))
            }
        })
        .collect();
    let mut store = store_with(&addresses);
    let round = visit(&mut store, &Client::with(true, 4 * IMPATIENCE));
    assert_eq!(
        (round.visited, round.added.new, round.troubles.len()),
        (200, 180, 20)
    );
    assert!(
        round
            .troubles
            .iter()
            .all(|(_, why)| why == &Trouble::Slow.to_string()),
        "{:?}",
        round.troubles
    );
}

#[test]
fn a_feed_is_found_by_the_page_that_names_it_and_comments_are_not_what_is_meant() {
    let server = Server::start(answer);
    let mut store = Store::in_memory().expect("a store");
    let (recogniser, client) = (Recogniser::new(), Client::with(true, PATIENCE));
    let taken = feeds::subscribe(&server.at("/page"), None, &mut store, &recogniser, &client);
    assert!(
        matches!(&taken, Ok(Taken::Feed { name, known: false, added }) if name == "Feed" && added.new == 1),
        "{taken:?}"
    );
    assert_eq!(
        store.feeds().expect("feeds")[0].address,
        link(&server.at("/feed"))
    );
    let again = feeds::subscribe(&server.at("/feed"), None, &mut store, &recogniser, &client);
    assert!(matches!(again, Ok(Taken::Feed { known: true, .. })));
    let none = feeds::subscribe(&server.at("/bare"), None, &mut store, &recogniser, &client);
    assert!(matches!(none, Err(Refusal::NoFeed(_))), "{none:?}");
    let words = feeds::subscribe("no address", None, &mut store, &recogniser, &client);
    assert!(matches!(words, Err(Refusal::NoAddress(_))));
}

#[test]
fn the_page_behind_a_teaser_is_fetched_once_where_the_reader_wants_it() {
    let server = Server::start(answer);
    let mut store = Store::in_memory().expect("a store");
    let (recogniser, client) = (Recogniser::new(), Client::with(true, PATIENCE));
    let taken = feeds::subscribe(
        &server.at("/teasers"),
        Some(FullText::Always),
        &mut store,
        &recogniser,
        &client,
    );
    assert!(
        matches!(&taken, Ok(Taken::Feed { added, .. }) if added.new == 2),
        "{taken:?}"
    );
    let mut bodies = Vec::new();
    store
        .each(&Query::default(), &mut |opened| {
            bodies.push((
                opened.article.title.to_string(),
                opened.article.body.text().to_owned(),
            ));
            true
        })
        .expect("articles");
    bodies.sort();
    assert!(bodies[0].1.starts_with("It begins"), "{bodies:?}");
    assert!(bodies[1].1.contains("Marrowby Ltd"), "{bodies:?}");
    visit(&mut store, &client);
    assert_eq!(server.hits("/page-of/whole"), 1);
}
