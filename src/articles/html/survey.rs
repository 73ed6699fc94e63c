//! One cheap pass over a page's tags: what it says of itself, and whether a parser can take it.

use super::bounds::Bounds;
use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::convert::Infallible;

/// Bytes of JSON-LD that are kept of a page; more than that is a product catalogue.
const JSON_LD_BYTES: usize = 1 << 20;

/// What a page says of itself, as it stands there. First come, first served.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The texts of its JSON-LD scripts.
    pub(super) json_ld: Vec<String>,
    /// `name`, `property` or `itemprop` of each `<meta>` in lower case, and its `content`.
    pub(super) meta: Vec<(String, String)>,
    /// `<link rel=canonical>`.
    pub(super) canonical: String,
    /// `datetime` of each `<time>`; those that say they are of the publication come first.
    pub(super) times: Vec<String>,
    /// Why no tree can be made of it; `None` where one can.
    pub(super) out_of_bounds: Option<&'static str>,
}

/// Times that are kept of a page.
const TIMES: usize = 20;

/// Surveys a page.
pub(super) fn survey(html: &str) -> Survey {
    let mut surveyor = Surveyor::default();
    let mut emitter = CallbackEmitter::new(&mut surveyor);
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    let mut survey = surveyor.survey;
    survey.out_of_bounds = surveyor.bounds.exceeded();
    survey
}

/// A page, read up to some tag.
#[derive(Default)]
struct Surveyor {
    survey: Survey,
    bounds: Bounds,
    name: Vec<u8>,
    /// Attributes of the tag, where it is one that says something.
    attributes: Vec<(Vec<u8>, Vec<u8>)>,
    in_json_ld: bool,
    kept_json_ld: usize,
}

impl Callback<Infallible, ()> for &mut Surveyor {
    fn handle_event(&mut self, event: CallbackEvent<'_>, _: Span<()>) -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name.clear();
                self.name.extend_from_slice(name);
                self.attributes.clear();
                self.bounds.start(name);
            }
            CallbackEvent::AttributeName { name } => {
                self.bounds.attribute();
                if self.says_something() && self.attributes.len() < 32 {
                    self.attributes.push((name.to_vec(), Vec::new()));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, whole)) = self.attributes.last_mut() {
                    whole.extend_from_slice(value);
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                self.bounds.close_start(self_closing);
                self.tag();
            }
            CallbackEvent::EndTag { name } => {
                self.in_json_ld = false;
                self.bounds.end(name);
            }
            CallbackEvent::String { value } => {
                self.bounds.text(value.len());
                if self.in_json_ld && self.kept_json_ld + value.len() <= JSON_LD_BYTES {
                    self.kept_json_ld += value.len();
                    let value = String::from_utf8_lossy(value);
                    if let Some(script) = self.survey.json_ld.last_mut() {
                        script.push_str(&value);
                    }
                }
            }
            _ => {}
        }
        None
    }
}

impl Surveyor {
    fn says_something(&self) -> bool {
        matches!(&*self.name, b"meta" | b"link" | b"time" | b"script")
    }

    fn value(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(of, _)| of.eq_ignore_ascii_case(name.as_bytes()))?;
        Some(String::from_utf8_lossy(&found.1).trim().to_owned())
    }

    fn tag(&mut self) {
        match &*self.name {
            b"meta" => {
                let key = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| self.value(key));
                if let (Some(key), Some(content)) = (key, self.value("content"))
                    && !content.is_empty()
                {
                    self.survey.meta.push((key.to_lowercase(), content));
                }
            }
            b"link" if self.value("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                let address = self.value("href").unwrap_or_default();
                if self.survey.canonical.is_empty() {
                    self.survey.canonical = address;
                }
            }
            b"time" if self.survey.times.len() < TIMES => {
                let published = self.value("pubdate").is_some()
                    || self.value("itemprop").is_some_and(|what| what.eq_ignore_ascii_case("datePublished"));
                if let Some(time) = self.value("datetime").filter(|time| !time.is_empty()) {
                    let at = if published { 0 } else { self.survey.times.len() };
                    self.survey.times.insert(at, time);
                }
            }
            b"script" => {
                self.in_json_ld =
                    self.value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"));
                if self.in_json_ld {
                    self.survey.json_ld.push(String::new());
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says_of_itself_is_kept() {
        let page = "<META NAME=Author content=' A &amp; B '><meta property=og:title content=T><meta content=no>\
                    <link rel=stylesheet href=no><link rel=Canonical href=https://a.b/c><link rel=canonical href=no>\
                    <time datetime=2024-01-01>x</time><time pubdate datetime=2024-01-02>y</time><time>no</time>\
                    <script>var no;</script><script type='application/ld+json'>{\"a\": \"<p>\"}</script>{";
        let survey = survey(page);
        let meta: Vec<_> = survey.meta.iter().map(|(key, value)| (&**key, &**value)).collect();
        assert_eq!(meta, [("author", "A & B"), ("og:title", "T")]);
        assert_eq!(survey.canonical, "https://a.b/c");
        assert_eq!(survey.times, ["2024-01-02", "2024-01-01"]);
        assert_eq!(survey.json_ld, ["{\"a\": \"<p>\"}"]);
        assert_eq!(survey.out_of_bounds, None);
    }
}
