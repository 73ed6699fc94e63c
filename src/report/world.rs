//! The outlines of the countries, projected once and kept as paths (`page/world.txt` says how).

const WORLD: &str = include_str!("page/world.txt");

/// Code, name and outline of each.
pub(super) fn countries() -> impl Iterator<Item = [&'static str; 3]> {
    WORLD.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some([cells.next()?, cells.next()?, cells.next()?])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_country_with_an_outline() {
        let lines = WORLD.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(countries().count(), lines);
        for [code, name, path] in countries() {
            assert!(code == "-" || code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()), "{code}");
            assert!(!name.is_empty() && path.starts_with('M') && path.ends_with('z'), "{name}");
            assert!(path.bytes().all(|b| b.is_ascii_digit() || b"Mlz -".contains(&b)), "{name}: {path}");
        }
    }
}
