//! Languages, as texts declare them.

/// `en` of `en-US`; empty where the tag does not begin with a code of two letters (ISO 639-1).
pub(super) fn iso_639_1(tag: &str) -> String {
    let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
    let is_code = primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_code { primary.to_ascii_lowercase() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_letters_are_a_code() {
        let rows = [("en", "en"), ("EN", "en"), (" pt-BR ", "pt"), ("zh_Hans_CN", "zh"), ("mul", ""), ("English", "")];
        for (tag, code) in rows.into_iter().chain([("", ""), ("-", ""), ("e1", ""), ("é", "")]) {
            assert_eq!(iso_639_1(tag), code, "{tag:?}");
        }
    }
}
