//! What XML formats share: names without their prefixes, attributes, and the characters that raw XML stands for.

use quick_xml::events::BytesStart;
use std::ops::Range;

/// A name without the prefix of its namespace.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// A span that the reader gives, as a range of the text that it reads.
pub(super) fn range(span: &Range<u64>) -> Range<usize> {
    let at = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
    at(span.start)..at(span.end)
}

/// The value of the attribute of this name, in whatever namespace.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start.attributes().flatten().find(|attribute| local(attribute.key.as_ref()) == name)?;
    attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// The characters that raw XML stands for: references outside CDATA, everything as it is inside.
pub(super) fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once("<![CDATA[") {
        let (inside, behind) = after.split_once("]]>").unwrap_or((after, ""));
        push_unescaped(before, &mut text);
        text.push_str(inside);
        rest = behind;
    }
    push_unescaped(rest, &mut text);
    text
}

fn push_unescaped(raw: &str, text: &mut String) {
    // what is no reference of XML is left to the page's own
    text.push_str(&quick_xml::escape::unescape(raw).unwrap_or(raw.into()));
}
