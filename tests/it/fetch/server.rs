//! A small HTTP server on the loopback that answers as the worst ones do.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What is asked for.
pub(crate) struct Request {
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
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim_end();
        if line.is_empty() {
            return Some(Request { path, headers });
        }
        let (name, value) = line.split_once(':')?;
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
}
