//! The encoding that a page says it is in.

use encoding_rs::Encoding;
use html5gum::{StartTag, Token, Tokenizer};
use memchr::memmem;

/// The declaration is looked for in this many bytes. Browsers take 1024; pages that put scripts first need more.
const LOOK_AHEAD: usize = 4096;

/// The encoding in `<meta charset>`, `<meta http-equiv content>` or `<?xml encoding?>`, whichever comes first; `None`
/// where there is none, or none that browsers know.
pub(in crate::articles) fn declared(page: &[u8]) -> Option<&'static Encoding> {
    let head = &page[..page.len().min(LOOK_AHEAD)];
    let Ok(mut labels) =
        Tokenizer::new(head).map(|token| token.map(|token| label(&token))).collect::<Result<Vec<_>, _>>();
    labels.retain(Option::is_some);
    Encoding::for_label_no_replacement(labels.first()?.as_deref()?)
}

/// The label in one token of the page.
fn label(token: &Token<()>) -> Option<Vec<u8>> {
    match token {
        Token::StartTag(tag) if **tag.name == *b"meta" => meta_label(tag),
        // A tokenizer of HTML takes the prolog for a comment.
        Token::Comment(comment) if comment.starts_with(b"?xml") => value_after(comment, b"encoding"),
        _ => None,
    }
}

fn meta_label(tag: &StartTag<()>) -> Option<Vec<u8>> {
    if let Some(charset) = tag.attributes.get(&b"charset"[..]) {
        return Some(charset.to_vec());
    }
    value_after(tag.attributes.get(&b"content"[..])?, b"charset")
}

/// `koi8-r` in `text/html; charset="koi8-r"`.
fn value_after(content: &[u8], key: &[u8]) -> Option<Vec<u8>> {
    let content = content.to_ascii_lowercase();
    let rest = &content[memmem::find(&content, key)? + key.len()..];
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let end = |byte: &u8| matches!(byte, b'"' | b'\'' | b';' | b'?') || byte.is_ascii_whitespace();
    let label = rest.split(end).find(|part| !part.is_empty())?;
    Some(label.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_is_found_where_browsers_find_it() {
        let late = format!("<script>{}</script><meta charset=koi8-r>", "x".repeat(LOOK_AHEAD));
        let rows = [
            ("<meta charset=koi8-r>", Some("KOI8-R")),
            ("<META CHARSET='Shift_JIS' />", Some("Shift_JIS")),
            ("<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-2'>", Some("ISO-8859-2")),
            ("<meta content=\"text/html; charset = 'big5' ; x\">", Some("Big5")),
            ("<?xml version='1.0' encoding='windows-1251'?><html>", Some("windows-1251")),
            ("<?xml version=\"1.0\" encoding=\"euc-jp\"?><meta charset=big5>", Some("EUC-JP")),
            ("<!-- <meta charset=koi8-r> --><p>", None),
            ("<meta charset=nonsense>", None),
            ("<meta name=description content='the charset is'>", None),
            ("<meta charset=", None),
            ("", None),
            (&*late, None),
        ];
        for (page, encoding) in rows {
            assert_eq!(declared(page.as_bytes()).map(Encoding::name), encoding, "{page:.80}");
        }
    }
}
