//! NewsML-G2: one or several news items, with their text in line as NITF, XHTML or plain text.

use serde_json::{Map, Value, json};

use super::xml::Element;
use super::{declared_html, nitf, of_declared};
use crate::article::{RawArticle, RawBody, Rejection, RejectionCode};
use crate::normalize::text::fold;

/// Reads a news item, or all of a news message.
///
/// # Errors
/// `NoText` when there is no news item.
pub fn read(root: &Element) -> Result<Vec<RawArticle>, Rejection> {
    let items: Vec<&Element> = match root.name.as_str() {
        "newsItem" => vec![root],
        _ => root.all("itemSet").flat_map(|set| set.all("newsItem")).collect(),
    };
    if items.is_empty() {
        return Err(Rejection::new(RejectionCode::NoText, "the message holds no news item"));
    }
    Ok(items.into_iter().map(of_item).collect())
}

fn of_item(item: &Element) -> RawArticle {
    let empty = Element::default();
    let (meta, content) = (item.at(&["itemMeta"]).unwrap_or(&empty), item.at(&["contentMeta"]).unwrap_or(&empty));
    let language = language(item, content);
    let text = |of: &Element, name: &str| in_language(of, name, language.as_deref());
    let source = content
        .text_at(&["infoSource", "name"])
        .or_else(|| meta.text_at(&["provider", "name"]))
        .or_else(|| meta.text_at(&["provider"]));
    let (first, current) = (meta.text_at(&["firstCreated"]), meta.text_at(&["versionCreated"]));
    let status = meta.at(&["pubStatus"]);
    let subjects = content.all("subject").filter_map(|subject| in_language(subject, "name", language.as_deref()));
    let keywords = content.all("keyword").map(|keyword| keyword.text().trim().to_owned());
    RawArticle {
        id: item.attribute("guid").map(str::to_owned),
        url: meta.all("link").find_map(|l| l.attribute("href")).filter(|u| u.starts_with("http")).map(str::to_owned),
        title: text(content, "headline").or_else(|| text(meta, "title")),
        body: body(item),
        authors: authors(content, meta, source.as_deref()),
        modified_at: current.clone().filter(|c| first.as_ref().is_some_and(|f| f != c)),
        published_at: first.or(current).or_else(|| content.text_at(&["contentCreated"])),
        source_name: source,
        tags: subjects.chain(keywords).filter(|tag| !tag.is_empty()).collect(),
        status: status.and_then(|s| s.attribute("qcode").or(s.attribute("uri"))).map(str::to_owned),
        embargoed_until: meta.text_at(&["embargoed"]),
        version: item.attribute("version").map(str::to_owned),
        dateline: text(content, "dateline"),
        extra: extra(content, meta, language.as_deref()),
        language,
        ..RawArticle::default()
    }
}

/// The language that the item declares, of itself or of its text.
fn language(item: &Element, content: &Element) -> Option<String> {
    let tag = content.all("language").find_map(|language| language.attribute("tag"));
    let inline = || item.at(&["contentSet", "inlineXML"]);
    let own = [Some(item), Some(content), inline(), inline().and_then(|inline| inline.at(&["html"]))];
    let lang = || own.into_iter().flatten().find_map(|element| element.attribute("lang"));
    tag.or_else(lang).map(str::to_owned)
}

/// The text of the element of a name that is in the item's language; of several, one that says nothing else counts before
/// those in other languages.
fn in_language(of: &Element, name: &str, language: Option<&str>) -> Option<String> {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let rank = |element: &Element| match (element.attribute("lang").map(primary), language.map(primary)) {
        (Some(own), Some(wanted)) if own == wanted => 0,
        (None, _) => 1,
        _ => 2,
    };
    let found = of.all(name).map(|element| (rank(element), element.text().trim().to_owned()));
    found.filter(|(_, text)| !text.is_empty()).min_by_key(|(rank, _)| *rank).map(|(_, text)| text)
}

/// The people of `by`, else the creators with a name to show: no accounts, and not the agency itself.
fn authors(content: &Element, meta: &Element, source: Option<&str>) -> Vec<String> {
    let provider = meta.at(&["provider"]);
    let coded = provider.and_then(|provider| provider.attribute("literal").or(provider.attribute("qcode")));
    // "nprov:DPA": the code stands behind the name of its list.
    let coded = coded.map(|code| code.rsplit(':').next().unwrap_or(code).to_owned());
    let named = provider.map(Element::text).into_iter().chain(coded).chain(source.map(str::to_owned));
    let bodies: Vec<String> = named.map(|name| fold(&name)).collect();
    let by = content.all("by").map(nitf::byline_text).filter(|by| !by.trim().is_empty());
    let by: Vec<String> = by.filter(|by| !bodies.contains(&fold(by))).collect();
    if !by.is_empty() {
        return by;
    }
    let is_person = |creator: &&Element| {
        let is_body = |kind: &str| ["org", "company", "group"].iter().any(|part| kind.to_lowercase().contains(part));
        !creator.attribute("type").is_some_and(is_body) && !creator.attribute("role").is_some_and(is_body)
    };
    let names = content.all("creator").filter(is_person).filter_map(|creator| creator.text_at(&["name"]));
    // An account is written in small letters ("load", "berg.ida").
    names.filter(|name| name.contains(char::is_uppercase) && !bodies.contains(&fold(name))).collect()
}

/// What agencies say of an item besides: it is neither text nor one of the article's own facts.
fn extra(content: &Element, meta: &Element, language: Option<&str>) -> Map<String, Value> {
    let mut extra = Map::new();
    let mut add = |name: &str, values: Vec<Value>| match values.len() {
        0 => {}
        1 => _ = extra.insert(name.to_owned(), values.into_iter().next().unwrap_or_default()),
        _ => _ = extra.insert(name.to_owned(), Value::Array(values)),
    };
    let coded = |element: &Element| {
        let name = in_language(element, "name", language);
        let code = ["qcode", "uri", "literal"].iter().find_map(|name| element.attribute(name)).map(str::to_owned);
        match (code, name) {
            (Some(code), Some(name)) => Some(json!({"code": code, "name": name})),
            (code, name) => code.or(name).map(Value::String),
        }
    };
    let text =
        |element: &Element| Some(element.text().trim().to_owned()).filter(|text| !text.is_empty()).map(Value::String);
    add("urgency", content.all("urgency").filter_map(text).collect());
    add("genre", content.all("genre").filter_map(coded).collect());
    add("subjects", content.all("subject").filter_map(coded).collect());
    add("slugline", content.all("slugline").filter_map(text).collect());
    add("signals", meta.all("signal").filter_map(coded).collect());
    add("editor_notes", meta.all("edNote").filter_map(text).collect());
    extra
}

fn body(item: &Element) -> RawBody {
    let Some(set) = item.at(&["contentSet"]) else { return RawBody::Missing };
    if let Some(inline) = set.at(&["inlineXML"]) {
        if let Some(document) = inline.at(&["nitf"]) {
            return nitf::read(document).body;
        }
        let html = inline.at(&["html"]);
        let part = html.and_then(|h| h.at(&["body"])).or(html).unwrap_or(inline);
        return RawBody::Html(part.inner_html(nitf::as_html));
    }
    let Some(data) = set.at(&["inlineData"]) else { return RawBody::Missing };
    match data.attribute("contenttype") {
        Some(kind) => of_declared(data.text(), kind),
        None => declared_html(data.text()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::shapes::xml;

    fn item(item_meta: &str, content_meta: &str) -> RawArticle {
        let item = format!(
            "<newsItem guid='x' xml:lang='de'><itemMeta><provider><name>Küstendienst</name></provider>{item_meta}</itemMeta>\
             <contentMeta>{content_meta}</contentMeta></newsItem>"
        );
        read(&xml::parse(&item).expect("XML")).expect("an item").remove(0)
    }

    #[test]
    fn what_is_in_the_language_of_the_item_is_taken() {
        let raw = item("", "<headline xml:lang='en'>Ferry</headline><headline xml:lang='de-DE'>Fähre</headline>");
        assert_eq!((raw.title.as_deref(), raw.language.as_deref()), (Some("Fähre"), Some("de")));
        let raw = item("", "<language tag='nl'/><headline>Veer</headline>");
        assert_eq!((raw.title.as_deref(), raw.language.as_deref()), (Some("Veer"), Some("nl")));
    }

    #[test]
    fn creators_are_people_with_a_name() {
        let creator = |kind: &str, name: &str| format!("<creator type='cpnat:{kind}'><name>{name}</name></creator>");
        let creators = [
            ("person", "load"),
            ("person", "berg.ida"),
            ("organisation", "Der Dienst"),
            ("person", "Küstendienst"),
            ("person", "Ida Berg"),
        ];
        let creators: String = creators.iter().map(|(kind, name)| creator(kind, name)).collect();
        assert_eq!(item("", &creators).authors, ["Ida Berg"]);
        assert_eq!(item("", &format!("<by>Von Per Lund</by>{creators}")).authors, ["Von Per Lund"]);
    }

    #[test]
    fn what_agencies_say_besides_is_carried_through() {
        let meta = "<edNote>Achtung: neue Zahlen.</edNote><signal qcode='sig:update'/>";
        let content = "<urgency>4</urgency><genre qcode='genre:feature'><name>Feature</name></genre>\
                       <subject qcode='medtop:20000337'><name>Schifffahrt</name></subject>";
        let raw = item(meta, content);
        let want = serde_json::json!({
            "urgency": "4", "genre": {"code": "genre:feature", "name": "Feature"},
            "subjects": {"code": "medtop:20000337", "name": "Schifffahrt"},
            "signals": "sig:update", "editor_notes": "Achtung: neue Zahlen."
        });
        assert_eq!(Value::Object(raw.extra), want);
        assert_eq!(raw.tags, ["Schifffahrt"]);
    }
}
