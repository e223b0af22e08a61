//! Which blocks are the article: proposals of several methods, and the one that the others agree with most.

mod containers;
mod density;
mod readability;
mod stated;

use super::blocks::{Blocks, Form};
use super::boilerplate::{self, Known};
use super::dom::Dom;

/// A container with less than a fifth of what was found is not the article's.
const LEAST_SHARE: usize = 5;

/// The indexes of the article's blocks, in order. `body` is the text that the page's own data gives, if any.
pub fn article(dom: &Dom, blocks: &Blocks, known: &Known, body: Option<&str>) -> Vec<usize> {
    let text_of = |proposed: &mut dyn Iterator<Item = usize>| {
        let mut run: Vec<usize> = proposed.filter(|&i| boilerplate::is_text(&blocks.list[i])).collect();
        run.sort_unstable();
        run.dedup();
        run
    };
    let trimmed = |mut run: Vec<usize>| {
        boilerplate::trim(dom, blocks, known, &mut run);
        run
    };
    let container = containers::propose(dom, blocks).map(|mut range| trimmed(text_of(&mut range))).unwrap_or_default();
    let proposals = [
        trimmed(text_of(&mut density::propose(blocks))),
        trimmed(text_of(&mut readability::propose(dom, blocks).into_iter().flatten())),
        container.clone(),
        body.and_then(|body| stated::propose(blocks, body))
            .map(|run| trimmed(text_of(&mut run.into_iter())))
            .unwrap_or_default(),
    ];
    let proposals: Vec<Vec<usize>> = proposals.into_iter().filter(|kept| !kept.is_empty()).collect();
    let agreement = |one: &Vec<usize>| proposals.iter().map(|other| overlap(blocks, one, other)).sum::<f32>();
    let mut best: Option<(f32, &Vec<usize>)> = None;
    for proposal in &proposals {
        let score = agreement(proposal);
        if best.is_none_or(|(highest, _)| score > highest + 1e-4) {
            best = Some((score, proposal));
        }
    }
    let Some((_, kept)) = best else { return trimmed(text_of(&mut (0..blocks.list.len()))) };
    let mut kept = kept.clone();
    drop_lists_around(blocks, &container, &mut kept);
    kept
}

/// Drops what stands before or behind the container of the article's text, where that is lists and links: tickers,
/// teasers, galleries. Paragraphs outside stay, since containers are often too small.
fn drop_lists_around(blocks: &Blocks, container: &[usize], kept: &mut Vec<usize>) {
    let (Some(&first), Some(&last)) = (container.first(), container.last()) else { return };
    let chars = |test: &dyn Fn(usize) -> bool, kept: &[usize]| -> usize {
        kept.iter().filter(|&&i| test(i)).map(|&i| blocks.list[i].chars).sum()
    };
    // A container that holds little of what was found is not the article's.
    if chars(&|i| container.binary_search(&i).is_ok(), kept) * LEAST_SHARE < chars(&|_| true, kept) {
        return;
    }
    let is_list = |i: usize| {
        let block = &blocks.list[i];
        matches!(block.form, Form::Item | Form::Heading(_)) || block.link_density() > 0.3
    };
    let sides: [&dyn Fn(usize) -> bool; 2] = [&|i| i < first, &|i| i > last];
    for is_outside in sides {
        if chars(&|i| is_outside(i) && is_list(i), kept) * 10 >= chars(is_outside, kept) * 7 {
            kept.retain(|&i| !is_outside(i));
        }
    }
}

/// The characters that two proposals share, by those of both (Jaccard).
fn overlap(blocks: &Blocks, one: &[usize], other: &[usize]) -> f32 {
    let chars = |i: usize| blocks.list[i].chars;
    let (mut i, mut j, mut both, mut all) = (0, 0, 0, 0);
    while i < one.len() || j < other.len() {
        match (one.get(i), other.get(j)) {
            (Some(&a), Some(&b)) if a == b => {
                both += chars(a);
                all += chars(a);
                i += 1;
                j += 1;
            }
            (Some(&a), b) if b.is_none_or(|&b| a < b) => {
                all += chars(a);
                i += 1;
            }
            (_, Some(&b)) => {
                all += chars(b);
                j += 1;
            }
            _ => break,
        }
    }
    if all == 0 { 1.0 } else { both as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(page: &str, want: Expect) {
        let dom = Dom::parse(page);
        let mut blocks = Blocks::read(&dom);
        boilerplate::mark(&dom, &mut blocks);
        let title = blocks.list.iter().find(|b| b.form == Form::Heading(1)).map(|b| b.text.clone());
        let known = Known::new(title.as_deref(), &[]);
        let shown: Vec<String> =
            article(&dom, &blocks, &known, None).iter().map(|&i| format!("{}\n", blocks.list[i].text)).collect();
        want.assert_eq(&shown.concat());
    }

    const STORY: &str = "<h1>Council votes</h1><div class=article-body>\
        <p>The council voted on Tuesday to keep the old bridge open, and it will pay for the work itself this year.</p>\
        <p>The mayor said that the decision had been long in coming, and that nobody in the town had wanted another.</p>\
        </div>";

    #[test]
    fn short_lines_behind_the_first_sentence_are_text_and_headline_byline_and_date_are_not() {
        check(
            "<h1>Warum ich den Bus nehme</h1><p>Von Rosa Kern</p><h3>12. März 2014</h3>\
             <p>Seit drei Wochen fahre ich nicht mehr mit dem Auto ins Büro.<p>Das hat mehrere Gründe:\
             <ul><li>Der Parkplatz kostet jetzt Geld.<li>Ich lese wieder.</ul>\
             <p>Am ersten Tag kam er zu spät, am zweiten auch, und am dritten stand ich selbst zu spät an der Haltestelle.\
             <p>Ja, ich schon wieder.<p>Teilen<p><a href=/x>Diesen Artikel drucken</a>",
            expect![[r#"
                Seit drei Wochen fahre ich nicht mehr mit dem Auto ins Büro.
                Das hat mehrere Gründe:
                Der Parkplatz kostet jetzt Geld.
                Ich lese wieder.
                Am ersten Tag kam er zu spät, am zweiten auch, und am dritten stand ich selbst zu spät an der Haltestelle.
                Ja, ich schon wieder.
            "#]],
        );
    }

    #[test]
    fn a_text_without_letters_of_an_alphabet_is_measured_by_its_words() {
        check(
            "<h1>市议会投票保留旧桥</h1><div><p>市议会周二投票决定保留旧桥，工程费用由市政府承担。<p>“我们等了三年。”她说。<p>责任编辑：张三</div>",
            expect![[r#"
                市议会周二投票决定保留旧桥，工程费用由市政府承担。
                “我们等了三年。”她说。
            "#]],
        );
    }

    #[test]
    fn a_story_of_short_lines_is_whole() {
        check(
            "<h1>Why I left</h1><div itemprop=articleBody><p>It was a Tuesday when I knew.<aside><p>When I knew</p></aside>\
             <p>The neighbour had taken up the drums.<p>I wrote to the landlord.<p>He wrote back.\
             <div>Topics</div><ul><li><a href=/m>Moving</a></ul></div>",
            expect![[r#"
                It was a Tuesday when I knew.
                The neighbour had taken up the drums.
                I wrote to the landlord.
                He wrote back.
            "#]],
        );
    }

    #[test]
    fn comments_in_the_column_of_the_story_are_no_part_of_it() {
        let comment = |day| {
            format!(
                "<div class=it><span>Bob</span><div>{day} May 2013 10:12</div><div>About time too, I say for the {day}th \
                 time, since nothing was done in all those years, and now nobody wants to have known of it.</div></div>"
            )
        };
        let comments: String = (5..8).map(comment).collect();
        check(
            &STORY.replace("</p></div>", &format!("</p>{comments}</div>")),
            expect![[r#"
                The council voted on Tuesday to keep the old bridge open, and it will pay for the work itself this year.
                The mayor said that the decision had been long in coming, and that nobody in the town had wanted another.
            "#]],
        );
    }

    #[test]
    fn a_short_story_is_not_lost_among_longer_teasers() {
        let teaser = |i| {
            format!(
                "<div class=item><h3><a href=/{i}>Another story, number {i}</a></h3><div>It tells in {i} lines, and in \
                 words that are many more than those of the story above, what happened elsewhere, and why.</div></div>"
            )
        };
        check(
            &format!(
                "<div><h1>Two hurt</h1><p>Two people were hurt on Tuesday when a lorry left the road near the bridge.\
                 <p>The road is open again.</div><div>{}</div>",
                (0..4).map(teaser).collect::<String>()
            ),
            expect![[r#"
                Two people were hurt on Tuesday when a lorry left the road near the bridge.
                The road is open again.
            "#]],
        );
    }

    #[test]
    fn a_ticker_behind_the_story_is_no_part_of_it() {
        let line = |hour| {
            format!(
                "<li>{hour}:05</li><li>A ferry with {hour} passengers ran aground off the northern cape in the early \
                 hours; all of them were brought ashore by noon, and nobody was hurt.</li>"
            )
        };
        check(
            &format!("{STORY}<ul>{}</ul>", (10..14).map(line).collect::<String>()),
            expect![[r#"
                The council voted on Tuesday to keep the old bridge open, and it will pay for the work itself this year.
                The mayor said that the decision had been long in coming, and that nobody in the town had wanted another.
            "#]],
        );
    }

    #[test]
    fn teasers_behind_the_story_are_no_part_of_it() {
        let teasers: String = (0..5)
            .map(|i| {
                format!("<h3><a href=/{i}>Another story, number {i}</a></h3><p>It begins here and goes on elsewhere.")
            })
            .collect();
        check(
            &format!("<body>{}{teasers}", STORY.replace("<div class=article-body>", "").replace("</div>", "")),
            expect![[r#"
                The council voted on Tuesday to keep the old bridge open, and it will pay for the work itself this year.
                The mayor said that the decision had been long in coming, and that nobody in the town had wanted another.
            "#]],
        );
    }

    #[test]
    fn headings_within_the_story_do_not_end_it() {
        let more: String = (1..4)
            .map(|i| {
                format!("<p>The auditors named point {i} of nine that the town has to mend before it builds again.</p>")
            })
            .collect();
        let page = STORY.replace("</div>", &format!("<h2>Recommendations</h2>{more}</div>"));
        check(
            &page.replace("<p>The mayor", &format!("{}<p>The mayor", more.replace("point", "item"))),
            expect![[r#"
                The council voted on Tuesday to keep the old bridge open, and it will pay for the work itself this year.
                The auditors named item 1 of nine that the town has to mend before it builds again.
                The auditors named item 2 of nine that the town has to mend before it builds again.
                The auditors named item 3 of nine that the town has to mend before it builds again.
                The mayor said that the decision had been long in coming, and that nobody in the town had wanted another.
                Recommendations
                The auditors named point 1 of nine that the town has to mend before it builds again.
                The auditors named point 2 of nine that the town has to mend before it builds again.
                The auditors named point 3 of nine that the town has to mend before it builds again.
            "#]],
        );
    }

    #[test]
    fn a_table_in_a_figure_is_text_and_a_caption_is_not() {
        let figure = "<figure><table><tr><td>Cost of the work in millions<td>Nine</table><figcaption>Table: the \
                      town's own figures of this year and the last.</figcaption></figure></div>";
        check(
            &STORY.replace("</div>", figure),
            expect![[r#"
                The council voted on Tuesday to keep the old bridge open, and it will pay for the work itself this year.
                The mayor said that the decision had been long in coming, and that nobody in the town had wanted another.
                Cost of the work in millions | Nine
            "#]],
        );
    }

    #[test]
    fn a_refrain_is_sung_each_time_and_a_pull_quote_is_dropped() {
        let refrain = "<p>Row the boat over the river, row her home before the rain comes down, and sing to her as you go, my boy.</p>";
        let verse = "<p>There was a ferryman who waited by the river in the evening, with a lamp on a pole and a dog at his side.</p>";
        check(
            &format!("<body><div><h1>A song</h1>{refrain}{verse}{refrain}{refrain}</div>"),
            expect![[r#"
                Row the boat over the river, row her home before the rain comes down, and sing to her as you go, my boy.
                There was a ferryman who waited by the river in the evening, with a lamp on a pole and a dog at his side.
                Row the boat over the river, row her home before the rain comes down, and sing to her as you go, my boy.
                Row the boat over the river, row her home before the rain comes down, and sing to her as you go, my boy.
            "#]],
        );
        let quote = "<p>The council voted on Tuesday to keep the old bridge open, and it will pay for the work itself this year.</p>";
        check(
            &STORY.replace("</div>", &format!("{quote}</div>")),
            expect![[r#"
                The council voted on Tuesday to keep the old bridge open, and it will pay for the work itself this year.
                The mayor said that the decision had been long in coming, and that nobody in the town had wanted another.
            "#]],
        );
    }

    #[test]
    fn a_story_in_several_sections_is_whole() {
        let section = |of: &str| {
            format!(
                "<div class=section><div><p>The {of} of the plan was read out in the hall, clause by clause, until late, \
                 and nobody left.</p><p>The {of} was then voted on, with nine for it, two against, and one away.</p></div></div>"
            )
        };
        let page = ["first part", "second part", "third part", "last part"].map(section).concat();
        let dom = Dom::parse(&format!("<body><div id=page><h1>The plan</h1>{page}</div>"));
        let blocks = Blocks::read(&dom);
        let proposed: usize = readability::propose(&dom, &blocks).into_iter().flatten().count();
        assert!(proposed >= 8, "{proposed} of 8 paragraphs");
    }
}
