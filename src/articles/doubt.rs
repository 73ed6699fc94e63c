//! Texts that read like no language: their encoding was guessed, and the guess is likely wrong.
//!
//! Encodings that browsers do not know (IBM 855, Johab, EUC-TW, Mac Cyrillic unless it is declared) look like others and
//! decode without a loss. What comes out has signs among letters, capitals inside words, or Chinese characters that
//! nobody uses. Only a guess is asked; what a text declares is its own word.

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, GBK};

/// A text is doubted where there are so many odd places, and more than one in so many places that could be odd. Of 34
/// files in single-byte encodings that are read right, the worst has one in 330. Mac Cyrillic that is read as windows-1251
/// has one in 38, IBM 855 as windows-1252 one in 2, Johab as windows-1252 three in 4.
const FEWEST_ODD: usize = 5;
const ODD_ONE_IN: usize = 100;

/// Fewer Chinese characters than this show nothing.
const FEWEST_HAN: usize = 50;

/// The usual characters make at least one in this many of a Chinese text.
const USUAL_ONE_IN: usize = 10;

/// The most usual characters of modern and classical Chinese, in both scripts.
const USUAL_HAN: &str = "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於\
    着著下自之年过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進\
    好小部其些主样樣理心她本前开開但因只从從想实實日者意无無力它与與长長把十民第公此已工使情明性知全三又关關点點正业業\
    外将將两兩高间間由问問很最重并應战戰向头頭文体體政美相见見被利二等产產新己制身加西月话話合回特代内內信表化老给給世\
    位次度门門任常先海通教東东声聲提立及比员員水名真论論处處各入几幾口认認条條平系气氣题題更别別打女变變四神总總何电電";

/// Whether a text whose encoding was guessed reads like none.
pub(super) fn is_doubtful(text: &str, encoding: &'static Encoding) -> bool {
    if [GBK, GB18030, BIG5].contains(&encoding) {
        return has_unusual_han(text);
    }
    if encoding == EUC_KR {
        return has_more_han_than_hangul(text);
    }
    encoding.is_single_byte() && has_odd_words(text)
}

/// Signs beyond ASCII between letters, and capitals right behind small letters, where one of the letters is no ASCII.
fn has_odd_words(text: &str) -> bool {
    let (mut places, mut odd) = (0_usize, 0_usize);
    let mut before = [' '; 2];
    for c in text.chars() {
        let [first, middle] = before;
        if first.is_alphabetic() && c.is_alphabetic() && !middle.is_ascii() {
            places += 1;
            odd += usize::from(!middle.is_alphabetic() && !joins_letters(middle));
        }
        let is_capital_inside = middle.is_lowercase() && c.is_uppercase();
        odd += usize::from(is_capital_inside && !(middle.is_ascii() && c.is_ascii()));
        before = [middle, c];
    }
    odd >= FEWEST_ODD && odd * ODD_ONE_IN > places
}

/// Signs that stand between letters in some language: apostrophes, dashes, the Catalan dot, a soft hyphen, a space.
fn joins_letters(sign: char) -> bool {
    matches!(sign, '’' | '‘' | '´' | '–' | '—' | '·' | '\u{ad}' | '\u{a0}' | '…' | '‑' | '،' | '؛')
        || sign.is_numeric()
        || unicode_normalization::char::is_combining_mark(sign)
        || matches!(sign, '\u{200c}' | '\u{200d}' | '\u{200e}' | '\u{200f}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}

fn has_unusual_han(text: &str) -> bool {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let usual = text.chars().filter(|c| is_han(*c) && USUAL_HAN.contains(*c)).count();
    han >= FEWEST_HAN && usual * USUAL_ONE_IN < han
}

fn has_more_han_than_hangul(text: &str) -> bool {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let hangul = text.chars().filter(|c| matches!(c, '\u{AC00}'..='\u{D7A3}')).count();
    han >= FEWEST_HAN && hangul < han
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{WINDOWS_1251, WINDOWS_1252};

    #[test]
    fn a_text_in_no_language_is_doubted() {
        let ibm855 = "â¨ãØç¢Ð·Æ ÔãÆ Þ ÷Ð¨ÆåáÖÔÔ Þ ¬ ó¨å  èûá¨¦·å¨Ð¨Ò ¡Õ× âø ÞëÐÞ¨åãÞ Æ ¢·Ô¨å Ó·Ô·ãåáÖë â¨ãØç¢Ð·Æ·";
        let johab = "¹A¸b ·±·¥ˆå ¸á¸bŠ¥ ‰Åe ·A· ¬aÐw ¥¥ CDµA Í¡Ðq–E ¡¡—e ÐeœaÏa¡ ‰Åe Ìa·©—i· ¸á¸bŠ¥·e";
        let mac =
            "ђеспубликанскаЯ электроннаЯ газета ЯвлЯетсЯ кабинет РоссиЯ СириЯ странаЯ государственнаЯ республикаЯ"
                .repeat(2);
        let euc_tw = "昴僮乃台席杲纣页鲳怩挪亩稀凭掷似芨末实阵人绎埏填散席昴僮掼僮馅淠木台晡喷筒搜取牟抹盘沤摹暖淖泥取抹盘牟摩拳侵派耄似抹人撵牟";
        let korean = "昴僮乃台席杲纣页鲳怩挪亩稀凭掷似芨末实阵人绎埏填散席昴僮掼僮馅淠木台晡喷筒搜取牟抹盘沤摹暖淖泥取抹盘牟摩拳侵派耄 러시아";
        let rows: [(&str, &'static Encoding); 5] =
            [(ibm855, WINDOWS_1252), (johab, WINDOWS_1252), (&mac, WINDOWS_1251), (euc_tw, GBK), (korean, EUC_KR)];
        for (text, encoding) in rows {
            assert!(is_doubtful(text, encoding), "{text}");
        }
    }

    #[test]
    fn a_text_in_some_language_is_not() {
        let rows: [(&str, &'static Encoding); 7] = [
            ("Der Präsident reiste nach Köln; l’été à l’Île-de-France, col·lecció, São Paulo, Łódź. ", WINDOWS_1252),
            ("El McDonald’s de São João, naïve Æsop, 5µm, 3½ Stück, Straße №5, 20°C–25°C, «so», ‚so‘. ", WINDOWS_1252),
            (
                "Президент России Владимир Путин прибыл в Сирию и встретился с президентом Башаром Асадом, сообщил представитель министерства обороны. На вооружении стоят самолёты МиГ-29. ",
                WINDOWS_1251,
            ),
            ("俄罗斯总统普京访问叙利亚，在大马士革会见了阿萨德总统。双方讨论了叙利亚的局势。", GBK),
            ("俄羅斯總統普京訪問敘利亞。他在大馬士革會見了阿薩德,一起討論局勢。", BIG5),
            ("子曰：學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？人不知而不慍，不亦君子乎？", BIG5),
            ("러시아 대통령 블라디미르 푸틴이 시리아를 방문해 아사드 대통령(大統領)과 만났다.", EUC_KR),
        ];
        for (text, encoding) in rows {
            assert!(!is_doubtful(&text.repeat(20), encoding), "{text}");
        }
        assert!(!is_doubtful("", WINDOWS_1252));
    }
}
