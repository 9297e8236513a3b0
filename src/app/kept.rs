//! Answers made from a result, kept as bytes with the result itself: they can't outlive it, and nothing has to be told
//! when it changes.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

/// How many answers are kept with one result; with one more, all are made anew.
const MOST: usize = 64;

/// Answers by what was asked for.
#[derive(Debug, Default)]
pub struct Kept(Mutex<FxHashMap<String, Arc<[u8]>>>);

impl Kept {
    /// The answer kept, or else one made now. Two who come at once may both make it; both make the same.
    pub fn get_or_make(&self, asked: &str, make: impl FnOnce() -> Vec<u8>) -> Arc<[u8]> {
        if let Some(kept) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(asked) {
            return Arc::clone(kept);
        }
        let made: Arc<[u8]> = make().into();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(asked.to_owned(), Arc::clone(&made));
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_made_once_and_no_more_than_so_many_are_kept() {
        let kept = Kept::default();
        let get = |asked: usize| kept.get_or_make(&asked.to_string(), || vec![1; asked]).len();
        assert_eq!((get(3), get(4)), (3, 4));
        assert_eq!(&*kept.get_or_make("3", || unreachable!("it is kept")), &[1; 3]);
        for asked in 0..10 * MOST {
            assert_eq!(get(asked), asked);
            assert!(kept.0.lock().unwrap().len() <= MOST);
        }
    }
}
