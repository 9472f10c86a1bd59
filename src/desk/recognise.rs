//! Recognising stored articles again: in parallel, batch by batch, so that what is done stays done when it is ended.

use std::ops::ControlFlow;
use std::thread;

use super::guard::guarded;
use crate::article::{Article, ArticleId};
use crate::highlight::Highlights;
use crate::query::Query;
use crate::recognise::Recogniser;
use crate::store::{Failure, Store};

/// Articles recognised and written at a stretch.
const BATCH: usize = 256;

/// Recognises the stale articles of a query anew, or all of them; says how many were done.
///
/// `progress` is told how many are done and how many there are, and may stop it: what is left is stale then.
///
/// # Errors
/// When the store refuses; what was reported as done stays.
pub fn again(
    store: &mut Store,
    recogniser: &Recogniser,
    query: &Query,
    all: bool,
    progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<usize, Failure> {
    let ids = store.due(query, (!all).then_some(Recogniser::VERSION))?;
    if all {
        store.outdate(&ids)?;
    }
    let mut done = 0;
    for batch in ids.chunks(BATCH) {
        if progress(done, ids.len()).is_break() {
            break;
        }
        let texts = store.texts(batch);
        store.recognised(Recogniser::VERSION, in_parallel(recogniser, &texts))?;
        done += batch.len();
    }
    Ok(done)
}

/// An article that makes the recogniser stumble is left without highlights.
fn in_parallel(
    recogniser: &Recogniser,
    texts: &[(ArticleId, Article)],
) -> Vec<(ArticleId, Highlights)> {
    let workers = thread::available_parallelism().map_or(2, |n| n.get().clamp(1, 8));
    let some = |texts: &[(ArticleId, Article)]| -> Vec<(ArticleId, Highlights)> {
        let one = |article| guarded(|| recogniser.recognise(article)).unwrap_or_default();
        texts
            .iter()
            .map(|(id, article)| (*id, one(article)))
            .collect()
    };
    let share = texts.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let some = &some;
        let mut started = Vec::new();
        for texts in texts.chunks(share) {
            let thread = thread::Builder::new().spawn_scoped(scope, move || some(texts));
            started.push((thread, texts));
        }
        let mut out = Vec::with_capacity(texts.len());
        for (thread, texts) in started {
            // Where the system starts no thread, the work is done here.
            let found = thread.ok().and_then(|thread| thread.join().ok());
            out.extend(found.unwrap_or_else(|| some(texts)));
        }
        out
    })
}
