//! Many short texts in one allocation.

use rustc_hash::FxHashMap;

/// A text kept in [`Strings`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    start: u32,
    len: u32,
}

/// Texts, one after the other. Those that repeat can be kept once.
#[derive(Debug, Default)]
pub(super) struct Strings {
    bytes: String,
    repeated: FxHashMap<Box<str>, Text>,
}

impl Strings {
    /// Keeps a text.
    ///
    /// # Panics
    /// If all texts together pass 4 GiB.
    pub(super) fn keep(&mut self, text: &str) -> Text {
        let narrow = |n: usize| u32::try_from(n).expect("the texts of the lists are smaller than 4 GiB");
        let kept = Text { start: narrow(self.bytes.len()), len: narrow(text.len()) };
        self.bytes.push_str(text);
        kept
    }

    /// Keeps a text that is likely to come again, such as a class or a country.
    pub(super) fn keep_once(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text::default();
        }
        if let Some(&kept) = self.repeated.get(text) {
            return kept;
        }
        let kept = self.keep(text);
        self.repeated.insert(text.into(), kept);
        kept
    }

    /// The text again.
    pub(super) fn get(&self, text: Text) -> &str {
        &self.bytes[text.start as usize..(text.start + text.len) as usize]
    }

    /// Forgets what is only needed while texts are added.
    pub(super) fn finish(&mut self) {
        self.repeated = FxHashMap::default();
        self.bytes.shrink_to_fit();
    }
}
