//! The same work on several parts at once. Results come in the order of the parts, whatever the threads do.

/// Works on every part, each on a thread of its own but the last, which stays on this one.
pub(crate) fn on_parts<T: Send, R: Send>(mut parts: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let Some(last) = parts.pop() else { return Vec::new() };
    std::thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> = parts.into_iter().map(|part| scope.spawn(move || work(part))).collect();
        let last = work(last);
        let mut results: Vec<R> = others
            .into_iter()
            .map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect();
        results.push(last);
        results
    })
}

/// How long a part is when `length` things are shared out evenly; at least 1.
pub(crate) fn part_length(length: usize, threads: usize) -> usize {
    length.div_ceil(threads.max(1)).max(1)
}
