//! Draws the application: areas, panes, the lines below. Borrows everything, changes nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::{App, Focus, Page};
use crate::pane::status::Status;
use crate::pane::{put, put_clipped};
use crate::say::{say, says};
use crate::text::width;
use crate::theme::{Role, Theme};

/// Draws a frame into a buffer of the terminal's size; returns where the hardware cursor belongs.
pub fn draw(app: &App, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    buffer.set_style(buffer.area, theme.style(Role::Text));
    let areas = app.areas();
    let mut cursor = match app.page() {
        Some(Page::Sheet(sheet)) => {
            sheet.draw(areas.body, buffer, theme);
            sheet.cursor(areas.body)
        }
        Some(Page::Picture(page)) => {
            page.draw(areas.body, buffer, theme);
            None
        }
        Some(Page::Entity(page)) => {
            page.draw(areas.body, buffer, theme);
            page.cursor(areas.body)
        }
        None => draw_panes(app, theme, buffer),
    };
    let letters = theme.style(Role::Key).patch(theme.style(Role::Hit));
    for (at, hint) in app.hints() {
        put(buffer, areas.reader, at.x, at.y, hint, letters);
    }
    if let Some((picker, area)) = app.picker() {
        clear(area, buffer, theme);
        let line = picker.draw(area, buffer, theme);
        let row = picker.row(area).filter(|_| app.is_spoken());
        cursor = Some(row.unwrap_or(line));
    }
    draw_lines(app, theme, buffer);
    if let Some(prompt) = app.prompt() {
        let (area, above) = (areas.message, areas.message.y.checked_sub(1));
        clear(area, buffer, theme);
        if let (false, Some(y)) = (prompt.has_room(area), above) {
            let row = Rect { y, ..area };
            clear(row, buffer, theme);
            prompt.draw_hint(row, buffer, theme);
        }
        cursor = Some(prompt.draw(area, buffer, theme));
    }
    if app.is_spoken() {
        take_frames_away(buffer);
    }
    cursor.filter(|at| buffer.area.contains(*at))
}

/// The words of links in sight: where they stand on the screen, and where they lead. None while something lies over them.
pub fn links(app: &App) -> Vec<(Rect, String)> {
    let area = app.areas().reader;
    if !app.links_lead() || app.page().is_some() || app.picker().is_some() {
        return Vec::new();
    }
    let words = app.reader().linked_words().into_iter();
    words
        .map(|words| {
            let columns = words.columns.end - words.columns.start;
            let (x, y) = (area.x + words.columns.start, area.y + words.row);
            (Rect::new(x, y, columns, 1), words.link.as_str().to_owned())
        })
        .collect()
}

/// Leaves no character of a frame or bar (U+2500 to U+259F), each of which a screen reader would name.
fn take_frames_away(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if cell
            .symbol()
            .starts_with(|c| ('\u{2500}'..='\u{259F}').contains(&c))
        {
            cell.set_symbol(" ");
        }
    }
}

fn clear(area: Rect, buffer: &mut Buffer, theme: &Theme) {
    for position in area.intersection(buffer.area).positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            cell.reset();
            cell.set_style(theme.style(Role::Text));
        }
    }
}

fn draw_rule(x: u16, beside: Rect, buffer: &mut Buffer, theme: &Theme) {
    let area = Rect::new(x, beside.y, 1, beside.height);
    for y in area.y..area.bottom() {
        put(buffer, area, x, y, "│", theme.style(Role::Rule));
    }
}

fn draw_panes(app: &App, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    let areas = app.areas();
    let focus = app.focus();
    for x in areas.rules.into_iter().flatten() {
        draw_rule(x, areas.body, buffer, theme);
    }
    for (pane, name, area) in [
        (Focus::List, say!("list"), areas.list),
        (Focus::Reader, say!("reader"), areas.reader),
        (Focus::Highlights, say!("highlights"), areas.highlights),
    ] {
        if areas.titles.height > 0 && area.width > 0 {
            let row = Rect::new(area.x, areas.titles.y, area.width, 1);
            // Told apart by a sign too, for terminals without colours.
            let (sign, role) = if pane == focus {
                ("▸ ", Role::Focus)
            } else {
                ("  ", Role::Dim)
            };
            let x = put(buffer, row, row.x, row.y, sign, theme.style(role));
            let x = put(
                buffer,
                row,
                x,
                row.y,
                &name.words(app.tongue()),
                theme.style(role),
            );
            if pane == Focus::Reader {
                draw_progress(app, row, x, theme, buffer);
            }
        }
    }
    if areas.list.width > 0 {
        if app.list().is_empty() {
            draw_nothing(app, areas.list, theme, buffer);
        } else {
            let focused = focus == Focus::List;
            app.list()
                .draw(areas.list, buffer, theme, focused, app.today());
        }
    }
    if areas.reader.width > 0 {
        let focused = focus == Focus::Reader;
        app.reader().draw(areas.reader, buffer, theme, focused);
    }
    if areas.highlights.width > 0 {
        let focused = focus == Focus::Highlights;
        app.highlights()
            .draw(areas.highlights, buffer, theme, focused);
    }
    match focus {
        Focus::List => app.list().cursor(areas.list),
        Focus::Reader => app.reader().cursor(areas.reader),
        Focus::Highlights => app.highlights().cursor(areas.highlights),
    }
}

/// How far the reader is in the text, and at which search hit, at the right end of the title.
fn draw_progress(app: &App, row: Rect, after: u16, theme: &Theme, buffer: &mut Buffer) {
    if app.reader().id().is_none() {
        return;
    }
    let percent = app.reader().percent().to_string();
    let mut text = say!("{percent} %", percent);
    match app.reader().hits() {
        Some((0, all)) => {
            let hits = says!(all; "1 hit", "{all} hits");
            text = say!("{hits} · {text}", hits, text);
        }
        Some((at, all)) => text = say!("hit {at} of {all} · {text}", at, all, text),
        None => {}
    }
    let text = text.words(app.tongue());
    let cells = width(&text) as u16;
    if after + cells + 2 < row.right() {
        let x = row.right() - cells - 1;
        put(buffer, row, x, row.y, &text, theme.style(Role::Dim));
    }
}

/// What stands in the list when there is nothing to list: how to get articles in, or which filters to drop.
fn draw_nothing(app: &App, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let lines = app.nothing();
    let top = area.y + u16::from(area.height > lines.len() as u16);
    for (line, y) in lines.iter().zip(top..area.bottom()) {
        let mut x = area.x + u16::from(area.width > 40);
        for (role, text) in line {
            let room = area.right().saturating_sub(x);
            x = put_clipped(buffer, area, x, y, text, room, theme.style(*role));
        }
    }
}

fn draw_lines(app: &App, theme: &Theme, buffer: &mut Buffer) {
    let areas = app.areas();
    let query = app.query().to_string();
    let status = app.status();
    status.draw_filter(areas.filter, buffer, theme, &query, &app.pending());
    let next = app.next_keys();
    if let Some(question) = app.question() {
        clear(areas.message, buffer, theme);
        let style = theme.style(Role::Message);
        let area = areas.message;
        let question = question.words(app.tongue());
        put_clipped(buffer, area, area.x, area.y, &question, u16::MAX, style);
    } else if next.is_empty() {
        status.draw_message(areas.message, buffer, theme);
    } else {
        Status::draw_keys(areas.message, buffer, theme, &next);
        if areas.message == areas.filter {
            let pending = app.pending();
            let x = areas.message.right().saturating_sub(width(&pending) as u16);
            let area = areas.message;
            put(buffer, area, x, area.y, &pending, theme.style(Role::Key));
        }
    }
}
