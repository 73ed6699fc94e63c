//! JSON, deflated, in base64: letters, digits, `+`, `/` and `=` alone, so that no text can end the element it stands in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use std::io::Write as _;

/// Packs a value.
pub(super) fn pack(value: &impl Serialize) -> String {
    let json = serde_json::to_vec(value).expect("plain values can be written");
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&json).expect("memory is written");
    STANDARD.encode(encoder.finish().expect("memory is written"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::DeflateDecoder;
    use std::io::Read as _;

    #[test]
    fn what_is_packed_comes_back_and_holds_no_markup() {
        let value = ["</script><script>alert(1)</script>", "<!-- \u{2028} \0 é 🌍", "]]>"];
        let packed = pack(&value);
        assert!(packed.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b)), "{packed}");
        let mut json = String::new();
        DeflateDecoder::new(&STANDARD.decode(packed).unwrap()[..]).read_to_string(&mut json).unwrap();
        assert_eq!(serde_json::from_str::<[String; 3]>(&json).unwrap(), value);
    }
}
