//! Web archives and tar files, whole, damaged and nested.

use std::fs;

use depesche::load::{Hint, load};

use super::here;
use crate::fetch::server::stored_as_brotli;

fn warc_record(address: &str, media_type: &str, body: &[u8], length: &str) -> Vec<u8> {
    let mut http = format!("HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n", body.len()).into_bytes();
    http.extend_from_slice(body);
    http.extend_from_slice(b"\r\n0\r\n\r\n");
    let length = if length.is_empty() {
        http.len().to_string()
    } else {
        length.to_owned()
    };
    let mut record = format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: {length}\r\n\r\n").into_bytes();
    record.extend_from_slice(&http);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn a_web_archive_gives_its_pages_and_goes_on_after_damage() {
    let page = fs::read(here("tests/fixtures/load/page.html")).unwrap();
    let feed = fs::read(here("tests/fixtures/load/third.atom")).unwrap();
    let mut archive = gzip(&warc_record(
        "https://kuestenblatt.example/moewe",
        "text/html; charset=utf-8",
        &page,
        "",
    ));
    let mut damaged = gzip(&warc_record(
        "https://a.example/",
        "text/html",
        b"<p>gone</p>",
        "",
    ));
    let middle = damaged.len() / 2;
    damaged[middle..].fill(0xAA);
    archive.extend_from_slice(&damaged);
    archive.extend_from_slice(&gzip(&warc_record("https://b.example/x", "text/html", b"<h1>Held anyway</h1><p>A length of sixteen exabytes is not believed, and the text is read.</p>", "18446744073709551615")));
    archive.extend_from_slice(&gzip(&warc_record(
        "https://coast.example/feed",
        "application/atom+xml",
        &feed,
        "",
    )));
    let loaded = load(
        &archive,
        &Hint {
            name: "crawl.warc.gz".into(),
            ..Hint::default()
        },
    );
    let titles: Vec<&str> = loaded.articles.iter().map(|a| a.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "Möwe baut wieder Schiffe",
            "Held anyway",
            "Tide tables",
            "if a < b"
        ]
    );
    assert!(loaded.complaints.len() >= 2, "{:?}", loaded.complaints);
    assert_eq!(
        loaded.articles[1].url.as_ref().unwrap().as_str(),
        "https://b.example/x"
    );
}

#[test]
fn an_archive_is_read_file_by_file_and_not_for_ever() {
    let tar = |files: &[(&str, &[u8])]| {
        let mut archive = tar::Builder::new(Vec::new());
        for (name, bytes) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            header.set_cksum();
            archive.append_data(&mut header, name, *bytes).unwrap();
        }
        archive.into_inner().unwrap()
    };
    let press = fs::read(here("tests/fixtures/load/seed-manner.txt")).unwrap();
    let feed = gzip(&fs::read(here("tests/fixtures/load/third.atom")).unwrap());
    let packed = zstd::encode_all(
        &tar(&[
            ("a/press.txt", &press),
            ("b.atom.gz", &feed),
            ("a/.DS_Store", b"x"),
        ])[..],
        1,
    )
    .unwrap();
    let loaded = load(
        &packed,
        &Hint {
            name: "bundle.tar.zst".into(),
            ..Hint::default()
        },
    );
    assert_eq!(loaded.articles.len(), 3, "{:?}", loaded.complaints);
    assert!(loaded.complaints.is_empty(), "{:?}", loaded.complaints);
    let nested = (0..6).fold(press, |inner, _| tar(&[("inner.tar", &inner)]));
    let loaded = load(
        &nested,
        &Hint {
            name: "nested.tar".into(),
            ..Hint::default()
        },
    );
    assert!(loaded.articles.is_empty());
    assert_eq!(loaded.complaints.len(), 1);
}

#[test]
fn a_page_that_was_sent_as_brotli_is_read_and_a_damaged_one_named() {
    let page = fs::read(here("tests/fixtures/load/page.html")).unwrap();
    let record = |address: &str, body: &[u8]| {
        let http = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
            http.len() + body.len()
        );
        [head.as_bytes(), http.as_bytes(), body, b"\r\n\r\n"].concat()
    };
    let whole = stored_as_brotli(&page);
    let archive = [
        record("https://a.example/whole", &whole),
        record("https://a.example/damaged", &whole[..whole.len() / 2]),
    ]
    .concat();
    let loaded = load(&archive, &Hint::default());
    assert_eq!(loaded.articles.len(), 1, "{:?}", loaded.complaints);
    assert_eq!(
        loaded.articles[0].title.as_str(),
        "Möwe baut wieder Schiffe"
    );
    assert_eq!(loaded.complaints.len(), 1, "{:?}", loaded.complaints);
    assert_eq!(loaded.complaints[0].place, "https://a.example/damaged");
}
