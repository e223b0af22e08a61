//! Treebank sentences with hyphenated words as the tokenizer leaves them: whole.

use super::conllu::{Sentence, Word};
use crate::document::{Pos, Relation, Span};

impl Sentence {
    /// The same sentence with "well - known" joined to "well-known". The joined word takes the place of its head in
    /// the tree, and an adjective's tag where it stands before a noun, as in the Penn Treebank. A sentence whose
    /// tree would not stay one is left as it is.
    pub fn joined(&self) -> Sentence {
        // For each word the index of the group that it falls into.
        let mut groups = Vec::with_capacity(self.words.len());
        let mut count = 0;
        for (at, word) in self.words.iter().enumerate() {
            if at == 0 || !self.is_joined(at) {
                count += 1;
            }
            groups.push(count - 1);
            debug_assert!(word.span.start <= word.span.end);
        }
        if count == self.words.len() {
            return self.clone();
        }
        let mut words: Vec<Word> = Vec::with_capacity(count);
        let mut first = 0;
        while first < groups.len() {
            let end = first + groups[first..].iter().take_while(|&&g| g == groups[first]).count();
            words.push(self.join(first, end, &groups));
            first = end;
        }
        let joined = Sentence { words, text: self.text.clone(), document: self.document.clone(), ..*self };
        if joined.is_tree() { joined } else { self.clone() }
    }

    /// Whether the word belongs to the one before it: one of the two is a hyphen with letters close on both sides.
    fn is_joined(&self, at: usize) -> bool {
        self.is_inner_hyphen(at) || self.is_inner_hyphen(at - 1)
    }

    fn is_inner_hyphen(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = (at.checked_sub(1).map(|b| &self.words[b]), self.words.get(at + 1)) else {
            return false;
        };
        let hyphen = &self.words[at];
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        matches!(hyphen.form.as_str(), "-" | "\u{2010}" | "\u{2011}")
            && before.span.end == hyphen.span.start
            && hyphen.span.end == after.span.start
            && letter(before.form.chars().next_back())
            && letter(after.form.chars().next())
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
        let number = self.words[first..end].iter().all(|w| w.pos == Pos::CD || w.form == "-");
        let before_noun = matches!(word.relation, Relation::Amod | Relation::Compound | Relation::Nummod);
        let pos = match word.pos {
            _ if number => Pos::CD,
            Pos::NNP | Pos::NNPS | Pos::JJ => word.pos,
            _ if before_noun && head > groups[first] => Pos::JJ,
            pos => pos,
        };
        let relation =
            if pos == Pos::JJ && word.relation == Relation::Compound { Relation::Amod } else { word.relation };
        Word { lemma: form.to_lowercase(), form, pos, head, relation, span, entity: String::new() }
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
        let joined = crate::evaluation::conllu::parse(&text).expect("CoNLL-U")[0].joined();
        let words: Vec<_> = joined.words.iter().map(|w| (w.form.as_str(), w.pos.name(), w.head)).collect();
        assert_eq!(words, [("a", "DT", 3), ("well-known", "JJ", 3), ("old", "JJ", 3), ("man", "NN", 3)]);
    }
}
