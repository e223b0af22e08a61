//! Descriptions, relative pronouns and groups to what they refer to.

use super::*;

impl Resolver<'_> {
    pub(super) fn nominal(&mut self, index: usize, nominal: Nominal, here: &Seen) -> Placed {
        let item = self.items[index];
        if let Some(referent) = self.apposition(index, nominal) {
            match nominal.label() {
                Some(EntityType::Organization) => self.referents[referent].take_for_body(),
                Some(EntityType::Person) => self.referents[referent].take_for_person(),
                _ => {}
            }
            self.referents.describe(referent, self.context.doc, nominal, item.tokens);
            let possessor = self.possessor(index).filter(|&whose| whose != referent);
            let known = &mut self.referents[referent];
            known.possessor = known.possessor.or(possessor);
            return Placed { referent: Some(referent), confidence: 0.95 };
        }
        if let Some(referent) = self.named_within(index, nominal).or_else(|| self.one_of_two(index, nominal)) {
            return Placed { referent: Some(referent), confidence: 0.9 };
        }
        // "The buyer, a pharmacist surnamed Lau,": a description in apposition may tell the name.
        let apposed = || match self.items.get(index + 1) {
            Some(&Item { what: What::Nominal(next), tokens, .. })
                if next.opening == Opening::Indefinite
                    && tokens.start == item.tokens.end + 1
                    && self.context.doc.token_text(item.tokens.end) == "," =>
            {
                self.gives_name(index + 1, next)
            }
            _ => None,
        };
        if let Some(referent) = self.gives_name(index, nominal).or_else(apposed) {
            self.referents.describe(referent, self.context.doc, nominal, item.tokens);
            return Placed { referent: Some(referent), confidence: 0.9 };
        }
        if let Some(later) = self.named_later.filter(|later| later.item == index) {
            self.referents.describe(later.referent, self.context.doc, nominal, item.tokens);
            return Placed { referent: Some(later.referent), confidence: 0.8 };
        }
        if let Some(referent) = self.kin_of_kin(index, nominal) {
            return Placed { referent: Some(referent), confidence: 0.8 };
        }
        let known = matches!(nominal.opening, Opening::Definite | Opening::Possessive)
            || nominal.noun.is_some_and(|noun| noun.is(NounFlags::COLLECTIVE));
        if let Some(found) = known.then(|| self.described_before(index, nominal, item.tokens, here)).flatten() {
            return found;
        }
        match nominal.noun.map(|noun| noun.kind) {
            Some(NounKind::Country | NounKind::City | NounKind::Region) => NOBODY,
            _ => {
                let referent = self.referents.add(self.context.doc, nominal, &item);
                self.referents[referent].possessor = self.possessor(index);
                Placed { referent: Some(referent), confidence: 0.5 }
            }
        }
    }

    /// "the Nigerian said": the name of a people that speaks in the singular stands for one of them who is known.
    pub(super) fn one_of_people(&mut self, index: usize, people: usize, here: &Seen) -> Option<Placed> {
        let doc = self.context.doc;
        let item = self.items[index];
        let article = item.tokens.start.checked_sub(1).filter(|&t| doc.is(t, Class::DefiniteArticle))?;
        let one = item.speaks && item.tokens.len() == 1 && !doc.syntax.tag(item.tokens.start).is_plural_noun();
        if !one || self.referents[people].label != EntityType::Nationality {
            return None;
        }
        let nominal = Nominal {
            head: item.tokens.start,
            noun: Some(Noun::OF_PEOPLE),
            opening: Opening::Definite,
            number: Number::Singular,
        };
        let tokens = TokenRange::new(article, item.tokens.end);
        self.described_before(index, nominal, tokens, here)
    }

    /// Whoever a definite description takes up.
    pub(super) fn described_before(
        &mut self,
        index: usize,
        nominal: Nominal,
        tokens: TokenRange,
        here: &Seen,
    ) -> Option<Placed> {
        let doc = self.context.doc;
        let description = self.referents.description(doc, nominal, tokens);
        let possessed =
            tokens.iter().any(|t| doc.classes[t].contains_any(&[Class::PossessiveMarker, Class::Possessive]));
        let possessor = self.possessor(index);
        let mut choice = Choice::default();
        let mut fits = Vec::new();
        let mut nearer = Nearer::default();
        let given = nominal.noun.is_some_and(|noun| noun.is(NounFlags::GIVEN));
        let ahead = self.gender_ahead(index, here);
        let gender =
            Some(nominal_gender(nominal)).filter(|gender| *gender != Gender::Unknown).or(ahead).filter(|_| given);
        let gender = gender.filter(|&gender| self.is_only_one_of(gender));
        for seen in self.in_mind() {
            let Some(fit) = self.referents.fit(seen.referent, &description, doc.words()) else { continue };
            // "The union's leader was calm. “…,” he said": no woman.
            let told = &self.referents[seen.referent];
            if fit != Feature::SameNoun && ahead.is_some_and(|gender| told.gender_is_sure && told.gender != gender) {
                continue;
            }
            // "Lund's campaign" is not Lee's.
            let other = self.referents[seen.referent].possessor;
            if possessor.is_some() && other.is_some() && possessor != other || possessor == Some(seen.referent) {
                continue;
            }
            let anew = matches!(fit, Feature::NewDescription | Feature::OtherDescription);
            let near = self.sentences_apart(seen, here) <= HORIZON;
            // "The shearer was greeted by all": whom the article opens with, until they are named.
            let opens = self.named_later.is_some_and(|later| index < later.name && seen.referent == later.referent);
            // "The entomologist has since changed his mind": whoever has just come in or spoken goes on being spoken of. Whose
            // occupation is told already seldom gets another; an age or a nationality is none.
            let other = self.referents.has_other_occupation(seen.referent, &description, doc.words());
            // "The father of two has kept a shoe": a man who is named shortly before.
            let of_gender = self.referents[seen.referent].named
                && gender.is_some_and(|gender| self.referents[seen.referent].gender == gender);
            let goes_on = fit == Feature::NewDescription
                && here.stretch.is_none()
                && !other
                && (of_gender || self.in_focus(seen.referent));
            let expected = here.speaks || here.function == Function::Subject && (opens || goes_on);
            if anew && (!expected || possessed || !near) || fit == Feature::FittingNoun && !near {
                continue;
            }
            let mut evidence = Score::new(self.weights);
            evidence += Feature::Description;
            evidence += fit;
            if anew {
                let referent = &self.referents[seen.referent];
                let told = agreement(nominal_gender(nominal), Number::Singular, referent, &mut evidence);
                debug_assert!(told, "the description fits");
                let acts_last = fit == Feature::NewDescription
                    && nearer.subject.is_none()
                    && seen.function == Function::Subject
                    && seen.stretch.is_none()
                    && self.sentences_apart(seen, here) <= 1;
                evidence.when(acts_last, Feature::ActsLast);
                evidence.when(other, Feature::OtherOccupation);
                let come_in = self.referents[seen.referent].introduced == Some(self.speeches);
                evidence.when(come_in && goes_on && !here.speaks, Feature::JustIntroduced);
                evidence.when(of_gender && goes_on && !here.speaks, Feature::GenderAhead);
            }
            let horizon = if anew || fit == Feature::FittingNoun { HORIZON } else { FAR };
            self.add_evidence(&mut evidence, seen, here, nearer, horizon);
            choice.consider(evidence.sum(), seen.referent);
            fits.push((seen.referent, anew));
            nearer.pass(seen);
        }
        let (referent, margin) = choice.clearest()?;
        let anew = fits.iter().filter(|(fitting, _)| *fitting == referent).all(|(_, anew)| *anew);
        // Whoever is in focus need not be spoken of often.
        let seldom = self.share(&self.referents[referent]) < PROMINENT_TENTHS && !self.in_focus(referent);
        // Whom an age describes has been introduced.
        let introduced = description.age.is_some() && self.referents[referent].roles.is_empty();
        let clear = if introduced { 0 } else { CLEAR_MARGIN };
        if anew && (margin < clear || seldom) {
            return None;
        }
        self.referents.describe(referent, doc, nominal, tokens);
        let confidence = if anew { 0.7 } else { 0.7 + margin.clamp(0, MARGIN_ALONE) as f32 / 150.0 };
        Some(Placed { referent: Some(referent), confidence })
    }

    /// The gender of the pronoun that speaks next in the paragraph of a subject, where nobody else is named or described between.
    fn gender_ahead(&self, index: usize, here: &Seen) -> Option<Gender> {
        let doc = self.context.doc;
        if here.function != Function::Subject || here.stretch.is_some() || here.speaks {
            return None;
        }
        let block = doc.blocks().get(here.block)?.span;
        let outside = |item: &&Item| self.context.stretch_at(item.span.start).is_none();
        let next = self.items[index + 1..].iter().take_while(|item| item.span.start < block.end).filter(outside);
        for item in next {
            match item.what {
                What::Pronoun([reading], _) if item.speaks && reading.number == Number::Singular => {
                    return Some(reading.gender).filter(|gender| matches!(gender, Gender::Male | Gender::Female));
                }
                What::Name(referent) if self.referents[referent].label != EntityType::Person => {}
                What::Nominal(nominal) if nominal.label() != Some(EntityType::Person) => {}
                What::Pronoun(..) | What::Relative => {}
                What::Name(_) | What::Nominal(_) => return None,
            }
        }
        None
    }

    /// Whether somebody has just come in or spoken.
    fn in_focus(&self, referent: usize) -> bool {
        self.last_speaker == Some(referent) || self.referents[referent].introduced == Some(self.speeches)
    }

    /// Whose the described is: "her" or "Lee" in "her team", "Lee's team".
    pub(super) fn possessor(&self, index: usize) -> Option<usize> {
        let before = index.checked_sub(1)?;
        let (item, other) = (&self.items[index], &self.items[before]);
        let pronoun = other.tokens.start == item.tokens.start;
        let name = other.tokens.end == item.tokens.start && roles::is_possessive(self.context.doc, item.tokens.start);
        self.placed[before].referent.filter(|_| pronoun || name)
    }

    /// "Lee's husband was late. … his wife said": the wife of Lee's husband is Lee.
    fn kin_of_kin(&self, index: usize, nominal: Nominal) -> Option<usize> {
        let is_kin = |noun: Noun| noun.kind == NounKind::Person && noun.gender != Gender::Unknown && !noun.is_role();
        let noun = nominal.noun.filter(|&noun| is_kin(noun) && nominal.number == Number::Singular)?;
        let related = &self.referents[self.possessor(index)?];
        let whose = &self.referents[related.possessor?];
        let doc = self.context.doc;
        // No name begins with the mark behind another: "Lee's husband".
        if related.named && doc.is(self.items[index].tokens.start, Class::PossessiveMarker) {
            return None;
        }
        let words = doc.words();
        let kin = related.roles.iter().any(|role| words.noun(&role.noun).is_some_and(is_kin));
        let agrees = whose.label == EntityType::Person && whose.gender == noun.gender;
        (kin && agrees && related.gender != noun.gender).then_some(related.possessor?)
    }

    /// Whether one person alone of those in mind is named and of a gender.
    fn is_only_one_of(&self, gender: Gender) -> bool {
        let of_gender = |&referent: &usize| {
            let known = &self.referents[referent];
            known.named && known.label == EntityType::Person && known.gender == gender
        };
        let mut found = self.in_mind().map(|seen| seen.referent).filter(of_gender);
        found.next().is_some_and(|first| found.all(|other| other == first))
    }

    /// "the UMIH industry group": the body whose name stands in the description.
    pub(super) fn named_within(&self, index: usize, nominal: Nominal) -> Option<usize> {
        let doc = self.context.doc;
        let item = self.items[index];
        let Some(&Item { what: What::Name(referent), tokens, .. }) = self.items.get(index + 1) else { return None };
        let within = item.tokens.start + 1 == tokens.start
            && tokens.end <= nominal.head
            && !(tokens.end..nominal.head).any(|t| roles::is_possessive(doc, t))
            && nominal.number == Number::Singular;
        // A board or a branch is a part of what is named.
        let flags = NounFlags::COMPANY | NounFlags::GENERIC | NounFlags::PUBLIC;
        let whole = nominal.noun.is_some_and(|noun| noun.kind == NounKind::Body && noun.flags.intersects(flags));
        (within && whole && self.referents[referent].label == EntityType::Organization).then_some(referent)
    }

    /// "a nurse who gave her name as Ana", "a man identified only as Tito": the name that the described goes by. It stands in the
    /// same sentence, behind the word that tells it with nothing but small words between.
    fn gives_name(&self, index: usize, nominal: Nominal) -> Option<usize> {
        let doc = self.context.doc;
        let item = self.items[index];
        let sentence = doc.sentences.get(self.context.sentence(item.tokens.start))?.tokens;
        let person = nominal.label().is_none_or(|label| label == EntityType::Person);
        if !person || nominal.number == Number::Plural {
            return None;
        }
        let limit = sentence.end.min(item.tokens.end + FURTHEST_NAME);
        let mut names = self.items[index + 1..].iter().take_while(|item| item.tokens.start < limit);
        let (referent, name) = names.find_map(|item| match item.what {
            What::Name(referent) if self.referents[referent].label == EntityType::Person => {
                Some((referent, item.tokens))
            }
            _ => None,
        })?;
        let links = [Class::RoleMarker, Class::MidAdverb, Class::Preposition, Class::FunctionWord];
        let small = |t: usize| doc.token_text(t) == "," || doc.classes[t].contains_any(&links);
        let word = (item.tokens.end..name.start).rev().find(|&t| !small(t))?;
        // "a man named Tito", "a man who is known as Tito", "a man, who gave his name as Tito"
        let behind = item.tokens.end + usize::from(doc.token_text(item.tokens.end) == ",");
        let clause = |t: usize| doc.is(t, Class::Relative);
        let close = word == item.tokens.end || (behind..word).any(clause);
        let whose = (item.tokens.end..word).any(|t| doc.is(t, Class::Possessive) && doc.is(t, Class::Relative));
        (doc.is(word, Class::OwnName) && close && !whose).then_some(referent)
    }

    /// "the former", "the latter": of the two who were named together last.
    fn one_of_two(&self, index: usize, nominal: Nominal) -> Option<usize> {
        let doc = self.context.doc;
        let item = self.items[index];
        let is = |class: Class| doc.is(nominal.head, class) && item.tokens.len() == 2;
        if nominal.opening != Opening::Definite || !is(Class::FirstOfTwo) && !is(Class::SecondOfTwo) {
            return None;
        }
        let mut groups = self.in_mind().map(|seen| &self.referents[seen.referent].members);
        let members = groups.find(|members| members.len() == 2)?;
        Some(members[usize::from(is(Class::SecondOfTwo))])
    }

    /// "the German chancellor, Angela Merkel,": the name behind the comma is described.
    pub(super) fn apposition(&self, index: usize, nominal: Nominal) -> Option<usize> {
        let doc = self.context.doc;
        let item = self.items[index];
        let end = item.tokens.end;
        let is = |token: usize, text: &str| doc.tokens.get(token).is_some() && doc.token_text(token) == text;
        let same_type = |referent: usize| {
            let named = &self.referents[referent];
            match nominal.label() {
                Some(EntityType::Organization) if named.may_be_body() => true,
                Some(EntityType::Person) if named.label == EntityType::Misc => !named.kind_is_known,
                label => label.is_none_or(|label| label == named.label),
            }
        };
        if nominal.number == Number::Plural {
            return None;
        }
        // "the porter, a young man from Split,": the same somebody.
        if let Some(before) = index.checked_sub(1)
            && nominal.opening == Opening::Indefinite
            && item.tokens.start.checked_sub(1).is_some_and(|comma| is(comma, ","))
            && let Item { what: What::Nominal(other), tokens, .. } = self.items[before]
            && tokens.end + 1 == item.tokens.start
            && (other.opening, other.number) == (Opening::Definite, Number::Singular)
            && other.label() == nominal.label()
            && nominal.label() == Some(EntityType::Person)
        {
            return self.placed[before].referent;
        }
        // "her grandson Bo": no title, but who somebody is to another.
        if nominal.opening == Opening::Possessive
            && nominal.label() == Some(EntityType::Person)
            && let Some(&Item { what: What::Name(referent), tokens, .. }) = self.items.get(index + 1)
            && tokens.start == end
            && same_type(referent)
        {
            return Some(referent);
        }
        // "Angela Merkel, the German chancellor": the walk has just passed the name.
        if item.tokens.start > 0
            && is(item.tokens.start - 1, ",")
            && let Some(&Item { what: What::Name(referent), tokens, .. }) = index.checked_sub(1).map(|i| &self.items[i])
            && tokens.end + 1 == item.tokens.start
            && same_type(referent)
            && self.closes_apposition(end)
        {
            return Some(referent);
        }
        // "the head of the agency, Ann Lee,": the comma may stand behind what completes the description.
        let mut comma = end;
        if doc.tokens.get(end).is_some() && doc.is(end, Class::Preposition) {
            let stops = |t: usize| doc.syntax.tag(t).is_finite() || matches!(doc.token_text(t), "," | "." | ";" | "(");
            comma = (end..(end + LONGEST_COMPLEMENT).min(doc.tokens.len())).find(|&t| stops(t))?;
        }
        if is(comma, "(") {
            comma = (comma..(comma + LONGEST_COMPLEMENT).min(doc.tokens.len())).find(|&t| is(t, ")"))? + 1;
        }
        if !is(comma, ",") {
            return None;
        }
        let behind = self.items[index + 1..].iter().take(8).find(|item| item.tokens.start > comma)?;
        let &Item { what: What::Name(referent), tokens, .. } = behind else { return None };
        let titled =
            tokens.start <= comma + 1 + LONGEST_TITLE && (comma + 1..tokens.start).all(|t| self.belongs_to_title(t));
        // "A rival, Bo Lund of Lund Shipping, doubts": the comma may stand behind what completes the name.
        let mut close = tokens.end;
        if close < doc.tokens.len() && doc.is(close, Class::Preposition) {
            let limit = (close + LONGEST_COMPLEMENT).min(doc.tokens.len());
            let stops =
                |&t: &usize| doc.syntax.tag(t).is_finite() || matches!(doc.token_text(t), "," | "." | ";" | "(");
            close = (close..limit).find(stops).unwrap_or(limit);
        }
        let closed = is(close, ",") || is(close, ".") || is(close, "(") || close >= doc.tokens.len();
        // At the end of a speaker's phrase the verb follows: "the mayor, Ann Lee said".
        let speaks = item.speaks
            && self.items.iter().skip(index).take(8).any(|i| i.tokens == tokens && item.phrase.contains(i.span));
        (titled && (closed || speaks) && same_type(referent)).then_some(referent)
    }

    fn belongs_to_title(&self, token: usize) -> bool {
        let doc = self.context.doc;
        let text = doc.token_text(token);
        text.starts_with(char::is_uppercase)
            || matches!(text, "." | "(" | ")")
            || doc.words().noun(text).is_some()
            || doc.classes[token].contains_any(&[Class::DefiniteArticle, Class::Possessive])
    }

    fn is_nominal(&self, token: usize) -> bool {
        let tag = self.context.doc.syntax.tag(token);
        tag.is_noun() || tag.is_adjective()
    }

    /// What may follow a description in apposition; a verb would make it a subject.
    fn closes_apposition(&self, token: usize) -> bool {
        let doc = self.context.doc;
        let Some(text) = doc.tokens.get(token).map(|_| doc.token_text(token)) else { return true };
        let classes = [Class::Preposition, Class::Coordinator, Class::Relative];
        let tag = doc.syntax.tag(token);
        matches!(text, "," | "." | ")" | ";" | ":")
            || doc.classes[token].contains_any(&classes)
            || tag.is_participle() && !tag.is_finite()
    }

    /// Whom "who" stands for: the phrase in front of it, or the one that a place or body in front of it belongs to.
    pub(super) fn antecedent(&self, index: usize) -> Placed {
        let doc = self.context.doc;
        let mut end = self.items[index].tokens.start;
        while end > 0 && matches!(doc.token_text(end - 1), "," | "(" | ")") {
            end -= 1;
        }
        let mut found = None;
        // Few phrases hold more complements than this.
        for _ in 0..4 {
            let before = self.items[..index]
                .iter()
                .rposition(|item| item.tokens.end == end && !matches!(item.what, What::Pronoun(..) | What::Relative));
            let mut start = end;
            if let Some(before) = before {
                let referent = self.placed[before].referent;
                let person = referent.is_some_and(|r| self.referents[r].label == EntityType::Person);
                if found.is_none() || person {
                    found = referent;
                }
                if person {
                    break;
                }
                start = self.items[before].tokens.start;
            } else {
                // "a professor of history": a complement that is no mention.
                while start > 0 && end - start < LONGEST_TITLE && self.is_nominal(start - 1) {
                    start -= 1;
                }
            }
            // "the bishop of Ayacucho, who"
            start -= usize::from(start > 0 && doc.is(start - 1, Class::DefiniteArticle));
            if start == 0 || start == end || !doc.is(start - 1, Class::Preposition) {
                break;
            }
            end = start - 1;
        }
        found.map_or(NOBODY, |referent| Placed { referent: Some(referent), confidence: 0.9 })
    }

    /// "Weber and Lund": both together, too, whom "they" and "the pair" may mean.
    pub(super) fn group_with_previous(&mut self, index: usize, here: &Seen) {
        let doc = self.context.doc;
        let Some(previous) = index.checked_sub(1) else { return };
        let (first, second) = (self.items[previous], self.items[index]);
        let between = first.tokens.end..second.tokens.start;
        if between.is_empty()
            || between.len() > LONGEST_TITLE
            || !doc.is(between.start, Class::Coordinator)
            || !between.clone().skip(1).all(|t| self.belongs_to_title(t))
        {
            return;
        }
        let (Some(a), Some(b)) = (self.placed[previous].referent, self.seen.last().map(|seen| seen.referent)) else {
            return;
        };
        let one =
            |r: usize| self.referents[r].label == EntityType::Person && self.referents[r].number != Number::Plural;
        if a == b || !one(a) || !one(b) {
            return;
        }
        let function =
            self.seen.iter().rev().find(|seen| seen.referent == a).map_or(here.function, |seen| seen.function);
        let group = self.referents.add_group(vec![a, b], first.span.cover(second.span));
        self.seen.push(Seen { referent: group, function, kind: MentionKind::Nominal, speaks: first.speaks, ..*here });
    }
}
