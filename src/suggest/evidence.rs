//! What speaks for a kind, counted.

use crate::model::Kind;
use crate::text::class::Class;
use std::fmt::Write as _;

/// Something that was seen with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Title,
    GivenName,
    Surname,
    Initial,
    Speech,
    Short,
    OrganizationWord,
    Acronym,
    Capitals,
    PlaceWord,
    Preposition,
    Region,
}

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    OneWord,
    SeveralWords,
    /// One word of capitals alone.
    Letters,
}

impl Form {
    pub(super) fn of(name: &str) -> Form {
        if name.contains(' ') {
            Form::SeveralWords
        } else if name.chars().any(|c| Class::of(c).is_lower()) {
            Form::OneWord
        } else {
            Form::Letters
        }
    }
}

const SIGNS: usize = 12;

/// Each sign: what it is called, the kind it speaks for, and how loud. A word that is part of the name, and a title, say
/// more than what stands around it: "in Karim's house" is said of people too.
const ABOUT: [(&str, Kind, f64); SIGNS] = [
    ("title or role before", Kind::Person, 3.0),
    ("given name", Kind::Person, 3.0),
    ("surname", Kind::Person, 1.0),
    ("initial", Kind::Person, 1.5),
    ("speaks", Kind::Person, 1.5),
    ("surname alone later", Kind::Person, 1.5),
    ("word of organizations", Kind::Organization, 4.0),
    ("acronym in brackets", Kind::Organization, 3.0),
    ("capitals", Kind::Organization, 1.5),
    ("word of places", Kind::Place, 4.0),
    ("preposition of places before", Kind::Place, 1.0),
    ("a place behind the comma", Kind::Place, 2.0),
];

/// How often each sign was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence([u32; SIGNS]);

impl Evidence {
    pub(super) fn add(&mut self, sign: Sign) {
        self.0[sign as usize] += 1;
    }

    pub(super) fn merge(&mut self, other: &Evidence) {
        for (all, one) in self.0.iter_mut().zip(other.0) {
            *all += one;
        }
    }

    pub(super) fn any(&self) -> bool {
        self.0.iter().any(|&count| count > 0)
    }

    /// Whether it looks like the full name of a person, more than like anything else.
    pub(super) fn is_of_person(&self) -> bool {
        self.kind(Form::SeveralWords) == Kind::Person
    }

    fn speaks_for(&self, kind: Kind) -> f64 {
        let of_kind = ABOUT.iter().zip(self.0).filter(|((_, of, _), _)| *of == kind);
        of_kind.map(|((_, _, weight), count)| weight * f64::from(count)).sum()
    }

    /// The kind that most speaks for. Where nothing does, several words are more often an organization, one is a person.
    /// Letters are nobody: RRB may speak and have a president, and is no person.
    pub(super) fn kind(&self, form: Form) -> Kind {
        let default = if form == Form::OneWord { Kind::Person } else { Kind::Organization };
        let others = Kind::ALL.into_iter().filter(|kind| *kind != default);
        let order = [default].into_iter().chain(others.filter(|kind| form != Form::Letters || *kind != Kind::Person));
        let mut best = (default, 0.0);
        for kind in order {
            let weight = self.speaks_for(kind);
            if weight > best.1 {
                best = (kind, weight);
            }
        }
        best.0
    }

    /// In words, the most frequent first: `given name 12; speaks 3`.
    pub(super) fn told(&self) -> String {
        let mut seen: Vec<(u32, &str)> = self
            .0
            .iter()
            .zip(ABOUT)
            .filter(|(count, _)| **count > 0)
            .map(|(count, (name, ..))| (*count, name))
            .collect();
        seen.sort_by_key(|&(count, _)| std::cmp::Reverse(count));
        let mut told = String::new();
        for (count, name) in seen {
            let between = if told.is_empty() { "" } else { "; " };
            write!(told, "{between}{name} {count}").expect("memory is written");
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loudest_kind_is_guessed() {
        let of = |signs: &[Sign]| {
            let mut evidence = Evidence::default();
            signs.iter().for_each(|&sign| evidence.add(sign));
            evidence
        };
        assert_eq!(of(&[]).kind(Form::SeveralWords), Kind::Organization);
        assert_eq!(of(&[]).kind(Form::OneWord), Kind::Person);
        assert_eq!(of(&[Sign::PlaceWord, Sign::GivenName]).kind(Form::SeveralWords), Kind::Place);
        assert_eq!(of(&[Sign::Preposition, Sign::Title]).kind(Form::OneWord), Kind::Person);
        assert_eq!(of(&[Sign::Speech, Sign::Title]).kind(Form::of("RRB")), Kind::Organization);
        assert_eq!(of(&[Sign::Speech, Sign::Title]).kind(Form::of("Samra")), Kind::Person);
        assert_eq!(
            of(&[Sign::Preposition, Sign::Title, Sign::Title]).told(),
            "title or role before 2; preposition of places before 1"
        );
    }
}
