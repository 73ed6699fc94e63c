//! What the tokenizer reports, put together to tags.
//!
//! `html5gum` hands over a page in pieces. Its own emitters keep all of them; this one keeps the name of a tag and the
//! language on `<html>`, and passes text on without a copy. Attributes, comments and errors fall to the ground.

use super::page::PageReader;
use html5gum::{Emitter, Error, State};
use std::convert::Infallible;

/// A tag.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// Its name, in lower case.
    pub(super) name: Vec<u8>,
    /// Whether it ends in `/>`.
    pub(super) self_closing: bool,
    /// The attribute `lang` or `xml:lang`, read from `<html>` alone.
    pub(super) language: Vec<u8>,
}

/// Puts tags together and hands them to a page.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    page: &'a mut PageReader,
    tag: Tag,
    is_end: bool,
    attribute: Vec<u8>,
    /// The last start tag: raw text ends at an end tag of this name.
    last_start: Vec<u8>,
}

impl<'a> Tokens<'a> {
    /// Nothing read yet.
    pub(super) fn new(page: &'a mut PageReader) -> Self {
        Tokens { page, tag: Tag::default(), is_end: false, attribute: Vec::new(), last_start: Vec::new() }
    }

    fn init_tag(&mut self, is_end: bool) {
        self.is_end = is_end;
        self.tag.name.clear();
        self.tag.self_closing = false;
        self.tag.language.clear();
        self.attribute.clear();
    }

    fn is_root(&self) -> bool {
        !self.is_end && self.tag.name == b"html"
    }
}

impl Emitter for Tokens<'_> {
    type Token = Infallible;

    fn emit_string(&mut self, text: &[u8]) {
        self.page.string(text);
    }

    fn init_start_tag(&mut self) {
        self.init_tag(false);
    }

    fn init_end_tag(&mut self) {
        self.init_tag(true);
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.name.extend_from_slice(name);
    }

    fn set_self_closing(&mut self) {
        self.tag.self_closing = true;
    }

    fn init_attribute(&mut self) {
        self.attribute.clear();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        if self.is_root() {
            self.attribute.extend_from_slice(name);
        }
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        if self.is_root() && matches!(&*self.attribute, b"lang" | b"xml:lang") {
            self.tag.language.extend_from_slice(value);
        }
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        if self.is_end {
            self.last_start.clear();
            self.page.end(&self.tag);
            return None;
        }
        self.last_start.clone_from(&self.tag.name);
        self.page.start(&self.tag)
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end && !self.last_start.is_empty() && self.last_start == self.tag.name
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start = name.unwrap_or_default().to_vec();
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_eof(&mut self) {}
    fn emit_error(&mut self, _: Error) {}
    fn init_comment(&mut self) {}
    fn emit_current_comment(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn init_doctype(&mut self) {}
    fn emit_current_doctype(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn set_force_quirks(&mut self) {}
}
