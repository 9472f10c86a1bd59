//! A small HTTP server on the loopback that answers as the worst ones do.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, Stream};

/// What is asked for.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    headers: HashMap<String, String>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// What is answered.
pub(crate) enum Reply {
    /// A status, headers and a body of the right length.
    Whole(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// These bytes, after which the connection is closed.
    Raw(Vec<u8>),
    /// These bytes, and then nothing more until the asking side gives up.
    Hang(Vec<u8>),
}

/// A running server.
pub(crate) struct Server {
    port: u16,
    hits: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts one on every address of the loopback.
    pub(crate) fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let hits = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen) = (Arc::new(answer), hits.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, seen) = (answer.clone(), seen.clone());
                thread::spawn(move || serve(stream, &*answer, &seen));
            }
        });
        Self { port, hits }
    }

    /// Starts one that says the same to everybody, without listening.
    pub(crate) fn start_plain(says: &'static [u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.write_all(says);
                // What was sent is only delivered for sure if what came was read.
                let _ = stream.read(&mut [0; 4096]);
            }
        });
        Self {
            port,
            hits: Arc::default(),
        }
    }

    /// Starts one that speaks TLS, under a certificate that it has signed itself.
    pub(crate) fn start_self_signed() -> Self {
        let certificate = include_bytes!("../../fixtures/tls/certificate.der").to_vec();
        let key = PrivatePkcs8KeyDer::from(include_bytes!("../../fixtures/tls/key.der").to_vec());
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.into()], key.into())
            .expect("a certificate and its key");
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let config = config.clone();
                thread::spawn(move || {
                    let Ok(mut tls) = ServerConnection::new(config) else {
                        return;
                    };
                    // Refused by the asking side, if it is careful; answered if not.
                    let mut tls = Stream::new(&mut tls, &mut stream);
                    let _ = tls.read(&mut [0; 4096]);
                    let _ = tls.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<rss>");
                });
            }
        });
        Self {
            port,
            hits: Arc::default(),
        }
    }

    /// An address on it.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// An address on it under another host, 127.0.0.`host`.
    pub(crate) fn at_host(&self, host: u8, path: &str) -> String {
        format!("http://127.0.0.{host}:{}{path}", self.port)
    }

    /// Waits until it was asked so often for anything.
    pub(crate) fn wait_for_hits(&self, times: usize) {
        let begun = Instant::now();
        while self.hits.lock().expect("no panic while serving").len() < times {
            assert!(begun.elapsed() < Duration::from_secs(30), "nobody asks");
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// How often this path was asked for.
    pub(crate) fn hits(&self, path: &str) -> usize {
        let hits = self.hits.lock().expect("no panic while serving");
        hits.iter().filter(|hit| *hit == path).count()
    }
}

/// One connection, one request after the other.
fn serve(stream: TcpStream, answer: &dyn Fn(&Request) -> Reply, seen: &Mutex<Vec<String>>) {
    let Ok(mut out) = stream.try_clone() else {
        return;
    };
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        if let Ok(mut seen) = seen.lock() {
            seen.push(request.path.clone());
        }
        if request.method == "CONNECT" {
            // A proxy: what follows is said to whoever the asking side wanted, and answered here all the same.
            if out
                .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
                .is_err()
            {
                return;
            }
            continue;
        }
        // A side that has given up is no trouble here.
        match answer(&request) {
            Reply::Whole(status, headers, body) => {
                let mut head = format!(
                    "HTTP/1.1 {status} Whatever\r\nContent-Length: {}\r\n",
                    body.len()
                );
                for (name, value) in headers {
                    let _ = write!(head, "{name}: {value}\r\n");
                }
                head.push_str("\r\n");
                let sent = out
                    .write_all(head.as_bytes())
                    .and_then(|()| out.write_all(&body));
                if sent.is_err() {
                    return;
                }
            }
            Reply::Raw(bytes) => {
                let _ = out.write_all(&bytes);
                let _ = out.shutdown(std::net::Shutdown::Both);
                return;
            }
            Reply::Hang(bytes) => {
                let _ = out.write_all(&bytes);
                // Ends when the asking side closes the connection.
                let _ = reader.read_line(&mut String::new());
                return;
            }
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim_end();
        if line.is_empty() {
            return Some(Request {
                method,
                path,
                headers,
            });
        }
        let (name, value) = line.split_once(':')?;
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
}

/// Brotli without compression (RFC 7932, 9.2): one stored block a piece.
pub(crate) fn stored_as_brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut first = true;
    for piece in bytes.chunks(1 << 16) {
        // Window of 16 bits (once), not the last block, four nibbles of length, stored.
        let length = (piece.len() - 1) as u32;
        let (bits, width) = (length << 3 | 1 << 19, 20);
        let (bits, width) = if first {
            (bits << 1, width + 1)
        } else {
            (bits, width)
        };
        first = false;
        out.extend_from_slice(&bits.to_le_bytes()[..usize::div_ceil(width, 8)]);
        out.extend_from_slice(piece);
    }
    out.push(3);
    out
}
