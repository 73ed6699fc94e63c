//! What a reader sees of a page, tag by tag.

use super::element::{Inside, Raw, element, ends_at_block};
use super::tokens::{Tag, Tokens};
use crate::articles::flow::{Flow, Gap};
use crate::articles::language::iso_639_1;
use html5gum::{State, Tokenizer};

/// The text of a page, and what it says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// Its text.
    pub(super) text: String,
    /// Its title: the first that has a word in it.
    pub(super) title: String,
    /// The ISO 639-1 code of the language it declares; empty where it declares none.
    pub(super) language: String,
}

/// Reads a page. The table in the module's documentation says what becomes of its elements.
pub(super) fn extract(html: &str) -> Page {
    let mut reader = PageReader::default();
    let Ok(()) = Tokenizer::new_with_emitter(html, Tokens::new(&mut reader)).finish();
    Page { text: reader.text.finish(), title: reader.title.finish(), language: reader.language }
}

/// A page, read up to some tag.
#[derive(Debug, Default)]
pub(super) struct PageReader {
    text: Flow,
    title: Flow,
    language: String,
    /// The hidden element that we are in, and how often it is open.
    hidden: Option<(Vec<u8>, usize)>,
    /// We are in an element without markup, and its text goes there.
    raw: Option<Raw>,
    /// How many preformatted elements we are in.
    preformatted: usize,
    /// We are right behind the start tag of one, where a line break does not count.
    skip_line_break: bool,
}

impl PageReader {
    /// A start tag. Returns how the tokenizer has to read on where no markup follows.
    ///
    /// `<script/>` counts as closed, as it does in XHTML alone: better some code in the text than a page that is lost.
    pub(super) fn start(&mut self, tag: &Tag) -> Option<State> {
        let element = element(&tag.name);
        self.skip_line_break = false;
        if let Some((hidden, depth)) = &mut self.hidden {
            if *hidden == tag.name && !tag.self_closing {
                *depth += 1;
            } else if element.gap == Gap::BlankLine && ends_at_block(hidden) {
                self.hidden = None;
            }
        }
        let shown = self.hidden.is_none();
        if shown {
            self.text.part(element.gap);
        }
        match element.inside {
            Inside::Raw(..) | Inside::Hidden if tag.self_closing => {}
            Inside::Raw(state, raw) => {
                let dropped = !shown || matches!(raw, Raw::Title) && !self.title.is_empty();
                self.raw = Some(if dropped { Raw::Dropped } else { raw });
                return Some(state);
            }
            Inside::Hidden if shown => self.hidden = Some((tag.name.clone(), 1)),
            Inside::LineBreak if shown => self.line_break(),
            Inside::Preformatted if shown => {
                self.preformatted += 1;
                self.skip_line_break = true;
            }
            _ => {}
        }
        if self.language.is_empty() {
            self.language = iso_639_1(&String::from_utf8_lossy(&tag.language));
        }
        None
    }

    /// An end tag.
    pub(super) fn end(&mut self, tag: &Tag) {
        let element = element(&tag.name);
        self.skip_line_break = false;
        // Out of raw text the tokenizer lets no other end tag than the one that closes it.
        self.raw = None;
        if let Some((hidden, depth)) = &mut self.hidden {
            if *hidden == tag.name {
                *depth -= 1;
            }
            if *depth > 0 {
                return;
            }
            self.hidden = None;
        }
        self.text.part(element.gap);
        match element.inside {
            Inside::LineBreak => self.line_break(),
            Inside::Preformatted => self.preformatted = self.preformatted.saturating_sub(1),
            _ => {}
        }
    }

    /// A piece of text; one run of text may come in many pieces.
    pub(super) fn string(&mut self, mut text: &[u8]) {
        if std::mem::take(&mut self.skip_line_break) {
            text = text.strip_prefix(b"\n").unwrap_or(text);
        }
        match self.raw {
            Some(Raw::Dropped) => {}
            Some(Raw::Title) => self.title.words(text),
            Some(Raw::Text) => self.text.verbatim(text),
            None if self.hidden.is_some() => {}
            None if self.preformatted > 0 => self.text.verbatim(text),
            None => self.text.words(text),
        }
    }

    fn line_break(&mut self) {
        if self.preformatted > 0 { self.text.verbatim(b"\n") } else { self.text.line_break() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    #[test]
    fn elements_become_text_as_the_table_says() {
        let rows = [
            ("Syria", "Syria"),
            ("  <b>Sy</b>ria\n\t and  <i>Iraq </i> <u> met</u>", "Syria and Iraq met"),
            ("<p>One<p>Two</p>Three", "One\n\nTwo\n\nThree"),
            ("<h1>Head</h1>\n<div><div>Abu</div>\n<div>Dhabi</div></div>", "Head\n\nAbu\n\nDhabi"),
            ("<ul><li>Abu<li>Dhabi</ul>", "Abu\n\nDhabi"),
            ("New<br>York", "New\nYork"),
            ("New <br/>\n<br /> York</br>", "New\n\nYork"),
            ("<table><tr><td>New</td>\n<td></td><td>York</td></tr><tr><th>a<th>b</table>", "New\tYork\n\na\tb"),
            ("<button>New</button><button>York</button>", "New\tYork"),
            ("New<select><option>Old<optgroup></select>York", "New\tYork"),
            ("a<img alt=no>b<input value=no>c", "a b\tc"),
            ("<pre>\n a\n  b<b> c</b><br>d\r\n</pre>e  f", " a\n  b c\nd\n\n\ne f"),
            ("<pre><b>\na</b></pre>", "\na"),
            ("<xmp> <b> </xmp>x", " <b> \n\nx"),
            ("a<plaintext> <b> </plaintext>", "a\n\n <b> </plaintext>"),
            ("a<script>if (1 < 2) { '<p>no</p>' }</script>b", "ab"),
            ("a<script src=x />b", "ab"),
            ("a<style>p { color: red }</style><noscript><img>no</noscript>b", "ab"),
            ("a<template>no<template>no</template>no</template>b", "ab"),
            ("a<svg><title>no</title><text>no</text></svg>b<svg/>c", "a b c"),
            ("a<svg><text>no<p>b</p>c", "a\n\nb\n\nc"),
            ("a<textarea> <b>no </textarea>b<iframe>no</iframe>c<video>no</video>d", "a\tb\tc\td"),
            ("a<!-- no -->b<!doctype html>c<?php no ?>d", "abcd"),
            (
                "caf&eacute; &amp; &lt;b&gt; A&#8217;s &#x41;&nbsp;B &copy &nosuch;",
                "café & <b> A’s A\u{a0}B © &nosuch;",
            ),
            ("</p></div></b></pre></svg></script>a</p>", "a"),
            ("a<", "a<"),
            ("a<b", "a"),
            ("", ""),
            (" \n<p> </p>", ""),
        ];
        for (html, text) in rows {
            assert_eq!(extract(html).text, text, "{html}");
        }
    }

    #[test]
    fn an_unclosed_select_loses_the_option_and_not_the_page() {
        assert_eq!(extract("New<select><option>no<div>York</div>").text, "New\n\nYork");
    }

    #[test]
    fn title_and_language_are_no_text() {
        let rows = [
            ("<html lang=en><head><title> A\n <b>&amp; B </title></head><body>x", "A <b>& B", "en"),
            ("<html xml:lang='pt-BR' dir=ltr><title> </title><title>A</title><title>B</title>x", "A", "pt"),
            ("<html lang=EN_us><svg><title>no</title></svg><title/><title>A</title>x", "A", "en"),
            ("<html lang=mul><p lang=fr>x", "", ""),
            ("<html data-lang=fr lang>x", "", ""),
            ("<body><TITLE>A</TiTlE >x", "A", ""),
        ];
        for (html, title, language) in rows {
            let expected = Page { text: "x".into(), title: title.into(), language: language.into() };
            assert_eq!(extract(html), expected, "{html}");
        }
    }

    #[test]
    fn hostile_pages_take_linear_time() {
        let deep = |name: &str| {
            format!("{}Syria{}", format!("<{name}>").repeat(100_000), format!("</{name}>").repeat(100_000))
        };
        let shown = ["div", "b", "pre", "table", "td", "ul", "font", "p"];
        for name in shown {
            let started = Instant::now();
            assert_eq!(extract(&deep(name)).text.trim(), "Syria", "{name}");
            assert!(started.elapsed() < LIMIT, "{name}: {:?}", started.elapsed());
        }
        for name in ["svg", "template", "select", "video", "script", "style", "textarea"] {
            assert_eq!(extract(&deep(name)).text, "", "{name}");
        }
        let pieces = [
            "<",
            "</",
            "<!",
            "<!--",
            "<!-",
            "--!>",
            "<a ",
            "<a b",
            "<a b=",
            "<a b='",
            "&",
            "&#",
            "&#x",
            "&notit",
            "<?",
            "<![CDATA[",
            "<!doctype ",
            "<title>",
            "<title></",
            "<script><!--<script>",
            "<script></scrip",
            "<svg><p>",
            "<br>",
            "<pre>\n",
            "\0",
            "\r",
            "<a a=1 b=2 c=3 d=4>",
            "<html lang=",
            "\u{feff}",
            "é<p>",
            "&#0;",
            "&#x110000;",
        ];
        for piece in pieces {
            let page = piece.repeat((1 << 20) / piece.len());
            let started = Instant::now();
            let _ = extract(&page);
            assert!(started.elapsed() < LIMIT, "1 MiB of {piece:?}: {:?}", started.elapsed());
        }
    }

    /// A mebibyte takes at most 0.03 s, unoptimized ten times that; quadratic work on it would take hours.
    const LIMIT: Duration = Duration::from_secs(20);

    proptest! {
        #[test]
        fn no_page_panics(pieces in prop::collection::vec(prop_oneof![
            Just("<".to_owned()), Just(">".into()), Just("/".into()), Just("=".into()), Just("&".into()), Just("\"".into()),
            Just("<!--".into()), Just("-->".into()), Just("<svg>".into()), Just("</svg>".into()), Just("<select>".into()),
            Just("<title>".into()), Just("</title>".into()), Just("<script>".into()), Just("</script>".into()),
            Just("<pre>\n".into()), Just("</pre>".into()), Just("<td>".into()), Just("<p/>".into()), Just("<html lang=e>".into()),
            Just("<![CDATA[".into()), Just("<!doctype".into()), Just("&#x".into()), Just("&lt".into()), Just("<xmp>".into()),
            ".{0,8}", "[a-z <>/=&;#]{0,12}",
        ], 0..60)) {
            let page = extract(&pieces.concat());
            prop_assert!(!page.title.contains('\n'));
        }

        #[test]
        fn plain_text_only_loses_white_space(text in "[^<&\0\r]{0,200}") {
            let words: Vec<&str> = text.split_ascii_whitespace().collect();
            prop_assert_eq!(extract(&text).text, words.join(" "));
        }
    }
}
