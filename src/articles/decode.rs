//! Bytes to text: which encoding they are in, and what it makes of them.
//!
//! In come the bytes of one text and a way to ask what they declare; out go the text, the name of the encoding and a
//! note for the reader. Asked in this order, the first answer counts:
//!
//! 1. a byte order mark: UTF-8, UTF-16;
//! 2. UTF-16 without one, by the zero bytes that no other encoding of a text has;
//! 3. UTF-8, if all of it is valid: the usual case, checked once, nothing copied;
//! 4. ISO-2022-JP, by its escapes; UTF-8 with a few bytes broken (a file cut off, two files joined);
//! 5. what the text declares (pages do, plain text cannot);
//! 6. what `chardetng` makes of it.
//!
//! Promised: no byte sequence panics, the work is linear, line ends stay as they are, a byte order mark is no part of the
//! text. Left out: encodings that browsers do not know. UTF-32 and ISO-2022-KR are named in the error; Johab, EUC-TW and
//! IBM 855 look like others and come out garbled, which the note says ([`super::doubt`]).

use super::doubt::is_doubtful;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use memchr::{memchr, memmem};
use std::fmt;
use std::str::FromStr;

/// A text is binary data where more than one byte in this many is a control character. Text has next to none of them
/// (tabs, line ends, form feeds and escapes are not counted); of compressed data every tenth byte is one.
const BINARY_ONE_IN: usize = 20;

/// So many control characters never make a text binary: one end-of-transmission mark in a ten-letter file does not.
const HARMLESS_CONTROLS: usize = 2;

/// UTF-16 without a mark has at least one code unit in this many that is plain ASCII or CJK punctuation: 1 in 5 of
/// Russian articles, 1 in 8 of Chinese ones. A stray NUL in a long text makes far fewer.
const UTF16_ONE_IN: usize = 25;

/// Broken UTF-8 has more than this many whole characters beyond ASCII for each break. In other encodings few bytes are
/// UTF-8 by chance: at most 0.32 characters a break in 100 Chinese articles in GBK, 0.22 in 150 Russian ones in IBM 866,
/// next to none in windows-1251 and -1252.
const WHOLE_PER_BREAK: usize = 2;

/// The detector reads so many bytes of words beyond ASCII. It scores 27 encodings at once, 13 MB/s, slower than all else
/// here; its guess settles within some hundred words.
const DETECT_BYTES: usize = 64 << 10;

/// A text and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding's name as browsers write it: `UTF-8`, `windows-1252`.
    pub encoding: &'static str,
    /// How many characters did not decode, in a sentence; empty where all did.
    pub note: String,
}

/// Why bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// They hold NUL bytes or many control characters.
    #[error("binary data, not text")]
    Binary,
    /// They are text in an encoding that is known but not read.
    #[error("{0} is not read; convert the file to UTF-8")]
    Unsupported(&'static str),
}

/// What the row of a text says that decodes to no language.
const DOUBTFUL: &str =
    "its encoding was guessed, and it reads like no language: give --encoding, or convert it to UTF-8";

const UTF_32: DecodeError = DecodeError::Unsupported("UTF-32");

/// An encoding that the user chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charset(pub(super) &'static Encoding);

impl FromStr for Charset {
    type Err = String;

    /// Reads a label that browsers know: `windows-1252`, `latin1`, `utf-16le`.
    fn from_str(label: &str) -> Result<Self, String> {
        Encoding::for_label_no_replacement(label.as_bytes()).map(Charset).ok_or_else(|| {
            format!("'{label}' is no encoding that is read; such as utf-8, windows-1252, koi8-r, shift_jis, gb18030")
        })
    }
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

/// Decodes the bytes of one text.
///
/// `forced` is the encoding they are in, whatever they look like; a byte order mark alone says more. `declared` is asked
/// for the encoding that the bytes themselves name, and only where they are not Unicode.
///
/// # Errors
/// If the bytes are no text, or text in an encoding that is not read.
pub fn decode(
    bytes: Vec<u8>,
    forced: Option<Charset>,
    declared: impl FnOnce(&[u8]) -> Option<&'static Encoding>,
) -> Result<Decoded, DecodeError> {
    if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        return Err(UTF_32);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return marked(bytes, encoding, mark);
    }
    if let Some(Charset(encoding)) = forced {
        return forced_to(bytes, encoding);
    }
    if has_controls(&bytes) {
        if memchr(0, &bytes).is_some() {
            let no_text = if is_utf32(&bytes) { UTF_32 } else { DecodeError::Binary };
            return utf16_without_mark(&bytes).ok_or(no_text);
        }
        if memmem::find(&bytes, b"\x1b$)C").is_some() {
            return Err(DecodeError::Unsupported("ISO-2022-KR"));
        }
        reject_binary(&bytes)?;
    }
    match String::from_utf8(bytes) {
        Ok(text) if is_iso_2022_jp(text.as_bytes()) => Ok(converted(text.as_bytes(), ISO_2022_JP)),
        Ok(text) => Ok(Decoded { text, encoding: UTF_8.name(), note: String::new() }),
        Err(error) => {
            let bytes = error.into_bytes();
            if is_broken_utf8(&bytes) {
                return Ok(repaired(&bytes));
            }
            // A page that says UTF-8 (or UTF-16, which its own declaration could not be read in) and is not, says nothing.
            let declared = declared(&bytes).filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible());
            Ok(declared.map_or_else(|| guessed(&bytes), |declared| converted(&bytes, declared)))
        }
    }
}

/// Text in an encoding that the user names.
fn forced_to(bytes: Vec<u8>, encoding: &'static Encoding) -> Result<Decoded, DecodeError> {
    if encoding != UTF_8 {
        let decoded = converted(&bytes, encoding);
        return reject_binary(decoded.text.as_bytes()).map(|()| decoded);
    }
    reject_binary(&bytes)?;
    Ok(utf8(bytes))
}

/// Text behind a byte order mark of `mark` bytes: the encoding is certain.
fn marked(mut bytes: Vec<u8>, encoding: &'static Encoding, mark: usize) -> Result<Decoded, DecodeError> {
    if encoding != UTF_8 {
        let decoded = converted(&bytes[mark..], encoding);
        return reject_binary(decoded.text.as_bytes()).map(|()| decoded);
    }
    reject_binary(&bytes)?;
    bytes.drain(..mark);
    Ok(utf8(bytes))
}

/// UTF-8, valid or not.
fn utf8(bytes: Vec<u8>) -> Decoded {
    String::from_utf8(bytes)
        .map(|text| Decoded { text, encoding: UTF_8.name(), note: String::new() })
        .unwrap_or_else(|error| repaired(error.as_bytes()))
}

/// Decodes with replacement characters, and counts them.
fn converted(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let lost = if broken { text.matches(char::REPLACEMENT_CHARACTER).count() } else { 0 };
    Decoded { text: text.into_owned(), encoding: encoding.name(), note: lost_note(lost, encoding) }
}

/// Decodes by a guess, and says where what comes out makes it doubtful.
fn guessed(bytes: &[u8]) -> Decoded {
    let encoding = guess(bytes);
    let mut decoded = converted(bytes, encoding);
    if is_doubtful(&decoded.text, encoding) {
        let lost = std::mem::take(&mut decoded.note);
        let more = if lost.is_empty() { "" } else { "; " };
        decoded.note = format!("{lost}{more}{DOUBTFUL}");
    }
    decoded
}

/// UTF-8 with replacement characters. Unlike in [`converted`], those that the text had before are not counted.
fn repaired(bytes: &[u8]) -> Decoded {
    let lost = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let text = String::from_utf8_lossy(bytes).into_owned();
    Decoded { text, encoding: UTF_8.name(), note: lost_note(lost, UTF_8) }
}

fn lost_note(lost: usize, encoding: &'static Encoding) -> String {
    match lost {
        0 => String::new(),
        1 => format!("1 character did not decode as {}", encoding.name()),
        _ => format!("{lost} characters did not decode as {}", encoding.name()),
    }
}

/// Whether a byte is a control character that text does not use. Vertical tabs and form feeds part pages, 0x1A ends old
/// DOS files, 0x1B switches the character set of ISO-2022-JP.
const fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t'..=b'\r' | 0x1A..=0x1B)
}

/// Whether there is any control character: a pass that compiles to vector instructions, since every text takes it.
fn has_controls(bytes: &[u8]) -> bool {
    bytes.chunks(4096).any(|chunk| chunk.iter().fold(false, |found, byte| found | is_control(*byte)))
}

fn reject_binary(bytes: &[u8]) -> Result<(), DecodeError> {
    if !has_controls(bytes) {
        return Ok(());
    }
    let controls = bytes.iter().filter(|byte| is_control(**byte)).count();
    let many = controls > HARMLESS_CONTROLS && controls > bytes.len() / BINARY_ONE_IN;
    if many || memchr(0, bytes).is_some() { Err(DecodeError::Binary) } else { Ok(()) }
}

/// UTF-32 without a mark: every four bytes are a character other than NUL, which no other text or data is likely to be.
fn is_utf32(bytes: &[u8]) -> bool {
    let every = |order: fn([u8; 4]) -> u32| {
        let mut units = bytes.chunks_exact(4).map(|unit| order([unit[0], unit[1], unit[2], unit[3]]));
        bytes.len() >= 8 && units.all(|unit| unit != 0 && char::from_u32(unit).is_some())
    };
    every(u32::from_le_bytes) || every(u32::from_be_bytes)
}

/// Reads bytes that hold NULs as UTF-16 of the likelier byte order; `None` if that makes no text either.
fn utf16_without_mark(bytes: &[u8]) -> Option<Decoded> {
    let likely = |order: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|unit| order([unit[0], unit[1]]));
        units.filter(|unit| matches!(unit, 9..=13 | 0x20..=0x7E | 0x3001 | 0x3002 | 0xFF0C)).count()
    };
    let (little, big) = (likely(u16::from_le_bytes), likely(u16::from_be_bytes));
    let (encoding, plain) = if little > big { (UTF_16LE, little) } else { (UTF_16BE, big) };
    if plain * UTF16_ONE_IN < bytes.len() / 2 || plain == 0 {
        return None;
    }
    let decoded = converted(bytes, encoding);
    // One loss is a file cut in the middle of a character; more is no UTF-16.
    let lost = decoded.text.matches(char::REPLACEMENT_CHARACTER).nth(1).is_some();
    (!lost && reject_binary(decoded.text.as_bytes()).is_ok()).then_some(decoded)
}

/// ISO-2022-JP looks like ASCII with escapes in it.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    if memchr(0x1B, bytes).is_none() || !bytes.is_ascii() {
        return false;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny) == ISO_2022_JP
}

/// Whether bytes that are not UTF-8 were UTF-8 before something broke a few of them.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut breaks) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        breaks += usize::from(!chunk.invalid().is_empty());
    }
    whole > breaks * WHOLE_PER_BREAK
}

/// The encoding that the words beyond ASCII point to. The others tell the detector nothing and are not shown to it: of a
/// English text 3 bytes in 100 are left. A space or a line break is no part of a character in any of its encodings.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut words = Vec::new();
    for word in bytes.split(|byte| matches!(byte, b' ' | b'\n')).filter(|word| !word.is_ascii()) {
        words.extend_from_slice(word);
        words.push(b' ');
        if words.len() > DETECT_BYTES {
            break;
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&words, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_KR, GBK, KOI8_U, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};
    use proptest::prelude::*;

    const ENGLISH: &str = "Assad met Putin in Sochi, the Kremlin said.\r\nNo date was given.\n";
    const CURLY: &str =
        "The “rebels” of Homs – 3,000 of them – said: “We’ll stay”. It’s Assad’s war, the café owner said.";
    const RUSSIAN: &str = "Президент России Владимир Путин прибыл в Сирию и встретился с Башаром Асадом.";
    const CHINESE: &str = "俄羅斯總統普京訪問敘利亞。他在大馬士革會見了阿薩德,一起討論局勢。";
    const CHINESE_SIMPLE: &str = "俄罗斯总统普京访问叙利亚，在大马士革会见了阿萨德总统。双方讨论了叙利亚的局势。";
    const JAPANESE: &str = "ロシアのプーチン大統領は、シリアを訪問し、アサド大統領と会談した。";
    const KOREAN: &str = "러시아 대통령 블라디미르 푸틴이 시리아를 방문해 아사드 대통령과 만났다.";
    const POLISH: &str =
        "Prezydent przyjechał z Łodzi do Gdańska, żeby spotkać się z ministrem. Źle się dzieje w państwie.";

    fn undeclared(_: &[u8]) -> Option<&'static Encoding> {
        None
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    fn joined(mark: &[u8], rest: impl AsRef<[u8]>) -> Vec<u8> {
        [mark, rest.as_ref()].concat()
    }

    #[test]
    fn texts_keep_their_characters_in_every_encoding() {
        let legacy = |encoding: &'static Encoding, text: &str| {
            let (bytes, _, broken) = encoding.encode(text);
            assert!(!broken, "{} cannot write {text:?}", encoding.name());
            bytes.into_owned()
        };
        let rows = [
            ("empty", vec![], "", "UTF-8"),
            ("ASCII", ENGLISH.into(), ENGLISH, "UTF-8"),
            ("UTF-8", RUSSIAN.into(), RUSSIAN, "UTF-8"),
            ("UTF-8 with mark", joined(b"\xEF\xBB\xBF", RUSSIAN), RUSSIAN, "UTF-8"),
            ("mark alone", b"\xEF\xBB\xBF".to_vec(), "", "UTF-8"),
            ("UTF-16LE with mark", joined(b"\xFF\xFE", utf16(RUSSIAN, u16::to_le_bytes)), RUSSIAN, "UTF-16LE"),
            ("UTF-16BE with mark", joined(b"\xFE\xFF", utf16(CHINESE, u16::to_be_bytes)), CHINESE, "UTF-16BE"),
            ("UTF-16LE", utf16(ENGLISH, u16::to_le_bytes), ENGLISH, "UTF-16LE"),
            ("UTF-16BE", utf16(ENGLISH, u16::to_be_bytes), ENGLISH, "UTF-16BE"),
            ("UTF-16LE Cyrillic", utf16(RUSSIAN, u16::to_le_bytes), RUSSIAN, "UTF-16LE"),
            ("UTF-16BE Korean", utf16(KOREAN, u16::to_be_bytes), KOREAN, "UTF-16BE"),
            ("UTF-16LE Chinese", utf16(CHINESE, u16::to_le_bytes), CHINESE, "UTF-16LE"),
            ("windows-1252", legacy(WINDOWS_1252, CURLY), CURLY, "windows-1252"),
            ("windows-1250", legacy(WINDOWS_1250, POLISH), POLISH, "windows-1250"),
            ("windows-1251", legacy(WINDOWS_1251, RUSSIAN), RUSSIAN, "windows-1251"),
            ("KOI8", legacy(KOI8_U, RUSSIAN), RUSSIAN, "KOI8-U"),
            ("Big5", legacy(BIG5, CHINESE), CHINESE, "Big5"),
            ("GBK", legacy(GBK, CHINESE_SIMPLE), CHINESE_SIMPLE, "GBK"),
            ("EUC-KR", legacy(EUC_KR, KOREAN), KOREAN, "EUC-KR"),
            ("Shift_JIS", legacy(SHIFT_JIS, JAPANESE), JAPANESE, "Shift_JIS"),
            ("ISO-2022-JP", legacy(ISO_2022_JP, JAPANESE), JAPANESE, "ISO-2022-JP"),
            ("ANSI colours", b"\x1b[31mSyria\x1b[0m".to_vec(), "\x1b[31mSyria\x1b[0m", "UTF-8"),
            ("a stray control", b"Syria\x04".to_vec(), "Syria\x04", "UTF-8"),
        ];
        for (what, bytes, text, encoding) in rows {
            let decoded = decode(bytes, None, undeclared).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding, ""), (text, encoding, &*decoded.note), "{what}");
        }
    }

    #[test]
    fn valid_utf8_is_not_copied() {
        let bytes = RUSSIAN.as_bytes().to_vec();
        let before = bytes.as_ptr();
        assert_eq!(decode(bytes, None, undeclared).unwrap().text.as_ptr(), before);
    }

    #[test]
    fn binary_data_is_named() {
        let utf32 = |order: fn(u32) -> [u8; 4]| ENGLISH.chars().flat_map(|c| order(c as u32)).collect::<Vec<u8>>();
        let mut stray = ENGLISH.repeat(20).into_bytes();
        stray[101] = 0;
        let rows = [
            ("NUL", b"\0".to_vec(), DecodeError::Binary),
            ("NULs", vec![0; 1000], DecodeError::Binary),
            ("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0".to_vec(), DecodeError::Binary),
            ("controls", b"\x01\x02Syria\x03\x7f\x05".to_vec(), DecodeError::Binary),
            ("gzip", b"\x1f\x8b\x08\x08\x11\x02\x03\x14\x15abc\xff\xfe".to_vec(), DecodeError::Binary),
            ("a NUL in a text", stray, DecodeError::Binary),
            ("binary behind a mark", b"\xFF\xFE\x01\x00\x02\x00\x03\x00\x00\x00".to_vec(), DecodeError::Binary),
            ("UTF-32LE with mark", joined(b"\xFF\xFE\0\0", utf32(u32::to_le_bytes)), UTF_32),
            ("UTF-32BE with mark", joined(b"\0\0\xFE\xFF", utf32(u32::to_be_bytes)), UTF_32),
            ("UTF-32LE", utf32(u32::to_le_bytes), UTF_32),
            ("UTF-32BE", utf32(u32::to_be_bytes), UTF_32),
            ("ISO-2022-KR", b"\x1b$)C\x0e7/=C\x0f (Seoul)".to_vec(), DecodeError::Unsupported("ISO-2022-KR")),
        ];
        for (what, bytes, error) in rows {
            assert_eq!(decode(bytes, None, undeclared), Err(error), "{what}");
        }
    }

    #[test]
    fn lost_characters_are_counted() {
        let broken = |text: &str, bytes: &[u8]| [text.as_bytes(), bytes, text.as_bytes()].concat();
        let declared: fn(&[u8]) -> Option<&'static Encoding> = |_| Some(SHIFT_JIS);
        let rows = [
            (broken(RUSSIAN, b"\xFF"), undeclared as fn(&[u8]) -> _, "UTF-8", "1 character did not decode as UTF-8"),
            (broken(RUSSIAN, b"\xD0\xFF \xC3"), undeclared, "UTF-8", "3 characters did not decode as UTF-8"),
            (joined(b"\xEF\xBB\xBF", b"caf\xE9"), undeclared, "UTF-8", "1 character did not decode as UTF-8"),
            (joined(b"\xFF\xFE", b"S\0y\0r"), undeclared, "UTF-16LE", "1 character did not decode as UTF-16LE"),
            (b"caf\xE9".to_vec(), declared, "Shift_JIS", "1 character did not decode as Shift_JIS"),
        ];
        for (bytes, declared, encoding, note) in rows {
            let decoded = decode(bytes, None, declared).unwrap();
            assert_eq!((decoded.encoding, &*decoded.note), (encoding, note), "{decoded:?}");
        }
    }

    #[test]
    fn a_guess_that_gives_no_language_says_so() {
        // the Russian sentence in IBM 855, which browsers do not know
        let ibm855 = b"\xdd\xe1\xa8\xf3\xb7\xa6\xa8\xd4\xe5 \xe2\xd6\xe3\xe3\xb7\xb7 \xec\xd0\xa0\xa6\xb7\xd2\xb7\xe1 \
              \xdd\xe7\xe5\xb7\xd4 \xd8\xe1\xb7\xa2\xf1\xd0 \xeb \xe4\xb7\xe1\xb7\x9c \xb7 \xeb\xe3\xe5\xe1\xa8\xe5\xb7\xd0\xe3\xde \xe3 \
              \xa3\xa0\xf5\xa0\xe1\xd6\xd2 \xa1\xe3\xa0\xa6\xd6\xd2. ".repeat(4);
        let decoded = decode(ibm855.clone(), None, undeclared).unwrap();
        assert!(decoded.note.contains("was guessed"), "{decoded:?}");
        assert_eq!(decode(ibm855, None, |_| Some(WINDOWS_1251)).unwrap().note, "", "declared");
        let (russian, ..) = WINDOWS_1251.encode(RUSSIAN);
        assert_eq!(decode(russian.repeat(4), None, undeclared).unwrap().note, "");
    }

    #[test]
    fn a_declaration_counts_only_where_unicode_does_not() {
        let (koi8, ..) = KOI8_U.encode("Сирия");
        assert_eq!(decode(koi8.to_vec(), None, |_| Some(KOI8_U)).unwrap().text, "Сирия");
        assert_eq!(decode("Сирия".into(), None, |_| Some(KOI8_U)).unwrap().text, "Сирия");
        assert_eq!(decode(b"It\x92s caf\xE9".to_vec(), None, |_| Some(UTF_8)).unwrap().text, "It’s café");
        assert_eq!(decode(b"It\x92s caf\xE9".to_vec(), None, |_| Some(UTF_16LE)).unwrap().text, "It’s café");
    }

    #[test]
    fn a_forced_encoding_rules_and_a_mark_rules_it() {
        let forced = |bytes: &[u8], label: &str| decode(bytes.to_vec(), Some(label.parse().unwrap()), |_| Some(KOI8_U));
        let rows: [(&[u8], &str, &str, &str); 6] = [
            (b"caf\xE9", "latin1", "café", "windows-1252"),
            (b"caf\xE9", "windows-1251", "cafй", "windows-1251"),
            (b"caf\xC3\xA9", "latin1", "cafÃ©", "windows-1252"),
            (b"\xEF\xBB\xBFcaf\xC3\xA9", "latin1", "café", "UTF-8"),
            (b"S\0y\0", "utf-16le", "Sy", "UTF-16LE"),
            (b"caf\xE9", "utf-8", "caf\u{fffd}", "UTF-8"),
        ];
        for (bytes, label, text, encoding) in rows {
            let decoded = forced(bytes, label).unwrap();
            assert_eq!((&*decoded.text, decoded.encoding), (text, encoding), "{label} {bytes:?}");
        }
        assert_eq!(forced(b"S\0y\0", "utf-8"), Err(DecodeError::Binary));
        assert!("klingon".parse::<Charset>().unwrap_err().starts_with("'klingon' is no encoding"));
        assert!("iso-2022-kr".parse::<Charset>().is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), mark in 0..7_usize) {
            let marks: [&[u8]; 7] = [b"", b"", b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF", b"\xFF\xFE\0\0", b"\x1b$B"];
            let _ = decode(joined(marks[mark], &bytes), None, undeclared);
            for encoding in [UTF_16LE, SHIFT_JIS, WINDOWS_1252] {
                let _ = decode(bytes.clone(), None, |_| Some(encoding));
            }
        }

        #[test]
        fn utf8_comes_back_as_it_is(text in "[^\u{0}-\u{8}\u{e}-\u{1f}\u{feff}]{0,200}") {
            prop_assert_eq!(decode(text.clone().into_bytes(), None, undeclared).unwrap().text, text);
        }
    }
}
