//! The walk over the tree of a page that makes its lines.

use super::drop_caps::{self, DropCaps};
use super::{Block, Blocks, Form, InlineGap, visible_chars};
use crate::interrupt;
use crate::normalize::html::dom::{Attr, Dom, NodeId, ROOT, Tag};
use crate::normalize::html::labels::{self, Boilerplate, Labeller};
use crate::normalize::text::{self, clean_line};

/// Fills the list of blocks in one walk over the tree.
pub(super) struct Reader<'a> {
    dom: &'a Dom,
    labeller: Labeller<'a>,
    blocks: Blocks,
    /// Open block-level elements.
    open: Vec<(NodeId, Tag)>,
    line: String,
    chars: usize,
    link_chars: usize,
    bold_chars: usize,
    links: usize,
    bolds: usize,
    breaks: usize,
    gap: InlineGap,
    drop_caps: DropCaps,
    /// The element that was not gone into, until it ends.
    skipped: Option<NodeId>,
    /// Whether elements mark parts of a preformatted line, as programs that colour code do.
    is_code: bool,
    /// The letter that a picture in the line shows.
    initial: Option<char>,
}

impl<'a> Reader<'a> {
    /// Nothing is read yet.
    pub fn new(dom: &'a Dom) -> Self {
        Reader {
            dom,
            labeller: Labeller::new(dom),
            blocks: Blocks { ranges: vec![(0, 0); dom.len()], ..Blocks::default() },
            open: vec![(ROOT, Tag::Body)],
            line: String::new(),
            chars: 0,
            link_chars: 0,
            bold_chars: 0,
            links: 0,
            bolds: 0,
            breaks: 0,
            gap: InlineGap::default(),
            drop_caps: DropCaps::of(dom),
            skipped: None,
            is_code: false,
            initial: None,
        }
    }

    /// An element begins, or a text stands here; says whether to go into it.
    pub fn enter(&mut self, node: NodeId) -> bool {
        interrupt::check();
        let Some(tag) = self.dom.tag(node) else {
            if let Some(text) = self.dom.text_node(node) {
                self.text(text);
            }
            return true;
        };
        match tag {
            Tag::Ignored | Tag::Head | Tag::JsonLd | Tag::Control => return false,
            _ if !tag.is_block() && labels::is_unseen(self.dom, node) => {
                self.skipped = Some(node);
                return false;
            }
            Tag::Img => self.initial = self.dom.attribute(node, Attr::Alt).and_then(drop_caps::letter),
            Tag::Br => {
                self.breaks += 1;
                return false;
            }
            Tag::A => self.links += 1,
            Tag::Bold => self.bolds += 1,
            _ => {}
        }
        if tag.is_block() {
            self.flush();
            self.open.push((node, tag));
        } else {
            self.gap.enter();
            self.is_code |= matches!(tag, Tag::Inline | Tag::Span);
        }
        self.blocks.ranges[node as usize].0 = self.blocks.list.len() as u32;
        let labels = self.labeller.of(node, tag);
        if !labels.is_empty() {
            self.blocks.labelled.push((node, labels));
        }
        true
    }

    /// The blocks that were read.
    pub fn finish(self) -> Blocks {
        self.blocks
    }

    /// An element ends.
    pub fn leave(&mut self, node: NodeId) {
        let Some(tag) = self.dom.tag(node) else { return };
        match tag {
            Tag::Ignored | Tag::Head | Tag::JsonLd | Tag::Control | Tag::Br => return,
            _ if self.skipped.take_if(|skipped| *skipped == node).is_some() => return,
            Tag::A => self.links -= 1,
            Tag::Bold => self.bolds -= 1,
            _ => {}
        }
        if tag.is_block() {
            self.flush();
            self.open.pop();
        } else {
            self.gap.leave();
        }
        self.blocks.ranges[node as usize].1 = self.blocks.list.len() as u32;
    }

    fn text(&mut self, text: &str) {
        let is_pre = self.open.last().is_some_and(|(_, tag)| *tag == Tag::Pre);
        if text.bytes().all(|b| b.is_ascii_whitespace()) {
            if !self.line.is_empty() {
                self.line.push_str(if is_pre { text } else { " " });
            }
            return;
        }
        if self.breaks > 0 {
            if self.ends_line(text) {
                self.flush();
            } else {
                self.line.push(' ');
            }
            self.breaks = 0;
        }
        let mut text = text;
        let letter = self.initial.take().filter(|_| self.line.trim().is_empty()).map(String::from);
        if let Some(letter) = letter.filter(|_| drop_caps::goes_on(text)) {
            self.line = letter;
            self.chars += 1;
            text = text.trim_start();
        } else if self.gap.has_left() && self.drop_caps.is_apart(&self.line, text) {
            self.line.truncate(self.line.trim_end().len());
            text = text.trim_start();
        }
        let visible = visible_chars(text);
        self.chars += visible;
        self.link_chars += if self.links > 0 { visible } else { 0 };
        self.bold_chars += if self.bolds > 0 { visible } else { 0 };
        self.gap.push(&mut self.line, text);
    }

    /// Two breaks part paragraphs; one parts lines, unless it stands within a sentence.
    fn ends_line(&self, next: &str) -> bool {
        let before = self.line.trim_end();
        let runs_on = next.trim_start().starts_with(char::is_lowercase)
            || before.ends_with(',')
            || before.ends_with(|c: char| c.is_lowercase()) && before.len() > 60;
        self.breaks > 1 || !runs_on
    }

    fn flush(&mut self) {
        self.breaks = 0;
        self.initial = None;
        if self.chars > 0 {
            let (node, form) = self.owner();
            if form == Form::Pre && self.line.contains('\n') && !self.is_code {
                let line = std::mem::take(&mut self.line);
                let links = self.link_chars * 2 > self.chars;
                for (_, text) in text::blocks(&line) {
                    let chars = visible_chars(&text);
                    self.push(text, node, form, [chars, if links { chars } else { 0 }, 0]);
                }
            } else {
                let text = clean_line(&self.line);
                self.push(text, node, form, [self.chars, self.link_chars, self.bold_chars]);
            }
        }
        self.is_code = false;
        self.line.clear();
        (self.chars, self.link_chars, self.bold_chars) = (0, 0, 0);
    }

    fn push(&mut self, mut text: String, node: NodeId, form: Form, [chars, link_chars, bold_chars]: [usize; 3]) {
        if let Form::Heading(_) = form {
            // Handbooks and blogs set a link to the section after its heading.
            let heading = [" #", "¶", "🔗"].iter().find_map(|sign| text.strip_suffix(sign));
            if let Some(end) = heading.map(|heading| heading.trim_end().len()) {
                text.truncate(end);
            }
        }
        if text.is_empty() {
            return;
        }
        // A drop cap in a block of its own.
        if let Some(before) = self.blocks.list.pop_if(|before| self.drop_caps.is_apart(&before.text, &text)) {
            text.insert_str(0, &before.text);
            self.blocks.ranges[before.node as usize].1 = self.blocks.list.len() as u32;
        }
        let commas = text.chars().filter(|c| matches!(c, ',' | '،' | '、' | '\u{ff0c}')).count();
        self.blocks.list.push(Block {
            text,
            node,
            form,
            chars,
            link_chars,
            bold_chars,
            commas,
            boilerplate: Boilerplate::empty(),
            parent: self.dom.parent(node),
        });
    }

    fn owner(&self) -> (NodeId, Form) {
        let (node, tag) = *self.open.last().unwrap_or(&(ROOT, Tag::Body));
        for (_, outer) in self.open.iter().rev().take(5) {
            match outer {
                Tag::Item => return (node, Form::Item),
                Tag::Pre => return (node, Form::Pre),
                Tag::P | Tag::Div | Tag::Blockquote => {}
                other => match other.heading() {
                    Some(level) => return (node, Form::Heading(level)),
                    None => break,
                },
            }
        }
        let form = match tag {
            Tag::P => Form::Paragraph,
            Tag::Cell | Tag::Caption => Form::Cell,
            _ => Form::Loose,
        };
        (node, form)
    }
}
