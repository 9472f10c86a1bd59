//! The layout: areas of panes and lines as a function of the terminal's size, the focus and three switches.
//!
//! Nothing is measured by drawing; update and drawing ask the same function.

use ratatui::layout::Rect;

/// Which pane has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// The list.
    #[default]
    List,
    /// The reader.
    Reader,
    /// The highlights.
    Highlights,
}

/// What the reader switched about the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Switches {
    /// The reader pane alone, while it has the keys.
    pub reader_only: bool,
    /// The highlights pane where there is room.
    pub highlights: bool,
    /// Lines as wide as the pane rather than of a measure.
    pub wide: bool,
    /// Columns of the measure.
    pub measure: u16,
    /// Columns of the list, if the reader moved the rule beside it.
    pub list: Option<u16>,
    /// Columns of the highlights, if the reader moved the rule beside them.
    pub highlights_width: Option<u16>,
    /// One pane at a time and nothing around it, for a screen reader.
    pub spoken: bool,
}

/// Where everything is; an area without columns is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas {
    /// Everything above the lines at the bottom; pages lie here.
    pub body: Rect,
    /// The row with the panes' names; without height when a pane stands alone.
    pub titles: Rect,
    /// The list's rows.
    pub list: Rect,
    /// The reader's lines.
    pub reader: Rect,
    /// The highlights' rows.
    pub highlights: Rect,
    /// Columns of the rules between panes.
    pub rules: [Option<u16>; 2],
    /// A picker of names: it covers the list and leaves the text in sight where there is room.
    pub picker: Rect,
    /// A picker of longer things.
    pub wide_picker: Rect,
    /// The filter line.
    pub filter: Rect,
    /// The message and input line; on low screens the same row as the filter line.
    pub message: Rect,
}

/// From so many columns on there are three panes.
const THREE: u16 = 120;
/// From so many columns on there are two.
const TWO: u16 = 80;
/// No pane is dragged smaller than this.
const LEAST: u16 = 16;
/// From so many rows on the message line has a row of its own, so that nothing moves when it is used.
const TALL: u16 = 16;

/// The areas for a size in columns and rows.
pub(super) fn areas((columns, rows): (u16, u16), focus: Focus, switches: Switches) -> Areas {
    let lines = if rows >= TALL { 2 } else { rows.min(1) };
    let body = Rect::new(0, 0, columns, rows - lines);
    let mut areas = Areas {
        body,
        filter: Rect::new(0, rows - lines, columns, lines.min(1)),
        message: Rect::new(0, rows.saturating_sub(1), columns, lines.min(1)),
        ..Areas::default()
    };
    let shown = panes(columns, focus, switches);
    let titles = u16::from(shown.len() > 1 && body.height >= 8);
    areas.titles = Rect::new(0, 0, columns, titles);
    let widths = widths(columns, &shown, switches);
    let mut x = 0;
    for (number, (pane, width)) in shown.iter().zip(widths).enumerate() {
        if number > 0 {
            areas.rules[number - 1] = Some(x);
            x += 1;
        }
        // A column of air between a rule and what stands beside it.
        let air = u16::from(shown.len() > 1 && number > 0);
        let area = Rect::new(
            x + air,
            titles,
            width.saturating_sub(air),
            body.height - titles,
        );
        match pane {
            Focus::List => areas.list = area,
            Focus::Reader => areas.reader = area,
            Focus::Highlights => areas.highlights = area,
        }
        x += width;
    }
    let up_to = |least: u16| {
        let edge = areas.rules.into_iter().flatten().find(|x| *x >= least);
        Rect::new(0, 0, edge.unwrap_or(columns), body.height)
    };
    (areas.picker, areas.wide_picker) = (up_to(30), up_to(60));
    areas
}

/// The panes that are shown, from left to right.
pub(super) fn panes(columns: u16, focus: Focus, switches: Switches) -> Vec<Focus> {
    if switches.spoken || switches.reader_only && focus == Focus::Reader || columns < TWO {
        return vec![focus];
    }
    let third = switches.highlights || focus == Focus::Highlights;
    match focus {
        _ if columns >= THREE && third => vec![Focus::List, Focus::Reader, Focus::Highlights],
        Focus::Highlights => vec![Focus::Reader, Focus::Highlights],
        _ => vec![Focus::List, Focus::Reader],
    }
}

fn widths(columns: u16, shown: &[Focus], switches: Switches) -> Vec<u16> {
    let rules = shown.len().saturating_sub(1) as u16;
    let all = columns.saturating_sub(rules);
    // The measure and a column of air on both sides.
    let measure = switches.measure.saturating_add(4);
    match shown {
        [_] => vec![all],
        [Focus::List, Focus::Reader] => {
            let most = if switches.wide { all } else { measure };
            let reader = (all * 3 / 5).min(most).max(all / 2);
            let list = moved(switches.list, all - reader, all - LEAST);
            vec![list, all - list]
        }
        [_, _] => {
            let highlights = (all * 2 / 5).min(40);
            let highlights = moved(switches.highlights_width, highlights, all - LEAST);
            vec![all - highlights, highlights]
        }
        _ => {
            let highlights = (all / 5).clamp(24, 40);
            let highlights = moved(switches.highlights_width, highlights, all - 2 * LEAST);
            let rest = all - highlights;
            let most = if switches.wide { rest } else { measure };
            let reader = (rest * 3 / 5).min(most).max(rest / 3);
            let list = moved(switches.list, rest - reader, rest - LEAST);
            vec![list, rest - list, highlights]
        }
    }
}

/// The width of a pane: as the reader dragged it, within what leaves the others their least, or else as it is by itself.
fn moved(dragged: Option<u16>, otherwise: u16, most: u16) -> u16 {
    dragged.map_or(otherwise, |columns| columns.clamp(LEAST, most.max(LEAST)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SWITCHES: Switches = Switches {
        reader_only: false,
        highlights: true,
        wide: false,
        measure: 72,
        list: None,
        highlights_width: None,
        spoken: false,
    };

    #[test]
    fn areas_lie_within_the_terminal_and_do_not_overlap_at_any_size() {
        for columns in (0..=240).step_by(3).chain([1, 2, 79, 80, 119, 120]) {
            for rows in (0..70).chain([200]) {
                for focus in [Focus::List, Focus::Reader, Focus::Highlights] {
                    for (reader_only, dragged) in [
                        (false, None),
                        (true, None),
                        (false, Some(0)),
                        (false, Some(60)),
                        (false, Some(999)),
                    ] {
                        let switches = Switches {
                            reader_only,
                            list: dragged,
                            highlights_width: dragged,
                            ..SWITCHES
                        };
                        let all = areas((columns, rows), focus, switches);
                        let screen = Rect::new(0, 0, columns, rows);
                        let panes = [all.list, all.reader, all.highlights, all.filter];
                        for (number, area) in panes.iter().enumerate() {
                            assert_eq!(area.intersection(screen).area(), area.area());
                            for other in &panes[number + 1..] {
                                assert!(
                                    area.intersection(*other).is_empty(),
                                    "{columns}x{rows}: {area:?} {other:?}"
                                );
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn three_panes_when_wide_two_in_the_middle_one_when_narrow() {
        let number = |columns, focus| {
            let all = areas((columns, 40), focus, SWITCHES);
            [all.list, all.reader, all.highlights]
                .iter()
                .filter(|area| area.width > 0)
                .count()
        };
        for focus in [Focus::List, Focus::Reader, Focus::Highlights] {
            assert_eq!(number(200, focus), 3);
            assert_eq!(number(100, focus), 2);
            assert_eq!(number(60, focus), 1);
        }
    }
}
