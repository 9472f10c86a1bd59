//! A subscribed feed, as plain values between store, fetching and commands.

use jiff::Timestamp;

use crate::article::Link;
use crate::text::Clean;

/// Whether the pages behind a feed's teasers are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FullText {
    /// Not even when the reader asks for one.
    Never,
    /// When the reader asks for one.
    #[default]
    OnDemand,
    /// With every visit, for what is new.
    Always,
}

impl FullText {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Never, Self::OnDemand, Self::Always];

    /// Its name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::OnDemand => "on-demand",
            Self::Always => "always",
        }
    }
}

/// A feed the reader has subscribed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Where it is fetched; what makes two subscriptions the same.
    pub address: Link,
    /// Its name; empty until the feed or the reader says one.
    pub title: Clean,
    /// The page it belongs to.
    pub site: Option<Link>,
    /// Folders and tags it stands in.
    pub tags: Vec<Clean>,
    /// Whether the reader typed the address rather than found it in a list or on a page.
    pub typed: bool,
    /// Whether the pages of items that are mere teasers are fetched as well.
    pub full: FullText,
    /// What the last visits left behind.
    pub visit: Visit,
}

impl Subscription {
    /// A feed that was never visited.
    pub fn new(address: Link) -> Self {
        Self {
            address,
            title: Clean::default(),
            site: None,
            tags: Vec::new(),
            typed: false,
            full: FullText::default(),
            visit: Visit::default(),
        }
    }

    /// Its name, or its address while it has none.
    pub fn name(&self) -> &str {
        if self.title.is_empty() {
            self.address.as_str()
        } else {
            &self.title
        }
    }
}

/// What the last visits to a feed left behind: for asking politely the next time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Visit {
    /// What the server calls the version that was read (`ETag`).
    pub etag: Option<String>,
    /// When the server says it was changed (`Last-Modified`).
    pub modified: Option<String>,
    /// When it was last asked for.
    pub at: Option<Timestamp>,
    /// When it is to be asked for next without being told to.
    pub due: Option<Timestamp>,
    /// Not before then, by the server's wish (`Retry-After`), even when told to.
    pub not_before: Option<Timestamp>,
    /// How many visits have failed in a row.
    pub failures: u32,
    /// Why the last one failed, in a sentence.
    pub trouble: Option<String>,
    /// The server said that it is gone for good; it is not asked for again.
    pub gone: bool,
}

impl Visit {
    /// Whether it may be asked for now, when told to.
    pub fn allowed(&self, now: Timestamp) -> bool {
        !self.gone && self.not_before.is_none_or(|then| then <= now)
    }

    /// Whether it is time to ask for it without being told to.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.allowed(now) && self.due.is_none_or(|then| then <= now)
    }
}
