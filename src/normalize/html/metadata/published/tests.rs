//! Which of the dates of a page is that of publication.

use crate::normalize::html::dom::Dom;

fn check(page: &str, url: &str, want: Option<&str>) {
    let dom = Dom::parse(page);
    assert_eq!(crate::normalize::html::metadata::of_page(&dom, Some(url)).published.as_deref(), want, "{page}");
}

#[test]
fn the_surest_date_wins() {
    let url = "https://example.com/news/2019/06/18/vote";
    check(
        "<meta property='article:published_time' content='2019-06-19T08:00:00+02:00'><time datetime=2020-01-01>",
        url,
        Some("2019-06-19T08:00:00+02:00"),
    );
    check("<meta name=date content='2019-06-19T02:00:00Z'>", url, Some("2019-06-19T02:00:00Z"));
    check("<meta name=date content='2019-06-18T22:00:00Z'>", url, Some("2019-06-18T22:00:00Z"));
    check("<h1>Vote</h1><time datetime=2019-06-17>", url, Some("2019-06-17"));
    check("<h1>Vote</h1>", url, Some("2019-06-18"));
    check("<h1>Vote</h1>", "https://example.com/news/2019/jun/18/vote", Some("18 jun 2019"));
    check(
        "<h1>Vote</h1><p>Updated 3 May 2020<p>Published 2 May 2020",
        "https://example.com/vote",
        Some("Published 2 May 2020"),
    );
    check("<h1>Vote</h1><p>No date", "https://example.com/2019", None);
    check(
        "<h1>Vote</h1><p>NORTHTOWN, 3 May 2016 – The council of the town voted on the bridge, which will now be kept, and \
         on the school, which will not, after a debate that went on for longer than any other of this year so far.",
        "https://example.com/vote",
        Some("NORTHTOWN, 3 May 2016"),
    );
    // The system keeps the date of the last change alone; readers see when it was published.
    let changed = "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"2025-11-05\",\"dateModified\":\"2025-11-05\"}</script>";
    let seen = "<h1>Vote</h1><div>Published <time datetime=2025-05-02>2 May</time></div>";
    check(&format!("{changed}{seen}"), "https://example.com/vote", Some("2025-05-02"));
    let built =
        "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"Nov 05, 2025\"}</script>";
    check(&format!("{built}<h1>Vote</h1><p>May 2, 2020"), "https://example.com/vote", Some("May 2, 2020"));
    check(&format!("{built}<h1>Vote</h1>"), "https://example.com/vote", Some("Nov 05, 2025"));
    let far = "<p>One line of text.".repeat(40);
    check(
        &format!("<h1>Vote</h1>{far}<p>Posted on 2 May 2020"),
        "https://example.com/vote",
        Some("Posted on 2 May 2020"),
    );
}

#[test]
fn the_date_of_a_change_does_not_count() {
    let url = "https://coast.example/ferry";
    let changed = "<time class=updated datetime='2020-05-03T09:00:00Z'>Updated 3 May 2020</time>";
    let script = "<script type='application/ld+json'>{\"@type\":\"Article\",\"dateModified\":\"2020-05-03\"}</script>";
    check(&format!("{script}<h1>Ferry</h1>"), url, None);
    // Readers take it for the date where there is no other.
    check(&format!("<h1>Ferry</h1>{changed}"), url, Some("Updated 3 May 2020"));
    check(&format!("<h1>Ferry</h1>{changed}<p>Posted 2 May 2020"), url, Some("Posted 2 May 2020"));
    check(
        "<h1>Ferry</h1><p><span>Erschienen: 2. Mai 2020</span> <time datetime='2020-05-03'>Aktualisiert: 3. Mai 2020</time>",
        url,
        Some("Erschienen: 2. Mai 2020"),
    );
    check(
        "<h1>Ferry</h1><time datetime='2020-05-03'>Published 2 May 2020 | Updated 3 May 2020</time>",
        url,
        Some("Published 2 May 2020"),
    );
    check(
        "<h1>Ferry</h1><p>Mis à jour <time datetime='2020-05-03'>le 3 mai</time> Publié <time datetime='2020-05-02'>le 2 mai</time>",
        url,
        Some("2020-05-02"),
    );
}

#[test]
fn a_relative_date_has_its_moment_in_an_attribute() {
    let url = "https://coast.example/ferry";
    for element in [
        "<span title='May 2, 2020 8:00 AM'>two days ago</span>",
        "<abbr data-utime=1588406400>vor 2 Stunden</abbr>",
        "<time data-timestamp=1588406400000>il y a 2 heures</time>",
        "<a href=/x><time title='2020-05-02T08:00:00Z'>hace 2 horas</time></a>",
    ] {
        let dom = Dom::parse(&format!("<h1>Ferry</h1><p class=date>{element}</p>"));
        let found = crate::normalize::html::metadata::of_page(&dom, Some(url)).published.expect(element);
        let day =
            crate::normalize::date::parse(&found, crate::normalize::date::DayOrder::DayFirst).expect(element).date;
        assert_eq!(day.to_string(), "2020-05-02", "{element}");
    }
}
