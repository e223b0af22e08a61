//! An attribution by a word beside the marks.

use super::noun_phrase::span_of;
use crate::annotate::quotes::candidate::Attribution;
use crate::annotate::quotes::context::Context;
use crate::annotate::quotes::words::Word;
use crate::document::Span;

/// An attribution by the verb at `cue` with the speaker in `from..to`.
pub fn attribution(cx: &Context, words: &[Word], cue: usize, speaker: Option<(usize, usize)>) -> Attribution {
    let word = &words[cue];
    let lemma = match word.cue {
        Some(cue) if word.reports() => cue.verb.lemma.to_owned(),
        _ => cx.doc.slice(word.span).to_lowercase(),
    };
    let speaker = speaker.map(|(from, to)| span_of(words, from, to));
    let particle = word.cue.filter(|_| word.reports()).and_then(|c| c.verb.particle);
    let next = words.get(cue + 1).filter(|w| particle == Some(cx.doc.slice(w.span)));
    let cue = next.map_or(word.span, |particle| word.span.cover(particle.span));
    Attribution { cue, lemma, speaker, span: speaker.map_or(cue, |s| s.cover(cue)) }
}

/// An attribution by the verb at `cue`, whose speaker stands elsewhere.
pub fn attributed_to(cx: &Context, words: &[Word], cue: usize, speaker: Span) -> Attribution {
    Attribution { speaker: Some(speaker), ..attribution(cx, words, cue, None) }
}

/// An attribution by a phrase or sign that is no verb.
pub fn by_phrase(cx: &Context, cue: Span, speaker: Span) -> Attribution {
    Attribution { cue, lemma: cx.doc.slice(cue).to_lowercase(), speaker: Some(speaker), span: speaker.cover(cue) }
}
