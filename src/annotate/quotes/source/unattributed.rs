//! Who speaks a quote that no attribution stands beside: a signature, or the sentences before it.

use super::{beside, by_words};
use crate::annotate::quotes::candidate::{Attribution, Candidate};
use crate::annotate::quotes::context::Context;
use crate::annotate::quotes::rules::Rule;
use crate::document::{Evidence, Number, QuoteCue, Sentence, Span};
use crate::languages::{Class, Frames, NounKind};

/// How many sentences back somebody who was reported may go on.
const HORIZON: usize = 6;

/// A quote without attribution, from marked stretch `first` to `last`.
pub struct Unattributed<'a> {
    cx: &'a Context<'a>,
    /// The quotes of direct speech before it.
    before: &'a [Candidate],
    first: usize,
    last: usize,
}

/// Who speaks it.
#[derive(Debug)]
pub struct Source {
    /// The cue.
    pub cue: Option<QuoteCue>,
    /// The noun phrase.
    pub speaker: Option<Span>,
    /// How it was found.
    pub evidence: Evidence,
}

impl Source {
    fn new(found: Attribution, evidence: Evidence) -> Source {
        Source { cue: Some(found.cue()), speaker: found.speaker, evidence }
    }

    /// Whoever acts right before, where no verb is known to say so.
    fn acts(speaker: Span) -> Source {
        Source { cue: None, speaker: Some(speaker), evidence: Evidence::SentenceBefore }
    }

    /// Whoever speaks elsewhere goes on.
    fn carried(speaker: Span) -> Source {
        Source { cue: None, speaker: Some(speaker), evidence: Evidence::Carried }
    }
}

/// Ways to find the source of a quote without attribution, in the order in which they are tried.
pub const UNATTRIBUTED: &[Rule<fn(&Unattributed) -> Option<Source>>] = &[
    Rule {
        name: "reported-right-before",
        example: "es: <Ana Ruiz> dijo que estaba preocupada. «[Lo que hicieron en marzo fue un error].»",
        run: |quote| {
            let found = reporting(quote.cx, quote.outside(1)?)?;
            Some(Source::new(found, Evidence::SentenceBefore))
        },
    },
    Rule {
        name: "attribution-in-next-paragraph",
        example: "The pier was closed. | “[The pier is safe today.]” | “It will hold,” said <Ann Lee>.",
        run: |quote| {
            let (cx, this) = (quote.cx, &quote.cx.marked[quote.last]);
            let next = cx.marked.get(quote.last + 1).filter(|next| next.block == this.block + 1)?;
            let (block, below) = (cx.doc.blocks()[this.block].span, cx.doc.blocks()[next.block].span);
            let whole = this.outer.end == block.end && cx.marked[quote.first].outer.start <= block.start;
            if !whole || next.outer.start != below.start {
                return None;
            }
            beside::attribution(cx, quote.last + 1, quote.last + 1)?.speaker.map(Source::carried)
        },
    },
    Rule {
        name: "acts-in-paragraph",
        example: "“We asked twice,” Bo Lund said. | The hall was quiet. <Ann Lee> shook her head. “[Not in my lifetime, I tell you.]”",
        run: |quote| {
            let (sentence, outside) = quote.outside(1).filter(|(s, _)| s.block == quote.block())?;
            let cx = quote.cx;
            let somebody = |&phrase: &Span| cx.is_somebody(phrase) || is_described_person(cx, phrase);
            let acting = by_words::acting(cx, outside).filter(|found| found.speaker.is_some_and(|s| cx.is_somebody(s)));
            // A tagger takes the verb of a short sentence for a noun: "Lee shrugs."
            let opens = || {
                by_words::main_subject(cx, sentence.span)
                    .filter(somebody)
                    .map(|s| Source::acts(cx.person_in(s).unwrap_or(s)))
            };
            acting.map(|found| Source::new(found, Evidence::SentenceBefore)).or_else(opens)
        },
    },
    Rule {
        name: "speaker-goes-on",
        example: "“The roof leaks,” <Ann Lee> said. | The hall was built long ago. | It has no walls. | “[Nobody mends it any more.]”",
        run: |quote| {
            for back in 2..=HORIZON {
                let (sentence, outside) = quote.outside(back)?;
                let spoken = quote.before.last().filter(|c| c.end() > sentence.span.start);
                if let Some(spoken) = spoken {
                    return spoken.speaker.map(Source::carried);
                }
                if let Some(found) = reporting(quote.cx, (sentence, outside)) {
                    return found.speaker.map(Source::carried);
                }
            }
            None
        },
    },
    Rule {
        name: "acts-right-before",
        example: "<The owners> welcomed the plan. “[We have waited for it for years.]”",
        run: |quote| {
            let (_, outside) = quote.outside(1)?;
            by_words::acting(quote.cx, outside).map(|found| Source::new(found, Evidence::SentenceBefore))
        },
    },
];

/// The source of a quote that runs from marked stretch `first` to `last` and has no attribution beside it.
pub fn unattributed(cx: &Context, before: &[Candidate], first: usize, last: usize) -> Option<Source> {
    let quote = Unattributed { cx, before, first, last };
    cx.rules.of(UNATTRIBUTED).find_map(|rule| (rule.run)(&quote))
}

/// Who goes on where the reporting verb beside a quote has no subject: whoever spoke or acted last, else whatever did.
pub fn left_out(cx: &Context, before: &[Candidate], first: usize, last: usize) -> Option<Span> {
    let quote = Unattributed { cx, before, first, last };
    let sentences = || (1..=HORIZON).map_while(|back| quote.outside(back));
    let reported = |sentence| reporting(cx, sentence).and_then(|found| found.speaker);
    let main = |outside| by_words::main_subject(cx, outside);
    let somebody = sentences().find_map(|(sentence, outside)| {
        let spoken = before.last().filter(|c| c.end() > sentence.span.start).and_then(|c| c.speaker);
        // "Lee told how one of the last things that he asked …": who acts before what does.
        let acts = || {
            let both = [reported((sentence, outside)), main(outside)];
            both.into_iter().flatten().find(|&phrase| cx.is_somebody(phrase) || is_described_person(cx, phrase))
        };
        spoken.or_else(acts)
    });
    somebody
        .or_else(|| sentences().find_map(|(sentence, outside)| reported((sentence, outside)).or_else(|| main(outside))))
}

impl<'a> Unattributed<'a> {
    fn block(&self) -> usize {
        self.cx.marked[self.first].block
    }

    /// The sentence so many before the quote, if it stands in its paragraph or shortly before it, and its part behind the last
    /// marks: what stands in marks tells nothing of who speaks.
    fn outside(&self, back: usize) -> Option<(&'a Sentence, Span)> {
        let cx = self.cx;
        let this = &cx.marked[self.first];
        let index = cx.doc.sentence_at(this.outer.start).checked_sub(back)?;
        let sentence = &cx.doc.sentences[index];
        if sentence.block + back.min(3) < this.block {
            return None;
        }
        let last = cx.marked[..self.first].last().map_or(0, |m| m.outer.end);
        let start = last.clamp(sentence.span.start, sentence.span.end);
        let behind = Span::new(start, sentence.span.end);
        // "Lee answered in his voice of a “newsreader”.": all that is outside stands in front.
        let inside = cx.marked.partition_point(|m| m.outer.start < sentence.span.start);
        if cx.words_in(behind) == 0
            && let Some(first) = cx.marked.get(inside).filter(|m| m.outer.start < sentence.span.end)
        {
            return Some((sentence, Span::new(sentence.span.start, first.outer.start)));
        }
        Some((sentence, behind))
    }
}

/// "the driver, a young man from Oslo,": a person by what they are or do, with an article.
fn is_described_person(cx: &Context, phrase: Span) -> bool {
    let tokens = cx.tokens(phrase);
    let noun = tokens.iter().rev().find_map(|t| cx.language.noun(cx.doc.token_text(t)));
    let article = [Class::DefiniteArticle, Class::IndefiniteArticle];
    tokens.len() > 1
        && cx.doc.classes[tokens.start].contains_any(&article)
        && noun.is_some_and(|noun| noun.kind == NounKind::Person && noun.number == Number::Singular)
}

/// The attribution by a reporting verb in a sentence outside marks.
fn reporting(cx: &Context, (sentence, outside): (&Sentence, Span)) -> Option<Attribution> {
    let behind_marks = || (outside.start > sentence.span.start).then(|| by_words::after(cx, outside)).flatten();
    // "did not answer calls": nobody has spoken.
    let negated = |f: &Attribution| {
        let last = cx.tokens(f.cue).start.checked_sub(1);
        last.is_some_and(|t| cx.is(t, Class::Negation))
    };
    // "Asked about her plans, Lee smiled.": a participle that opens the sentence tells who did not ask.
    let asked = |f: &Attribution| {
        let cue = cx.tokens(f.cue).start;
        let verb = cx.verb(cue).filter(|verb| verb.has(Frames::ASKS) || verb.has(Frames::HEARER));
        let tag = cx.tag(cue);
        verb.is_some() && f.cue.start == outside.start && (tag.is_participle() || tag.is_past())
    };
    let found = by_words::before(cx, outside).or_else(|| by_words::opening_source(cx, outside));
    let found = found.filter(|f| f.speaker.is_some() && !negated(f) && !asked(f));
    found.or_else(|| behind_marks().filter(|f| f.speaker.is_some()))
}
