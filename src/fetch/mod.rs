//! Feeds and pages over HTTP. The only module that knows the network.
//!
//! Requests are polite (conditional, compressed, few at a time to a host, later when told so) and bounded (time,
//! bytes after decompression, hops). Redirects are followed by hand, and the resolved address of every hop is
//! checked: what the reader typed may be inside the own network if the settings allow it, what a feed, a page or a
//! redirect names may never be. Cookies, referrers and credentials are not sent; nothing here stores anything.

mod http;
mod reach;
mod round;

pub use http::{Client, Delivery, Got, Order, Trouble, is_same_server};
pub use reach::is_public;
pub use round::round;

/// The most bytes of a feed, after decompression.
pub const FEED_LIMIT: u64 = 10 << 20;

/// The most bytes of a page, after decompression.
pub const PAGE_LIMIT: u64 = 5 << 20;
