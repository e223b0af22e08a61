//! Events, works and products among the other names, by the words in and around them.
//!
//! The corpora that tell these apart hold few of them, nearly all from encyclopedia pages, so the sequence models learn
//! them as one type; what is left without a telling word stays `Misc`.

use crate::document::{Document, EntityType, TokenRange};

/// Last words of events, or words before "of".
const EVENTS: &str = "war wars games cup olympics paralympics championship championships festival summit election \
    elections by-election referendum primary primaries revolution uprising rebellion intifada massacre genocide \
    holocaust marathon tournament playoffs finals bowl conference forum convention congress expo fair biennale \
    carnival parade hajj ramadan christmas easter thanksgiving halloween diwali hanukkah eid passover day week \
    crisis disaster earthquake tsunami flood floods hurricane typhoon cyclone storm attacks bombing bombings \
    shooting riots protests march battle siege offensive operation recession superbowl universiade tour prix open \
    derby masters";
/// First words of events.
const EVENTS_BEGIN: &str = "hurricane typhoon cyclone storm tropical operation battle siege";
/// Words behind a name that say what happened.
const EVENTS_BEHIND: &str =
    "election elections festival war summit tournament referendum crisis massacre attacks bombing disaster earthquake";
/// Last words of works and laws.
const WORKS: &str = "act bill law treaty constitution amendment accord accords charter declaration agreement protocol \
    manifesto code bible koran quran symphony sonata concerto overture anthem";
/// Words before a name that say what it is.
const WORKS_BEFORE: &str = "film films movie movies novel novels book books album albums song songs single singles series \
    show sitcom musical play opera documentary memoir drama comedy ballet painting poem poems thriller ep lp sequel \
    blockbuster bestseller autobiography track hit anthology";
/// Words behind a name that say what it is.
const PRODUCTS_BEHIND: &str = "smartphone smartphones phone phones jet jets rifle rifles missile missiles drug vaccine \
    aircraft helicopter helicopters plane planes car cars suv sedan truck app software console device devices tablet \
    tablets browser fighter fighters tank tanks drone drones rocket rockets spacecraft satellite engine system";
/// Products whose names alone tell.
const PRODUCTS: &str = "iphone ipad ipod imac macbook ios macos windows android linux playstation xbox nintendo kindle \
    galaxy pixel alexa siri chatgpt excel photoshop matlab viagra prozac oxycontin ak-47 scud patriot tomahawk";

fn holds(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed.eq_ignore_ascii_case(word))
}

/// The type of a name that is no person, organization, place or nationality.
pub fn finer(doc: &Document, tokens: TokenRange) -> EntityType {
    let text = |token: usize| if token < doc.tokens.len() { doc.token_text(token) } else { "" };
    let before = |n: usize| tokens.start.checked_sub(n).map_or("", text);
    let (first, behind) = (text(tokens.start), text(tokens.end));
    let words = || (tokens.start..tokens.end).map(text);
    // "Battle of the Somme", "Treaty of Rome" and "2012 Olympics in London" have their head inside.
    let head = (tokens.start + 1..tokens.end)
        .find(|&token| matches!(text(token), "of" | "for" | "in" | "on"))
        .map_or_else(|| text(tokens.end - 1), |of| text(of - 1));
    let quoted =
        matches!(before(1), "\"" | "“" | "‘" | "'" | "«") && matches!(behind, "\"" | "”" | "’" | "'" | "»" | "," | ".");
    let called = if matches!(before(1), "\"" | "“" | "‘" | "'" | "," | ":") { before(2) } else { before(1) };
    let world_war = first.eq_ignore_ascii_case("world") && words().any(|word| word.eq_ignore_ascii_case("war"));
    if holds(WORKS_BEFORE, called) {
        return EntityType::Work;
    }
    if world_war || holds(EVENTS, head) || holds(EVENTS_BEGIN, first) || holds(EVENTS_BEHIND, behind) {
        return EntityType::Event;
    }
    if holds(WORKS, head) || quoted {
        return EntityType::Work;
    }
    let numbered = words().any(is_model_number);
    if numbered || words().any(|word| holds(PRODUCTS, word)) || holds(PRODUCTS_BEHIND, behind) {
        return EntityType::Product;
    }
    EntityType::Misc
}

/// "F-16", "MiG-29", "S-400": up to three letters, a hyphen, digits.
fn is_model_number(word: &str) -> bool {
    word.split_once('-').is_some_and(|(letters, digits)| {
        (1..=3).contains(&letters.len())
            && letters.bytes().all(|b| b.is_ascii_alphabetic())
            && letters.starts_with(|c: char| c.is_ascii_uppercase())
            && !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}
