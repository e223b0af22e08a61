use super::*;
use crate::annotate::{sentences, tokenizer};
use crate::document::BlockKind;

/// The expressions of a sentence, as `text → type value`, read on Wednesday, 19 June 2019.
fn read(text: &str) -> Vec<String> {
    let reference = jiff::civil::date(2019, 6, 19);
    let mut doc = Document::new("", &[(BlockKind::Body, text)], "en", Some(reference));
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
    ] {
        check(text, &[expected]);
    }
    check("It won three games.", &["three → Cardinal 3"]);
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
