//! Universal Dependencies treebanks in CoNLL-U.

use std::path::Path;

use anyhow::{Context, bail};

use crate::document::{BlockKind, Document, Relation, Span};

/// A word of a treebank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As written.
    pub form: String,
    /// Its dictionary form.
    pub lemma: String,
    /// Its tag in the treebank's own set (`XPOS`); a Penn tag in English ones.
    pub own_tag: String,
    /// Its universal part of speech and the features that matter, as [`crate::annotate::pos::tag_set`] writes them.
    pub universal_tag: String,
    /// Index of its head in the sentence; its own for the root.
    pub head: usize,
    /// Its relation to the head.
    pub relation: Relation,
    /// Bytes of the sentence's text.
    pub span: Span,
    /// Which mentions of entities start and end here (`Entity=` of the last field), as the treebank writes it.
    pub entity: String,
}

/// A sentence of a treebank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentence {
    /// Name of the document it stands in; its first part is the genre.
    pub document: String,
    /// Whether a paragraph begins with it.
    pub paragraph: bool,
    /// The untokenised text.
    pub text: String,
    /// Its words.
    pub words: Vec<Word>,
}

impl Sentence {
    /// "news" of `GUM_news_…`, "weblog" of `weblog-…`.
    pub fn genre(&self) -> &str {
        let name = self.document.strip_prefix("GUM_").unwrap_or(&self.document);
        name.split(['_', '-']).next().unwrap_or(name)
    }
}

/// The running text of the sentences of a document in a language (ISO 639-1), and for each sentence the byte where it
/// starts. Paragraphs are those of the treebank, or all of them are one.
pub fn running_text(sentences: &[Sentence], language: &str, paragraphs: bool) -> (Document, Vec<usize>) {
    let mut blocks: Vec<String> = Vec::new();
    let mut places = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        match blocks.last_mut().filter(|_| index > 0 && !(paragraphs && sentence.paragraph)) {
            Some(block) => block.push(' '),
            None => blocks.push(String::new()),
        }
        let block = blocks.len() - 1;
        places.push((block, blocks[block].len()));
        blocks[block].push_str(&sentence.text);
    }
    let body: Vec<_> = blocks.iter().map(|text| (BlockKind::Body, text.as_str())).collect();
    let doc = Document::new("", &body, language, None);
    let offsets = places.into_iter().map(|(block, start)| doc.blocks()[block].span.start + start).collect();
    (doc, offsets)
}

/// Reads a treebank.
///
/// # Errors
/// When the file cannot be read or a line is not CoNLL-U; the message names file and line.
pub fn read(path: &Path) -> anyhow::Result<Vec<Sentence>> {
    parse(&super::read(path)?).with_context(|| format!("{} is not CoNLL-U", path.display()))
}

/// Parses a treebank.
///
/// # Errors
/// When a line is not CoNLL-U; the message names the line.
pub fn parse(text: &str) -> anyhow::Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    let mut document = String::new();
    let mut open = Builder::default();
    for (number, line) in text.lines().chain([""]).enumerate() {
        let context = || format!("line {}", number + 1);
        if line.is_empty() {
            if !open.sentence.words.is_empty() {
                open.sentence.document.clone_from(&document);
                sentences.push(std::mem::take(&mut open).finish().with_context(context)?);
            }
        } else if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            match key.trim() {
                "newdoc id" => {
                    value.trim().clone_into(&mut document);
                    open.sentence.paragraph = true;
                }
                "text" => value.trim().clone_into(&mut open.sentence.text),
                key if key.starts_with("newpar") => open.sentence.paragraph = true,
                _ => {}
            }
        } else {
            open.word(line).with_context(context)?;
        }
    }
    Ok(sentences)
}

/// A sentence while its lines are read.
#[derive(Default)]
struct Builder {
    sentence: Sentence,
    /// Where the next word's text is looked for.
    at: usize,
    /// The last word and the span of a multi-word token that is being read.
    fused: Option<(usize, Span)>,
}

impl Builder {
    fn word(&mut self, line: &str) -> anyhow::Result<()> {
        let mut fields = [""; 10];
        let mut count = 0;
        for field in line.split('\t') {
            if count == 10 {
                bail!("more than ten fields");
            }
            fields[count] = field;
            count += 1;
        }
        if count < 10 {
            bail!("fewer than ten fields");
        }
        let [id, form, lemma, part_of_speech, own_tag, features, head, relation, _, misc] = fields;
        if id.contains('.') {
            // An empty node of the enhanced graph.
            return Ok(());
        }
        if let Some((_, last)) = id.split_once('-') {
            self.fused = Some((last.parse()?, self.find(form)?));
            return Ok(());
        }
        let number: usize = id.parse().context("the id is no number")?;
        let span = self.word_span(form, number)?;
        let head: usize = head.parse().context("the head is no number")?;
        self.sentence.words.push(Word {
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            own_tag: penn(own_tag).to_owned(),
            universal_tag: universal(part_of_speech, features, form),
            head: if head == 0 { number - 1 } else { head - 1 },
            relation: Relation::from_name(relation),
            span,
            entity: misc.split('|').find_map(|f| f.strip_prefix("Entity=")).unwrap_or_default().to_owned(),
        });
        Ok(())
    }

    /// The place of a word: the next one in the text, or a part of the open multi-word token.
    fn word_span(&mut self, form: &str, number: usize) -> anyhow::Result<Span> {
        let Some((last, whole)) = self.fused else { return self.find(form) };
        let start = self.sentence.words.last().map_or(whole.start, |w| w.span.end.max(whole.start));
        let end = start + form.len();
        let same = end <= whole.end && self.sentence.text.get(start..end).is_some_and(|t| t.eq_ignore_ascii_case(form));
        if number == last {
            self.fused = None;
        }
        // A part that is written differently when apart ("wo" of "won't" is not) stands for the whole.
        Ok(if same { Span::new(start, end) } else { whole })
    }

    fn find(&mut self, form: &str) -> anyhow::Result<Span> {
        let rest = &self.sentence.text[self.at..];
        let Some(offset) = rest.find(form) else { bail!("{form:?} is not in the text behind byte {}", self.at) };
        let start = self.at + offset;
        self.at = start + form.len();
        Ok(Span::new(start, self.at))
    }

    fn finish(self) -> anyhow::Result<Sentence> {
        if self.sentence.words.iter().any(|w| w.head >= self.sentence.words.len()) {
            bail!("a head lies outside of the sentence");
        }
        Ok(self.sentence)
    }
}

/// Penn tags of brackets have two spellings.
fn penn(tag: &str) -> &str {
    match tag {
        "(" => "-LRB-",
        ")" => "-RRB-",
        _ => tag,
    }
}

/// The features that a universal tag has, in alphabetical order as treebanks have them.
const FEATURES: [&str; 7] = ["Gender", "Mood", "Number", "Person", "Poss", "Tense", "VerbForm"];

/// A universal tag: the part of speech and the features that later layers ask for; of a mark, its kind.
fn universal(part_of_speech: &str, features: &str, form: &str) -> String {
    let mut tag = part_of_speech.to_owned();
    if part_of_speech == "PUNCT" {
        tag += match form.chars().next().unwrap_or(' ') {
            '(' | '[' | '{' => "|PunctSide=Ini",
            _ => "",
        };
        return tag + "|PunctType=" + kind_of_mark(form);
    }
    for feature in features.split('|') {
        let Some((name, value)) = feature.split_once('=') else { continue };
        let counts = match name {
            // Of pronouns, the kinds that no other feature tells.
            "PronType" => matches!(value, "Int" | "Rel" | "Prs"),
            _ => FEATURES.contains(&name),
        };
        // "Masc,Fem" says no more than nothing.
        if counts && !value.contains(',') {
            tag += "|";
            tag += feature;
        }
    }
    tag
}

/// The kinds of marks, as treebanks call them where they tell them apart.
fn kind_of_mark(form: &str) -> &'static str {
    match form.chars().next().unwrap_or(' ') {
        ',' | '،' | '、' => "Comm",
        '.' if form.len() > 1 => "Colo",
        '.' | '!' | '?' => "Peri",
        ':' | ';' | '…' | '–' | '—' => "Colo",
        '(' | '[' | '{' | ')' | ']' | '}' => "Brck",
        '"' | '\'' | '\u{2018}'..='\u{201f}' | '«' | '»' | '‹' | '›' | '`' => "Quot",
        _ => "Dash",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contractions_and_empty_nodes_are_placed_in_the_text() {
        let line = |id: &str, form: &str, tag: &str, head: &str, relation: &str| {
            format!("{id}\t{form}\t{form}\t_\t{tag}\t_\t{head}\t{relation}\t_\t_\n")
        };
        let text = String::from("# newdoc id = GUM_news_sample\n# text = We don't  go.\n")
            + &line("1", "We", "PRP", "4", "nsubj")
            + &line("2-3", "don't", "_", "_", "_")
            + &line("2", "do", "VBP", "4", "aux")
            + &line("3", "n't", "RB", "4", "advmod")
            + &line("4", "go", "VB", "0", "root")
            + &line("4.1", "there", "RB", "4", "advmod")
            + &line("5", ".", ".", "4", "punct");
        let sentences = parse(&text).expect("CoNLL-U");
        let sentence = &sentences[0];
        let spans: Vec<_> = sentence.words.iter().map(|w| &sentence.text[w.span.start..w.span.end]).collect();
        assert_eq!(spans, ["We", "do", "n't", "go", "."]);
        assert_eq!(sentence.words[3].head, 3);
        assert_eq!(sentence.genre(), "news");
        assert!(parse("1\ttoo\tfew\n").is_err());
    }
}
