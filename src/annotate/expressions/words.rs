//! The words that dates, amounts and numbers are made of.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What a word can be part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// A number below one hundred.
    Number(u64),
    /// "hundred", "million", "bn": a power of ten.
    Scale(u32),
    /// "third": a rank.
    Ordinal(u64),
    /// 1 to 12.
    Month(i8),
    /// 1 (Monday) to 7.
    Weekday(i8),
    /// EDTF code of a season: 21 (spring) to 24 (winter).
    Season(u8),
    /// A span of the calendar.
    Span(Unit),
    /// A unit of measure, with its symbol.
    Measure(&'static str),
    /// A currency's noun, with its ISO code.
    Currency(&'static str),
    /// A nationality that makes a currency another one: "Canadian" dollars.
    Coinage(&'static str),
    /// "last", "next"…: −1, 0, 1.
    Which(i64),
    /// "today", "yesterday"…: days from today.
    Day(i64),
    /// "early", "mid", "late": 0, 1, 2.
    Part(u8),
    /// "morning", "night"…
    TimeOfDay,
    /// "noon", "midnight": hour.
    Hour(u8),
}

/// A span of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// The word's part, if it has one; `word` in lower case.
pub(super) fn word(word: &str) -> Option<Word> {
    static WORDS: OnceLock<HashMap<&'static str, Word>> = OnceLock::new();
    WORDS.get_or_init(|| LISTS.iter().flat_map(entries).collect()).get(word).copied()
}

/// Words in order, several spellings of one apart by `|`.
struct List(&'static str, fn(u64, &'static str) -> Word);

fn entries(list: &'static List) -> impl Iterator<Item = (&'static str, Word)> {
    let groups = list.0.split_whitespace().enumerate();
    groups.flat_map(move |(index, group)| {
        let (symbol, spellings) = group.split_once('=').unwrap_or((group, group));
        spellings.split('|').map(move |spelling| (spelling, list.1(index as u64, symbol)))
    })
}

fn number(symbol: &str) -> u64 {
    symbol.parse().unwrap_or(0)
}

static LISTS: &[List] = &[
    List(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
         eighteen nineteen",
        |index, _| Word::Number(index),
    ),
    List("20=twenty 30=thirty 40=forty 50=fifty 60=sixty 70=seventy 80=eighty 90=ninety 12=dozen", |_, symbol| {
        Word::Number(number(symbol))
    }),
    List(
        "2=hundred|hundreds 3=thousand|thousands|k 5=lakh|lakhs 6=million|millions|m|mn|mln 7=crore|crores|cr \
         9=billion|billions|bn|bln|b 12=trillion|trillions|tn|trn",
        |_, symbol| Word::Scale(number(symbol) as u32),
    ),
    List(
        "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth \
         fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
        |index, _| Word::Ordinal(index),
    ),
    List(
        "30=thirtieth 40=fortieth 50=fiftieth 60=sixtieth 70=seventieth 80=eightieth 90=ninetieth 100=hundredth",
        |_, symbol| Word::Ordinal(number(symbol)),
    ),
    List(
        "1=january|jan|jan. 2=february|feb|feb. 3=march|mar. 4=april|apr|apr. 5=may 6=june|jun. 7=july|jul. \
         8=august|aug|aug. 9=september|sept|sept.|sep|sep. 10=october|oct|oct. 11=november|nov|nov. 12=december|dec|dec.",
        |_, symbol| Word::Month(number(symbol) as i8),
    ),
    List(
        "1=monday|mondays|mon. 2=tuesday|tuesdays|tue.|tues. 3=wednesday|wednesdays|wed. 4=thursday|thursdays|thu.|thurs. \
         5=friday|fridays|fri. 6=saturday|saturdays|sat. 7=sunday|sundays|sun.",
        |_, symbol| Word::Weekday(number(symbol) as i8),
    ),
    List("21=spring 22=summer 23=autumn|fall 24=winter", |_, symbol| Word::Season(number(symbol) as u8)),
    List("s=second|seconds", |_, _| Word::Ordinal(2)),
    List("s=seconds", |_, _| Word::Span(Unit::Second)),
    List("m=minute|minutes", |_, _| Word::Span(Unit::Minute)),
    List("h=hour|hours", |_, _| Word::Span(Unit::Hour)),
    List("d=day|days", |_, _| Word::Span(Unit::Day)),
    List("w=week|weeks", |_, _| Word::Span(Unit::Week)),
    List("e=weekend|weekends", |_, _| Word::Span(Unit::Weekend)),
    List("m=month|months", |_, _| Word::Span(Unit::Month)),
    List("q=quarter|quarters", |_, _| Word::Span(Unit::Quarter)),
    List("y=year|years", |_, _| Word::Span(Unit::Year)),
    List("t=decade|decades", |_, _| Word::Span(Unit::Decade)),
    List("c=century|centuries", |_, _| Word::Span(Unit::Century)),
    List(
        "km=kilometer|kilometers|kilometre|kilometres|km|kms mi=mile|miles m=meter|meters|metre|metres ft=foot|feet|ft \
         in=inch|inches yd=yard|yards cm=centimeter|centimeters|centimetre|centimetres|cm \
         mm=millimeter|millimeters|millimetre|millimetres|mm kg=kilogram|kilograms|kilo|kilos|kg g=gram|grams|grammes \
         t=ton|tons|tonne|tonnes lb=lb|lbs oz=ounce|ounces l=liter|liters|litre|litres gal=gallon|gallons \
         bbl=barrel|barrels acre=acre|acres ha=hectare|hectares deg=degree|degrees mph=mph km/h=kph|km/h \
         kW=kilowatt|kilowatts|kw MW=megawatt|megawatts|mw GW=gigawatt|gigawatts|gw kWh=kwh MWh=mwh MB=megabyte|megabytes|mb \
         GB=gigabyte|gigabytes|gb TB=terabyte|terabytes|tb knot=knots hp=horsepower",
        |_, symbol| Word::Measure(symbol),
    ),
    List(
        "USD=dollar|dollars|usd|buck|bucks EUR=euro|euros|eur GBP=pound|pounds|gbp|quid JPY=yen|jpy CNY=yuan|renminbi|cny|rmb \
         INR=rupee|rupees|inr RUB=ruble|rubles|rouble|roubles|rub CHF=franc|francs|chf MXN=peso|pesos|mxn KRW=won|krw \
         TRY=lira|liras|try ZAR=rand|zar SEK=krona|kronor|sek NOK=krone|kroner|nok BRL=real|reais|brl ILS=shekel|shekels|ils \
         UAH=hryvnia|hryvnias|uah BDT=taka|bdt GHS=cedi|cedis|ghs PLN=zloty|zlotys|pln THB=baht|thb VND=dong|vnd IDR=rupiah|idr NGN=naira|ngn KES=shilling|shillings|kes \
         SAR=riyal|riyals|sar AED=dirham|dirhams|aed KWD=dinar|dinars|kwd AUD=aud CAD=cad NZD=nzd HKD=hkd SGD=sgd PHP=php PKR=pkr \
         MYR=ringgit|myr HUF=forint|forints|huf CZK=koruna|czk DKK=dkk BTC=bitcoin|bitcoins|btc",
        |_, symbol| Word::Currency(symbol),
    ),
    List(
        "AU=australian CA=canadian NZ=zealand HK=hong SG=singapore US=us|u.s.|american TW=taiwan PH=philippine CO=colombian \
         CL=chilean AR=argentine PK=pakistani LK=sri NP=nepalese CH=swiss DK=danish NO=norwegian SE=swedish EG=egyptian \
         SY=syrian LB=lebanese TZ=tanzanian UG=ugandan IQ=iraqi",
        |_, symbol| Word::Coinage(symbol),
    ),
    List("-1=last|past|previous 0=this|current 1=next|coming|upcoming|following", |_, symbol| {
        Word::Which(symbol.parse().unwrap_or(0))
    }),
    List("0=today 0=tonight -1=yesterday 1=tomorrow", |_, symbol| Word::Day(symbol.parse().unwrap_or(0))),
    List("0=early 1=mid|mid- 2=late", |_, symbol| Word::Part(number(symbol) as u8)),
    List("morning mornings afternoon afternoons evening evenings night nights", |_, _| Word::TimeOfDay),
    List("12=noon|midday 0=midnight", |_, symbol| Word::Hour(number(symbol) as u8)),
];

/// The ISO code of a currency sign, "$" alone standing for the US dollar.
pub(super) fn currency_sign(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "$" | "US$" | "U.S.$" => "USD",
        "€" => "EUR",
        "£" => "GBP",
        "¥" => "JPY",
        "₹" | "Rs" | "Rs." => "INR",
        "₽" => "RUB",
        "₩" => "KRW",
        "₺" => "TRY",
        "₦" => "NGN",
        "₪" => "ILS",
        "₴" => "UAH",
        "฿" => "THB",
        "₫" => "VND",
        "A$" | "AU$" => "AUD",
        "C$" | "CA$" | "Can$" => "CAD",
        "NZ$" => "NZD",
        "HK$" => "HKD",
        "S$" => "SGD",
        "R$" => "BRL",
        "NT$" => "TWD",
        "J$" => "JMD",
        "TT$" => "TTD",
        "N$" => "NAD",
        "Rp" => "IDR",
        "RM" => "MYR",
        "KSh" | "Ksh" | "Sh" => "KES",
        "Tk" => "BDT",
        _ => return None,
    })
}

/// The currency of a country's coin: the "Canadian" "dollar" is CAD.
pub(super) fn coin(country: &str, currency: &'static str) -> &'static str {
    match (country, currency) {
        ("AU", "USD") => "AUD",
        ("CA", "USD") => "CAD",
        ("NZ", "USD") => "NZD",
        ("HK", "USD") => "HKD",
        ("SG", "USD") => "SGD",
        ("TW", "USD") => "TWD",
        ("PH", "MXN") => "PHP",
        ("CO", "MXN") => "COP",
        ("CL", "MXN") => "CLP",
        ("AR", "MXN") => "ARS",
        ("PK", "INR") => "PKR",
        ("LK", "INR") => "LKR",
        ("NP", "INR") => "NPR",
        ("DK", "NOK") => "DKK",
        ("EG", "GBP") => "EGP",
        ("SY", "GBP") => "SYP",
        ("LB", "GBP") => "LBP",
        ("TZ", "KES") => "TZS",
        ("UG", "KES") => "UGX",
        ("IQ", "KWD") => "IQD",
        _ => currency,
    }
}
