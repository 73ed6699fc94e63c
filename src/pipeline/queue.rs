//! What the threads of a run share: batches to do, and what became of them, in their order.

use super::{Tagged, lock};
use crate::articles::{Batch, Feed};
use crate::tables::part::Shard;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, PoisonError};

/// So many pieces may wait for the writer.
const PIECES_AHEAD: usize = 2;

/// Hands out batches, and takes in rows, whose order is that of the batches.
pub(super) struct Queue {
    pub(super) feed: Mutex<Batches>,
    done: Mutex<Done>,
    changed: Condvar,
    ahead: usize,
}

/// What is left to do.
pub(super) struct Batches {
    feed: Feed,
    /// Which of the batches are this run's.
    shard: Option<Shard>,
    /// How many the feed gave.
    pub(super) batches: u64,
    /// How many of these were handed out.
    handed_out: usize,
}

impl Batches {
    /// The next batch of this run; those of other shards are passed over, and so are not read.
    fn next_batch(&mut self) -> Option<Batch> {
        loop {
            let batch = self.feed.next_batch()?;
            let number = self.batches;
            self.batches += 1;
            if self.shard.is_none_or(|shard| number % u64::from(shard.of) == u64::from(shard.index - 1)) {
                self.handed_out += 1;
                return Some(batch);
            }
        }
    }
}

#[derive(Default)]
struct Done {
    batches: BTreeMap<usize, Tagged>,
    /// The first rows of the next batch, which is not done yet.
    pieces: VecDeque<Piece>,
    next: usize,
    /// How many batches there are, once the feed is at its end.
    total: Option<usize>,
    stopped: bool,
}

/// Rows of a batch that is not done: those of one long article are more than memory is to hold.
pub(super) enum Piece {
    /// Of `mentions.csv`.
    Mentions(Vec<u8>),
    /// Of `dropped.csv`.
    Dropped(Vec<u8>),
}

/// What the writer gets.
pub(super) enum Next {
    /// Some rows of a batch; more follow.
    Piece(Piece),
    /// A batch that is done, with the rows that are left of it.
    Batch(Box<Tagged>),
}

impl Queue {
    pub(super) fn new(feed: Feed, ahead: usize, shard: Option<Shard>) -> Queue {
        let feed = Batches { feed, shard, batches: 0, handed_out: 0 };
        Queue { feed: Mutex::new(feed), done: Mutex::default(), changed: Condvar::new(), ahead }
    }

    /// The next batch and its number; waits while the writer is too far behind.
    pub(super) fn next_batch(&self) -> Option<(usize, Batch)> {
        let mut feed = lock(&self.feed);
        let number = feed.handed_out;
        let mut done = lock(&self.done);
        while !done.stopped && number >= done.next + self.ahead {
            done = self.changed.wait(done).unwrap_or_else(PoisonError::into_inner);
        }
        if done.stopped {
            return None;
        }
        drop(done);
        let Some(batch) = feed.next_batch() else {
            lock(&self.done).total = Some(number);
            self.changed.notify_all();
            return None;
        };
        Some((number, batch))
    }

    pub(super) fn deliver(&self, number: usize, tagged: Tagged) {
        lock(&self.done).batches.insert(number, tagged);
        self.changed.notify_all();
    }

    /// Gives the writer the first rows of a batch; waits until all batches before it are written.
    pub(super) fn deliver_piece(&self, number: usize, piece: Piece) {
        let mut done = lock(&self.done);
        while !done.stopped && (done.next < number || done.pieces.len() >= PIECES_AHEAD) {
            done = self.changed.wait(done).unwrap_or_else(PoisonError::into_inner);
        }
        if !done.stopped {
            done.pieces.push_back(piece);
            self.changed.notify_all();
        }
    }

    /// What comes next in order, once it is done; nothing after the last batch.
    pub(super) fn take(&self) -> Option<Next> {
        let mut done = lock(&self.done);
        loop {
            if let Some(piece) = done.pieces.pop_front() {
                self.changed.notify_all();
                return Some(Next::Piece(piece));
            }
            let next = done.next;
            if let Some(tagged) = done.batches.remove(&next) {
                done.next += 1;
                self.changed.notify_all();
                return Some(Next::Batch(Box::new(tagged)));
            }
            if done.total == Some(next) {
                return None;
            }
            done = self.changed.wait(done).unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub(super) fn stop(&self) {
        lock(&self.done).stopped = true;
        self.changed.notify_all();
    }
}
