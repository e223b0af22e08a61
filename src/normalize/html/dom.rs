//! The tree of a page: an arena that the HTML parser fills, with only what article extraction reads.

mod attribute;
mod guard;
mod tag;

use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::ops::ControlFlow;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName, local_name, ns, parse_document};
use memchr::memchr2_iter;

pub use attribute::Attr;
pub use tag::Tag;

use crate::interrupt;

/// Index of a node in its [`Dom`].
pub type NodeId = u32;

/// No node.
const NONE: NodeId = NodeId::MAX;

/// The document itself.
pub const ROOT: NodeId = 0;

/// How much is given to the parser at once, in bytes.
const CHUNK: usize = 16 * 1024;

/// How many tags and references end the parser's work, and how many nodes: open formatting elements may multiply what
/// a page holds. Real pages have less than a tenth of either.
const MAX_MARKUP: usize = 200_000;
const MAX_NODES: usize = 300_000;

/// A parsed page.
#[derive(Debug, Default)]
pub struct Dom {
    nodes: Vec<Node>,
    elements: Vec<(NodeId, Tag)>,
    is_cut: bool,
}

#[derive(Debug)]
struct Node {
    parent: NodeId,
    previous: NodeId,
    next: NodeId,
    first: NodeId,
    last: NodeId,
    data: Data,
}

#[derive(Debug)]
enum Data {
    Document,
    Element { tag: Tag, name: QualName, attributes: Vec<(Attr, StrTendril)> },
    Text(StrTendril),
    Ignored,
}

/// A step of a walk over the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An element begins, or a text stands here.
    Enter(NodeId),
    /// An element ends.
    Leave(NodeId),
}

impl Dom {
    /// Parses a page or a fragment; anything is a page to the HTML algorithm.
    pub fn parse(page: &str) -> Self {
        let bounded = guard::bound(page);
        let sink = Sink { nodes: RefCell::new(Vec::with_capacity(bounded.len() / 32)) };
        sink.push(Data::Document);
        let mut parser = parse_document(sink, ParseOpts::default());
        let mut rest: &str = &bounded;
        let mut markup = 0;
        while !rest.is_empty() && markup < MAX_MARKUP && parser.tokenizer.sink.sink.nodes.borrow().len() < MAX_NODES {
            interrupt::check();
            let (chunk, tail) = rest.split_at(rest.floor_char_boundary(CHUNK));
            markup += memchr2_iter(b'<', b'&', chunk.as_bytes()).count();
            parser.process(StrTendril::from_slice(chunk));
            rest = tail;
        }
        let is_cut = !rest.is_empty();
        Dom { is_cut, ..parser.finish() }
    }

    /// Whether the page has more than is ever parsed, and its end is left out.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// What kind of element a node is; `None` for texts.
    pub fn tag(&self, node: NodeId) -> Option<Tag> {
        match &self.nodes[node as usize].data {
            Data::Element { tag, .. } => Some(*tag),
            _ => None,
        }
    }

    /// The text of a text node.
    pub fn text_node(&self, node: NodeId) -> Option<&str> {
        match &self.nodes[node as usize].data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of one of the attributes that are kept.
    pub fn attribute(&self, node: NodeId, wanted: Attr) -> Option<&str> {
        let Data::Element { attributes, .. } = &self.nodes[node as usize].data else { return None };
        attributes.iter().find(|(kept, _)| *kept == wanted).map(|(_, value)| &**value)
    }

    /// The node that holds this one.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        Some(self.nodes[node as usize].parent).filter(|&n| n != NONE)
    }

    /// The children in order.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let first = self.nodes[node as usize].first;
        let link = |n: NodeId| (n != NONE).then_some(n);
        std::iter::successors(link(first), move |&n| link(self.nodes[n as usize].next))
    }

    /// Every node below `root` in document order, without recursion; `enter` says whether to go into an element.
    pub fn walk(&self, root: NodeId, mut visit: impl FnMut(Step) -> bool) {
        _ = self.walk_until(root, |step| ControlFlow::Continue(visit(step)));
    }

    /// The same until `visit` breaks off.
    pub fn walk_until(&self, root: NodeId, mut visit: impl FnMut(Step) -> ControlFlow<(), bool>) -> ControlFlow<()> {
        let mut node = root;
        loop {
            let here = &self.nodes[node as usize];
            if visit(Step::Enter(node))? && here.first != NONE {
                node = here.first;
                continue;
            }
            loop {
                interrupt::check();
                visit(Step::Leave(node))?;
                if node == root {
                    return ControlFlow::Continue(());
                }
                let here = &self.nodes[node as usize];
                if here.next != NONE {
                    node = here.next;
                    break;
                }
                node = here.parent;
            }
        }
    }

    /// Every element in document order.
    pub fn elements(&self) -> &[(NodeId, Tag)] {
        &self.elements
    }

    /// The text below a node as it stands in the page, up to about `limit` bytes.
    pub fn text(&self, root: NodeId, limit: usize) -> String {
        let mut text = String::new();
        _ = self.walk_until(root, |step| {
            let Step::Enter(node) = step else { return ControlFlow::Continue(true) };
            if text.len() > limit {
                return ControlFlow::Break(());
            }
            text.push_str(self.text_node(node).unwrap_or_default());
            if self.tag(node).is_some_and(|tag| tag.is_block() || tag == Tag::Br) {
                text.push(' ');
            }
            ControlFlow::Continue(true)
        });
        text
    }

    /// How many nodes there are; each id is below it.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }
}

/// What the parser builds through.
struct Sink {
    nodes: RefCell<Vec<Node>>,
}

impl Sink {
    fn push(&self, data: Data) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { parent: NONE, previous: NONE, next: NONE, first: NONE, last: NONE, data });
        (nodes.len() - 1) as NodeId
    }

    fn detach(nodes: &mut [Node], node: NodeId) {
        let Node { parent, previous, next, .. } = nodes[node as usize];
        if parent == NONE {
            return;
        }
        match previous {
            NONE => nodes[parent as usize].first = next,
            _ => nodes[previous as usize].next = next,
        }
        match next {
            NONE => nodes[parent as usize].last = previous,
            _ => nodes[next as usize].previous = previous,
        }
        let node = &mut nodes[node as usize];
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    /// Puts a node between `previous` and whatever follows it; at the beginning when there is no `previous`.
    fn insert(nodes: &mut [Node], node: NodeId, parent: NodeId, previous: NodeId) {
        Self::detach(nodes, node);
        let next = match previous {
            NONE => std::mem::replace(&mut nodes[parent as usize].first, node),
            _ => std::mem::replace(&mut nodes[previous as usize].next, node),
        };
        match next {
            NONE => nodes[parent as usize].last = node,
            _ => nodes[next as usize].previous = node,
        }
        let node = &mut nodes[node as usize];
        (node.parent, node.previous, node.next) = (parent, previous, next);
    }

    /// Adds a text behind `previous`, to it where it is a text itself.
    fn insert_text(&self, text: StrTendril, parent: NodeId, previous: NodeId) {
        {
            let mut nodes = self.nodes.borrow_mut();
            if let Data::Element { tag: Tag::Ignored, .. } = nodes[parent as usize].data {
                return;
            }
            if previous != NONE
                && let Data::Text(old) = &mut nodes[previous as usize].data
            {
                old.push_tendril(&text);
                return;
            }
        }
        let node = self.push(Data::Text(text));
        Self::insert(&mut self.nodes.borrow_mut(), node, parent, previous);
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Dom;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Dom {
        let mut dom = Dom { nodes: self.nodes.into_inner(), ..Dom::default() };
        let mut elements = Vec::with_capacity(dom.nodes.len() / 2);
        dom.walk(ROOT, |step| {
            if let Step::Enter(node) = step
                && let Some(tag) = dom.tag(node)
            {
                elements.push((node, tag));
            }
            true
        });
        dom.elements = elements;
        dom
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target as usize].data {
            Data::Element { name, .. } => name,
            _ => unreachable!("the parser asks for names of elements alone"),
        })
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let mut tag = if name.ns == ns!(html) { Tag::of(&name.local) } else { Tag::Ignored };
        if name.local == local_name!("script") && is_json_ld(&attrs) {
            tag = Tag::JsonLd;
        }
        let kept = |attribute: Attribute| Some((Attr::of(&attribute.name.local)?, attribute.value));
        let attributes = match tag {
            Tag::Ignored | Tag::JsonLd | Tag::Br => Vec::new(),
            _ => attrs.into_iter().filter_map(kept).collect(),
        };
        self.push(Data::Element { tag, name, attributes })
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.push(Data::Ignored)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.push(Data::Ignored)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        let last = self.nodes.borrow()[*parent as usize].last;
        match child {
            NodeOrText::AppendText(text) => self.insert_text(text, *parent, last),
            NodeOrText::AppendNode(node) => Self::insert(&mut self.nodes.borrow_mut(), node, *parent, last),
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        if self.nodes.borrow()[*element as usize].parent == NONE {
            self.append(previous, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        // A template's content is not shown; it stays below the template, which is ignored.
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let (parent, previous) = {
            let nodes = self.nodes.borrow();
            let node = &nodes[*sibling as usize];
            (node.parent, node.previous)
        };
        match child {
            NodeOrText::AppendText(text) => self.insert_text(text, parent, previous),
            NodeOrText::AppendNode(node) => {
                let nodes = &mut self.nodes.borrow_mut();
                Self::detach(nodes, node);
                let previous = nodes[*sibling as usize].previous;
                Self::insert(nodes, node, parent, previous);
            }
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        if let Data::Element { attributes, .. } = &mut self.nodes.borrow_mut()[*target as usize].data {
            for attribute in attrs {
                if let Some(attr) = Attr::of(&attribute.name.local)
                    && !attributes.iter().any(|(known, _)| *known == attr)
                {
                    attributes.push((attr, attribute.value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        Self::detach(&mut self.nodes.borrow_mut(), *target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let nodes = &mut self.nodes.borrow_mut();
        loop {
            let child = nodes[*node as usize].first;
            if child == NONE {
                return;
            }
            let last = nodes[*new_parent as usize].last;
            Self::insert(nodes, child, *new_parent, last);
        }
    }
}

fn is_json_ld(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|a| a.name.local == local_name!("type") && a.value.to_ascii_lowercase().contains("ld+json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: &str) -> String {
        let dom = Dom::parse(page);
        let mut out = String::new();
        dom.walk(ROOT, |step| {
            match step {
                Step::Enter(node) => match dom.tag(node) {
                    Some(tag) => out.push_str(&format!("<{tag:?}>")),
                    None => out.push_str(dom.text_node(node).unwrap_or_default()),
                },
                Step::Leave(node) => {
                    if dom.tag(node).is_some() {
                        out.push_str("</>");
                    }
                }
            }
            true
        });
        out.replace("<Html>", "").replace("<Head>", "").replace("<Body>", "")
    }

    #[test]
    fn builds_the_tree_of_the_html_algorithm() {
        assert_eq!(shown("<p>one<b>two<p>three</b>four"), "</><P>one<Bold>two</></><P><Bold>three</>four</></></>");
        assert_eq!(
            shown("<table><tr><td>in</td>out</table>"),
            "</>out<Table><TableBody><Row><Cell>in</></></></></></>"
        );
        assert_eq!(shown("<script>if(a<b)</script>x<!-- y -->z<math>1</math>"), "</>xz<Ignored></></></>");
    }

    #[test]
    fn keeps_the_attributes_that_are_read() {
        let dom = Dom::parse("<p class='a b' onclick=x id=c>t");
        let (p, _) = *dom.elements().last().expect("a paragraph");
        assert_eq!((dom.attribute(p, Attr::Class), dom.attribute(p, Attr::Id)), (Some("a b"), Some("c")));
        assert_eq!(dom.attribute(p, Attr::Href), None);
    }

    #[test]
    fn multiplied_formatting_ends_in_bounded_memory() {
        let fonts: String = (0..1000).map(|i| format!("<font size={i}>")).collect();
        let dom = Dom::parse(&(fonts + &"<p>x".repeat(300_000)));
        assert!(dom.is_cut() && dom.len() < 3 * MAX_NODES, "{}", dom.len());
    }
}
