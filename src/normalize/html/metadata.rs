//! Facts about the article: what the page says for machines, and failing that, for readers.

mod authors;
mod outlet;
mod published;
mod title;

use std::ops::ControlFlow;

use super::blocks::{Blocks, InlineGap};
use super::dom::{Attr, Dom, NodeId, Step, Tag};
use super::labels::{self, Boilerplate};
use crate::normalize::json_ld::{self, JsonLd};
use crate::normalize::text::clean_line;
use crate::normalize::wording::meta_names;

/// How much of an element's text is read for a fact, in bytes.
const LONGEST_LINE: usize = 2000;

/// How many `<meta>` names are read.
const MOST_META: usize = 1000;

/// Facts about an article.
#[derive(Debug, Default)]
pub struct Metadata {
    /// The headline as readers see it.
    pub title: Option<String>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// As the page gives it.
    pub published: Option<String>,
    /// As the page gives it.
    pub modified: Option<String>,
    /// As the page gives it.
    pub language: Option<String>,
    /// Section of the outlet.
    pub section: Option<String>,
    /// The addresses that the page names as its own, the surest first, as given.
    pub addresses: Vec<String>,
    /// What relative addresses are relative to, as given.
    pub base: Option<String>,
    /// Name of the outlet.
    pub site: Option<String>,
    /// Address of the main picture.
    pub image: Option<String>,
    /// What the page says to be (`article`, `video.other`).
    pub page_type: Option<String>,
    /// Keywords.
    pub tags: Vec<String>,
    /// The same facts as JSON-LD.
    pub json_ld: JsonLd,
}

/// What is collected of a page before anything is decided.
pub struct Facts<'a> {
    dom: &'a Dom,
    blocks: &'a Blocks,
    /// Lower-case names of `<meta>` elements, and their contents.
    meta: Vec<(String, &'a str)>,
    elements: &'a [(NodeId, Tag)],
    json_ld: JsonLd,
    url: Option<&'a str>,
}

/// Reads the facts of a page; `url` is where it was found.
pub fn read(dom: &Dom, blocks: &Blocks, url: Option<&str>) -> Metadata {
    let elements = dom.elements();
    let mut meta = Vec::new();
    let (mut canonical, mut base, mut language) = (None, None, None);
    for &(node, tag) in elements {
        match tag {
            Tag::Meta if meta.len() < MOST_META => {
                let content = dom.attribute(node, Attr::Content).map(str::trim).filter(|c| !c.is_empty());
                for attribute in [Attr::Property, Attr::Name, Attr::ItemProp] {
                    if let (Some(name), Some(content)) = (dom.attribute(node, attribute), content) {
                        // "og:title twitter:title": several names in one attribute.
                        meta.extend(name.split_ascii_whitespace().map(|n| (n.to_ascii_lowercase(), content)));
                    }
                }
            }
            Tag::Link if dom.attribute(node, Attr::Rel).is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                canonical = canonical.or(dom.attribute(node, Attr::Href));
            }
            Tag::Base => base = base.or(dom.attribute(node, Attr::Href)),
            Tag::Html => language = dom.attribute(node, Attr::Lang),
            _ => {}
        }
    }
    let mut facts = Facts { dom, blocks, meta, elements, json_ld: JsonLd::default(), url };
    let known: Vec<&str> = [canonical, url].into_iter().flatten().collect();
    facts.json_ld = json_ld::of_page(scripts(dom), &known, &facts.page_title().unwrap_or_default());
    let site =
        facts.meta("site").map(str::to_owned).or_else(|| facts.json_ld.publisher.clone()).map(|name| clean_line(&name));
    let owned = |found: Option<&str>| found.map(str::to_owned);
    let title = title::find(&facts, site.as_deref());
    Metadata {
        authors: authors::find(&facts, title.as_deref(), site.as_deref()),
        published: published::find(&facts, title.as_deref()),
        title,
        modified: facts.json_ld.modified.clone().or_else(|| owned(facts.meta("modified"))),
        language: facts.json_ld.language.clone().or_else(|| owned(language)).or_else(|| owned(facts.meta("language"))),
        section: facts.json_ld.section.clone().or_else(|| owned(facts.meta("section"))),
        addresses: canonical.into_iter().chain(facts.meta("address")).map(str::to_owned).collect(),
        base: owned(base),
        image: facts.json_ld.image.clone().or_else(|| owned(facts.meta("image"))),
        page_type: owned(facts.meta("type")),
        tags: tags(&facts),
        site,
        json_ld: facts.json_ld,
    }
}

impl Facts<'_> {
    /// The content of the first `<meta>` with one of the names of a section of `meta-names.txt`, in their order.
    fn meta(&self, section: &str) -> Option<&str> {
        let named = |name: &&str| self.meta.iter().find(|(known, _)| known == name).map(|(_, content)| *content);
        meta_names(section).iter().find_map(named)
    }

    /// What the first `<title>` says.
    fn page_title(&self) -> Option<String> {
        self.elements.iter().find(|(_, tag)| *tag == Tag::Title).map(|&(node, _)| self.line(node))
    }

    /// The text of an element that readers see, on one line, as far as facts are looked for in it.
    fn line(&self, node: NodeId) -> String {
        let (mut line, mut gap) = (String::new(), InlineGap::default());
        _ = self.dom.walk_until(node, |step| {
            if line.len() > LONGEST_LINE {
                return ControlFlow::Break(());
            }
            let (Step::Enter(inner) | Step::Leave(inner)) = step;
            match (self.dom.tag(inner), step) {
                (None, Step::Enter(_)) => gap.push(&mut line, self.dom.text_node(inner).unwrap_or_default()),
                (None, Step::Leave(_)) => {}
                (Some(tag), _) if tag.is_block() || tag == Tag::Br => line.push(' '),
                (Some(_), Step::Enter(_)) if inner != node && labels::is_for_machines(self.dom, inner) => {
                    return ControlFlow::Continue(false);
                }
                (Some(_), Step::Enter(_)) => gap.enter(),
                (Some(_), Step::Leave(_)) => gap.leave(),
            }
            ControlFlow::Continue(true)
        });
        clean_line(&line)
    }

    /// Whether an element belongs to one of the parts of a page that `labels` names.
    fn is_in(&self, node: NodeId, labels: Boilerplate) -> bool {
        let at = self.blocks.range(node).start;
        self.blocks.list.get(at).is_some_and(|block| block.boilerplate.intersects(labels))
    }
}

fn tags(facts: &Facts) -> Vec<String> {
    let names = meta_names("tag");
    let several =
        facts.meta.iter().filter(|(name, _)| names.contains(&name.as_str())).map(|(_, tag)| (*tag).to_owned());
    let mut tags: Vec<String> = several.collect();
    if tags.is_empty() {
        tags = facts.json_ld.keywords.clone();
    }
    if tags.is_empty() {
        tags = facts.meta("keywords").map(|k| vec![k.to_owned()]).unwrap_or_default();
    }
    if let [one] = tags.as_slice() {
        tags = one.split([',', ';']).map(str::to_owned).collect();
    }
    tags.iter().map(|tag| clean_line(tag)).filter(|tag| !tag.is_empty()).collect()
}

/// The texts of the scripts that hold JSON-LD.
fn scripts(dom: &Dom) -> impl Iterator<Item = String> + '_ {
    dom.elements().iter().filter(|(_, tag)| *tag == Tag::JsonLd).map(|&(node, _)| dom.text(node, json_ld::LONGEST))
}

/// The facts of a page that is given as HTML.
#[cfg(test)]
fn of_page(dom: &Dom, url: Option<&str>) -> Metadata {
    let mut blocks = Blocks::read(dom);
    super::boilerplate::mark(dom, &mut blocks);
    read(dom, &blocks, url)
}
