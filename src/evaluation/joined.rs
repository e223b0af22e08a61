//! Treebank sentences in the words that the tokenizer makes: hyphenated and fused words whole.

use super::conllu::{Sentence, Word};
use crate::annotate::tokenizer;
use crate::document::{BlockKind, Document, Relation, Span};

impl Sentence {
    /// The same sentence with "well - known" joined to "well-known" and "de o" to "do", where the tokenizer of the
    /// language leaves them whole. The joined word takes the place of its head in the tree and its head's tag; of two
    /// words with heads outside, the first stands for both ("de" in "do"). A sentence whose tree would not stay one is
    /// left as it is.
    pub fn joined(&self, language: &str) -> Sentence {
        let groups = self.groups(language);
        if groups.last().is_none_or(|last| last + 1 == self.words.len()) {
            return self.clone();
        }
        let mut words: Vec<Word> = Vec::with_capacity(self.words.len());
        let mut first = 0;
        while first < groups.len() {
            let end = first + groups[first..].iter().take_while(|&&g| g == groups[first]).count();
            words.push(self.join(first, end, &groups));
            first = end;
        }
        let joined = Sentence { words, text: self.text.clone(), document: self.document.clone(), ..*self };
        if joined.is_tree() { joined } else { self.clone() }
    }

    /// For each word the index of the group that it falls into: words that share a token are one group.
    fn groups(&self, language: &str) -> Vec<usize> {
        let mut doc = Document::new("", &[(BlockKind::Body, &self.text)], language, None);
        tokenizer::annotate(&mut doc);
        let mut groups: Vec<usize> = Vec::with_capacity(self.words.len());
        // Where the last token ends that any word so far has a part in.
        let mut covered = 0;
        for word in &self.words {
            let shares = word.span.start < covered;
            groups.push(groups.last().map_or(0, |last| last + usize::from(!shares)));
            let tokens = doc.tokens_in(word.span);
            covered = doc.tokens.get(tokens.end.wrapping_sub(1)).map_or(covered, |token| covered.max(token.span.end));
        }
        groups
    }

    fn join(&self, first: usize, end: usize, groups: &[usize]) -> Word {
        let inside = |at: usize| (first..end).contains(&at);
        let is_root = |at: usize| self.words[at].head == at;
        let head = (first..end).find(|&at| is_root(at) || !inside(self.words[at].head)).unwrap_or(first);
        let word = &self.words[head];
        let span = Span::new(self.words[first].span.start, self.words[end - 1].span.end);
        let head = if is_root(head) { groups[first] } else { groups[word.head] };
        if end == first + 1 {
            return Word { head, ..word.clone() };
        }
        let form = self.text[span.start..span.end].to_owned();
        let before_noun = matches!(word.relation, Relation::Amod | Relation::Compound | Relation::Nummod);
        let own_tag = self.joined_penn_tag(first, end, word, before_noun && head > groups[first]);
        let adjective = own_tag == "JJ" && word.relation == Relation::Compound;
        let relation = if adjective { Relation::Amod } else { word.relation };
        Word {
            lemma: form.to_lowercase(),
            form,
            own_tag,
            universal_tag: word.universal_tag.clone(),
            head,
            relation,
            span,
            entity: String::new(),
        }
    }

    /// An adjective's tag where a joined word stands before a noun, as in the Penn Treebank.
    fn joined_penn_tag(&self, first: usize, end: usize, head: &Word, before_noun: bool) -> String {
        let number = self.words[first..end].iter().all(|w| w.own_tag == "CD" || w.form == "-");
        match head.own_tag.as_str() {
            _ if number => "CD".to_owned(),
            "NNP" | "NNPS" | "JJ" => head.own_tag.clone(),
            _ if before_noun => "JJ".to_owned(),
            _ => head.own_tag.clone(),
        }
    }

    /// Whether every word leads to the one root.
    pub fn is_tree(&self) -> bool {
        let roots = self.words.iter().enumerate().filter(|(at, word)| word.head == *at).count();
        let reaches_root = |mut at: usize| {
            for _ in 0..self.words.len() {
                if self.words[at].head == at {
                    return true;
                }
                at = self.words[at].head;
            }
            false
        };
        roots == 1 && (0..self.words.len()).all(reaches_root)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_hyphenated_word_stands_where_its_head_stood() {
        let rows = [
            ("a", "DT", 6, "det"),
            ("well", "RB", 4, "advmod"),
            ("-", "HYPH", 4, "punct"),
            ("known", "VBN", 6, "amod"),
            ("old", "JJ", 6, "amod"),
            ("man", "NN", 0, "root"),
        ];
        let mut text = "# text = a well-known old man\n".to_owned();
        for (number, (form, tag, head, relation)) in rows.iter().enumerate() {
            text += &format!("{}\t{form}\t{form}\t_\t{tag}\t_\t{head}\t{relation}\t_\t_\n", number + 1);
        }
        let joined = crate::evaluation::conllu::parse(&text).expect("CoNLL-U")[0].joined("en");
        let words: Vec<_> = joined.words.iter().map(|w| (w.form.as_str(), w.own_tag.as_str(), w.head)).collect();
        assert_eq!(words, [("a", "DT", 3), ("well-known", "JJ", 3), ("old", "JJ", 3), ("man", "NN", 3)]);
    }
}
