//! Which language a text is in.

mod foreign;
mod scripts;
mod words;

pub use foreign::foreign;

/// How much of a text is looked at, in bytes, and in how many pieces.
const PIECE: usize = 400;
const PIECES: usize = 6;

/// The code of a text whose language is not known (ISO 639-2).
const UNKNOWN: &str = "und";

/// A language and how sure of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// ISO 639-1 code, `und` when not known.
    pub code: String,
    /// 0 to 1.
    pub confidence: f32,
}

/// Names the language of a text. The text decides; `declared` settles only what is too short or too mixed.
///
/// Several pieces of the text are judged one by one: their agreement is the confidence.
pub fn identify(text: &str, declared: Option<&str>) -> Guess {
    let declared = declared.and_then(code_of);
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(40).count();
    if letters < 3 {
        return Guess { code: declared.unwrap_or(UNKNOWN.to_owned()), confidence: 0.0 };
    }
    // Where every other piece agrees, the pieces between them seldom say anything else.
    let mut votes: Vec<&str> = pieces(text).step_by(2).map(judge).collect();
    if votes.iter().any(|vote| *vote != votes[0]) {
        votes.extend(pieces(text).skip(1).step_by(2).map(judge));
    }
    let mut best = (UNKNOWN, 0);
    for &code in &votes {
        let count = votes.iter().filter(|v| **v == code).count();
        if count > best.1 {
            best = (code, count);
        }
    }
    let share = best.1 as f32 / votes.len() as f32;
    let confidence = share * if letters < 40 { 0.6 } else { 0.99 };
    match declared {
        Some(code) if code == best.0 => Guess { code, confidence: confidence.max(0.9) },
        Some(code) if !is_sure(text, best.0, &code) => Guess { code, confidence: 0.5 },
        _ => Guess { code: best.0.to_owned(), confidence },
    }
}

/// Whether a text is surely in one language and not in the one that is declared: by its script, or by small words of the one
/// and hardly any of the other. Tables of names and figures have few of either.
fn is_sure(text: &str, found: &str, declared: &str) -> bool {
    if found == UNKNOWN {
        return false;
    }
    if let Some(code) = scripts::by_script(text) {
        return code == found && scripts::are_apart(code, text, declared);
    }
    let [of_found, of_declared] = [found, declared].map(words::language);
    let (mut all, mut in_found, mut in_declared) = (0, 0, 0);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let languages = words::languages_of(word);
        all += 1;
        in_found += usize::from(languages.meets(of_found));
        in_declared += usize::from(languages.meets(of_declared));
    }
    in_found >= 3 && in_found * 10 >= all && in_found > in_declared * 2
}

/// The code of one passage of one language.
pub fn judge(text: &str) -> &'static str {
    let by_model = || scripts::code_of(whichlang::detect_language(text).three_letter_code()).unwrap_or(UNKNOWN);
    scripts::by_script(text).or_else(|| words::by_function_words(text)).unwrap_or_else(by_model)
}

/// Up to [`PIECES`] stretches, evenly spread over the text and cut at spaces.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let count = (text.len() / PIECE).clamp(1, PIECES);
    let step = text.len() / count;
    (0..count).map(move |i| {
        let start = boundary(text, i * step);
        let end = if count == 1 { text.len() } else { boundary(text, (start + PIECE).min(text.len())) };
        &text[start..end]
    })
}

fn boundary(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    if at == 0 { 0 } else { text[..at].rfind(char::is_whitespace).filter(|s| at - s < 40).map_or(at, |s| s + 1) }
}

/// `en_US`, `en-GB`, `eng`, `English` → `en`.
pub fn code_of(declared: &str) -> Option<String> {
    let tag = declared.trim().split(['-', '_', ',', ';', ' ']).next()?.to_ascii_lowercase();
    match scripts::code_of(&tag) {
        Some(code) => Some(code.to_owned()),
        None => Some(tag).filter(|tag| tag.len() == 2 && tag.bytes().all(|b| b.is_ascii_lowercase())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_language_of_a_sentence() {
        for (want, text) in [
            ("en", "The minister told reporters on Tuesday that the vote would be postponed until spring."),
            ("en", "Council votes to close two schools"),
            ("de", "Der Minister sagte am Dienstag, die Abstimmung werde auf das Frühjahr verschoben."),
            ("fr", "Le ministre a déclaré mardi que le vote serait reporté au printemps prochain."),
            (
                "pl",
                "Minister powiedział we wtorek, że głosowanie zostanie przełożone na wiosnę, ale nie wiadomo kiedy.",
            ),
            ("cs", "Ministr v úterý řekl, že hlasování bude odloženo na jaro, protože není dost hlasů."),
            ("fi", "Ministeri sanoi tiistaina, että äänestys lykätään kevääseen, mutta se ei ole varmaa."),
            (
                "da",
                "Ministeren sagde tirsdag, at afstemningen ikke bliver udsat til foråret, men at der er brug for mere tid.",
            ),
            ("ro", "Ministrul a declarat marți că votul va fi amânat până la primăvară, dar nu este sigur."),
            ("hu", "A miniszter kedden azt mondta, hogy a szavazást tavaszra halasztják, de ez nem biztos."),
            ("uk", "Міністр сказав у вівторок, що голосування буде відкладено до весни, але це ще не вирішено."),
            ("ru", "Министр сказал во вторник, что голосование будет отложено до весны."),
            ("el", "Ο υπουργός είπε την Τρίτη ότι η ψηφοφορία θα αναβληθεί για την άνοιξη."),
            ("he", "השר אמר ביום שלישי כי ההצבעה תידחה עד האביב."),
            ("zh", "部长星期二表示,投票将推迟到春天。"),
            ("ja", "大臣は火曜日、投票は春まで延期されると述べた。"),
            ("ko", "장관은 화요일 투표가 봄까지 연기될 것이라고 말했다."),
            ("ar", "قال الوزير يوم الثلاثاء إن التصويت سيؤجل إلى الربيع."),
            ("fa", "وزیر روز سه‌شنبه گفت که رأی‌گیری تا بهار به تعویق می‌افتد و این پایان کار نیست."),
        ] {
            assert_eq!(identify(text, None).code, want, "{text}");
        }
    }

    #[test]
    fn the_text_outweighs_the_declaration() {
        let text = "The minister told reporters on Tuesday that the vote would be postponed until spring.";
        assert_eq!(identify(text, Some("de-DE")).code, "en");
        assert_eq!(identify("12 : 3", Some("de_DE")), Guess { code: "de".to_owned(), confidence: 0.0 });
        assert_eq!(identify("12 : 3", None).code, "und");
    }

    #[test]
    fn a_table_of_names_and_figures_is_in_the_declared_language() {
        let table = "Hafenbau AG 12,40 +0,3%\nReederei Nord SE 7,85 -1,2%\nKai und Kran NV 101,00 +2,5%\nLotsen en Gros 3,14 0,0%";
        assert_eq!(identify(&table.repeat(5), Some("de")).code, "de");
    }
}
