//! What each element of a page does to its text.

use crate::articles::flow::Gap;
use html5gum::State;

/// The part that an element plays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    /// What parts it from the text around it, before and behind.
    pub(super) gap: Gap,
    /// What is in it.
    pub(super) inside: Inside,
}

/// What is in an element.
#[derive(Clone, Copy, Debug)]
pub(super) enum Inside {
    /// Text and elements.
    Markup,
    /// Text whose white space counts, and elements.
    Preformatted,
    /// Nothing: it is a line break.
    LineBreak,
    /// Text and elements that are not shown, or are no prose.
    Hidden,
    /// No markup: the tokenizer reads it in this state up to the end tag.
    Raw(State, Raw),
}

/// Where text goes that is no markup.
#[derive(Clone, Copy, Debug)]
pub(super) enum Raw {
    /// Nowhere.
    Dropped,
    /// To the title of the page.
    Title,
    /// To the text, white space and all.
    Text,
}

/// The part that the element of this name (in lower case) plays. The blocks are those of the HTML standard's own style
/// sheet. An element that is not named here is inline.
pub(super) fn element(name: &[u8]) -> Element {
    let (gap, inside) = match name {
        b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"caption" | b"center" | b"dd" | b"details"
        | b"dialog" | b"dir" | b"div" | b"dl" | b"dt" | b"fieldset" | b"figcaption" | b"figure" | b"footer"
        | b"form" | b"frameset" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"head" | b"header" | b"hgroup"
        | b"hr" | b"html" | b"legend" | b"li" | b"main" | b"menu" | b"nav" | b"ol" | b"p" | b"search" | b"section"
        | b"summary" | b"table" | b"tbody" | b"tfoot" | b"thead" | b"tr" | b"ul" => (Gap::BlankLine, Inside::Markup),
        b"button" | b"input" | b"td" | b"th" => (Gap::Tab, Inside::Markup),
        b"embed" | b"img" | b"object" => (Gap::Space, Inside::Markup),
        b"br" => (Gap::None, Inside::LineBreak),
        b"listing" | b"pre" => (Gap::BlankLine, Inside::Preformatted),
        b"svg" => (Gap::Space, Inside::Hidden),
        b"audio" | b"canvas" | b"datalist" | b"select" | b"video" => (Gap::Tab, Inside::Hidden),
        b"template" => (Gap::None, Inside::Hidden),
        b"script" => (Gap::None, Inside::Raw(State::ScriptData, Raw::Dropped)),
        b"noembed" | b"noframes" | b"noscript" | b"style" => (Gap::None, Inside::Raw(State::RawText, Raw::Dropped)),
        b"iframe" => (Gap::Tab, Inside::Raw(State::RawText, Raw::Dropped)),
        b"textarea" => (Gap::Tab, Inside::Raw(State::RcData, Raw::Dropped)),
        b"title" => (Gap::None, Inside::Raw(State::RcData, Raw::Title)),
        b"xmp" => (Gap::BlankLine, Inside::Raw(State::RawText, Raw::Text)),
        b"plaintext" => (Gap::BlankLine, Inside::Raw(State::PlainText, Raw::Text)),
        _ => (Gap::None, Inside::Markup),
    };
    Element { gap, inside }
}

/// Whether a block that begins in this hidden element shows that its end tag was forgotten.
pub(super) fn ends_at_block(hidden: &[u8]) -> bool {
    matches!(hidden, b"datalist" | b"select" | b"svg")
}
