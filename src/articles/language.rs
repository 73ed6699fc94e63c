//! Languages: as texts declare them, and as they read.

use crate::text::stretches::each_stretch;
use whatlang::Lang;

/// So much of a text is asked for its language: all of 198 English and 100 Russian news articles are known by their first
/// 1,000 bytes, 97 of the Russian ones by 500.
const SAMPLE_BYTES: usize = 1000;

/// Where usual words do not rule so much of a text, they are counted in more of it before all languages are asked: a list
/// of names or results often stands first.
const LONGER_SAMPLE_BYTES: usize = 4000;

/// The most usual words of the languages that most articles are in. Where these rule a text, nobody else is asked:
/// telling some 70 languages apart takes `whatlang` 300 µs, a hundred times as long as counting words, and ten times as
/// long as all else that is done with an article of 3 kB.
const USUAL_WORDS: [(&str, &[&str]); 4] = [
    ("en", &["the", "of", "and", "to", "in", "that", "is", "was", "for", "with", "on", "by", "said", "has", "from"]),
    ("de", &["der", "die", "und", "das", "den", "von", "zu", "mit", "ist", "nicht", "dem", "auf", "ein", "eine", "im"]),
    ("es", &["el", "los", "las", "y", "una", "por", "con", "para", "su", "lo", "sus", "fue", "más", "pero", "ha"]),
    ("fr", &["le", "les", "des", "et", "du", "dans", "est", "pour", "au", "qui", "sur", "par", "aux", "avec", "ont"]),
];

/// Usual words rule a text where they are at least one word in this many: in English news 1 in 3 is on the list, in lists
/// and tables between its lines fewer. Related languages have some of them too, such as Dutch "in" and "is", but not one
/// in ten.
const RULED_ONE_IN: usize = 8;

/// And where the words of any other language are at most one of theirs in this many.
const OTHERS_ONE_IN: usize = 8;

/// Fewer words than this show nothing.
const FEWEST_WORDS: usize = 20;

/// `en` of `en-US`; empty where the tag does not begin with a code of two letters (ISO 639-1).
pub(super) fn iso_639_1(tag: &str) -> String {
    let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
    let is_code = primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_code { primary.to_ascii_lowercase() } else { String::new() }
}

/// The language that a text is in, by its beginning; empty where that is not sure.
pub(super) fn of_text(text: &str) -> &'static str {
    let begin = |bytes: usize| {
        let end = (0..=bytes.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        &text[..end]
    };
    let usual = by_usual_words(begin(SAMPLE_BYTES)).or_else(|| by_usual_words(begin(LONGER_SAMPLE_BYTES)));
    usual.unwrap_or_else(|| {
        let found = whatlang::detect(begin(SAMPLE_BYTES)).filter(whatlang::Info::is_reliable);
        found.map_or("", |info| code(info.lang()))
    })
}

fn by_usual_words(sample: &str) -> Option<&'static str> {
    let (mut counts, mut words) = (0, 0);
    let bytes = sample.as_bytes();
    let mut word = |start, end| {
        words += 1;
        counts += USUAL.languages(bytes, start, end);
    };
    each_stretch(sample, |start, end, plain| {
        if plain {
            word(start, end);
            return;
        }
        let mut begin = start;
        for (offset, c) in sample[start..end].char_indices().filter(|(_, c)| !c.is_ascii() && !c.is_alphabetic()) {
            if start + offset > begin {
                word(begin, start + offset);
            }
            begin = start + offset + c.len_utf8();
        }
        if end > begin {
            word(begin, end);
        }
    });
    let counts = counts.to_le_bytes();
    let counts = [0, 2, 4, 6].map(|i| usize::from(u16::from_le_bytes([counts[i], counts[i + 1]])));
    let (best, most) = counts.into_iter().enumerate().max_by_key(|&(_, count)| count)?;
    let others = counts.iter().sum::<usize>() - most;
    let rules = words >= FEWEST_WORDS && most * RULED_ONE_IN >= words && others * OTHERS_ONE_IN <= most;
    rules.then_some(USUAL_WORDS[best].0)
}

/// The usual words by their bytes.
struct UsualWords {
    /// Words of eight bytes at most as numbers, and a one for each of their languages, 16 bits a language; 0: nothing.
    slots: [(u64, u64); SLOTS],
}

/// Counts of four languages fit a number, each as high as a sample has bytes.
const _: () = assert!(USUAL_WORDS.len() == 4 && LONGER_SAMPLE_BYTES < 1 << 16);

/// Four times as many as there are words, so that nearly all other words are told at the first look.
const SLOTS: usize = 256;

static USUAL: UsualWords = UsualWords::new();

impl UsualWords {
    const fn new() -> UsualWords {
        let mut slots = [(0, 0); SLOTS];
        let mut language = 0;
        while language < USUAL_WORDS.len() {
            let words = USUAL_WORDS[language].1;
            let mut i = 0;
            while i < words.len() {
                let word = number(words[i].as_bytes());
                let mut slot = slot_of(word);
                while slots[slot].0 != 0 && slots[slot].0 != word {
                    slot = (slot + 1) % SLOTS;
                }
                slots[slot] = (word, slots[slot].1 | 1 << (16 * language));
                i += 1;
            }
            language += 1;
        }
        UsualWords { slots }
    }

    /// A one for each language of which the word between two places is a usual one.
    fn languages(&self, text: &[u8], start: usize, end: usize) -> u64 {
        // all of them are short, and almost all stand within sentences: capitals are none
        if end - start > LONGEST_USUAL {
            return 0;
        }
        let word = match text[start..].first_chunk() {
            Some(eight) => u64::from_le_bytes(*eight) & u64::MAX >> (64 - 8 * (end - start)),
            None => number(&text[start..end]),
        };
        let mut slot = slot_of(word);
        loop {
            match self.slots[slot] {
                (0, _) => return 0,
                (usual, languages) if usual == word => return languages,
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }
}

const LONGEST_USUAL: usize = 8;

/// The bytes of a short word as a number.
const fn number(word: &[u8]) -> u64 {
    assert!(word.len() <= LONGEST_USUAL);
    let mut number = 0;
    let mut i = 0;
    while i < word.len() {
        number |= (word[i] as u64) << (8 * i);
        i += 1;
    }
    number
}

#[allow(clippy::cast_possible_truncation, reason = "eight bits are left")]
const fn slot_of(word: u64) -> usize {
    (word.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - SLOTS.trailing_zeros())) as usize
}

/// ISO 639-1 of a language; empty where it has no such code.
const fn code(language: Lang) -> &'static str {
    match language {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_letters_are_a_code() {
        let rows = [("en", "en"), ("EN", "en"), (" pt-BR ", "pt"), ("zh_Hans_CN", "zh"), ("mul", ""), ("English", "")];
        for (tag, code) in rows.into_iter().chain([("", ""), ("-", ""), ("e1", ""), ("é", "")]) {
            assert_eq!(iso_639_1(tag), code, "{tag:?}");
        }
    }

    #[test]
    fn a_text_shows_its_language_or_none() {
        let rows = [
            ("The president of Russia arrived in Syria on Monday and met the president there, the Kremlin said.", "en"),
            ("Der Präsident ist am Montag in Syrien eingetroffen und hat dort mit dem Präsidenten gesprochen.", "de"),
            ("Le président est arrivé lundi en Syrie, où il a rencontré son homologue dans une base militaire.", "fr"),
            (
                "El presidente llegó el lunes a Siria, donde se reunió con el mandatario en una base militar. Los dos hablaron de la guerra y de sus aliados.",
                "es",
            ),
            ("Il presidente è arrivato lunedì in Siria, dove ha incontrato il suo omologo in una base militare.", "it"),
            ("Президент прибыл в понедельник в Сирию, где встретился со своим коллегой на военной базе.", "ru"),
            ("وصل الرئيس الروسي يوم الاثنين إلى سوريا والتقى نظيره السوري في قاعدة عسكرية هناك.", "ar"),
            ("俄罗斯总统星期一抵达叙利亚，在一个军事基地会见了叙利亚总统。", "zh"),
            ("ロシアの大統領は月曜日にシリアに到着し、軍事基地で大統領と会談した。", "ja"),
            ("Aleppo 3:2 Homs", ""),
            ("12.5 %, 7", ""),
            ("", ""),
        ];
        for (text, language) in rows {
            assert_eq!(of_text(text), language, "{text}");
        }
    }

    #[test]
    fn usual_words_say_what_the_detector_says() {
        let dutch =
            "De president is maandag in Syrië aangekomen en heeft daar met de president op een basis gesproken.";
        let danish = "Præsidenten kom mandag til Syrien, og han har mødt sin kollega på en base, der ligger i den del.";
        let catalan =
            "El president va arribar dilluns a Síria, on es va reunir amb el seu homòleg en una base militar.";
        let afrikaans = "Die president het gister in die hoofstad aangekom en in die paleis met die minister oor die \
                         oorlog gepraat, wat in die noorde van die land al vir drie jaar aan die gang is.";
        let norwegian = "Presidenten kom i går til hovedstaden for å snakke med statsministeren om krigen, som har vart \
                         i tre år, og om veien til den fred som alle venter på.";
        let portuguese = "O presidente chegou ontem à capital para falar com o ministro sobre a guerra, que dura há três \
                          anos no norte do país, e por isso ficou até à noite com os seus homens.";
        let italian = "Il presidente è arrivato ieri nella capitale per parlare con il ministro della guerra, che dura \
                       da tre anni nel nord del paese, ed è rimasto con una parte dei suoi uomini fino a sera.";
        let romanian = "Președintele a ajuns ieri în capitală pentru a vorbi cu ministrul despre războiul care durează \
                        de trei ani în nordul țării și a rămas acolo până seara cu oamenii lui.";
        for text in [dutch, danish, catalan, afrikaans, norwegian, portuguese, italian, romanian] {
            assert_eq!(by_usual_words(text), None, "{text}");
        }
        let mixed = "the and of to der die und das ".repeat(9);
        assert_eq!(by_usual_words(&mixed), None);
    }
}
