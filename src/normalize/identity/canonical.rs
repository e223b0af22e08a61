//! Whether the address that a page names as its own can be believed.
//!
//! Two articles must never share an id, so an address that may stand for several of them is not taken for one.

use std::borrow::Cow;

use url::{Host, Url};

use super::address::{self, canonical};

/// What templates leave in an address that nobody filled in, as a part of its path.
const PLACEHOLDERS: [&str; 8] =
    ["undefined", "null", "none", "nan", "false", "#", "[object object]", "%5bobject%20object%5d"];

/// Parts of a path that lead to another form of the same article.
const VARIANTS: [&str; 14] = [
    "amp",
    "amp.html",
    "print",
    "printable",
    "full",
    "all",
    "page",
    "index.html",
    "index.php",
    "comments",
    "gallery",
    "mobile",
    "single",
    "view",
];

/// Names of parameters that say which article a script shows.
const IDS: [&str; 20] = [
    "id",
    "p",
    "page_id",
    "article",
    "articleid",
    "article_id",
    "aid",
    "nid",
    "newsid",
    "news_id",
    "story",
    "storyid",
    "sid",
    "pid",
    "cid",
    "post",
    "item",
    "itemid",
    "doc",
    "uid",
];

/// The address, of those that an article names as its own in order, that is believed: resolved against `base`, of the web,
/// no placeholder, and no page that stands for others. `own` is where the article was found.
pub fn believed<'a>(named: impl IntoIterator<Item = &'a str>, base: Option<&str>, own: Option<&str>) -> Option<String> {
    let own = own.and_then(address::parse);
    named.into_iter().find_map(|named| {
        let named = named.trim();
        if named.is_empty() || named.starts_with('#') || named.contains(['{', '<']) {
            return None;
        }
        let resolved = match base {
            Some(base) => address::resolve(named, base)?,
            None => String::from(address::parse(named)?),
        };
        let url = Url::parse(&resolved).ok()?;
        let is_believed =
            !is_placeholder(&url) && is_public(&url, own.as_ref()) && !stands_for_others(&url, own.as_ref());
        is_believed.then_some(resolved)
    })
}

/// Whether an address is the front of a site: its root, or the root of one of its languages.
pub fn is_front(address: &str) -> bool {
    address::parse(address).is_some_and(|url| is_front_url(&url))
}

fn is_front_url(url: &Url) -> bool {
    url.query().is_none() && url.fragment().is_none() && parts(url).iter().all(|part| is_root_part(part))
}

/// "index.html", "home", "en", "pt-br": what the address of a front page has.
fn is_root_part(part: &str) -> bool {
    let name = part.split('.').next().unwrap_or_default();
    let is_language = match part.as_bytes() {
        [a, b] => a.is_ascii_alphabetic() && b.is_ascii_alphabetic(),
        [a, b, b'-' | b'_', c, d] => [a, b, c, d].iter().all(|byte| byte.is_ascii_alphabetic()),
        _ => false,
    };
    is_language || matches!(name, "index" | "home" | "default" | "startseite" | "main")
}

fn parts(url: &Url) -> Vec<String> {
    url.path().split('/').filter(|part| !part.is_empty()).map(str::to_ascii_lowercase).collect()
}

fn is_placeholder(url: &Url) -> bool {
    let is = |part: &String| PLACEHOLDERS.contains(&part.as_str());
    let is_unfilled = |(name, value): (Cow<str>, Cow<str>)| {
        let value = value.to_ascii_lowercase();
        IDS.contains(&name.to_ascii_lowercase().as_str())
            && (value.is_empty() || PLACEHOLDERS.contains(&value.as_str()))
    };
    parts(url).iter().any(is)
        || url.host_str().is_some_and(|host| PLACEHOLDERS.contains(&host))
        || url.query_pairs().any(is_unfilled)
}

/// Whether readers can reach the host: no machine of a developer. An outlet within a company network is where it is.
fn is_public(url: &Url, own: Option<&Url>) -> bool {
    if own.is_some_and(|own| own.host() == url.host()) {
        return true;
    }
    match url.host() {
        Some(Host::Domain(host)) => {
            let last = host.rsplit('.').next().unwrap_or_default();
            host.contains('.') && !matches!(last, "localhost" | "local" | "internal" | "test" | "invalid" | "lan")
        }
        Some(Host::Ipv4(ip)) => !ip.is_loopback() && !ip.is_private() && !ip.is_unspecified() && !ip.is_link_local(),
        Some(Host::Ipv6(ip)) => !ip.is_loopback() && !ip.is_unspecified(),
        None => false,
    }
}

/// Whether an address stands for more than this article: the front of a site or of a section, or a script without the
/// parameter that says which article it shows.
fn stands_for_others(url: &Url, own: Option<&Url>) -> bool {
    let Some(own) = own else { return is_front_url(url) };
    if canonical(url.as_str()) == canonical(own.as_str()) {
        return false;
    }
    // The address of a page that scripts make goes on after the sign for a fragment.
    let is_route = |fragment: &&str| fragment.starts_with(['/', '!']);
    if own.fragment().filter(is_route).is_some_and(|route| url.fragment() != Some(route)) {
        return true;
    }
    let (named, found) = (parts(url), parts(own));
    if named == found {
        return lacks_id(url, own);
    }
    if is_front_url(url) {
        return true;
    }
    // "/town" for "/town/pool", but not "/town/pool" for "/town/pool/2" or "/town/pool/amp".
    let is_variant = |part: &String| {
        VARIANTS.contains(&part.as_str()) || part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit())
    };
    if found.len() > named.len() && found.starts_with(&named) && url.query().is_none() {
        return !found[named.len()..].iter().all(is_variant);
    }
    // "/sport" for "/town/pool", "/2025/02/pool-opens" or "/?p=7".
    let is_section = url.query().is_none() && named.iter().all(|part| is_word(part)) && named.last() != found.last();
    is_section && (named.len() < found.len() || found.last().is_none_or(|last| !is_word(last)) || lacks_id(url, own))
}

/// A part of the path of a section, or a script that shows any article: one word.
fn is_word(part: &str) -> bool {
    let name = part.split_once('.').map_or(part, |(name, _)| name);
    name.len() <= 24 && name.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Whether one of two addresses with the same path lacks the parameter by which the other is told from its like.
fn lacks_id(url: &Url, own: &Url) -> bool {
    let is_script =
        [".php", ".asp", ".aspx", ".jsp", ".cgi", ".cfm", ".do", ".pl"].iter().any(|end| own.path().ends_with(end));
    let values =
        |of: &Url, name: &str| of.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned());
    let is_id = |name: &str| {
        IDS.contains(&name.to_ascii_lowercase().as_str()) || is_script && name.to_ascii_lowercase().ends_with("id")
    };
    let lost = own.query_pairs().any(|(name, value)| is_id(&name) && values(url, &name).as_deref() != Some(&*value));
    lost || own.path().len() <= 1 && own.query().is_some() && url.query().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(named: &str, own: &str, want: Option<&str>) {
        assert_eq!(believed([named], Some(own), Some(own)).as_deref(), want, "{named} of {own}");
    }

    #[test]
    fn an_address_of_the_article_is_believed() {
        let own = "https://coast.example/harbour/ferry-runs?utm_source=x";
        check("/harbour/ferry-runs", own, Some("https://coast.example/harbour/ferry-runs"));
        check("https://coast.example/news/4711/ferry-runs", own, Some("https://coast.example/news/4711/ferry-runs"));
        check("https://agency.example/2025/ferry-runs", own, Some("https://agency.example/2025/ferry-runs"));
        let variant = "https://coast.example/harbour/ferry/amp";
        check("https://coast.example/harbour/ferry", variant, Some("https://coast.example/harbour/ferry"));
        check(
            "https://coast.example/show.php?id=7",
            "https://coast.example/show.php?id=7&from=rss",
            Some("https://coast.example/show.php?id=7"),
        );
    }

    #[test]
    fn an_address_that_stands_for_others_is_not() {
        let own = "https://coast.example/harbour/ferry-runs";
        for named in [
            "",
            "#",
            "#top",
            "undefined",
            "null",
            "/undefined",
            "{{ url }}",
            "/",
            "https://coast.example",
            "/index.html",
            "/de/",
            "https://other.example/",
            "/harbour/",
            "/harbour",
            "/news",
            "http://localhost:8080/harbour/ferry-runs",
            "http://127.0.0.1/harbour/ferry-runs",
            "http://cms/harbour/ferry-runs",
            "javascript:void(0)",
            "mailto:x@y.example",
            "/show?id=",
            "/?p=undefined",
        ] {
            check(named, own, None);
        }
        check("/show.php", "https://coast.example/show.php?id=7", None);
        check("/", "https://coast.example/?p=7", None);
        assert_eq!(believed(["https://coast.example/"], None, None), None);
    }
}
