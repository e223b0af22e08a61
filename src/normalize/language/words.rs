//! Tables: scripts that decide alone, and the small words of languages that the n-gram model does not know.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Function words of languages outside the model's sixteen. A word stands here only if it is rare in the other
/// languages of the Latin script.
const FUNCTION_WORDS: [(&str, &[&str]); 18] = [
    (
        "pl",
        &[
            "się", "nie", "że", "jest", "oraz", "przez", "został", "który", "była", "jak", "dla", "są", "ale", "po",
            "od", "w", "z", "we", "ich",
        ],
    ),
    (
        "cs",
        &[
            "že", "je", "jsou", "který", "která", "byl", "byla", "není", "také", "podle", "při", "ale", "jako", "se",
            "v", "na", "protože", "pro", "už",
        ],
    ),
    (
        "sk",
        &[
            "že", "je", "sú", "ktorý", "ktorá", "bol", "bola", "nie", "aj", "podľa", "pri", "ale", "ako", "sa", "v",
            "na", "pretože", "pre", "už",
        ],
    ),
    (
        "sl",
        &[
            "je", "se", "ki", "da", "so", "bi", "tudi", "bo", "pa", "kot", "ali", "ni", "za", "še", "pri", "bil",
            "zaradi",
        ],
    ),
    (
        "hr",
        &[
            "je", "se", "da", "koji", "koja", "su", "nije", "što", "bi", "biti", "kako", "ali", "sve", "još", "rekao",
            "zbog",
        ],
    ),
    (
        "hu",
        &[
            "hogy", "és", "nem", "az", "egy", "volt", "meg", "mert", "csak", "szerint", "ez", "azt", "már", "lehet",
            "is", "kell",
        ],
    ),
    (
        "ro",
        &[
            "și", "că", "nu", "este", "pentru", "din", "mai", "care", "fost", "sunt", "prin", "după", "fi", "dar",
            "cu", "către",
        ],
    ),
    (
        "fi",
        &[
            "ja", "on", "ei", "että", "mutta", "oli", "myös", "ovat", "kun", "joka", "se", "hän", "sen", "niin", "ole",
            "mukaan",
        ],
    ),
    (
        "et",
        &["ja", "on", "ei", "et", "kui", "oli", "ning", "mis", "see", "ka", "aga", "tema", "seda", "oma", "ole", "kes"],
    ),
    (
        "da",
        &[
            "og", "ikke", "af", "der", "på", "til", "det", "blev", "siger", "mere", "kunne", "være", "bliver", "efter",
            "også", "uden",
        ],
    ),
    (
        "no",
        &[
            "og", "ikke", "av", "som", "på", "til", "det", "ble", "sier", "mer", "kunne", "være", "blir", "etter",
            "også", "uten",
        ],
    ),
    (
        "ca",
        &[
            "i", "els", "amb", "per", "una", "que", "és", "del", "les", "aquest", "han", "ha", "també", "però", "més",
            "segons",
        ],
    ),
    (
        "lt",
        &["ir", "kad", "yra", "bet", "su", "iš", "buvo", "į", "tai", "ne", "jis", "apie", "kaip", "dėl", "taip", "už"],
    ),
    (
        "lv",
        &["un", "ka", "ir", "ar", "par", "bet", "no", "kas", "arī", "tika", "nav", "tiek", "lai", "pēc", "kā", "gadā"],
    ),
    (
        "id",
        &[
            "yang", "dan", "di", "ini", "dengan", "untuk", "tidak", "dari", "dalam", "akan", "itu", "pada", "juga",
            "oleh", "karena", "telah",
        ],
    ),
    (
        "sq",
        &["të", "në", "dhe", "për", "është", "një", "nga", "me", "se", "që", "janë", "nuk", "ka", "kjo", "edhe", "pas"],
    ),
    ("eu", &["eta", "da", "ez", "du", "bat", "dira", "zen", "egin", "ere", "izan", "baina", "dute", "den", "hau"]),
    (
        "is",
        &[
            "og", "að", "ekki", "sem", "fyrir", "með", "hefur", "var", "þetta", "þess", "það", "voru", "eru", "við",
            "til",
        ],
    ),
];

/// Function words of the model's languages in the Latin script, so that a rival must beat them.
const KNOWN: [(&str, &[&str]); 10] = [
    ("en", &["the", "and", "of", "to", "in", "is", "that", "for", "on", "with", "was", "by", "at", "from", "has"]),
    ("de", &["der", "die", "und", "das", "den", "nicht", "von", "zu", "mit", "ist", "im", "ein", "eine", "für", "dem"]),
    ("fr", &["le", "la", "les", "des", "et", "de", "du", "que", "un", "une", "est", "pour", "dans", "qui", "sur"]),
    ("es", &["el", "la", "los", "las", "de", "que", "y", "en", "un", "una", "por", "con", "para", "del", "se"]),
    ("it", &["il", "la", "di", "che", "e", "un", "una", "per", "del", "della", "non", "sono", "con", "ha", "gli"]),
    ("pt", &["o", "a", "os", "as", "de", "que", "e", "do", "da", "em", "um", "uma", "para", "não", "com"]),
    ("nl", &["de", "het", "een", "en", "van", "in", "is", "dat", "op", "te", "niet", "met", "voor", "zijn", "aan"]),
    ("sv", &["och", "att", "det", "som", "en", "på", "är", "av", "för", "med", "till", "inte", "den", "har", "om"]),
    ("tr", &["ve", "bir", "bu", "için", "de", "da", "ile", "olarak", "çok", "daha", "olan", "gibi", "kadar", "sonra"]),
    ("vi", &["và", "của", "là", "có", "trong", "được", "cho", "không", "với", "các", "những", "một", "người", "đã"]),
];

/// The language of a text whose script leaves no choice, and of Cyrillic and Arabic by their letters.
pub fn by_script(text: &str) -> Option<&'static str> {
    let mut counts = [0usize; SCRIPTS.len()];
    let (mut letters, mut kana, mut han) = (0usize, 0usize, 0usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        match u32::from(c) {
            0..=0x36f => {}
            0x3040..=0x30ff => kana += 1,
            0x3400..=0x9fff | 0x20000..=0x2ffff => han += 1,
            code => {
                if let Some(i) = SCRIPTS.iter().position(|(from, to, _)| (*from..=*to).contains(&code)) {
                    counts[i] += 1;
                }
            }
        }
    }
    if (kana + han) * 2 > letters {
        return Some(if kana * 10 > han { "ja" } else { "zh" });
    }
    let (best, &count) = counts.iter().enumerate().max_by_key(|(i, c)| (**c, usize::MAX - i))?;
    if count * 2 <= letters {
        return None;
    }
    let has = |letters: &str| text.chars().filter(|c| letters.contains(*c)).count() * 100 > count / 4;
    Some(match SCRIPTS[best].2 {
        "ru" if has("іїєґ") && !has("ыэъё") => "uk",
        "ru" if has("ў") => "be",
        "ru" if has("ђћџјљњ") => "sr",
        "ru" if has("ѓќѕ") => "mk",
        "ru" if has("ъ") && !has("ыэ") => "bg",
        "ru" if has("әғқңұһ") => "kk",
        "ar" if has("ٹڈڑےں") => "ur",
        "ar" if has("پچژگک") => "fa",
        code => code,
    })
}

/// Ranges of code points, and the language written in them (or the commonest of several).
const SCRIPTS: [(u32, u32, &str); 20] = [
    (0x370, 0x3ff, "el"),
    (0x1f00, 0x1fff, "el"),
    (0x400, 0x52f, "ru"),
    (0x530, 0x58f, "hy"),
    (0x590, 0x5ff, "he"),
    (0x600, 0x6ff, "ar"),
    (0x750, 0x77f, "ar"),
    (0x900, 0x97f, "hi"),
    (0x980, 0x9ff, "bn"),
    (0xa00, 0xa7f, "pa"),
    (0xa80, 0xaff, "gu"),
    (0xb80, 0xbff, "ta"),
    (0xc00, 0xc7f, "te"),
    (0xc80, 0xcff, "kn"),
    (0xd00, 0xd7f, "ml"),
    (0xe00, 0xe7f, "th"),
    (0x1000, 0x109f, "my"),
    (0x10a0, 0x10ff, "ka"),
    (0x1200, 0x137f, "am"),
    (0xac00, 0xd7af, "ko"),
];

/// Of each function word the languages that have it: bits in the order of [`FUNCTION_WORDS`], then of [`KNOWN`].
static LANGUAGES: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut languages = HashMap::new();
    for (i, (_, words)) in FUNCTION_WORDS.iter().chain(&KNOWN).enumerate() {
        words.iter().for_each(|&word| *languages.entry(word).or_insert(0) |= 1 << i);
    }
    languages
});

/// A language outside the model's sixteen, when its function words clearly outnumber those of all others.
pub fn by_function_words(text: &str) -> Option<&'static str> {
    // The words that tell these languages apart are in lower case; names are not worth folding.
    let mut counts = [0usize; FUNCTION_WORDS.len() + KNOWN.len()];
    let mut total = 0usize;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        total += 1;
        if word.len() > 10 {
            continue;
        }
        let mut languages = LANGUAGES.get(word).copied().unwrap_or(0);
        while languages != 0 {
            counts[languages.trailing_zeros() as usize] += 1;
            languages &= languages - 1;
        }
    }
    let (counts, known) = counts.split_at(FUNCTION_WORDS.len());
    let (best, &count) = counts.iter().enumerate().max_by_key(|(i, c)| (**c, usize::MAX - i))?;
    let rival = known.iter().copied().max().unwrap_or(0);
    (count >= 2 && count * 12 >= total && count * 2 > rival * 3).then(|| FUNCTION_WORDS[best].0)
}

/// The function words of a language, lower case; none are known of languages in scripts of their own.
pub fn function_words(code: &str) -> &'static [&'static str] {
    let known = KNOWN.iter().chain(&FUNCTION_WORDS).find(|(known, _)| *known == code);
    known.map_or(&[], |(_, words)| words)
}

/// Three-letter codes and English names of languages.
pub fn code_of_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "eng" | "english" => "en",
        "deu" | "ger" | "german" | "deutsch" => "de",
        "fra" | "fre" | "french" | "français" => "fr",
        "spa" | "spanish" | "español" => "es",
        "ita" | "italian" | "italiano" => "it",
        "por" | "portuguese" => "pt",
        "nld" | "dut" | "dutch" => "nl",
        "rus" | "russian" => "ru",
        "ara" | "arabic" => "ar",
        "zho" | "chi" | "cmn" | "chinese" => "zh",
        "jpn" | "japanese" => "ja",
        "kor" | "korean" => "ko",
        "pol" | "polish" => "pl",
        "swe" | "swedish" => "sv",
        "tur" | "turkish" => "tr",
        "ukr" | "ukrainian" => "uk",
        _ => return None,
    })
}
