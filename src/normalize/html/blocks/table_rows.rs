//! The cells of a row of a table as one line: apart they say nothing.

use super::{Block, Blocks, Form};
use crate::normalize::html::dom::{Dom, NodeId, Tag};

/// What stands between two cells, and between the lines of one.
const BETWEEN_CELLS: &str = " | ";
const BETWEEN_LINES: &str = "; ";

/// A longer line is a text in a table that lays out a page, in visible characters, and so is prose beside other lines of
/// one cell.
const LONGEST_LINE: usize = 200;
const PROSE: usize = 60;

/// Joins the lines of each row that holds data.
pub fn join(dom: &Dom, blocks: &mut Blocks) {
    let rows: Vec<NodeId> = dom.elements().iter().filter(|(_, tag)| *tag == Tag::Row).map(|(node, _)| *node).collect();
    let mut joined: Vec<(usize, Block)> = Vec::new();
    let mut is_dropped = vec![false; blocks.list.len()];
    for (at, &row) in rows.iter().enumerate() {
        let range = blocks.range(row);
        let is_outer = rows.get(at + 1).is_some_and(|&next| blocks.range(next).start < range.end);
        if range.len() < 2 || is_outer || !is_data(dom, blocks, row) {
            continue;
        }
        let cells = dom.children(row).map(|cell| &blocks.list[blocks.range(cell)]).filter(|cell| !cell.is_empty());
        let text =
            |cell: &[Block]| cell.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join(BETWEEN_LINES);
        let lines = &blocks.list[range.clone()];
        let sum = |of: fn(&Block) -> usize| lines.iter().map(of).sum();
        let block = Block {
            text: cells.map(text).collect::<Vec<_>>().join(BETWEEN_CELLS),
            node: row,
            form: Form::Cell,
            chars: sum(|b| b.chars),
            link_chars: sum(|b| b.link_chars),
            bold_chars: sum(|b| b.bold_chars),
            commas: sum(|b| b.commas),
            boilerplate: lines[0].boilerplate,
            parent: dom.parent(row),
        };
        is_dropped[range.start + 1..range.end].fill(true);
        joined.push((range.start, block));
    }
    if joined.is_empty() {
        return;
    }
    joined.into_iter().for_each(|(at, block)| blocks.list[at] = block);
    // Where each line stands now; one that was joined, where the next of those that are left does.
    let mut places = Vec::with_capacity(is_dropped.len() + 1);
    let mut place = 0;
    for dropped in &is_dropped {
        places.push(place);
        place += u32::from(!dropped);
    }
    places.push(place);
    for (start, end) in &mut blocks.ranges {
        (*start, *end) = (places[*start as usize], places[(*end).max(*start) as usize]);
    }
    let mut at = 0;
    blocks.list.retain(|_| {
        at += 1;
        !is_dropped[at - 1]
    });
}

/// Whether a row has two cells or more and short lines alone.
fn is_data(dom: &Dom, blocks: &Blocks, row: NodeId) -> bool {
    let cells = || dom.children(row).filter(|&cell| dom.tag(cell) == Some(Tag::Cell)).map(|cell| blocks.range(cell));
    let is_short = |block: &Block| block.chars < LONGEST_LINE && !matches!(block.form, Form::Heading(_) | Form::Pre);
    let is_prose = |block: &Block| block.chars >= PROSE && block.link_density() < 0.4;
    cells().filter(|cell| !cell.is_empty()).count() >= 2
        && cells().all(|cell| {
            let lines = &blocks.list[cell];
            lines.iter().all(is_short) && (lines.len() < 2 || !lines.iter().any(is_prose))
        })
}

#[cfg(test)]
mod tests {
    use crate::normalize::html::blocks::check_texts as check;

    #[test]
    fn the_cells_of_a_row_are_one_line() {
        check(
            "<p>Ships<table><caption>By port</caption><tr><th>Port<th>Ships<tr><td>Oslo<td>7<tr><td><ul><li>Bergen<li>Moss</ul><td>3</table><p>End",
            "Ships / By port / Port | Ships / Oslo | 7 / Bergen; Moss | 3 / End",
        );
    }

    #[test]
    fn what_lays_out_a_page_is_no_row() {
        let text = "The ferry company said on Monday that it would run twice as many boats in summer as before.";
        check(&format!("<table><tr><td>Menu<td><p>{text}<p>{text}</table>"), &format!("Menu / {text} / {text}"));
    }
}
