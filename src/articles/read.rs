//! The limit that one article has.

/// One text is larger than the user allows.
#[derive(Debug, thiserror::Error)]
pub(super) enum TooLarge {
    /// Its size is known.
    #[error("{size} bytes, and an article may have {limit}; --max-article-size allows more")]
    Known {
        /// Bytes it has.
        size: u64,
        /// Bytes it may have.
        limit: u64,
    },
}
