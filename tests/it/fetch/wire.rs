//! What goes over the wire: compression, headers, proxies, TLS.

use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use depesche::fetch::{Client, FEED_LIMIT, Got, Order, Trouble};

use super::server::{Reply, Request, Server, stored_as_brotli};
use super::{PATIENCE, feed, get, link, ok, redirect, trouble, zipped};

fn encoded(name: &str, body: Vec<u8>) -> Reply {
    Reply::Whole(200, vec![("Content-Encoding", name.to_owned())], body)
}

fn answer(request: &Request) -> Reply {
    let asked = request.header("accept-encoding").unwrap_or_default();
    let zstd = |bytes: &[u8]| zstd::encode_all(bytes, 3).expect("memory");
    match request.path.as_str() {
        "/br" if asked.contains("br") => encoded("br", stored_as_brotli(&feed("Feed"))),
        "/zstd" if asked.contains("zstd") => encoded("zstd", zstd(&feed("Feed"))),
        "/ZSTD" => encoded("ZSTD", zstd(&feed("Feed"))),
        "/zstd-bomb" => encoded("zstd", zstd(&vec![b' '; 64 << 20])),
        "/zstd-damaged" => {
            let mut bytes = zstd(&feed("Feed"));
            bytes.truncate(bytes.len() / 2);
            encoded("zstd", bytes)
        }
        "/gzip" if asked.contains("gzip") => encoded("gzip", zipped(1 << 20)),
        "/gzip-damaged" => encoded("gzip", zipped(1 << 20)[..100].to_vec()),
        "/odd" => encoded("utf-8", feed("Feed")),
        "/compress" => encoded("compress", feed("Feed")),
        _ => Reply::Whole(404, Vec::new(), Vec::new()),
    }
}

#[test]
fn every_compression_that_is_asked_for_is_taken_off() {
    let server = Server::start(answer);
    for path in ["/br", "/zstd", "/ZSTD", "/odd"] {
        match get(&server, path) {
            Ok(Got::Fresh(got)) => assert_eq!(got.bytes, feed("Feed"), "{path}"),
            other => panic!("{path}: {other:?}"),
        }
    }
    match get(&server, "/gzip") {
        Ok(Got::Fresh(got)) => assert_eq!(got.bytes.len(), 1 << 20),
        other => panic!("{other:?}"),
    }
}

#[test]
fn bombs_and_damage_of_every_compression_end_in_a_sentence() {
    let server = Server::start(answer);
    assert_eq!(trouble(&server, "/zstd-bomb"), Trouble::TooLong(FEED_LIMIT));
    for path in ["/zstd-damaged", "/gzip-damaged"] {
        assert!(
            matches!(trouble(&server, path), Trouble::Broken(_)),
            "{path}"
        );
    }
    assert_eq!(
        trouble(&server, "/compress"),
        Trouble::Encoding("compress".to_owned())
    );
}

#[test]
fn no_cookie_comes_back_and_the_program_says_who_it_is() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let server = Server::start(move |request| {
        let header = |name| request.header(name).map(str::to_owned);
        let said = (
            header("cookie"),
            header("referer"),
            header("authorization"),
            header("user-agent"),
        );
        log.lock().expect("no panic while serving").push(said);
        match request.path.as_str() {
            "/first" => match redirect(302, "/second") {
                Reply::Whole(status, mut headers, body) => {
                    headers.push(("Set-Cookie", "id=1; Path=/".to_owned()));
                    Reply::Whole(status, headers, body)
                }
                other => other,
            },
            _ => ok(feed("Feed")),
        }
    });
    let client = Client::with(true, PATIENCE);
    for _ in 0..2 {
        let address = link(&server.at("/first"));
        let order = Order {
            typed: true,
            ..Order::new(&address, FEED_LIMIT)
        };
        assert!(client.get(&order).is_ok());
    }
    let seen = seen.lock().expect("no panic while serving");
    assert_eq!(seen.len(), 4);
    for (cookie, referer, authorization, agent) in seen.iter() {
        assert_eq!((cookie, referer, authorization), (&None, &None, &None));
        let agent = agent.as_deref().unwrap_or_default();
        assert!(
            agent.starts_with("depesche/") && agent.contains("news reader"),
            "{agent}"
        );
    }
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
    let server = Server::start_self_signed();
    let address = link(&server.at("/feed").replace("http://", "https://"));
    let got = Client::with(true, PATIENCE).get(&Order {
        typed: true,
        ..Order::new(&address, FEED_LIMIT)
    });
    assert!(
        matches!(&got, Err(Trouble::Insecure(why)) if why.to_lowercase().contains("certificate")),
        "{got:?}"
    );
}

#[test]
fn a_proxy_of_the_environment_is_asked_for_what_is_outside_and_not_for_what_is_inside() {
    let proxy = Server::start(|_| ok(feed("Feed")));
    let home = tempfile::tempdir().expect("a home");
    let add = |address: &str| {
        let done = Command::new(env!("CARGO_BIN_EXE_depesche"))
            .args(["feeds", "add", address])
            .env_clear()
            .env("HOME", home.path())
            .env("TERM", "dumb")
            .env("http_proxy", proxy.at(""))
            .stdin(Stdio::null())
            .output()
            .expect("the program starts");
        let said = [done.stdout, done.stderr].concat();
        (
            done.status.code(),
            String::from_utf8_lossy(&said).into_owned(),
        )
    };
    let (code, said) = add("http://news.example/feed");
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(proxy.hits("news.example:80"), 1);
    assert_eq!(proxy.hits("/feed"), 1);
    let (code, said) = add("http://127.0.0.1/feed");
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("inside the own network"), "{said}");
    assert_eq!(proxy.hits("127.0.0.1:80"), 0);
}
