//! The table of actions: what a reader can do, its name, its keys, where it holds, one line of help.
//!
//! It is the only place where an action exists. The keymap, the help pane, the palette, `[keys]` of
//! `config.example.toml`, the README's table and `depesche keys` are printed from it, and tests hold them to it.

use std::fmt;
use std::str::FromStr;

use crate::say::{Said, say};

/// Where an action's keys hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In list, reader and highlights, and in the pages laid over them (help, entity page).
    Panes,
    /// While words are selected in the reader.
    Selection,
    /// In pickers: a line to type in above a list to choose from. Plain characters go to the line.
    Picker,
    /// In the input line: query, search, note, command. Plain characters go to the line.
    Line,
}

impl Place {
    /// All places, in the order in which help shows them.
    pub const ALL: [Self; 4] = [Self::Panes, Self::Selection, Self::Picker, Self::Line];
}

/// What a group of actions is for; a heading in help and README.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Moving about.
    Move,
    /// Narrowing the list.
    Filter,
    /// Keeping and marking.
    Keep,
    /// Jumping to highlights and entities.
    Jump,
    /// Putting right what was recognised wrongly.
    Repair,
    /// How it looks.
    View,
    /// The program itself.
    Program,
    /// While words are selected.
    Selection,
    /// Within a picker.
    Picker,
    /// Within the input line.
    Line,
}

impl Group {
    /// All groups, in the order in which help shows them.
    pub const ALL: [Self; 10] = [
        Self::Move,
        Self::Filter,
        Self::Keep,
        Self::Jump,
        Self::Repair,
        Self::View,
        Self::Program,
        Self::Selection,
        Self::Picker,
        Self::Line,
    ];

    /// Its heading.
    pub fn heading(self) -> Said {
        match self {
            Self::Move => say!("Move"),
            Self::Filter => say!("Filter"),
            Self::Keep => say!("Keep"),
            Self::Jump => say!("Jump"),
            Self::Repair => say!("Put right, for every article"),
            Self::View => say!("View"),
            Self::Program => say!("Program"),
            Self::Selection => say!("While words are selected"),
            Self::Picker => say!("In a picker"),
            Self::Line => say!("In the input line"),
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The action.
    pub action: Action,
    /// Its name in the configuration and on the command line.
    pub name: &'static str,
    /// Its default keys, in the notation of [`crate::keymap`].
    pub keys: &'static [&'static str],
    /// Where they hold.
    pub place: Place,
    /// Under which heading it is shown.
    pub group: Group,
    /// What it does, in one line.
    pub help: &'static str,
}

impl Entry {
    /// What it does, for the reader.
    pub fn said(&self) -> Said {
        Said::listed(self.help)
    }
}

macro_rules! actions {
    ($( $place:ident $group:ident { $( $action:ident $name:literal [$($key:literal)*] $help:literal )* } )*) => {
        /// Something the reader can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($( #[doc = $help] $action, )*)* }

        /// Every action, grouped as help shows them.
        pub const TABLE: &[Entry] = &[ $($(
            Entry {
                action: Action::$action,
                name: $name,
                keys: &[$($key),*],
                place: Place::$place,
                group: Group::$group,
                help: $help,
            },
        )*)* ];
    };
}

actions! {
    Panes Move {
        Down            "down"               ["j" "Down"]           "next row, or one line down"
        Up              "up"                 ["k" "Up"]             "previous row, or one line up"
        Top             "top"                ["g g" "Home"]         "first row or line; with a count, that one"
        Bottom          "bottom"             ["G" "End"]            "last row or line; with a count, that one"
        HalfDown        "half-down"          ["C-d"]                "half a page down"
        HalfUp          "half-up"            ["C-u"]                "half a page up"
        PageDown        "page-down"          ["C-f" "PageDown"]     "a page down"
        PageUp          "page-up"            ["C-b" "PageUp"]       "a page up"
        ReadOn          "read-on"            ["Space"]              "a page down; at the end, the next unread article"
        Open            "open"               ["Enter" "l" "Right"]  "open the article, or jump to the highlight"
        Back            "back"               ["h" "q" "Esc" "Left"] "one step back"
        NextPane        "next-pane"          ["Tab"]                "to the next pane"
        PreviousPane    "previous-pane"      ["BackTab"]            "to the previous pane"
        NextArticle     "next-article"       ["J"]                  "the next article, from any pane"
        PreviousArticle "previous-article"   ["K"]                  "the previous article, from any pane"
        Search          "search"             ["/"]                  "search in the article, or in the list's headlines"
        SearchNext      "search-next"        ["n"]                  "next hit"
        SearchPrevious  "search-previous"    ["N"]                  "previous hit"
    }
    Panes Filter {
        PickCompany     "pick-company"       ["c"]                  "only articles that name a company: choose it"
        PickPerson      "pick-person"        ["p"]                  "only articles that name a person: choose them"
        PickHere        "pick-here"          ["e"]                  "the entities of this article: choose one to filter by"
        OnlyThis        "only-this"          ["*"]                  "only articles that name the entity under the cursor"
        WithoutThis     "without-this"       ["#"]                  "only articles that do not name the entity under the cursor"
        EditQuery       "edit-query"         ["F" "&"]              "edit the whole query"
        FilterUnread    "filter-unread"      ["f u"]                "only unread articles"
        FilterBookmarked "filter-bookmarked" ["f b"]                "only bookmarked articles"
        FilterNoted     "filter-noted"       ["f n"]                "only articles with notes"
        FilterWatched   "filter-watched"     ["f w"]                "only articles that name a watched entity"
        FilterSource    "filter-source"      ["f s"]                "only one source: choose it"
        FilterLanguage  "filter-language"    ["f l"]                "only one language: choose it"
        FilterDate      "filter-date"        ["f d"]                "only one month: choose it"
        FilterTag       "filter-tag"         ["f t"]                "only one tag: choose it"
        DropLast        "drop-last"          ["x"]                  "drop the last filter"
        DropAll         "drop-all"           ["X"]                  "drop every filter"
        AboutOnly       "about-only"         ["+"]                  "only articles that are about the company or person filtered by"
        AlsoMentions    "also-mentions"      ["-"]                  "also articles that only mention the company or person"
        Bookmarks       "bookmarks"          ["B"]                  "the bookmarked articles"
        WatchList       "watch-list"         ["W"]                  "the watched entities, with unread counts"
        Briefing        "briefing"           ["g b"]                "what is new on the watch list since the last look"
        Why             "why"                ["g w"]                "why this article is in the list"
    }
    Panes Keep {
        Bookmark        "bookmark"           ["b"]                  "bookmark the article, or let it go"
        ToggleRead      "toggle-read"        ["r"]                  "read or unread"
        Done            "done"               ["d"]                  "read, and on to the next"
        SelectAll       "select-all"         ["g a"]                "take everything in the list, to read, tag, bookmark or save it at once"
        AllRead         "all-read"           ["A"]                  "everything in the list is read"
        Mark            "mark"               ["a"]                  "highlight the sentence or quotation; with a count, in that colour"
        Note            "note"               ["i"]                  "write a note"
        Select          "select"             ["v"]                  "select words, to highlight, note or copy them; in the list, rows"
        SelectLines     "select-lines"       ["V"]                  "select paragraphs; in the list, rows"
        Tag             "tag"                ["t"]                  "set tags"
        Watch           "watch"              ["w"]                  "watch the entity under the cursor, or no longer"
        Repeat          "repeat"             ["."]                  "the last change once more, here"
        Undo            "undo"               ["u"]                  "take back the last change"
        Redo            "redo"               ["C-r"]                "do again what was taken back"
    }
    Panes Jump {
        NextMention     "next-mention"       ["] e"]                "next company or person in the text"
        PreviousMention "previous-mention"   ["[ e"]                "previous company or person in the text"
        NextQuote       "next-quote"         ["] q"]                "next quotation"
        PreviousQuote   "previous-quote"     ["[ q"]                "previous quotation"
        NextHighlight   "next-highlight"     ["] h"]                "next highlight of your own"
        PreviousHighlight "previous-highlight" ["[ h"]              "previous highlight of your own"
        NextTwin        "next-twin"          ["] s"]                "the same piece from the next source"
        PreviousTwin    "previous-twin"      ["[ s"]                "the same piece from the source before"
        NextUnread      "next-unread"        ["] u"]                "next unread article"
        PreviousUnread  "previous-unread"    ["[ u"]                "previous unread article"
        EntityPage      "entity-page"        ["g e"]                "the page of the entity under the cursor"
        OpenLink        "open-link"          ["o"]                  "open the article's link in the browser"
        OpenLinkRead    "open-link-read"     ["O"]                  "open the link and mark the article read"
        FullText        "full-text"          ["g f"]                "fetch the whole text from the article's page"
        CopyLink        "copy-link"          ["y"]                  "copy the article's link"
        Copy            "copy"               ["Y"]                  "choose what to copy"
        Notes           "notes"              ["g i"]                "the notes and highlights of all articles: jump to one"
        LinkHints       "link-hints"         [";"]                  "letters on the links in sight; typing them opens one"
        Picture         "picture"            ["z p"]                "the article's picture, fetched only now"
        SaveAs          "save-as"            ["s"]                  "save the article as a file"
        SaveAll         "save-all"           ["S"]                  "save everything in the list as a file"
        Pipe            "pipe"               ["|"]                  "hand the article's text to a program"
        Backward        "backward"           ["H"]                  "back to the view before"
        Forward         "forward"            ["L"]                  "forward again"
    }
    Panes Repair {
        Merge           "merge"              ["g m"]                "the entity under the cursor is another one: choose which"
        Rename          "rename"             ["g n"]                "another name for the entity under the cursor"
        ChangeKind      "change-kind"        ["g t"]                "the entity under the cursor is of another kind: choose it"
        NoEntity        "no-entity"          ["g -"]                "what is under the cursor is no entity"
    }
    Panes View {
        ReaderOnly      "reader-only"        ["z f"]                "the reader alone, or all panes"
        ToggleHighlights "toggle-highlights" ["z h"]                "show or hide the highlights pane"
        ToggleColours   "toggle-colours"     ["z e"]                "entity colours in the text, or none"
        ToggleMeasure   "toggle-measure"     ["z w"]                "lines of a readable measure, or as wide as the pane"
        ShorterLines    "shorter-lines"      ["<"]                  "shorter lines of text"
        LongerLines     "longer-lines"       [">"]                  "longer lines of text"
        ToggleJustified "toggle-justified"   ["z j"]                "lines that end with the measure, or ragged ones"
        PickTheme       "pick-theme"         ["z t"]                "colours: choose a theme, seen at once"
        ToggleStories   "toggle-stories"     ["z s"]                "one row for the same piece from several sources, or a row each"
        ScreenReader    "screen-reader"      ["z r"]                "for a screen reader: one pane, no frames, words for signs"
        Redraw          "redraw"             ["C-l"]                "draw everything anew"
    }
    Panes Program {
        Command         "command"            [":"]                  "command line"
        Palette         "palette"            ["C-p"]                "find any action by name"
        Help            "help"               ["?" "F1"]             "this help"
        FirstSteps      "first-steps"        ["g ?"]                "the six keys to begin with"
        Suspend         "suspend"            ["C-z"]                "to the shell; fg comes back"
        Quit            "quit"               ["Q" "C-c"]            "leave depesche"
    }
    Selection Selection {
        ExtendWord      "extend-word"        ["w" "l" "Right"]      "a word more"
        ShrinkWord      "shrink-word"        ["b" "h" "Left"]       "a word back"
        ExtendLine      "extend-line"        ["j" "Down"]           "a line more"
        ShrinkLine      "shrink-line"        ["k" "Up"]             "a line back"
        ExtendSentence  "extend-sentence"    [")"]                  "to the end of the sentence"
        ShrinkSentence  "shrink-sentence"    ["("]                  "back to the beginning of the sentence"
        ExtendParagraph "extend-paragraph"   ["}"]                  "a paragraph more"
        ShrinkParagraph "shrink-paragraph"   ["{"]                  "a paragraph back"
        OtherEnd        "other-end"          ["o"]                  "move the other end"
        SelectionMark   "selection-mark"     ["a" "Enter"]          "highlight these words, or no longer; with a count, in that colour"
        SelectionNote   "selection-note"     ["i"]                  "write a note on these words"
        SelectionCopy   "selection-copy"     ["y"]                  "copy these words"
        SelectionLeave  "selection-leave"    ["Esc" "v" "q" "C-c"]  "select nothing"
    }
    Picker Picker {
        PickDown        "pick-down"          ["Down" "C-n" "C-j"]   "next name"
        PickUp          "pick-up"            ["Up" "C-p" "C-k"]     "previous name"
        PickPageDown    "pick-page-down"     ["PageDown" "C-f"]     "a page down"
        PickPageUp      "pick-page-up"       ["PageUp" "C-b"]       "a page up"
        PickAccept      "pick-accept"        ["Enter"]              "only the chosen ones"
        PickToggle      "pick-toggle"        ["Tab"]                "choose several: this one too"
        PickExclude     "pick-exclude"       ["C-x" "-"]            "without this one (- while nothing is typed)"
        PickCancel      "pick-cancel"        ["Esc" "C-c" "C-g"]    "leave without choosing"
    }
    Line Line {
        LineAccept      "line-accept"        ["Enter"]              "take what is written"
        LineCancel      "line-cancel"        ["Esc" "C-c" "C-g"]    "leave it as it was"
        LineComplete    "line-complete"      ["Tab"]                "complete the word"
        LineEditor      "line-editor"        ["C-e"]                "go on with a note in your editor"
        LineOlder       "line-older"         ["Up" "C-p"]           "the line before, from history"
        LineNewer       "line-newer"         ["Down" "C-n"]         "the line after"
    }
}

impl Action {
    /// Its row of the table.
    pub fn entry(self) -> &'static Entry {
        // The table is written in the order of the enum; a test holds that.
        &TABLE[self as usize]
    }

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        self.entry().name
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Action {
    type Err = Said;
    fn from_str(name: &str) -> Result<Self, Said> {
        TABLE
            .iter()
            .find(|entry| entry.name == name)
            .map(|entry| entry.action)
            .ok_or_else(|| say!("“{name}” is no action; `depesche keys` lists them", name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum_and_names_are_unique() {
        let mut names = std::collections::HashSet::new();
        for (number, entry) in TABLE.iter().enumerate() {
            assert_eq!(entry.action as usize, number, "{}", entry.name);
            assert!(names.insert(entry.name), "{} stands twice", entry.name);
            assert_eq!(entry.name.parse(), Ok(entry.action));
        }
    }
}
