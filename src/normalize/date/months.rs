//! Names of the months.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::languages::{MonthName, months};

/// The names by their first letter, so that a word is compared with few of them.
static NAMES: LazyLock<HashMap<char, Vec<MonthName>>> = LazyLock::new(|| {
    let mut by_first: HashMap<char, Vec<MonthName>> = HashMap::new();
    for &name in months() {
        by_first.entry(name.0.chars().next().unwrap_or_default()).or_default().push(name);
    }
    by_first
});

/// The month, 1 to 12, that a lower-case word names in one of the languages known. Where one language's month begins like
/// another's ("mar…" is March, Finnish "marras…" November), the longer beginning wins.
pub fn month_named(word: &str) -> Option<u32> {
    // Two letters are a name only where each of them is a syllable (Hindi "मई").
    word.chars().nth(if word.is_ascii() { 2 } else { 1 })?;
    let mut best: Option<(usize, u32)> = None;
    for &(name, is_whole, month) in NAMES.get(&word.chars().next()?)? {
        let fits = if is_whole { word == name } else { word.starts_with(name) };
        if fits && best.is_none_or(|(longest, _)| name.len() > longest) {
            best = Some((name.len(), month));
        }
    }
    best.map(|(_, month)| month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_months_in_many_languages() {
        for names in [
            "january february march april may june july august september october november december",
            "jan feb mar apr may jun jul aug sep oct nov dec",
            "januar februar märz april mai juni juli august september oktober november dezember",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "januari februari maart april mei juni juli augustus september oktober november december",
            "januari februari mars april maj juni juli augusti september oktober november december",
            "januar februar mars april mai juni juli august september oktober november desember",
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
            "ledna února března dubna května června července srpna září října listopadu prosince",
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
            "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
            "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
            "január február március április május június július augusztus szeptember október november december",
            "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
            "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
            "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
            "januari februari maret april mei juni juli agustus september oktober november desember",
            "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
        ] {
            for (want, name) in (1..).zip(names.split(' ')) {
                assert_eq!(month_named(name), Some(want), "{name}");
            }
        }
        for word in ["people", "monday", "", "de", "a"] {
            assert_eq!(month_named(word), None, "{word}");
        }
    }
}
