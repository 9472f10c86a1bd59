//! Many visits at once, few of them to the same host.

use std::collections::{HashMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

use crossbeam_channel::bounded;

/// Visits under way at a time.
const AT_ONCE: usize = 24;

/// Visits under way at a time to one host.
const AT_ONE_HOST: usize = 2;

/// A job may parse what it fetched.
const STACK: usize = 16 << 20;

/// What waits, and how many visits each host has now.
struct Waiting<'a> {
    jobs: VecDeque<usize>,
    busy: HashMap<&'a str, usize>,
}

/// Does one job for each of the hosts, in parallel, and hands over each result as it comes, with the job's number.
///
/// A host may stand there many times. `each` runs on the calling thread and may end the round; jobs under way
/// are then waited for, and no more are begun.
pub fn round<T: Send>(
    hosts: &[String],
    job: impl Fn(usize) -> T + Sync,
    each: &mut dyn FnMut(usize, T) -> ControlFlow<()>,
) {
    let waiting = Mutex::new(Waiting {
        jobs: (0..hosts.len()).collect(),
        busy: HashMap::new(),
    });
    let freed = Condvar::new();
    let stop = AtomicBool::new(false);
    let (done, results) = bounded(AT_ONCE);
    thread::scope(|scope| {
        let (waiting, freed, stop, job) = (&waiting, &freed, &stop, &job);
        let mut started = 0;
        for _ in 0..hosts.len().min(AT_ONCE) {
            let done = done.clone();
            let worker = thread::Builder::new()
                .name("fetch".to_owned())
                .stack_size(STACK)
                .spawn_scoped(scope, move || {
                    while let Some(number) = take(hosts, waiting, freed, stop) {
                        let result = job(number);
                        give_up(&hosts[number], waiting, freed);
                        if done.send((number, result)).is_err() {
                            return;
                        }
                    }
                });
            started += usize::from(worker.is_ok());
        }
        drop(done);
        if started == 0 {
            // No thread to be had: one after the other, then.
            for number in 0..hosts.len() {
                if each(number, job(number)).is_break() {
                    return;
                }
            }
        }
        for (number, result) in &results {
            if each(number, result).is_break() {
                break;
            }
        }
        stop.store(true, Ordering::Release);
        freed.notify_all();
        drop(results);
    });
}

/// The next job whose host has room; waits for one while there are any. `None` when all are taken.
fn take<'a>(
    hosts: &'a [String],
    waiting: &Mutex<Waiting<'a>>,
    freed: &Condvar,
    stop: &AtomicBool,
) -> Option<usize> {
    // A panic of another worker leaves counts that are at worst too high for its host.
    let mut state = waiting.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if state.jobs.is_empty() || stop.load(Ordering::Acquire) {
            return None;
        }
        let free = |number: &usize| {
            let busy = state.busy.get(hosts[*number].as_str());
            busy.is_none_or(|busy| *busy < AT_ONE_HOST)
        };
        if let Some(at) = state.jobs.iter().position(free) {
            let number = state.jobs.remove(at)?;
            *state.busy.entry(&hosts[number]).or_default() += 1;
            return Some(number);
        }
        state = freed.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
}

fn give_up(host: &str, waiting: &Mutex<Waiting<'_>>, freed: &Condvar) {
    let mut state = waiting.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(busy) = state.busy.get_mut(host) {
        *busy = busy.saturating_sub(1);
    }
    drop(state);
    freed.notify_all();
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[test]
    fn every_job_is_done_once_and_no_host_has_more_than_its_share_at_a_time() {
        let hosts: Vec<String> = (0..200).map(|n| format!("host{}", n % 7)).collect();
        let busy: Vec<AtomicUsize> = (0..7).map(|_| AtomicUsize::new(0)).collect();
        let mut seen = vec![0; hosts.len()];
        round(
            &hosts,
            |number| {
                let now = busy[number % 7].fetch_add(1, Ordering::SeqCst) + 1;
                thread::yield_now();
                busy[number % 7].fetch_sub(1, Ordering::SeqCst);
                now
            },
            &mut |number, at_once| {
                assert!(at_once <= AT_ONE_HOST);
                seen[number] += 1;
                ControlFlow::Continue(())
            },
        );
        assert!(seen.iter().all(|times| *times == 1));
    }

    #[test]
    fn a_round_can_be_ended() {
        let hosts: Vec<String> = (0..1000).map(|n| format!("host{n}")).collect();
        let begun = AtomicUsize::new(0);
        round(
            &hosts,
            |_| begun.fetch_add(1, Ordering::SeqCst),
            &mut |_, _| ControlFlow::Break(()),
        );
        assert!(begun.load(Ordering::SeqCst) < 1000);
    }
}
