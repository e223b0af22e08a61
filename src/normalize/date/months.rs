//! Names of the months.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Beginnings of the full names, and abbreviations, of each month. Where one language's month begins like another's
/// ("mar…" is March, Finnish "marras…" November), the longer beginning wins.
const MONTHS: [(&str, &str); 12] = [
    (
        "januar janvi enero genna janei stycz leden ledna januá január ianua tammi ocak січ январ януар \
            ιανου gener saus janv يناير جنوری ژانویه जनवरी jaanuar jänner siječ",
        "jan ene gen янв sty led oca ιαν ian",
    ),
    (
        "februa févri fevri febre febbr fever lutego luty únor febru helmi şubat subat лют феврал φεβρου \
            vasar febr فبراير فروری फरवरी फ़रवरी veebruar velja februá februó",
        "feb fév fev lut úno şub фев φεβ",
    ),
    (
        "march märz maerz marzo mars março marco maart marzec marca březe březn marec márci marti maalis \
            mart берез март μαρτ març kovo مارس مارچ मार्च märts ožuj maret",
        "mar mär mrz mrt бер мар bře μαρ",
    ),
    (
        "april avril abril kwiet duben dubna ápril huhti nisan квіт апрел април απριλ balan أبريل ابريل \
            اپریل अप्रैल aprill trav",
        "apr avr abr kwi dub nis апр кві απρ",
    ),
    (
        "mayo maggi maio maja květe květn május mája touko mayıs mayis травн травен μαϊου μαΐου μαΐος \
            maig geguž مايو svib",
        "may mai mei maj mag mayo мая май маја тра kvě máj μαϊ مئی मई",
    ),
    (
        "june juni juin junio giugn junho czerwi czerwca červen června június iunie kesä hazir червн \
            червен июн јун юни ιουνι ιουνί juny birže يونيو حزيران جون जून juuni lipnja",
        "jun giu cze čvn haz чер jún iun ιουν",
    ),
    (
        "july juli juill julio lugli julho lipiec lipca červenec července július iulie heinä temmuz липн \
            липен июл јул юли ιουλι ιουλί juliol liep يوليو تموز جولائی जुलाई juuli srpnja",
        "jul lug lip čvc tem лип júl iul ιουλ juil",
    ),
    (
        "august août aout agosto sierp srpen srpna augusztus agustus elokuu ağustos agustos серп август αυγου \
            agost rugpj أغسطس اگست अगस्त augusti augustus kolov αυγού",
        "aug ago aoû sie srp ağu авг сер αυγ",
    ),
    (
        "septem septi settem setem wrześ wrzes září szeptember septembrie syys eylül eylul верес сентяб \
            септем σεπτε rugsė سبتمبر أيلول ستمبر सितंबर सितम्बर rujna",
        "sep sept set wrz zář eyl сен вер σεπ",
    ),
    (
        "octob oktob octub ottob outub paźdz pazdz říjen října október octom loka ekim жовт октяб октом \
            οκτω spali أكتوبر اکتوبر अक्टूबर oktoober",
        "oct okt ott out paź říj eki окт жов οκτ",
    ),
    (
        "novem novie noiem listopad kasım kasim marras листопад ноябр ноем νοεμ lapkri نوفمبر نومبر \
            नवंबर नवम्बर studen",
        "nov lis kas ноя лис νοε",
    ),
    (
        "decem dezem décem dicie dicem grudz grudnia prosin decembrie joulu aralık aralik грудн груден \
            декаб декем δεκεμ desem gruod ديسمبر دسمبر दिसंबर दिसम्बर detsem prosi",
        "dec dez déc dic gru pro ara дек гру δεκ des",
    ),
];

/// How a month's name begins, whether that is all of it, and the month.
type Name = (&'static str, bool, u32);

/// The names by their first letter, so that a word is compared with few of them.
static NAMES: LazyLock<HashMap<char, Vec<Name>>> = LazyLock::new(|| {
    let mut by_first: HashMap<char, Vec<Name>> = HashMap::new();
    for (month, (stems, short)) in (1..).zip(&MONTHS) {
        let stems = stems.split_ascii_whitespace().map(|stem| (stem, false, month));
        for name in stems.chain(short.split_ascii_whitespace().map(|short| (short, true, month))) {
            by_first.entry(name.0.chars().next().unwrap_or_default()).or_default().push(name);
        }
    }
    by_first
});

/// The month, 1 to 12, that a lower-case word names in one of the languages known.
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
