//! Words that give away a line that is no part of an article.

use std::sync::LazyLock;

use crate::normalize::date::{self, DayOrder};
use crate::normalize::html::page::{Block, Form};

/// Beginnings of lines that point elsewhere, whatever follows.
const POINTERS: &str = "read more|read also|also read|read next|read our|read the full|read:|see also|see more|more:|\
    watch:|listen:|related:|related |recommended|click here|tap here|sign up|subscribe|follow us|follow me|follow @|\
    share this|share on|share:|advertisement|advertising|sponsored|story continues below|article continues|continue reading|\
    join our|join us|get our|get the latest|don't miss|don’t miss|download our|download the|check out our|learn more:|\
    more on this|more from|you may also|you might also|up next|next:|previous:|skip to|jump to|back to top|load more|\
    view all|show more|print this|email this|copy link|posted in|filed under|tagged|tags:|categories:|topics:|\
    image credit|image:|image source|photo credit|photo:|photo by|photos:|picture:|photograph:|credit:|source image|\
    getty images|affiliate|disclosure:|disclaimer:|this article was originally|this story was originally|\
    originally published|this post may contain|this post contains|this article contains affiliate|we may earn|\
    some links in|purchases made through|all rights reserved|contact us|minute read|👉|»|▶|►|➡|\
    lesen sie auch|lesen sie mehr|mehr zum thema|auch interessant|mehr dazu|zum thema|zur startseite|anzeige|\
    das könnte sie|newsletter|lire aussi|à lire aussi|lire la suite|voir aussi|publicité|inscrivez-vous|abonnez|\
    lea también|lee también|le puede interesar|te puede interesar|ver también|suscríb|publicidad|leggi anche|\
    leggi tutto|iscriviti|pubblicità|potrebbe interessarti|lees ook|lees meer|bekijk ook|advertentie|leia também|\
    leia mais|veja também|publicidade|inscreva-se|czytaj także|czytaj też|zobacz także|läs också|läs mer|annons|\
    les også|læs også|читайте также|читайте також|подпис|реклама";

/// Beginnings of the headings of what follows an article.
const TAILS: &str = "related|more from|more stories|more articles|more news|more like|read next|what to read next|\
    keep reading|continue reading|further reading|up next|next article|next post|next up|about the author|about author|\
    about me|about us|about the writer|author bio|meet the author|comments|leave a|leave your|join the conversation|\
    join the discussion|post a comment|add a comment|responses|share this|share on|share:|share the|sharing is|\
    latest stories|latest articles|latest posts|latest from|recent posts|recent articles|trending|most read|\
    most popular|top stories|editor's picks|editors' picks|editor’s picks|other articles|other stories|other posts|\
    subscribe|newsletter|sign up|stay up to date|stay connected|stay in the|get in touch|get the latest|get our|\
    join our|join us|follow us|follow me|footnotes|references|bibliography|works cited|citations|endnotes|tags|\
    filed under|categories|post navigation|thanks for reading|thanks for visiting|written by|contact us|disclaimer|\
    disclosure|featured image|image credits|photo credits|support us|support our|advertisement|sponsored|discover more|explore more|\
    mehr zum thema|das könnte|auch interessant|kommentare|weitere artikel|mehr aus|über den autor|über die autorin|\
    quellen|verwandte|à lire aussi|lire aussi|sur le même|commentaires|articles similaires|à propos de l|\
    artículos relacionados|noticias relacionadas|comentarios|te puede interesar|más noticias|leggi anche|commenti|\
    articoli correlati|potrebbe interessarti|lees ook|reacties|gerelateerd|leia também|veja também|comentários|\
    notícias relacionadas|komentarze|zobacz także|читайте также|комментарии|коментарі";

/// Beginnings of headings that stand within articles as well as behind them.
const MAYBE_TAILS: &str = "you may also|you might also|you might like|you may like|more on|more in|more about|more posts|\
    read more|recommended|recommendations|latest news|popular|similar|see also|see more|copyright|credits";

/// Beginnings of lines that say when.
const SAYS_WHEN: &str = "published|updated|last updated|posted|first published|modified|last modified|veröffentlicht|\
    aktualisiert|stand:|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|gepubliceerd|atualizado|\
    опубликовано|opublikowano|publicerad";

/// What stands where the rest of an article is for subscribers.
const PAY_WALL: [&str; 16] = [
    "to continue reading",
    "to read the full",
    "to keep reading",
    "for subscribers only",
    "only available to subscribers",
    "exclusive to subscribers",
    "already a subscriber",
    "unlock this article",
    "weiterlesen mit",
    "jetzt weiterlesen",
    "nur für abonnenten",
    "réservé aux abonnés",
    "exclusivo para suscriptores",
    "exclusivo para assinantes",
    "riservato agli abbonati",
    "voor abonnees",
];

/// Longest line that may be a pointer elsewhere, in visible characters.
const LONGEST_POINTER: usize = 180;

/// Whether a line points elsewhere, sells something, or only says who wrote the article and when.
pub fn is_noise(block: &Block) -> bool {
    let text = block.text.to_lowercase();
    if text.contains("all rights reserved") || text.starts_with('©') || text.starts_with("copyright ") {
        return block.chars < 120;
    }
    if matches!(block.form, Form::Heading(_)) || block.chars > LONGEST_POINTER {
        return false;
    }
    POINTER_PHRASES.begin(&text) && (block.link_chars > 0 || block.chars < 60) || is_date_line(&text, block)
}

/// Whether a line says that the rest is for subscribers.
pub fn asks_to_subscribe(block: &Block) -> bool {
    let text = block.text.to_lowercase();
    block.chars < LONGEST_POINTER && PAY_WALL.iter().any(|phrase| text.contains(phrase))
}

/// How surely a heading begins what follows an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// It does.
    Surely,
    /// It does when what stands behind it points elsewhere.
    Maybe,
    /// It does not.
    Never,
}

/// How surely a heading, or a line that stands for one, begins what follows an article.
pub fn begins_tail(block: &Block) -> Tail {
    let is_heading = match block.form {
        Form::Heading(_) => true,
        Form::Item | Form::Cell => false,
        _ => block.chars < 40 && !block.text.ends_with('.'),
    };
    if !is_heading || block.chars >= 80 {
        return Tail::Never;
    }
    let text = block.text.to_lowercase();
    match () {
        _ if TAIL_PHRASES.begin(&text) => Tail::Surely,
        _ if MAYBE_TAIL_PHRASES.begin(&text) => Tail::Maybe,
        _ => Tail::Never,
    }
}

/// "Published 19 June 2019", "Last updated: 08:00", "5 min read".
fn is_date_line(text: &str, block: &Block) -> bool {
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    if block.chars > 70 || !has_digit {
        return false;
    }
    let words = text.split_whitespace().count();
    let is_reading_time =
        text.ends_with(" min read") || text.ends_with(" minute read") || text.ends_with("minutes to read");
    let ends = text.ends_with(['.', '!', '?']);
    is_reading_time
        || words <= 12 && WHEN_PHRASES.begin(text)
        || words <= 7
            && !ends
            && block.form != Form::Item
            && block.form != Form::Cell
            && date::parse(text, DayOrder::DayFirst).is_some()
}

/// Phrases by their first byte, so that a line is compared with few of them.
struct Phrases(Vec<Vec<&'static str>>);

impl Phrases {
    fn new(phrases: &'static str) -> Self {
        let mut by_first = vec![Vec::new(); 256];
        for phrase in phrases.split('|').filter(|phrase| !phrase.is_empty()) {
            by_first[usize::from(phrase.as_bytes()[0])].push(phrase);
        }
        Phrases(by_first)
    }

    /// Whether a lower-case text begins with one of them.
    fn begin(&self, text: &str) -> bool {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !"👉»▶►➡©".contains(c));
        let first = text.bytes().next().map(usize::from);
        first.is_some_and(|first| self.0[first].iter().any(|phrase| text.starts_with(phrase)))
    }
}

static POINTER_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(POINTERS));
static TAIL_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(TAILS));
static MAYBE_TAIL_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(MAYBE_TAILS));
static WHEN_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(SAYS_WHEN));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::html::dom::Dom;
    use crate::normalize::html::page::Page;

    fn block(html: &str) -> Block {
        Page::read(&Dom::parse(html)).blocks.remove(0)
    }

    #[test]
    fn tells_noise_from_text() {
        for html in [
            "<p>Read more: <a href=/x>Another story</a>",
            "<p>Lesen Sie auch: <a href=/x>Noch ein Text</a>",
            "<p>Published on 19 June 2019 at 8:00",
            "<p>19.06.2019, 14:30 Uhr",
            "<p>5 min read",
            "<p>© 2019 The Example Times",
            "<p>» <a href=/x>Another story</a>",
        ] {
            assert!(is_noise(&block(html)), "{html}");
        }
        for html in [
            "<p>Related problems were found in three other towns of the district, the auditors said, and more may follow soon.",
            "<p>He published his first book in 2019.",
            "<p>The fair opens on 19 June 2019.",
            "<h2>Read more</h2>",
        ] {
            assert!(!is_noise(&block(html)), "{html}");
        }
    }
}
