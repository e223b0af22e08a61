use super::*;
use crate::annotate::{sentences, tokenizer};
use crate::document::BlockKind;

/// The expressions of a sentence, as `text → type value`, read on Wednesday, 19 June 2019.
fn read(text: &str) -> Vec<String> {
    read_in("en", text)
}

fn read_in(language: &str, text: &str) -> Vec<String> {
    let reference = jiff::civil::date(2019, 6, 19);
    let mut doc = Document::new("", &[(BlockKind::Body, text)], language, Some(reference));
    tokenizer::annotate(&mut doc);
    sentences::annotate(&mut doc);
    annotate(&mut doc);
    let line = |e: &Expression| {
        format!("{} → {:?} {}", doc.slice(e.span), e.label, e.value.as_deref().unwrap_or("-")).replace("  ", " ")
    };
    doc.expressions.iter().map(line).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(read(text), expected, "{text}");
}

#[test]
fn dates_are_counted_from_the_day_of_the_article() {
    for (text, expected) in [
        ("They met on Friday.", "Friday → Date 2019-06-14"),
        ("They met on Wednesday.", "Wednesday → Date 2019-06-19"),
        ("They will meet on Friday.", "Friday → Date 2019-06-21"),
        ("He arrived last Friday.", "last Friday → Date 2019-06-14"),
        ("It opens next Wednesday.", "next Wednesday → Date 2019-06-26"),
        ("He left on Tuesday night.", "Tuesday night → Date 2019-06-18"),
        ("She was born on March 3, 1972.", "March 3, 1972 → Date 1972-03-03"),
        ("He died on March 3.", "March 3 → Date 2019-03-03"),
        ("He died on December 24.", "December 24 → Date 2018-12-24"),
        ("The vote will be held on 2 February.", "2 February → Date 2020-02-02"),
        ("It ran from March 3-5.", "March 3-5 → Date 2019-03-03/2019-03-05"),
        ("On Monday, June 17, 2019, it rained.", "Monday, June 17, 2019 → Date 2019-06-17"),
        ("It fell last week.", "last week → Date 2019-W24"),
        ("It starts next month.", "next month → Date 2019-07"),
        ("It happened this year.", "this year → Date 2019"),
        ("In June 2019 it fell.", "June 2019 → Date 2019-06"),
        ("Prices rose in January.", "January → Date 2019-01"),
        ("Music of the 1990s is back.", "1990s → Date 199X"),
        ("In early 2020 it closed.", "early 2020 → Date 2020-37"),
        ("A 19th century house.", "19th century → Date 18XX"),
        ("Sales fell in Q3 2021.", "Q3 2021 → Date 2021-35"),
        ("In the third quarter of 2021 sales fell.", "third quarter of 2021 → Date 2021-35"),
        ("In the summer of 2018 it opened.", "summer of 2018 → Date 2018-22"),
        ("Two years ago it closed.", "Two years ago → Date 2017"),
        ("He was jailed for six months.", "six months → Date P6M"),
        ("Over the past 10 days it fell.", "past 10 days → Date P10D"),
        ("He was away for a year.", "a year → Date P1Y"),
        ("It took more than a decade.", "a decade → Date P10Y"),
        ("He stays for another week.", "another week → Date P1W"),
        ("From 2015-2018 it grew.", "2015-2018 → Date 2015/2018"),
        ("The law of 1998 stands.", "1998 → Date 1998"),
        ("Filed on 2019-06-01.", "2019-06-01 → Date 2019-06-01"),
        ("Filed on 25/12/2018.", "25/12/2018 → Date 2018-12-25"),
        ("Filed on 02/03/2018.", "02/03/2018 → Date -"),
        ("He left yesterday.", "yesterday → Date 2019-06-18"),
        ("It opens this weekend.", "this weekend → Date 2019-06-22/2019-06-23"),
    ] {
        check(text, &[expected]);
    }
}

#[test]
fn the_verb_of_a_date_tells_its_side() {
    let annotators = crate::annotate::Annotators::default();
    let value = |text: &str| {
        let reference = jiff::civil::date(2019, 6, 19);
        let mut doc = Document::new("", &[(BlockKind::Body, text)], "en", Some(reference));
        annotators.annotate(&mut doc);
        let dates = doc.expressions.iter().filter(|e| e.label == ExpressionType::Date);
        dates.filter_map(|e| e.value.clone()).collect::<Vec<_>>().join(" ")
    };
    let wrong: Vec<_> = [
        ("The bridge will reopen to traffic in May.", "2020-05"),
        ("The company said it plans to open a second plant in March.", "2020-03"),
        ("Voters go to the polls in October.", "2019-10"),
        ("The trial begins on Monday.", "2019-06-24"),
        ("The summit is scheduled for April.", "2020-04"),
        ("Classes resume in March.", "2020-03"),
        ("The court sits again in May.", "2020-05"),
        ("The band is playing in Leeds on Saturday.", "2019-06-22"),
        ("The two sides could sign a deal in February, the union said.", "2020-02"),
        ("She is due to appear in court on Tuesday.", "2019-06-25"),
        ("Thieves broke in over the weekend.", "2019-06-15/2019-06-16"),
        ("The museum closed in November after a flood.", "2018-11"),
        ("Protests that started in October have spread.", "2018-10"),
        ("Police arrested a man on Saturday.", "2019-06-15"),
        ("He had resigned in August over the affair.", "2018-08"),
        ("The attack carried out in September killed nine.", "2018-09"),
        ("Prices have risen since January, when the tax was cut.", "2019-01"),
        ("In July, the minister met farmers who now want help.", "2018-07"),
        ("The minister, who will retire in December, opened the fair.", "2019-12"),
    ]
    .into_iter()
    .filter_map(|(text, expected)| Some((text, expected, value(text))).filter(|(_, expected, value)| value != expected))
    .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_put_off_to_a_weekday_waits_for_the_next_one() {
    for (text, expected) in [
        ("The talks were put off until Wednesday.", "Wednesday → Date 2019-06-26"),
        ("The talks were moved to Wednesday.", "Wednesday → Date 2019-06-26"),
        ("Bids must be in by Wednesday.", "Wednesday → Date 2019-06-26"),
        ("The fair ends on Wednesday.", "Wednesday → Date 2019-06-19"),
    ] {
        check(text, &[expected]);
    }
}

#[test]
fn dollars_of_another_country_are_not_american() {
    let text = "Costó 45 millones de dólares de Singapur, 300 dólares de Hong Kong y 20 dólares.";
    assert_eq!(
        read_in("es", text),
        [
            "45 millones de dólares de Singapur → Money 45000000 SGD",
            "300 dólares de Hong Kong → Money 300 HKD",
            "20 dólares → Money 20 USD"
        ]
    );
}

#[test]
fn quarters_are_those_of_a_year_where_business_is_meant() {
    check("Shipments fell in the second quarter.", &["second quarter → Date 2019-34"]);
    check("She scored in the second quarter.", &["second → Ordinal 2"]);
    assert_eq!(read_in("de", "Im zweiten Quartal fiel Schnee."), ["zweiten Quartal → Date 2019-34"]);
}

#[test]
fn words_that_only_look_like_dates_are_none() {
    for text in ["He may march.", "May I go?", "The second man spoke.", "In the fall he stood up."] {
        assert!(read(text).iter().all(|found| !found.contains("Date")), "{text}: {:?}", read(text));
    }
    check("Some 2000 people came.", &["2000 → Cardinal 2000"]);
}

#[test]
fn money_has_an_amount_and_an_iso_currency() {
    for (text, expected) in [
        ("It cost $3.5 billion.", "$3.5 billion → Money 3500000000 USD"),
        ("It cost $3.5bn.", "$3.5bn → Money 3500000000 USD"),
        ("It cost 500 million euros.", "500 million euros → Money 500000000 EUR"),
        ("It cost £20m.", "£20m → Money 20000000 GBP"),
        ("It cost A$40.", "A$40 → Money 40 AUD"),
        ("It cost US$1,250.50 then.", "US$1,250.50 → Money 1250.5 USD"),
        ("It cost Rs 40 crore.", "Rs 40 crore → Money 400000000 INR"),
        ("It cost two million Canadian dollars.", "two million Canadian dollars → Money 2000000 CAD"),
        ("It cost EUR 500 million.", "EUR 500 million → Money 500000000 EUR"),
        ("It cost half a million dollars.", "half a million dollars → Money 500000 USD"),
        ("It cost a billion yen.", "a billion yen → Money 1000000000 JPY"),
        ("A $3-billion deal.", "$3-billion → Money 3000000000 USD"),
        ("It costs 20 cents.", "20 cents → Money 0.2 USD"),
        ("It costs 50 pence.", "50 pence → Money 0.5 GBP"),
        ("It cost millions of dollars.", "millions of dollars → Money -"),
        ("It cost tens of millions of euros.", "millions of euros → Money -"),
        ("It cost a few hundred pounds.", "a few hundred pounds → Money -"),
        ("It cost R500 million.", "R500 million → Money 500000000 ZAR"),
        ("It cost N2bn.", "N2bn → Money 2000000000 NGN"),
        ("It cost P1,500.", "P1,500 → Money 1500 PHP"),
        ("It cost Rp 1.5 trillion.", "Rp 1.5 trillion → Money 1500000000000 IDR"),
        ("It cost KSh 400 million.", "KSh 400 million → Money 400000000 KES"),
        ("It cost GH¢3 million.", "GH¢3 million → Money 3000000 GHS"),
        ("It cost MAD 90 million.", "MAD 90 million → Money 90000000 MAD"),
        ("It cost 2bn tenge.", "2bn tenge → Money 2000000000 KZT"),
        ("It cost 5 million Tunisian dinars.", "5 million Tunisian dinars → Money 5000000 TND"),
        ("It costs 40 kobo.", "40 kobo → Money 0.4 NGN"),
    ] {
        check(text, &[expected]);
    }
    check("It won three games.", &["three → Cardinal 3"]);
    check("They met at COP28 and at COP 28.", &["28 → Cardinal 28"]);
}

#[test]
fn times_percentages_quantities_and_numbers() {
    for (text, expected) in [
        ("It starts at 9:30 a.m.", "9:30 a.m. → Time T09:30"),
        ("It starts at 10pm sharp.", "10pm → Time T22:00"),
        ("At 14:30 GMT it began.", "14:30 GMT → Time T14:30Z"),
        ("At noon it began.", "noon → Time T12:00"),
        ("It rose 5.5 percent.", "5.5 percent → Percent 5.5"),
        ("It rose 12% again.", "12% → Percent 12"),
        ("It rose five per cent.", "five per cent → Percent 5"),
        ("He ran 10 miles.", "10 miles → Quantity 10 mi"),
        ("A park of 20 square kilometres.", "20 square kilometres → Quantity 20 km2"),
        ("The 63-year-old left.", "63-year-old → Quantity 63 year"),
        ("At 30 degrees Celsius it melts.", "30 degrees Celsius → Quantity 30 °C"),
        ("She came third.", "third → Ordinal 3"),
        ("The 21st time.", "21st → Ordinal 21"),
        ("Some twenty-five people came.", "twenty-five → Cardinal 25"),
        ("Two hundred and six people came.", "Two hundred and six → Cardinal 206"),
        ("About 3.5 million people came.", "3.5 million → Cardinal 3500000"),
        ("A dozen people came.", "A dozen → Cardinal 12"),
    ] {
        check(text, &[expected]);
    }
}

#[test]
fn without_a_day_of_the_article_the_year_stays_open() {
    let mut doc = Document::new("", &[(BlockKind::Body, "He died on March 3, a Friday.")], "en", None);
    tokenizer::annotate(&mut doc);
    sentences::annotate(&mut doc);
    annotate(&mut doc);
    let values: Vec<_> = doc.expressions.iter().map(|e| e.value.as_deref()).collect();
    assert_eq!(values, [Some("XXXX-03-03"), None]);
}

#[test]
fn huge_numbers_do_not_overflow() {
    read(
        "It has 99999999999999999999999 and 999999999999 trillion trillion crore and nine hundred million billion trillion trillion.",
    );
    read(
        "2 million million million million million dollars, March 99999999999, 999999999 years ago, 9999999999999 decades",
    );
}

/// An amount in all the ways in which a language writes it.
const WAYS: &[(&str, &str, &[&str])] = &[
    (
        "en",
        "3500000 USD",
        &[
            "$3.5 million",
            "$3.5m",
            "$3.5mn",
            "$3.5 mil",
            "$3.5MM",
            "$3.5-million",
            "$3,500,000",
            "$3,500,000.00",
            "US$3.5 million",
            "USD 3.5 million",
            "3.5 million dollars",
            "three and a half million dollars",
            "3 1/2 million dollars",
            "3½ million dollars",
            "3500 thousand dollars",
        ],
    ),
    (
        "de",
        "1250000 EUR",
        &[
            "1,25 Millionen Euro",
            "1,25 Mio. Euro",
            "1.250.000 Euro",
            "1.250.000,00 €",
            "€ 1.250.000",
            "1 250 000 Euro",
            "1’250’000 Euro",
        ],
    ),
    (
        "fr",
        "2500000 EUR",
        &[
            "2,5 millions d’euros",
            "2,5 M€",
            "2 500 000 euros",
            "2\u{202f}500\u{202f}000 €",
            "deux millions et demi d'euros",
        ],
    ),
    (
        "es",
        "2500000000 EUR",
        &[
            "2.500 millones de euros",
            "dos mil quinientos millones de euros",
            "2.500.000.000 euros",
            "2.500.000.000,00 €",
            "2500 millones de euros",
        ],
    ),
    (
        "pt",
        "1500000000 BRL",
        &[
            "R$ 1,5 bilhão",
            "1,5 bilhão de reais",
            "R$ 1.500.000.000",
            "R$ 1.500.000.000,00",
            "R$ 1,5 bi",
            "mil e quinhentos milhões de reais",
        ],
    ),
    ("it", "250000 EUR", &["250mila euro", "250.000 euro", "duecentocinquantamila euro", "250.000,00 €", "€ 250.000"]),
    (
        "nl",
        "1500000 EUR",
        &["1,5 miljoen euro", "anderhalf miljoen euro", "1.500.000 euro", "€ 1.500.000,00", "1,5 mln euro"],
    ),
    ("pl", "1500000 PLN", &["1,5 miliona złotych", "1,5 mln zł", "1 500 000 zł", "1.500.000 złotych"]),
    ("sv", "1500000 SEK", &["1,5 miljoner kronor", "1,5 mn kr", "1 500 000 kronor"]),
    ("da", "1500000 DKK", &["1,5 millioner kroner", "1,5 mio. kr", "1.500.000 kroner"]),
    ("no", "1500000 NOK", &["1,5 millioner kroner", "1 500 000 kr"]),
    ("fi", "1500000 EUR", &["1,5 miljoonaa euroa", "1 500 000 euroa", "1,5 milj. euroa"]),
    ("cs", "1500000 CZK", &["1,5 milionu korun", "1 500 000 Kč", "1,5 mil. korun"]),
    ("ro", "1500000 RON", &["1,5 milioane lei", "1.500.000 lei"]),
    ("hu", "1500000 HUF", &["1,5 millió forint", "1 500 000 Ft"]),
    ("tr", "1500000 TRY", &["1,5 milyon lira", "1.500.000 TL"]),
    ("ru", "1500000 RUB", &["1,5 миллиона рублей", "1,5 млн руб", "1 500 000 рублей"]),
    ("uk", "1500000 UAH", &["1,5 мільйона гривень", "1,5 млн грн", "1 500 000 гривень"]),
];

#[test]
fn an_amount_has_one_value_however_it_is_written() {
    let mut wrong = Vec::new();
    for (language, value, ways) in WAYS {
        for way in *ways {
            let found = read_in(language, way);
            let expected = format!("{way} → Money {value}");
            if found != [expected.as_str()] {
                wrong.push(format!("{language}: expected {expected}, found {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn digits_in_groups_read_back_by_the_convention_of_each_language() {
    let numbers = [1u64, 12, 123, 1_234, 12_345, 123_456, 1_234_567, 12_345_678, 999_000, 1_000_000];
    for language in crate::languages::Language::all() {
        let rules = language.number_rules();
        let (Some(decimal), Some(group)) = (rules.decimal, rules.groups.first()) else { continue };
        for number in numbers {
            let digits = number.to_string();
            let grouped: String = digits
                .char_indices()
                .flat_map(|(at, digit)| {
                    let mark = at > 0 && (digits.len() - at) % 3 == 0;
                    mark.then_some(*group).into_iter().chain([digit])
                })
                .collect();
            let text = format!("{grouped}{decimal}5 %");
            assert_eq!(
                read_in(language.code(), &text),
                [format!("{text} → Percent {number}.5")],
                "{}",
                language.code()
            );
        }
    }
}

#[test]
fn the_first_of_a_range_never_stands_without_its_scale() {
    for (language, text) in [
        ("en", "It cost from $3 to $5 million."),
        ("en", "It cost $3-5m."),
        ("en", "It took between 3 and 5 million people."),
        ("en", "Two or three million people came."),
        ("de", "Es kostet 3 bis 5 Millionen Euro."),
        ("fr", "Il faut 3 à 5 millions d'euros."),
        ("es", "Cuesta entre 3 y 5 millones de euros."),
        ("pt", "Custa de 3 a 5 milhões de euros."),
        ("it", "Costa da 3 a 5 milioni di euro."),
        ("nl", "Het kost 3 tot 5 miljoen euro."),
    ] {
        let small = |found: &String| {
            let value = found.rsplit_once("→ ").and_then(|(_, found)| found.split(' ').nth(1)).unwrap_or_default();
            value.split('/').any(|value| value.len() == 1 && value != "-")
        };
        assert!(!read_in(language, text).iter().any(small), "{text}: {:?}", read_in(language, text));
    }
}

#[test]
fn without_a_pack_there_are_digits_and_signs_and_nothing_that_is_unsure() {
    for (text, expected) in [
        ("Most kosztuje 12,5 % więcej.", &["12,5 % → Percent 12.5"][..]),
        ("To kosztuje 1.250 € teraz.", &["1.250 € → Money -"]),
        ("To kosztuje 1.250,50 € teraz.", &["1.250,50 € → Money 1250.5 EUR"]),
        ("W dniu 25.12.2018 r.", &["25.12.2018 → Date 2018-12-25"]),
        ("W dniu 02/03/2018 r.", &["02/03/2018 → Date -"]),
        ("Most ma 12 km.", &["12 km → Quantity 12 km"]),
    ] {
        assert_eq!(read_in("xx", text), expected, "{text}");
    }
}

#[test]
fn blanks_group_digits_behind_a_currency() {
    check("It cost R640 000 in all.", &["R640 000 → Money 640000 ZAR"]);
    check("It cost $1 250 000 in all.", &["$1 250 000 → Money 1250000 USD"]);
    check("Three-quarters of a million euros are owed.", &["Three-quarters of a million euros → Money 750000 EUR"]);
}
