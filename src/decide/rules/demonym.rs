//! Demonyms are labelled: "Syrian" names Syria by its people.

use crate::decide::{Rule, Scene};
use crate::model::{Reason, Role};

/// Gives mentions by a demonym their role.
pub(super) struct Demonym;

impl Rule for Demonym {
    fn reason(&self) -> Reason {
        Reason::Demonym
    }

    fn about(&self) -> &'static str {
        "the place is named by its people or its adjective"
    }

    fn apply(&self, scene: &mut Scene<'_>) {
        for hit in 0..scene.hits.len() {
            if scene.is_demonym(hit) && scene.hits[hit].role == Role::Name {
                scene.hits[hit].role = Role::Demonym;
                if scene.hits[hit].verdict == crate::decide::Verdict::Kept {
                    scene.note(hit, self.reason());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::{BadRows, Lists};
    use crate::model::Role;
    use crate::tagger::Tagger;

    #[test]
    fn demonyms_have_their_role() {
        let list = "id,name,demonyms\nsyr,Syria,Syrian|Syrians\n";
        let tagger = Tagger::new(Lists::new().add_bytes("places.csv", list.into()).load(BadRows::Refuse).unwrap().0);
        let roles: Vec<Role> = tagger.tag("Syria, the Syrian army, Syrians").iter().map(|m| m.role).collect();
        assert_eq!(roles, [Role::Name, Role::Demonym, Role::Demonym]);
    }
}
