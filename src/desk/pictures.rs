//! The picture desk: fetches the pictures the reader asks for, and unpacks them off the drawing thread.
//!
//! An address that an article names never leads inside the own network, which [`Client`] sees to.

use crossbeam_channel::{Receiver, Sender};

use crate::app::Msg;
use crate::article::Link;
use crate::fetch::{Client, Got, Order};
use crate::picture::Picture;
use crate::say::{Said, say};

/// No picture's file is larger, in bytes.
const LIMIT: u64 = 16 << 20;

/// Fetches pictures until the program ends; of several that wait only the last is still wanted.
pub(super) fn work(jobs: &Receiver<Link>, out: &Sender<Msg>) {
    let mut client = None;
    while let Ok(mut link) = jobs.recv() {
        link = jobs.try_iter().last().unwrap_or(link);
        let client = client.get_or_insert_with(|| Client::new(false));
        let picture = fetched(client, &link);
        let _ = out.send(Msg::Picture(link, picture));
    }
}

fn fetched(client: &Client, link: &Link) -> Result<Picture, Said> {
    match client.get(&Order::new(link, LIMIT)) {
        Ok(Got::Fresh(delivery)) => Picture::read(&delivery.bytes),
        Ok(Got::Unchanged { .. }) => Err(say!("the picture is broken")),
        Err(trouble) => Err(say!("the picture {trouble}", trouble = trouble.said())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_inside_the_own_network_is_not_asked() {
        let link = Link::parse("http://127.0.0.1:9/a.png").unwrap();
        let told = fetched(&Client::new(true), &link).unwrap_err().to_string();
        assert!(told.contains("inside the own network"), "{told}");
    }
}
