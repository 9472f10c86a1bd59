//! What each thing on the screen looks like: a style for every role, and nothing else knows a colour.

use ratatui::style::{Color, Style};

use crate::highlight::Kind;

/// What a cell of the screen is; drawing names roles, the theme gives them looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Running text.
    Text,
    /// Things of second rank: counts, hints, read rows.
    Dim,
    /// The headline above the text.
    Headline,
    /// A heading within the text, of a pane's part or of a page.
    Heading,
    /// Lines between panes.
    Rule,
    /// The name of the pane that has the keys.
    Focus,
    /// The selected row in the pane that has the keys; lies under other roles.
    Cursor,
    /// The selected row in another pane; lies under other roles.
    CursorIdle,
    /// An unread row's headline.
    Unread,
    /// The signs for bookmark and note.
    Kept,
    /// Dates and times.
    Date,
    /// The source of an article.
    Source,
    /// The line between days in the list.
    DayBreak,
    /// A company.
    Company,
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
    /// A product.
    Product,
    /// Words between quotation marks.
    Quote,
    /// A figure.
    Figure,
    /// A person's office.
    Office,
    /// A link in the text.
    Link,
    /// Preformatted text and tables.
    Code,
    /// A caption, byline or credit.
    Caption,
    /// A search hit; lies under other roles.
    Hit,
    /// The highlight or hit the reader jumped to; lies under other roles.
    Spot,
    /// The reader's own highlight; lies under other roles.
    Mark,
    /// The reader's note.
    Note,
    /// The filter line.
    Query,
    /// A part of the query that could not be understood.
    Complaint,
    /// The message line.
    Message,
    /// A message about something that went wrong.
    Error,
    /// A key's name in help and hints.
    Key,
    /// The character matched by what was typed into a picker.
    Match,
}

impl Role {
    /// The role of an entity.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Company => Self::Company,
            Kind::Person => Self::Person,
            Kind::Organisation => Self::Organisation,
            Kind::Place => Self::Place,
            Kind::Product => Self::Product,
        }
    }
}

/// A style for every role.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    styles: Vec<Style>,
}

impl Theme {
    /// A theme in which every role has an unmistakable colour number: what role snapshots draw with.
    ///
    /// Roles that lie under others set the background, the others the foreground.
    pub fn probe() -> Self {
        let styles = (0..=Role::Match as u8)
            .map(|number| Style::new().fg(Color::Indexed(number)))
            .collect();
        Self { styles }
    }

    /// The look of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }
}
