//! Words in and around names: forms of address, ranks, letters after a name, kinds of works.
//!
//! `names.txt` holds a section for each [`NameClass`], `[nickname]` with lines of a short and a full given name, and
//! `[region-abbreviation]` with lines of a short form, `=` and the region's name. Where names are inflected, `[inflection]` has a line
//! `genitive` with the endings of a possessor and a line `adjective` with the endings of the words before the last, of which the
//! first stands for all.

use rustc_hash::FxHashSet;

use super::section::{PackError, Section};
use super::word_map::WordMap;

classes! {
    /// A class of words in and around names, by the name of its section in `names.txt`. A word may belong to several.
    NameClass:

    /// Forms of address of men: "Mr".
    MaleHonorific = "male-honorific",
    /// Forms of address of women: "Mrs".
    FemaleHonorific = "female-honorific",
    /// Forms of address that tell no gender: "Dr".
    Honorific = "honorific",
    /// Short forms of ranks and offices before a name: "Sgt".
    Title = "title",
    /// Short forms of ranks that are written in capitals only: "PC".
    RankAcronym = "rank-acronym",
    /// Words that go before a title and belong to it: "Det" in "Det Sgt".
    TitleModifier = "title-modifier",
    /// Offices and ranks as they stand before a name: "Secretary".
    TitleNoun = "title-noun",
    /// Offices with a portfolio: "minister" in "minister for health".
    PortfolioOffice = "portfolio-office",
    /// What an office with a portfolio is for: "health".
    Portfolio = "portfolio",
    /// Letters after a name that are no part of it: "MP".
    PostNominal = "post-nominal",
    /// Words after a name that tell it from a relative's and are part of it: "Jr".
    Generation = "generation",
    /// Small words within family names: "van".
    Particle = "particle",
    /// Family names that go before given names of two syllables: "Kim".
    SurnameFirst = "surname-first",
    /// First parts of words for two peoples: "Franco" in "Franco-German".
    CombiningPeople = "combining-people",
    /// Forms of companies: "Ltd".
    LegalForm = "legal-form",
    /// After a hyphen, what says where a firm is: "based" in "Malmö-based".
    BasedIn = "based-in",
    /// Words before another name of the same thing: "now", "formerly".
    Renaming = "renaming",
    /// Last words of names of bodies: "Gazette".
    BodyHead = "body-head",
    /// What bodies have and people have not: "shareholders", "subsidiary".
    OfBody = "of-body",
    /// Words that open a relative clause about no person: "which".
    ThingRelative = "thing-relative",
    /// Words between a noun and the name of what it describes: "called".
    Naming = "naming",
    /// What a firm with its founder's name is: "Bakery".
    Trade = "trade",
    /// Last words of events, or words before "of": "Cup".
    EventHead = "event-head",
    /// First words of events: "Hurricane".
    EventFirst = "event-first",
    /// Words after a name that say what happened: "earthquake".
    EventAfter = "event-after",
    /// Last words of works and laws: "Act".
    WorkHead = "work-head",
    /// Words before a name that say which work it is: "film".
    WorkBefore = "work-before",
    /// Words before a name that say which product it is: "ferry".
    ProductBefore = "product-before",
    /// Words after a name that say which product it is: "smartphone".
    ProductAfter = "product-after",
    /// First words of names of ships: "HMS".
    ProductFirst = "product-first",
    /// Products whose names alone tell.
    Product = "product",
    /// Prepositions within names of events, works and laws: "of".
    InnerLink = "inner-link",
}

/// The fewest bytes of a word that an ending is taken from.
const SHORTEST_STEM: usize = 3;

/// A set of classes.
type Bits = u32;
const _: () = assert!(NameClass::COUNT <= Bits::BITS as usize, "a set of classes is too small");

/// The classes that one word belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NameClasses(Bits);

impl NameClasses {
    /// Whether one of these is among them.
    pub fn have_any(self, classes: &[NameClass]) -> bool {
        self.0 != 0 && classes.iter().any(|&class| self.0 >> class as Bits & 1 == 1)
    }
}

/// What a language has of words in and around names.
#[derive(Debug, Default)]
pub struct NameWords {
    words: WordMap<Bits>,
    nicknames: FxHashSet<(&'static str, &'static str)>,
    regions: WordMap<&'static str>,
    genitives: Vec<&'static str>,
    adjectives: Vec<&'static str>,
}

impl NameWords {
    /// Reads the sections of `names.txt`.
    pub(super) fn read(sections: &[Section]) -> Result<Self, PackError> {
        let mut read = NameWords::default();
        for section in sections {
            for &(line, text) in &section.lines {
                if text.chars().any(char::is_uppercase) {
                    return Err(section.error_at(line, "words of names are written in lower case"));
                }
                match section.name {
                    "nickname" => {
                        let pair = text.split_once(' ').filter(|(_, full)| !full.contains(' '));
                        let pair = pair.ok_or_else(|| section.error_at(line, "not a short and a full name"))?;
                        read.nicknames.insert(pair);
                    }
                    "region-abbreviation" => {
                        let (short, region) =
                            text.split_once(" = ").ok_or_else(|| section.error_at(line, "not `short = region`"))?;
                        read.regions.insert(short, region);
                    }
                    "inflection" => {
                        let mut endings = text.split_whitespace();
                        match endings.next() {
                            Some("genitive") => read.genitives = endings.collect(),
                            Some("adjective") => read.adjectives = endings.collect(),
                            _ => return Err(section.error_at(line, "neither `genitive` nor `adjective`")),
                        }
                    }
                    name => {
                        let class = NameClass::from_name(name)
                            .ok_or_else(|| section.error("unknown class of words in names"))?;
                        for word in text.split_whitespace() {
                            if word.ends_with('.') {
                                return Err(section.error_at(line, "words of names are written without full stop"));
                            }
                            *read.words.entry(word) |= 1 << class as Bits;
                        }
                    }
                }
            }
        }
        Ok(read)
    }

    /// Whether a word, in any case and with or without full stops, belongs to a class.
    pub fn is(&self, word: &str, class: NameClass) -> bool {
        self.is_any(word, &[class])
    }

    /// Whether a word, in any case and with or without full stops, belongs to one of these classes.
    pub fn is_any(&self, word: &str, classes: &[NameClass]) -> bool {
        self.classes(word).have_any(classes)
    }

    /// The classes of a word, in any case and with or without full stops.
    pub fn classes(&self, word: &str) -> NameClasses {
        let bits = match word.bytes().any(|byte| byte == b'.') {
            true => self.words.get_lowered(&word.replace('.', "")),
            false => self.words.get_lowered(word),
        };
        NameClasses(bits.copied().unwrap_or(0))
    }

    /// Whether a word is a form of address of any kind: "Mrs", "Dr".
    pub fn is_honorific(&self, word: &str) -> bool {
        self.is_any(word, &[NameClass::MaleHonorific, NameClass::FemaleHonorific, NameClass::Honorific])
    }

    /// Whether `short` is a usual short form of the given name `full` that does not begin as it does; both lower case.
    pub fn is_nickname(&self, short: &str, full: &str) -> bool {
        self.nicknames.contains(&(short, full))
    }

    /// Whether names take endings in a sentence.
    pub fn has_inflection(&self) -> bool {
        !self.genitives.is_empty() || !self.adjectives.is_empty()
    }

    /// The words of a folded name with one ending for all that its adjectives take: "rote kreuz" for "roten kreuz".
    pub fn one_ending(&self, folded: &str) -> String {
        let Some((&first, _)) = self.adjectives.split_first() else { return folded.to_owned() };
        let Some((adjectives, last)) = folded.rsplit_once(' ') else { return folded.to_owned() };
        let mut name = String::with_capacity(folded.len());
        for word in adjectives.split(' ') {
            let stem = self
                .adjectives
                .iter()
                .find_map(|ending| word.strip_suffix(ending))
                .filter(|s| s.len() >= SHORTEST_STEM);
            name.push_str(stem.unwrap_or(word));
            name.push_str(if stem.is_some() { first } else { "" });
            name.push(' ');
        }
        name + last
    }

    /// A folded name without the ending of a possessor, as far as it has one: "bundestag" for "bundestages".
    pub fn without_genitive<'a>(&self, folded: &'a str) -> impl Iterator<Item = &'a str> {
        let stem = |ending: &&'static str| folded.strip_suffix(*ending);
        let last = |stem: &&str| stem.rsplit(' ').next().is_some_and(|word| word.len() >= SHORTEST_STEM);
        self.genitives.iter().filter_map(stem).filter(last)
    }

    /// The folded forms that a name may have where nothing inflects it, without the one that it has.
    pub fn uninflected(&self, folded: &str) -> Vec<String> {
        let stems = std::iter::once(folded).chain(self.without_genitive(folded));
        let plain = stems.flat_map(|stem| [stem.to_owned(), self.one_ending(stem)]);
        plain.filter(|plain| plain != folded).collect()
    }

    /// The name of the region that a short form stands for, in lower case: "oregon" for "Ore."
    pub fn region(&self, short: &str) -> Option<&'static str> {
        self.regions.get_lowered(&short.replace('.', "")).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::section;
    use super::*;

    fn read(text: &'static str) -> Result<NameWords, PackError> {
        NameWords::read(&section::read("xx", "names.txt", text)?)
    }

    #[test]
    fn words_are_found_in_any_case_and_with_full_stops() {
        let words = read("[male-honorific]\nsr señor\n[honorific]\ndr\n[post-nominal]\nphd\n").expect("right");
        assert!(words.is("Señor", NameClass::MaleHonorific) && words.is("Sr.", NameClass::MaleHonorific));
        assert!(words.is_honorific("DR.") && !words.is("DR.", NameClass::MaleHonorific));
        assert!(!words.is_honorific("driver"));
        assert!(words.is("Ph.D.", NameClass::PostNominal));
        assert!(!words.is("PhD", NameClass::Title));
    }

    #[test]
    fn pairs_are_read_in_their_order() {
        let words = read("[nickname]\nbob robert\n[region-abbreviation]\nbc = british columbia\n").expect("right");
        assert!(words.is_nickname("bob", "robert") && !words.is_nickname("robert", "bob"));
        assert_eq!(words.region("B.C."), Some("british columbia"));
        assert_eq!(words.region("Bcd"), None);
    }

    #[test]
    fn names_lose_the_endings_of_their_case() {
        let words = read("[inflection]\ngenitive es s\nadjective e en er\n").expect("right");
        assert_eq!(words.one_ending("neuen roten hauses"), "neue rote hauses");
        assert_eq!(
            words.uninflected("roten hauses"),
            ["rote hauses", "roten haus", "rote haus", "roten hause", "rote hause"]
        );
        assert!(words.uninflected("ulm").is_empty());
        assert!(NameWords::default().uninflected("roten hauses").is_empty());
    }

    #[test]
    fn mistakes_are_told_with_file_and_line() {
        let error = |text| read(text).expect_err("wrong").to_string();
        assert_eq!(error("[title]\nsgt\nSgt\n"), "xx/names.txt:3: words of names are written in lower case");
        assert_eq!(error("[title]\nsgt.\n"), "xx/names.txt:2: words of names are written without full stop");
        assert_eq!(error("[nickname]\nbob\n"), "xx/names.txt:2: not a short and a full name");
        assert_eq!(error("[rank]\nsgt\n"), "xx/names.txt:1: unknown class of words in names `rank`");
    }
}
