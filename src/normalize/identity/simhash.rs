//! Near-duplicate fingerprint: simhash (Charikar 2002; Manku, Jain and Das Sarma 2007) over word shingles.

/// Words in a shingle.
const SHINGLE: usize = 3;

/// 64-bit simhash of the words of a text, in any case and with any marks between them.
///
/// Texts that share most of their shingles differ in few bits. A text without words gives 0.
pub fn simhash<'a>(blocks: impl Iterator<Item = &'a str>) -> u64 {
    let mut votes = Votes::default();
    let mut last = [0u64; SHINGLE];
    let mut words = 0usize;
    for block in blocks {
        for word in block.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            last.rotate_left(1);
            last[SHINGLE - 1] = hash_word(word);
            words += 1;
            if words >= SHINGLE {
                votes.add(shingle(&last));
            }
        }
    }
    if (1..SHINGLE).contains(&words) {
        votes.add(shingle(&last));
    }
    votes.majority()
}

/// 64 counters side by side: plane `k` holds bit `k` of each, so that one addition serves all of them.
#[derive(Default)]
struct Votes {
    planes: [u64; 32],
    cast: u32,
}

impl Votes {
    /// Counts the bits that are set.
    fn add(&mut self, hash: u64) {
        self.cast += 1;
        let mut carry = hash;
        for plane in &mut self.planes {
            (*plane, carry) = (*plane ^ carry, *plane & carry);
            if carry == 0 {
                break;
            }
        }
    }

    /// The bits that more than half of the hashes have.
    fn majority(&self) -> u64 {
        let count =
            |bit: u32| (0..).zip(&self.planes).fold(0u32, |sum, (k, plane)| sum | (((plane >> bit) & 1) as u32) << k);
        (0..64).fold(0, |bits, bit| bits | (u64::from(count(bit) > self.cast / 2) << bit))
    }
}

fn shingle(words: &[u64; SHINGLE]) -> u64 {
    words.iter().fold(0x9e37_79b9_7f4a_7c15, |hash, &word| mix(hash ^ word))
}

/// FNV-1a over the lower-case letters.
fn hash_word(word: &str) -> u64 {
    let step = |hash: u64, code: u32| (hash ^ u64::from(code)).wrapping_mul(0x0100_0000_01b3);
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    if word.is_ascii() {
        return word.bytes().fold(BASIS, |hash, b| step(hash, u32::from(b.to_ascii_lowercase())));
    }
    word.chars().flat_map(char::to_lowercase).fold(BASIS, |hash, c| step(hash, u32::from(c)))
}

/// The finaliser of MurmurHash3: every bit of the input sways every bit of the output.
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ (x >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The harbour authority said on Monday that it would close the northern basin for two weeks \
        because the dredging of the channel had taken longer than foreseen. Ships will be sent to the southern basin \
        where there is room enough for all of them, the authority said in a statement. The fishermen of the town \
        had asked for a later date, but the mayor said that the autumn storms left no choice to anybody.";

    fn distance(a: &str, b: &str) -> u32 {
        (simhash([a].into_iter()) ^ simhash([b].into_iter())).count_ones()
    }

    #[test]
    fn marks_and_case_do_not_matter() {
        assert_eq!(distance(STORY, &STORY.to_uppercase().replace(' ', "\n— ")), 0);
        assert_eq!(simhash(["one two", "three four"].into_iter()), simhash(["one two three", "four"].into_iter()));
    }

    #[test]
    fn near_duplicates_are_near() {
        let edited = STORY.replace("on Monday", "late on Monday").replace("in a statement", "");
        let other = "A court in the capital has fined the operator of three ferries, whose crews had worked for \
            twenty hours without a break in the summer. The judge spoke of a danger for all passengers, and the \
            company has said that it will appeal. Its lawyer told reporters that the books had been kept in order.";
        let (near, far) = (distance(STORY, &edited), distance(STORY, other));
        assert!(near <= 12 && far >= 20, "near {near}, far {far}");
    }

    #[test]
    fn no_words_give_zero() {
        assert_eq!(simhash(["", " — "].into_iter()), 0);
    }
}
