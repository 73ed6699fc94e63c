//! The lists that ship inside the program: what `-g default` means.

/// The name of the list of blocked names, here and beside any list.
pub const BLOCKED: &str = "blocked.csv";

/// File names and contents, in the order in which they are loaded.
pub const LISTS: [(&str, &[u8]); 4] = [
    (BLOCKED, include_bytes!("../../gazetteers/blocked.csv")),
    ("organizations.csv", include_bytes!("../../gazetteers/organizations.csv")),
    ("people.csv", include_bytes!("../../gazetteers/people.csv")),
    ("places.csv", include_bytes!("../../gazetteers/places.csv")),
];

/// Whether these bytes are one of the embedded lists.
#[must_use]
pub fn holds(bytes: &[u8]) -> bool {
    LISTS.iter().any(|(_, list)| std::ptr::eq(*list, bytes) || *list == bytes)
}
