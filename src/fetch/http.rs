//! One request and what comes of it: hops, limits, conditions, and trouble in sentences.

use std::collections::HashSet;
use std::fmt;
use std::io::{self, Read as _};
use std::time::Duration;

use jiff::Timestamp;
use ureq::config::Config;
use ureq::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LOCATION, RETRY_AFTER,
};
use ureq::http::{HeaderName, Response, StatusCode};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Error};

use super::reach::{Inside, PublicOnly, is_plainly_inside};
use crate::article::Link;
use crate::load;
use crate::say::{Said, say};

/// Redirects followed for one request.
const HOPS: usize = 8;

const CONNECT: Duration = Duration::from_secs(10);
const RESPONSE: Duration = Duration::from_secs(15);
const WHOLE: Duration = Duration::from_secs(30);

/// What [`read`] decodes; gzip and Brotli are the agent's.
const ENCODINGS: &str = "gzip, br, zstd";

/// The largest window a Zstandard frame on the web may ask for, as a power of two (RFC 9659: 8 MiB).
const ZSTD_WINDOW: u32 = 23;

/// Waiting longer than this is not asked of anybody.
const LONGEST_WAIT: Duration = Duration::from_hours(24 * 7);

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order<'a> {
    /// Where.
    pub address: &'a Link,
    /// Whether the reader typed the address, so that it may lie inside the own network if the settings allow it.
    pub typed: bool,
    /// The version known already, as the server calls it.
    pub etag: Option<&'a str>,
    /// When the version known already was changed, as the server says.
    pub modified: Option<&'a str>,
    /// The most bytes after decompression.
    pub limit: u64,
}

impl<'a> Order<'a> {
    /// An unconditional order.
    pub fn new(address: &'a Link, limit: u64) -> Self {
        Self {
            address,
            typed: false,
            etag: None,
            modified: None,
            limit,
        }
    }
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Got {
    /// The thing itself.
    Fresh(Delivery),
    /// It has not changed.
    Unchanged {
        /// Where it has moved for good.
        moved: Option<Link>,
        /// How long the server says that it will not change.
        keeps: Option<Duration>,
    },
}

/// The thing itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its bytes, decompressed.
    pub bytes: Vec<u8>,
    /// Its declared media type.
    pub media_type: Option<String>,
    /// Where it was at last.
    pub address: Link,
    /// Where it has moved for good.
    pub moved: Option<Link>,
    /// What the server calls this version.
    pub etag: Option<String>,
    /// When the server says it was changed.
    pub modified: Option<String>,
    /// How long the server says that it will not change.
    pub keeps: Option<Duration>,
}

/// Why nothing came; each is one sentence after the name of what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The server says it is gone for good (410).
    Gone,
    /// The server wants to be left alone for a while (429, 503).
    Busy {
        /// The status.
        status: u16,
        /// How long.
        pause: Duration,
    },
    /// The server refuses.
    Refused(u16),
    /// Redirects lead in a circle or too far.
    Hops,
    /// A redirect leads to what is no web address.
    NoAddress,
    /// The address is inside the own network.
    Inside(String),
    /// More bytes than any feed or page has.
    TooLong(u64),
    /// It is compressed in a way nobody asked for.
    Encoding(String),
    /// It took too long.
    Slow,
    /// The name is not known.
    Unknown(String),
    /// The connection could not be secured.
    Insecure(String),
    /// The connection failed or broke.
    Broken(String),
}

impl Trouble {
    /// What is said of it, after the name of what was asked for.
    pub fn said(&self) -> Said {
        match self {
            Self::Gone => say!("is gone for good, says the server; it is not asked for again"),
            Self::Busy { status, .. } => say!(
                "is busy ({status}); it is asked for again after the pause it wishes",
                status = status.to_string()
            ),
            Self::Refused(status) => say!(
                "was refused by the server (HTTP {status})",
                status = status.to_string()
            ),
            Self::Hops => say!(
                "is redirected in a circle or more than {hops} times",
                hops = HOPS
            ),
            Self::NoAddress => say!("is redirected to something that is no web address"),
            Self::Inside(host) => say!(
                "leads to {host} inside the own network, which is not allowed for addresses from outside",
                host
            ),
            Self::TooLong(limit) => say!(
                "is longer than {limit} MiB; it was left out",
                limit = limit >> 20
            ),
            Self::Slow => say!("took too long to answer"),
            Self::Unknown(host) => say!("has an address that does not exist ({host})", host),
            Self::Insecure(why) => say!("could not be reached securely: {why}", why),
            Self::Broken(why) => say!("could not be reached: {why}", why),
            Self::Encoding(how) => {
                say!("is compressed as “{how}”, which depesche cannot read", how)
            }
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl std::error::Error for Trouble {}

/// Makes requests; cheap to share between threads, and keeps connections open.
#[derive(Debug, Clone)]
pub struct Client {
    public: Agent,
    /// For what the reader typed, when the settings allow the own network.
    typed: Option<Agent>,
    proxied: bool,
}

impl Client {
    /// A client; `inside` lets what the reader typed lie inside the own network.
    ///
    /// Proxies are taken from the environment (`https_proxy` and its like).
    pub fn new(inside: bool) -> Self {
        Self::with(inside, WHOLE)
    }

    /// A client that gives up on a request after this time.
    pub fn with(inside: bool, patience: Duration) -> Self {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("depesche/", env!("CARGO_PKG_VERSION"), " (news reader)"))
            .accept("application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, */*;q=0.5")
            .accept_encoding(ENCODINGS)
            .timeout_connect(Some(CONNECT.min(patience)))
            .timeout_recv_response(Some(RESPONSE.min(patience)))
            .timeout_global(Some(patience))
            .max_idle_connections_per_host(2)
            .build();
        let proxied = config.proxy().is_some();
        // A proxy resolves the names itself, and stands inside the own network more often than not.
        let public = if proxied {
            Agent::with_parts(
                config.clone(),
                DefaultConnector::default(),
                DefaultResolver::default(),
            )
        } else {
            Agent::with_parts(
                config.clone(),
                DefaultConnector::default(),
                PublicOnly(DefaultResolver::default()),
            )
        };
        let typed = inside.then(|| {
            Agent::with_parts(
                config,
                DefaultConnector::default(),
                DefaultResolver::default(),
            )
        });
        Self {
            public,
            typed,
            proxied,
        }
    }

    /// Asks for something and follows it where it has moved.
    ///
    /// # Errors
    /// Why nothing came.
    pub fn get(&self, order: &Order) -> Result<Got, Trouble> {
        let mut address = order.address.clone();
        let mut moved = None;
        let mut for_good = true;
        let mut seen = HashSet::new();
        for _ in 0..=HOPS {
            if !seen.insert(address.clone()) {
                return Err(Trouble::Hops);
            }
            let response = self.ask(order, &address)?;
            let status = response.status();
            if !is_redirect(status) {
                return answer(response, order, address, moved);
            }
            let target = header(&response, &LOCATION).ok_or(Trouble::NoAddress)?;
            let next = load::resolve(Some(&address), &target).ok_or(Trouble::NoAddress)?;
            for_good &= matches!(
                status,
                StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT
            );
            if for_good {
                moved = Some(next.clone());
            }
            address = next;
        }
        Err(Trouble::Hops)
    }

    fn ask(&self, order: &Order, address: &Link) -> Result<Response<Body>, Trouble> {
        let host = address.host();
        if !address.as_str().starts_with("http") || host.is_empty() {
            return Err(Trouble::NoAddress);
        }
        // A redirect within the typed server is still what the reader asked for; any other is not.
        let trusted = order.typed && is_same_server(address, order.address);
        let agent = match &self.typed {
            Some(agent) if trusted => agent,
            _ if self.proxied && is_plainly_inside(&host) => return Err(Trouble::Inside(host)),
            _ => &self.public,
        };
        let bare = address.as_str().split('#').next().unwrap_or_default();
        let mut request = agent.get(bare);
        if let Some(etag) = order.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(modified) = order.modified {
            request = request.header(IF_MODIFIED_SINCE, modified);
        }
        request.call().map_err(|error| trouble(error, &host))
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Whether two addresses are on the same server: scheme, host and port.
pub fn is_same_server(one: &Link, other: &Link) -> bool {
    origin(one).eq_ignore_ascii_case(origin(other))
}

/// Scheme, host and port.
fn origin(address: &Link) -> &str {
    let text = address.as_str();
    let start = text.find("://").map_or(0, |at| at + 3);
    let end = text[start..]
        .find(['/', '?', '#'])
        .map_or(text.len(), |at| start + at);
    &text[..end]
}

fn answer(
    response: Response<Body>,
    order: &Order,
    address: Link,
    moved: Option<Link>,
) -> Result<Got, Trouble> {
    let status = response.status().as_u16();
    let keeps = header(&response, &CACHE_CONTROL).and_then(|value| max_age(&value));
    match status {
        200..=299 => {
            let media_type = header(&response, &CONTENT_TYPE);
            let etag = header(&response, &ETAG);
            let modified = header(&response, &LAST_MODIFIED);
            let bytes = read(response, order.limit, &address)?;
            Ok(Got::Fresh(Delivery {
                bytes,
                media_type,
                address,
                moved,
                etag,
                modified,
                keeps,
            }))
        }
        304 => Ok(Got::Unchanged { moved, keeps }),
        410 => Err(Trouble::Gone),
        429 | 503 => {
            let pause = header(&response, &RETRY_AFTER)
                .and_then(|value| retry_after(&value, Timestamp::now()))
                .unwrap_or(Duration::from_hours(1));
            Err(Trouble::Busy { status, pause })
        }
        status => Err(Trouble::Refused(status)),
    }
}

/// The limit counts what comes out of decompression, which is stopped there.
fn read(response: Response<Body>, limit: u64, address: &Link) -> Result<Vec<u8>, Trouble> {
    // What the agent decodes it takes out of the headers; what is left is for here or for nobody.
    let encoding = header(&response, &CONTENT_ENCODING).map(|name| name.to_ascii_lowercase());
    let plain = response
        .into_body()
        .into_with_config()
        .limit(u64::MAX)
        .reader();
    let mut bytes = Vec::new();
    let read = match encoding.as_deref() {
        Some("zstd") => zstd::Decoder::new(plain).and_then(|mut reader| {
            reader.window_log_max(ZSTD_WINDOW)?;
            reader.take(limit + 1).read_to_end(&mut bytes)
        }),
        Some(other @ ("deflate" | "compress" | "x-compress")) => {
            return Err(Trouble::Encoding(other.to_owned()));
        }
        // Some servers write there what is no compression at all ("utf-8").
        _ => plain.take(limit + 1).read_to_end(&mut bytes),
    };
    match read {
        Ok(read) if read as u64 > limit => Err(Trouble::TooLong(limit)),
        Ok(_) => Ok(bytes),
        Err(error) => Err(trouble(Error::from(error), &address.host())),
    }
}

fn header(response: &Response<Body>, name: &HeaderName) -> Option<String> {
    let value = response.headers().get(name)?;
    // Some servers send Latin-1; only what is plain text is of use.
    value
        .to_str()
        .ok()
        .map(str::trim)
        .filter(|text| !text.is_empty() && text.len() <= 4096)
        .map(str::to_owned)
}

/// `max-age` of a Cache-Control header (RFC 9111, 5.2.2.1).
fn max_age(value: &str) -> Option<Duration> {
    value.split(',').find_map(|directive| {
        let (name, seconds) = directive.trim().split_once('=')?;
        name.eq_ignore_ascii_case("max-age")
            .then(|| seconds.trim_matches('"').parse().ok())?
            .map(|seconds| Duration::from_secs(seconds).min(LONGEST_WAIT))
    })
}

/// Seconds or a date (RFC 9110, 10.2.3).
fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds).min(LONGEST_WAIT));
    }
    let then = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    let pause = then.as_second().saturating_sub(now.as_second()).max(0);
    Some(Duration::from_secs(u64::try_from(pause).ok()?).min(LONGEST_WAIT))
}

fn trouble(error: Error, host: &str) -> Trouble {
    match error {
        Error::Other(inner) if inner.is::<Inside>() => Trouble::Inside(host.to_owned()),
        Error::Timeout(_) => Trouble::Slow,
        Error::HostNotFound => Trouble::Unknown(host.to_owned()),
        Error::Rustls(error) => Trouble::Insecure(error.to_string()),
        Error::Tls(reason) => Trouble::Insecure(reason.to_owned()),
        Error::BadUri(_) | Error::Http(_) => Trouble::NoAddress,
        Error::Io(error) => match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Trouble::Slow,
            io::ErrorKind::ConnectionRefused => {
                Trouble::Broken(format!("{host} accepts no connection"))
            }
            io::ErrorKind::UnexpectedEof => {
                Trouble::Broken("the connection broke off before the end".to_owned())
            }
            io::ErrorKind::InvalidData if error.get_ref().is_some() => {
                Trouble::Insecure(error.to_string())
            }
            // What the system's resolver says about an unknown name.
            _ if error.to_string().contains("lookup") => Trouble::Unknown(host.to_owned()),
            _ => Trouble::Broken(error.to_string()),
        },
        Error::Decompress(_, error) => {
            Trouble::Broken(format!("its compression is damaged ({error})"))
        }
        other => Trouble::Broken(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_told_in_seconds_or_as_a_date_and_is_never_longer_than_a_week() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let seconds = |value| retry_after(value, now).map(|pause| pause.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("Fri, 20 Nov 2026 12:01:30 GMT"), Some(90));
        assert_eq!(seconds("Fri, 20 Nov 2020 12:01:30 GMT"), Some(0));
        assert_eq!(seconds("99999999999"), Some(7 * 24 * 3600));
        assert_eq!(seconds("soon"), None);
    }

    #[test]
    fn max_age_is_found_among_the_directives() {
        assert_eq!(
            max_age("public, Max-Age=300, must-revalidate"),
            Some(Duration::from_mins(5))
        );
        assert_eq!(max_age("no-cache"), None);
    }

    #[test]
    fn the_origin_is_scheme_host_and_port() {
        let link = |text| Link::parse(text).unwrap();
        assert_eq!(
            origin(&link("http://a.example:8080/x?y")),
            "http://a.example:8080"
        );
        assert_eq!(origin(&link("https://a.example")), "https://a.example");
    }
}
