//! English abbreviations that are written with a full stop, by what may follow them.

/// How an abbreviation behaves at the end of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// Stands before a name or number and so never ends a sentence: "Mr.", "vs.".
    BeforeName,
    /// Is one only before a number: "No. 10", "p. 4".
    BeforeNumber,
    /// May end a sentence: "Inc.", "Jr.", "etc.".
    Free,
}

/// Looks up a word, given without its stop; also a state behind a politician's party: "R-Fla".
pub(crate) fn find(word: &str) -> Option<Abbreviation> {
    const LONGEST: usize = 7;
    let word = ["R-", "D-", "I-"].iter().find_map(|party| word.strip_prefix(party)).unwrap_or(word);
    if word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    Some(match &*lower {
        b"mr" | b"mrs" | b"ms" | b"messrs" | b"mme" | b"mlle" | b"dr" | b"drs" | b"prof" | b"rev" | b"hon"
        | b"pres" | b"gov" | b"gen" | b"lt" | b"maj" | b"col" | b"capt" | b"cpl" | b"sgt" | b"pvt" | b"cmdr"
        | b"adm" | b"brig" | b"sen" | b"sens" | b"rep" | b"reps" | b"atty" | b"supt" | b"det" | b"insp" | b"fr"
        | b"msgr" | b"st" | b"ste" | b"mt" | b"ft" | b"pt" | b"rt" | b"asst" | b"assoc" | b"vs" | b"viz" | b"cf"
        | b"approx" | b"spc" | b"pfc"
            if capital || matches!(&*lower, b"vs" | b"viz" | b"cf" | b"approx" | b"ft") =>
        {
            Abbreviation::BeforeName
        }
        b"e.g" | b"i.e" => Abbreviation::BeforeName,
        b"no" | b"nos" | b"p" | b"pp" | b"art" | b"fig" | b"figs" | b"eq" | b"sec" | b"vol" | b"vols" | b"ch"
        | b"op" | b"mar" | b"sat" | b"sun" | b"in" | b"cal" | b"min" | b"ca" | b"rm" | b"apt" | b"ext" | b"tel" => {
            Abbreviation::BeforeNumber
        }
        b"inc" | b"corp" | b"co" | b"cos" | b"ltd" | b"llc" | b"plc" | b"bros" | b"jr" | b"sr" | b"esq" | b"dept"
        | b"univ" | b"assn" | b"ave" | b"blvd" | b"rd" | b"hwy" | b"jan" | b"feb" | b"apr" | b"jun" | b"jul"
        | b"aug" | b"sep" | b"sept" | b"oct" | b"nov" | b"dec" | b"mon" | b"tue" | b"tues" | b"wed" | b"thu"
        | b"thur" | b"thurs" | b"fri" | b"ala" | b"ariz" | b"ark" | b"calif" | b"colo" | b"conn" | b"del" | b"fla"
        | b"ga" | b"ill" | b"ind" | b"kan" | b"kans" | b"ky" | b"mass" | b"md" | b"mich" | b"minn" | b"miss"
        | b"mo" | b"mont" | b"neb" | b"nev" | b"okla" | b"ore" | b"pa" | b"penn" | b"tenn" | b"tex" | b"va" | b"vt"
        | b"wash" | b"wis" | b"wyo"
            if capital =>
        {
            Abbreviation::Free
        }
        b"etc" | b"al" | b"est" | b"ed" | b"eds" | b"trans" | b"incl" | b"resp" | b"dept" | b"inc" | b"corp"
        | b"ltd" | b"jr" | b"sr" | b"hrs" | b"lbs" | b"oz" | b"ph.d" | b"m.d"
            if lower != b"est" && lower != b"ed" && lower != b"trans" || capital =>
        {
            Abbreviation::Free
        }
        _ => return None,
    })
}
